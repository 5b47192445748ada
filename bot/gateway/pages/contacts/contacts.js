/** Whom to reach. contacts.html makes the same without scripts. */
import { element, icon } from "../base/dom.js";
import { telephone } from "../markdown/markdown.js";

/** @typedef {{ name: string, phone: string | null, hours: string | null, open_now: boolean | null, url: string | null, note: string }} Contact */

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Whether a place is open, in words. bot/gateway/formatting.py says the same; both are held to fixtures.json.
 * @param {string | null} hours as the API gives them: "öppet nu till 16.30 (mån–fre 8–16)", "öppnar måndag 08.00", "dygnet runt"
 * @param {boolean | null} openNow null where nobody knows
 */
export function openingWords(hours, openNow) {
  if (openNow === null) return capital(hours ?? "");
  const state = openNow ? "Öppet nu" : "Stängt nu";
  if (!hours) return state;
  if (openNow && hours === "dygnet runt") return "Öppet dygnet runt";
  if (hours.startsWith(openNow ? "öppet" : "stängt")) return capital(hours);
  return !openNow && hours.startsWith("öppnar") ? `${state}, ${hours}` : `${state}. ${capital(hours)}`;
}

/** @param {string | null} url only web pages are linked to */
export const isWeb = (url) => /^https?:\/\//.test(url ?? "");

/**
 * @param {Contact[]} contacts
 * @returns {HTMLElement}
 */
export function contactList(contacts) {
  return element("ul", { class: "contacts" }, ...contacts.map(item));
}

/** @param {Contact} contact */
function item({ name, phone, hours, open_now: openNow, url, note }) {
  const made = element("li", {}, element("p", { class: "name" }, name));
  const words = openingWords(hours, openNow);
  if (words) {
    const state = element("p", { class: openNow ? "state is-open" : "state" }, words);
    if (openNow !== null) state.prepend(icon(openNow ? "open" : "closed"));
    made.append(state);
  }
  if (note) made.append(element("p", { class: "note" }, note));
  const ways = element("p", { class: "ways" });
  if (phone) ways.append(element("a", { class: "button", href: telephone(phone) }, icon("phone"), `Ring ${phone}`));
  if (url && isWeb(url)) {
    const where = element("span", { class: "visually-hidden" }, ` för ${name} (ny flik)`);
    ways.append(element("a", { class: "web", href: url, target: "_blank", rel: "noopener noreferrer" }, icon("out"), "Webbplats", where));
  }
  if (ways.hasChildNodes()) made.append(ways);
  return made;
}
