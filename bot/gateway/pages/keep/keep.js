/** Keeps the conversation for this tab alone and only while it is open, if the parent has ticked that. Nothing is kept otherwise. */

const KEY = "foraldralotsen";

/**
 * @template Kept
 * @param {HTMLInputElement} box
 * @param {() => Kept} now what there is to keep
 */
export function keeping(box, now) {
  const save = () => store(box.checked ? JSON.stringify(now()) : null);
  box.addEventListener("change", save);
  return {
    get on() {
      return box.checked;
    },
    save,
    /** @returns {Kept | null} what was kept, and ticks the box */
    restore() {
      const kept = stored();
      box.checked = kept !== null;
      return kept && JSON.parse(kept);
    },
    drop() {
      box.checked = false;
      save();
    },
  };
}

/** @param {string | null} text */
function store(text) {
  try {
    if (text === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, text);
  } catch {
    // Storage is blocked: then nothing is kept.
  }
}

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
