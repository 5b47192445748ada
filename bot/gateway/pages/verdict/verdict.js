/** Whether an answer helped: one press, counted by topic. Neither the conversation nor a word of it is sent. */
import { element } from "../base/dom.js";

const THANKS = "Tack. Bara att någon har svarat räknas, inget av det du har skrivit.";

/**
 * The question under an answer, or nothing where there is no answer to judge or no moment for it.
 * @param {import("../reply/reply.js").Reply} reply
 * @returns {HTMLElement[]}
 */
export function verdict({ topic, urgent, sources }) {
  if (!topic || urgent || !sources.length) return [];
  const place = element("div", { class: "verdict", role: "group", "aria-label": "Hjälpte svaret?", tabindex: "-1" });
  place.append(element("span", { "aria-hidden": "true" }, "Hjälpte svaret?"), choice("Hjälpte", true), choice("Hjälpte inte", false));
  return [place];

  /** @param {string} title @param {boolean} helped */
  function choice(title, helped) {
    const button = element("button", { type: "button", class: "button plain" }, title);
    button.addEventListener("click", () => {
      place.replaceChildren(element("span", {}, THANKS));
      place.removeAttribute("role");
      place.removeAttribute("aria-label");
      // The button is gone; who reads by ear hears the thanks, and goes on from here.
      place.focus();
      fetch("/api/feedback", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ topic, helped }) }).catch(() => {});
    });
    return button;
  }
}
