/**
 * Keeps the reference for when there is no net. Everything it keeps is public; searches, the chat and the API are never kept.
 * The net comes first; what is kept answers when it does not, and the page then says of what day it is.
 */
const LIST = "/referens/offline.json";
const KEPT = "reference-";
const CHANCE = 4000;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** Pages that were answered with what is kept, by the id of the tab. */
const saved = new Set();

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keep());
  else if (event.data === "saved?" && event.ports[0]) event.ports[0].postMessage(saved.has(/** @type {Client | null} */ (event.source)?.id));
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin || url.pathname.startsWith("/api/")) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromKept(event.request).then((found) => found ?? fetch(event.request)));
  else if (url.pathname === "/referens" || url.pathname.startsWith("/referens/")) event.respondWith(fromNet(event, url));
});

/** @param {FetchEvent} event @param {URL} url */
async function fromNet(event, url) {
  const kept = await fromKept(url.pathname);
  if (!kept) return fetch(event.request);
  try {
    return await Promise.race([fetch(event.request), /** @type {Promise<never>} */ (new Promise((_, fail) => setTimeout(fail, CHANCE, new Error("late"))))]);
  } catch {
    if (event.resultingClientId) saved.add(event.resultingClientId);
    return kept;
  }
}

/** @param {Request | string} request */
async function fromKept(request) {
  return caches.match(request, { ignoreSearch: true, ignoreVary: true });
}

/** Fetches everything anew where anything has changed, one at a time: parents come first. */
async function keep() {
  const list = await fetch(LIST, { cache: "no-cache" });
  if (!list.ok) return;
  const { version, pages, files } = await list.clone().json();
  const name = KEPT + version;
  if (await caches.has(name)) return;
  const fresh = await caches.open(`new-${name}`);
  for (const address of [...files, ...pages]) {
    if (await fresh.match(address)) continue;
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) return;
    await fresh.put(address, answer);
  }
  const whole = await caches.open(name);
  for (const request of await fresh.keys()) await whole.put(request, /** @type {Response} */ (await fresh.match(request)));
  await whole.put(LIST, list);
  for (const other of await caches.keys()) if (other !== name && (other.startsWith(KEPT) || other.startsWith("new-"))) await caches.delete(other);
}
