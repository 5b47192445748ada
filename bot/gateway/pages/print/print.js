/** Prints what was advised, with the numbers and the sources; what the parent wrote is not on the sheet (print.css). */
import { dayInWords } from "../reply/reply.js";

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} date where the day of printing is written
 */
export function installPrint(button, date) {
  button.hidden = false;
  button.addEventListener("click", () => print());
  /** @type {HTMLDetailsElement[]} */
  const closed = [];
  addEventListener("beforeprint", () => {
    const now = new Date();
    date.textContent = dayInWords([now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-"));
    for (const one of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details:not([open])"))) {
      one.open = true;
      closed.push(one);
    }
  });
  addEventListener("afterprint", () => {
    for (const one of closed.splice(0)) one.open = false;
  });
}
