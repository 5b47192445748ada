/**
 * In an embedding site's frame: tells the site's script (embed/embed.js) to close the frame or to leave the whole page. Nothing that was
 * written is ever in a message.
 */

/** @param {Document} from @returns {string} the embedding site's origin where the browser tells it */
function hostOrigin(from) {
  try {
    return new URL(from.referrer).origin;
  } catch {
    return "*";
  }
}

const PLAIN_FRAME_MILLISECONDS = 300;

/** Speaks with the page around; null where there is none. */
export function host() {
  if (parent === window) return null;
  const origin = hostOrigin(document);
  /** @param {Record<string, string>} message */
  const tell = (message) => parent.postMessage(message, origin);
  return {
    close: () => tell({ lotsen: "close" }),
    /** @param {string} to */
    leave(to) {
      tell({ lotsen: "leave", to });
      // A frame without our script around it: the reader's own click lets us move the page, where the frame is not sandboxed.
      setTimeout(() => {
        try {
          top?.location.replace(to);
        } catch {
          // The frame stays covered.
        }
      }, PLAIN_FRAME_MILLISECONDS);
    },
    /** @param {() => void} leave called when the page around asks for it */
    onLeave(leave) {
      addEventListener("message", (event) => {
        if (event.source === parent && event.data?.lotsen === "leave") leave();
      });
    },
  };
}
