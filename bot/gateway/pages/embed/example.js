/** The example page: "Kopiera" beside each of the lines, where the browser lets a page copy. */

const told = /** @type {HTMLElement} */ (document.getElementById("kopierat"));

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-copies]"))) {
  const lines = document.getElementById(button.dataset.copies ?? "");
  if (!navigator.clipboard || !lines) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lines.textContent ?? "");
      told.textContent = "Kopierat.";
    } catch {
      told.textContent = "Det gick inte att kopiera. Markera raden och kopiera den själv.";
    }
  });
}
