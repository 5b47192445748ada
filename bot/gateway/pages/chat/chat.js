/** The chat page: puts its components together. Everything lives in the page's memory; see keep/ for the one exception. */
import { element, one } from "../base/dom.js";
import { composer } from "../composer/composer.js";
import { contactList } from "../contacts/contacts.js";
import { host } from "../frame/frame.js";
import { keeping } from "../keep/keep.js";
import { installLeave } from "../leave/leave.js";
import { announcer, conversationLog } from "../log/log.js";
import { installPrint } from "../print/print.js";
import { replyElement } from "../reply/reply.js";
import { installSpeech, silence, speakButton } from "../speech/speech.js";
import { verdict } from "../verdict/verdict.js";
import { installView } from "../view/view.js";
import { Refused, ask, forget } from "./api.js";

/** @typedef {{ you: string } | { replies: import("../reply/reply.js").Reply[] }} Turn */

const form = /** @type {HTMLFormElement} */ (one("#form"));
const template = /** @type {HTMLTemplateElement} */ (one("#offline-words"));
const emergency = [...template.content.querySelectorAll('a[href^="tel:"]')].map((link) => (link.textContent ?? "").replace("Ring", "").trim());
const [status, trouble, offline, tools] = [one("#status"), one("#trouble"), one("#offline"), one("#tools")];
const room = one("#log");
const languages = JSON.parse(room.dataset.languages ?? "{}");
const kommun = new FormData(form).get("kommun")?.toString() ?? "";
const around = host();

let conversation = new FormData(form).get("conversation")?.toString() ?? "";
/** @type {Turn[]} */
let turns = [];
let waiting = false;
/** Counts how often all was forgotten: an answer to a question from before is not shown. */
let round = 0;

const log = conversationLog(room, announcer([...document.querySelectorAll(".announcers > *")].map((place) => /** @type {HTMLElement} */ (place))));
const view = installView(() => kept.save());
const kept = keeping(/** @type {HTMLInputElement} */ (one("#keep")), () => ({ conversation, turns, view: view.now() }));
const writing = composer(form, send);

/** @param {import("../reply/reply.js").Reply} reply */
function shown(reply) {
  const turn = replyElement(reply, emergency, languages);
  turn.append(speakButton(turn), ...verdict(reply));
  return turn;
}

/** @param {string} words @param {{ quiet?: boolean }} [how] quiet: not for the eye, which sees it otherwise */
function say(words, { quiet = false } = {}) {
  status.textContent = words;
  status.classList.toggle("visually-hidden", quiet);
}

/**
 * @param {string} message
 * @param {string} title what the parent sees of it
 */
async function send(message, title) {
  if (waiting) return;
  if (!message.trim()) {
    writing.focus();
    return;
  }
  waiting = true;
  silence();
  const typed = message === title;
  if (typed) writing.clear();
  trouble.replaceChildren();
  const own = log.own(title.trim());
  log.typing(true);
  say("Lotsen skriver …", { quiet: true });
  own.scrollIntoView({ block: "start" });
  const asked = round;
  try {
    const answer = await ask({ conversation, message, kommun });
    if (asked !== round) return forget(answer.conversation);
    conversation = answer.conversation;
    turns.push({ you: title.trim() }, { replies: answer.replies });
    log.typing(false);
    log.replies(answer.replies.map(shown));
    own.scrollIntoView({ block: "start" });
    tools.hidden = false;
    kept.save();
  } catch (problem) {
    if (asked !== round) return;
    own.remove();
    if (typed) writing.giveBack(message);
    explain(problem, () => {
      if (typed) writing.focus();
      else room.focus({ preventScroll: true });
      send(message, title);
    });
  } finally {
    if (asked === round) rest();
  }
}

function rest() {
  log.typing(false);
  say("");
  waiting = false;
}

/**
 * @param {unknown} problem
 * @param {() => void} again
 */
function explain(problem, again) {
  const retry = element("button", { type: "button", class: "button" }, "Försök igen");
  retry.addEventListener("click", again);
  if (problem instanceof Refused) {
    trouble.replaceChildren(element("p", {}, problem.message), retry, ...(problem.contacts.length ? [contactList(problem.contacts)] : []));
  } else {
    const words = element("p", {}, element("strong", {}, "Det går inte att nå chatten."), " Det du skrev är kvar. Kontrollera anslutningen och försök igen.");
    trouble.replaceChildren(words, retry, ...(offline.hidden ? [...contactsOffline()] : []));
  }
  trouble.scrollIntoView({ block: "nearest" });
}

function contactsOffline() {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  return copy.querySelectorAll(".contacts");
}

function showConnection() {
  const lost = !navigator.onLine;
  if (lost === !offline.hidden) return;
  offline.hidden = !lost;
  offline.replaceChildren(...(lost ? [template.content.cloneNode(true)] : []));
  if (!lost) say("Du är uppkopplad igen.");
}

function forgetAll() {
  forget(conversation);
  conversation = "";
  turns = [];
  kept.drop();
}

function startAfresh() {
  round += 1;
  silence();
  forgetAll();
  rest();
  log.clear();
  trouble.replaceChildren();
  writing.clear();
  tools.hidden = true;
  say("Allt är glömt. Du kan börja om från början.");
  // The button that was pressed is gone; its focus has to go somewhere.
  room.focus();
}

const leave = installLeave({ forget: forgetAll, ...(around && { go: around.leave }) });
around?.onLeave(leave);
installPrint(/** @type {HTMLButtonElement} */ (one("#print")), one("#print-day"));
installSpeech();

one("#forget").addEventListener("click", (event) => {
  event.preventDefault();
  startAfresh();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !silence()) around?.close();
});
addEventListener("offline", showConnection);
addEventListener("online", showConnection);
showConnection();

// Gone when the page is, unless the parent asked for more; and a page from the browser's Back cache would show what is forgotten.
addEventListener("pagehide", () => kept.on || forget(conversation));
addEventListener("pageshow", (event) => event.persisted && !kept.on && location.reload());

const before = kept.restore();
if (before) {
  conversation = before.conversation;
  turns = before.turns;
  view.set(before.view);
  for (const turn of turns) {
    if ("you" in turn) log.own(turn.you);
    else log.replies(turn.replies.map(shown), { quiet: true });
  }
  tools.hidden = !turns.length;
}
one("#keep-choice").hidden = false;
document.documentElement.classList.add("ready");
