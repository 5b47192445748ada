/** Where a parent writes. Enter sends, Shift and Enter begins a line, and what could not be sent comes back. */

/**
 * @param {HTMLFormElement} form
 * @param {(message: string, title: string) => void} send gets a message, or a pressed button's payload and title
 */
export function composer(form, send) {
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("message"));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (pressed?.name === "payload") send(pressed.value, titleOf(pressed));
    else if (!pressed?.name) send(field.value, field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(field.value, field.value);
  });
  field.addEventListener("input", grow);

  function grow() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  }

  return {
    /** @param {string} text puts it in the field, unless something else has been begun there */
    giveBack(text) {
      if (!field.value) field.value = text;
      grow();
    },
    clear() {
      field.value = "";
      grow();
    },
    focus() {
      field.focus();
    },
  };
}

/** @param {HTMLButtonElement} button */
function titleOf(button) {
  return (button.querySelector("strong") ?? button).textContent?.trim() ?? "";
}
