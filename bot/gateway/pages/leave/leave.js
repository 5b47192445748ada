/**
 * Leaving quickly: by a link (without scripts it is just that), by Shift three times, or by a message from an embedding page. The page is
 * covered and emptied at once, what there is to forget is forgotten, and the tab is sent on, so that Back does not lead here.
 */
import { element } from "../base/dom.js";

const SHIFTS = 3;
const SHIFT_MILLISECONDS = 2000;

/**
 * @typedef {object} Ways
 * @property {() => void} [forget] deletes what is kept; must not wait for anything
 * @property {(to: string) => void} [go] sends the reader on, where that is not this tab's own doing
 */

/**
 * @param {Ways} [ways]
 * @returns {() => void} leaves
 */
export function installLeave({ forget = () => {}, go = (to) => location.replace(to) } = {}) {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-leave]"));
  const to = links[0]?.href ?? "about:blank";
  let left = false;

  function leave() {
    if (left) return;
    left = true;
    document.body.replaceChildren(element("div", { class: "cover" }));
    document.title = " ";
    try {
      forget();
    } finally {
      go(to);
    }
  }

  for (const link of links) {
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      leave();
    });
  }

  /** @type {number[]} */
  let shifts = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") shifts = [];
    else if (!event.repeat) {
      shifts = [...shifts.filter((at) => event.timeStamp - at < SHIFT_MILLISECONDS), event.timeStamp];
      if (shifts.length >= SHIFTS) leave();
    }
  });

  // A browser that kept the page for its Back button must show nothing of it.
  addEventListener("pageshow", (event) => {
    if (event.persisted && left) location.replace(to);
  });
  return leave;
}
