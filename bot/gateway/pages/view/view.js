/** Larger text, and light or dark. The system's own choice stands until the parent makes another. */
import { one } from "../base/dom.js";

/** @typedef {{ text?: string, theme?: string }} View */

/** @param {() => void} changed */
export function installView(changed) {
  const root = document.documentElement;
  const [larger, dark] = [one("#larger"), one("#dark")];
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function show() {
    larger.setAttribute("aria-pressed", String(root.dataset.text === "large"));
    dark.setAttribute("aria-pressed", String(isDark()));
  }
  larger.addEventListener("click", () => {
    if (root.dataset.text) delete root.dataset.text;
    else root.dataset.text = "large";
    show();
    changed();
  });
  dark.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    show();
    changed();
  });
  system.addEventListener("change", show);
  show();
  one("#view").hidden = false;

  return {
    /** @returns {View} */
    now: () => ({ ...(root.dataset.text && { text: root.dataset.text }), ...(root.dataset.theme && { theme: root.dataset.theme }) }),
    /** @param {View} view */
    set(view) {
      if (view.text) root.dataset.text = view.text;
      if (view.theme) root.dataset.theme = view.theme;
      show();
    },
  };
}
