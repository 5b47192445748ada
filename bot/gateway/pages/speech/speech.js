/**
 * Reads a reply aloud with the device's own Swedish voice; what is in another language with a voice of that language, or not at all. Voices
 * that would send the text elsewhere are not used.
 */
import { element, icon } from "../base/dom.js";
import { spoken } from "../log/log.js";

const START = "Läs upp";
const STOP = "Sluta läsa";

const synthesis = /** @type {SpeechSynthesis | undefined} */ (window.speechSynthesis);

const SWEDISH = "sv";

/** @param {string} lang */
function voiceFor(lang) {
  return synthesis?.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === lang);
}

/** Shows the buttons where there is a voice, now or later. */
export function installSpeech() {
  const look = () => document.documentElement.toggleAttribute("data-speech", Boolean(voiceFor(SWEDISH)));
  look();
  synthesis?.addEventListener?.("voiceschanged", look);
  addEventListener("pagehide", () => synthesis?.cancel());
}

/** Stops reading; true where something was being read. */
export function silence() {
  const reading = Boolean(synthesis?.speaking);
  synthesis?.cancel();
  for (const button of document.querySelectorAll(".speak[aria-pressed=true]")) rest(/** @type {HTMLElement} */ (button));
  return reading;
}

/** @param {HTMLElement} button */
function rest(button) {
  button.setAttribute("aria-pressed", "false");
  button.lastChild?.replaceWith(START);
}

/**
 * The button of a reply.
 * @param {HTMLElement} turn
 */
export function speakButton(turn) {
  const button = element("button", { type: "button", class: "button plain speak", "aria-pressed": "false" }, icon("speak"), START);
  button.addEventListener("click", () => {
    const begin = button.getAttribute("aria-pressed") === "false";
    silence();
    if (!begin || !voiceFor(SWEDISH)) return;
    button.setAttribute("aria-pressed", "true");
    button.lastChild?.replaceWith(STOP);
    const parts = spoken(turn).flatMap(({ words, lang }) => {
      const voice = voiceFor(lang || SWEDISH);
      return voice ? [{ words, voice }] : [];
    });
    parts.forEach(({ words, voice }, at) => {
      // A stretch at a time: some browsers fall silent in the middle of long ones.
      const utterance = new SpeechSynthesisUtterance(words);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      if (at === parts.length - 1) utterance.addEventListener("end", () => rest(button));
      synthesis?.speak(utterance);
    });
  });
  return button;
}
