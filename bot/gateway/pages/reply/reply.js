/** One reply as a parent reads it: bubbles of words and steps, whom to reach, sources, and what comes next. reply.html makes the same. */
import { element, icon } from "../base/dom.js";
import { contactList, isWeb } from "../contacts/contacts.js";
import { link, markdown, telephone } from "../markdown/markdown.js";

/**
 * @typedef {{ title: string, payload: string }} Button
 * @typedef {{ title: string, url: string }} Source
 * @typedef {{ topic: string | null, text: string, urgent: boolean, buttons: Button[], contacts: import("../contacts/contacts.js").Contact[],
 *   sources: Source[], reviewed: string | null }} Reply
 */

const MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split(" ");

/** @param {string} day YYYY-MM-DD */
export function dayInWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/**
 * @param {Reply} reply
 * @param {string[]} emergency the emergency numbers, the first of which is rung when it is urgent
 * @param {Record<string, import("../markdown/markdown.js").Language>} [languages] by name, for what is not Swedish
 * @returns {HTMLElement}
 */
export function replyElement(reply, emergency, languages = {}) {
  const made = element("article", { class: reply.urgent ? "turn bot urgent" : "turn bot" }, element("h3", { class: "visually-hidden" }, "Lotsen svarar"));
  const [first] = emergency;
  if (reply.urgent && first) {
    const call = element("a", { class: "button", href: telephone(first) }, icon("phone"), `Ring ${first}`);
    made.append(element("p", { class: "call" }, element("span", {}, icon("alarm"), "Akut"), " ", call));
  }
  made.append(...bubbles(markdown(reply.text, [...reply.contacts.map(({ phone }) => phone ?? ""), ...emergency], languages)));
  if (reply.contacts.length) made.append(element("div", { class: "bubble" }, element("h4", {}, "Hit kan du vända dig"), contactList(reply.contacts)));
  const sources = reply.sources.filter(({ url }) => isWeb(url));
  if (sources.length) {
    const reviewed = reply.reviewed ? [element("span", {}, `, granskat ${dayInWords(reply.reviewed)}`)] : [];
    const list = element("ul", {}, ...sources.map(({ title, url }) => element("li", {}, link(title, url))));
    made.append(element("details", { class: "sources" }, element("summary", {}, "Källor", ...reviewed), list));
  }
  if (reply.buttons.length) made.append(element("ul", { class: "next", "aria-label": "Gå vidare" }, ...reply.buttons.map(nextStep)));
  return made;
}

/**
 * Short bubbles: the steps have one of their own.
 * @param {HTMLElement[]} blocks
 */
function bubbles(blocks) {
  /** @type {HTMLElement[]} */
  const made = [];
  let before = "";
  for (const block of blocks) {
    const alone = block.localName === "ol" || before === "ol";
    if (!made.length || alone) made.push(element("div", { class: "bubble" }));
    made.at(-1)?.append(block);
    before = block.localName;
  }
  return made;
}

/** @param {Button} button */
function nextStep({ title, payload }) {
  return element("li", {}, element("button", { class: "button", form: "form", name: "payload", value: payload }, title));
}
