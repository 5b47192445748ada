/**
 * The reference with scripts: search as one types, the whole of it by keyboard, copies, print, and what is kept for when there is no net.
 * What is typed goes to the search and nowhere else: not into the address, not into the browser's history, not into any store.
 */
import { element, icon, one } from "../base/dom.js";
import { installLeave } from "../leave/leave.js";

const PAUSE = 90;

installLeave();
installSearch();
installCopies();
installOffline();

/**
 * @typedef {{ text: string, hit: boolean }} Part
 * @typedef {{ name: string, phone: string | null, hours: string | null, open_now: boolean | null, url: string | null }} Contact
 * @typedef {{ kind: string, title: Part[], excerpt: Part[], url: string, name: string | null, contacts: Contact[] }} Result
 * @typedef {{ kind: string, title: string, results: Result[] }} Group
 * @typedef {{ topic: string, title: string, confidence: number, unsure: boolean, urgent: boolean, kommun: { code: string, name: string } | null, child_age: number | null, struck: string[] }} Understood
 * @typedef {{ understood: Understood | null, groups: Group[] }} Found
 */

function installSearch() {
  const field = /** @type {HTMLInputElement} */ (one("#q"));
  const results = one("#results");
  const page = one("#page");
  const status = one("#status");
  const form = /** @type {HTMLFormElement} */ (field.form);
  let asked = field.value.trim();
  let waiting = 0;
  /** @type {AbortController | undefined} */
  let running;

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search().then(openFirst);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(event, 0);
    else if (event.key === "Escape" && field.value) {
      event.preventDefault();
      field.value = "";
      search();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
  results.addEventListener("keydown", (event) => {
    const hits = links();
    const at = hits.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    if (event.key === "Escape" || (event.key === "ArrowUp" && at === 0)) {
      event.preventDefault();
      field.focus();
    } else if (at >= 0 && event.key === "ArrowDown") move(event, at + 1);
    else if (at >= 0 && event.key === "ArrowUp") move(event, at - 1);
  });

  function links() {
    return /** @type {HTMLAnchorElement[]} */ ([...results.querySelectorAll("a.hit")]);
  }

  /** @param {KeyboardEvent} event @param {number} to */
  function move(event, to) {
    const next = links()[to];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  function openFirst() {
    if (!results.hidden) links()[0]?.click();
  }

  async function search() {
    clearTimeout(waiting);
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    running?.abort();
    if (!query) {
      results.hidden = true;
      results.replaceChildren();
      page.hidden = false;
      status.textContent = "";
      return;
    }
    running = new AbortController();
    try {
      const answer = await fetch(`/api/search?${new URLSearchParams({ q: query })}`, { signal: running.signal });
      const body = await answer.json();
      if (answer.ok) show(body);
      else tell(body.error.message);
    } catch (problem) {
      if (problem instanceof DOMException && problem.name === "AbortError") return;
      await searchKept(query).then(show, () => tell("Sökningen svarar inte. Kontrollera nätet och försök igen."));
    }
  }

  /** @param {Found} found */
  function show(found) {
    const groups = found.groups.map(group);
    results.replaceChildren(element("h1", { class: "visually-hidden" }, "Sökträffar"), understood(found.understood), ...groups);
    if (!groups.length) results.append(element("p", { class: "nothing" }, "Inget hittades. Prova ett annat ord, eller färre."));
    results.hidden = false;
    page.hidden = true;
    const number = found.groups.reduce((sum, { results: members }) => sum + members.length, 0);
    status.textContent = `${number} träffar${found.understood?.urgent ? ", boten bedömer det som akut" : ""}`;
  }

  /** @param {string} message */
  function tell(message) {
    results.replaceChildren(element("h1", { class: "visually-hidden" }, "Sökträffar"), element("p", { class: "nothing" }, message));
    results.hidden = false;
    status.textContent = message;
  }
}

/** @param {string} url the same address with the view and the kommun kept */
function link(url) {
  const kept = new URLSearchParams(location.search);
  kept.delete("q");
  const [path, anchor] = url.split("#");
  return path + (kept.size ? `?${kept}` : "") + (anchor ? `#${anchor}` : "");
}

/** @param {Part[]} found */
function marked(found) {
  return found.map(({ text, hit }) => (hit ? element("mark", {}, text) : text));
}

/** @param {Understood | null} seen */
function understood(seen) {
  const box = element("section", { class: `understood${seen?.urgent ? " is-urgent" : ""}`, "aria-label": "Så förstår boten" });
  if (!seen) {
    box.append(element("p", { class: "soft" }, "Boten svarar inte just nu. Träffarna är ord för ord."));
    return box;
  }
  const line = element("p", {}, element("span", { class: "soft" }, "Boten förstår:"), " ");
  line.append(element("a", { href: link(`/referens/amne/${seen.topic}`) }, seen.title), ` ${seen.confidence.toFixed(2).replace(".", ",")}`);
  if (seen.unsure) line.append(" (för osäkert: närmaste ämnen erbjuds)");
  line.append("; akut: ", element("strong", {}, seen.urgent ? "ja" : "nej"));
  if (seen.kommun) line.append("; ", element("a", { href: link(`/referens/kommun/${seen.kommun.code}`) }, seen.kommun.name));
  if (seen.child_age) line.append(`; barnet ${seen.child_age} år`);
  if (seen.struck.length) line.append("; personuppgifter ströks");
  box.append(line);
  return box;
}

/** @param {Group} found */
function group({ kind, title, results }) {
  const list = element("ul", {}, ...results.map(result));
  return element("section", { class: "group", "aria-labelledby": `group-${kind}` }, element("h2", { id: `group-${kind}` }, title), list);
}

/** @param {Result} found */
function result({ title, excerpt, url, name, contacts }) {
  const item = element("li", { class: "result" }, element("a", { class: "hit", href: link(url) }, ...marked(title)));
  if (name) item.append(" ", element("span", { class: "aka" }, `(${name})`));
  if (excerpt.length) item.append(element("p", {}, ...marked(excerpt)));
  if (contacts.length) item.append(element("ul", { class: "rows" }, ...contacts.map(row)));
  return item;
}

/** @param {Contact} contact */
function row({ name, phone, hours, open_now: open, url }) {
  const item = element("li", {}, element("span", { class: "who" }, name), " ");
  if (phone) item.append(element("a", { class: "number", href: `tel:${phone.replace(/[^\d+]/g, "")}` }, phone), " ");
  else if (url) item.append(element("a", { class: "number", href: url, target: "_blank", rel: "noopener noreferrer" }, "Webbplats", element("span", { class: "visually-hidden" }, ` för ${name} (ny flik)`)), " ");
  const when = element("span", { class: "when" });
  if (open !== null) when.append(element("span", { class: `now${open ? " is-open" : ""}` }, icon(open ? "open" : "closed"), open ? "Öppet nu" : "Stängt nu"));
  if (hours) when.append(` ${hours}`);
  item.append(when);
  return item;
}

function installCopies() {
  const text = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-copy-text]"));
  const status = one("#status");
  if (text && navigator.clipboard) {
    text.textContent = "Kopiera som text";
    text.setAttribute("role", "button");
    text.addEventListener("click", async (event) => {
      event.preventDefault();
      await navigator.clipboard.writeText(await (await fetch(text.href)).text());
      told(text, "Kopierat");
    });
  }
  for (const button of document.querySelectorAll("[data-copy-link]")) {
    if (!(button instanceof HTMLElement) || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.origin + location.pathname);
      told(button, "Länken är kopierad");
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    if (!(button instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  /** @param {HTMLElement} button @param {string} words */
  function told(button, words) {
    const before = button.textContent;
    button.textContent = words;
    status.textContent = words;
    setTimeout(() => { button.textContent = before; }, 2500);
  }
}

function installOffline() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/referens/sw.js", { scope: "/referens" }).then(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (!active) return;
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => { if (data) tellSaved(); };
    (navigator.serviceWorker.controller ?? active).postMessage("saved?", [channel.port2]);
    active.postMessage("keep");
  }).catch(() => {});
}

function tellSaved() {
  const made = /** @type {HTMLElement} */ (one("meta[name=made]", document.head)).dataset.words;
  const notice = one("#saved");
  notice.textContent = `Du är utan nät. Sidan är sparad ${made}, och öppet eller stängt gällde då. Sökningen hittar bara rubriker och namn.`;
  notice.hidden = false;
}

/** @param {string} text */
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}

/**
 * What is found without a net: titles and names that hold every word.
 * @param {string} query
 * @returns {Promise<Found>}
 */
async function searchKept(query) {
  const { index } = await (await fetch("/referens/offline.json")).json();
  const words = fold(query).split(/\s+/);
  /** @type {Map<string, Result[]>} */
  const groups = new Map();
  for (const [kind, title, url, names] of index) {
    const all = ` ${fold(title)} ${fold(names)}`;
    if (!words.every((word) => all.includes(` ${word}`))) continue;
    const members = groups.get(kind) ?? [];
    if (members.length < 8) members.push({ kind, title: [{ text: title, hit: false }], excerpt: [], url, name: null, contacts: [] });
    groups.set(kind, members);
  }
  return { understood: null, groups: [...groups].map(([title, results], number) => ({ kind: `kept-${number}`, title, results })) };
}
