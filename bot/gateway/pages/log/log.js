/** The conversation on the page. What is new is said by the announcers, so that a reply that reads like the one before is said too. */
import { element } from "../base/dom.js";

const SAID_SECONDS = 10;

/** @typedef {{ words: string, lang: string }} Spoken a stretch of words; `lang` is empty where it is Swedish */

/**
 * Says something to a screen reader, politely, in two places by turns: the same words in the same place would not be news.
 * @param {HTMLElement[]} places with aria-live
 * @returns {(parts: Spoken[]) => void}
 */
export function announcer(places) {
  let turn = 0;
  return (parts) => {
    turn = (turn + 1) % places.length;
    const place = places[turn];
    for (const other of places) other.textContent = "";
    if (!place) return;
    const made = parts.map(({ words, lang }) => element("span", { lang: lang || null }, words));
    place.replaceChildren(...made.flatMap((part, at) => (at ? [" ", part] : [part])));
    // Gone when it has been said: nobody should meet the same words twice when reading on.
    setTimeout(() => place.contains(made[0] ?? null) && place.replaceChildren(), SAID_SECONDS * 1000);
  };
}

/**
 * What a reply says, without the sources and the names of all places.
 * @param {HTMLElement} turn
 * @returns {Spoken[]}
 */
export function spoken(turn) {
  const blocks = turn.querySelectorAll(".call, .bubble > p, .bubble > h4, .bubble > :is(ol, ul) > li");
  const parts = [...blocks].map((block) => ({
    words: block.closest(".contacts") && block.querySelector(".name") ? sayContact(block) : said(block),
    lang: block.getAttribute("lang") ?? "",
  }));
  return parts.filter(({ words }) => words);
}

/** @param {Element} block */
function said(block) {
  const copy = /** @type {Element} */ (block.cloneNode(true));
  for (const hidden of copy.querySelectorAll(".visually-hidden")) hidden.remove();
  const words = (copy.textContent ?? "").replace(/\s+/g, " ").trim();
  return /[.?!:”]$/.test(words) || !words ? words : `${words}.`;
}

/** @param {Element} contact */
function sayContact(contact) {
  return [...contact.querySelectorAll(".name, .state, .ways .button")].map(said).join(" ");
}

/**
 * @param {HTMLElement} root the log
 * @param {(parts: Spoken[]) => void} announce
 */
export function conversationLog(root, announce) {
  const start = [...root.childNodes];
  const typing = element("div", { class: "typing", "aria-hidden": "true" }, element("i"), element("i"), element("i"));

  return {
    /**
     * What the parent wrote or chose.
     * @param {string} words
     * @returns {HTMLElement}
     */
    own(words) {
      const turn = element("div", { class: "turn you" }, element("h3", { class: "visually-hidden" }, "Du skrev"), element("p", { class: "bubble" }, words));
      root.append(turn);
      return turn;
    },
    /**
     * What came back.
     * @param {HTMLElement[]} turns
     * @param {{ quiet?: boolean }} [how] quiet: it was there before
     */
    replies(turns, { quiet = false } = {}) {
      root.append(...turns);
      if (quiet) return;
      announce(turns.flatMap(spoken));
    },
    /** @param {boolean} on */
    typing(on) {
      if (on) root.append(typing);
      else typing.remove();
    },
    clear() {
      root.replaceChildren(...start);
    },
  };
}
