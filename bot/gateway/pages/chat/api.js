/** The chat's addresses. */

const SECONDS = 25;

/**
 * @typedef {import("../reply/reply.js").Reply} Reply
 * @typedef {{ conversation: string, replies: Reply[] }} Answer
 * @typedef {{ message: string, contacts?: import("../contacts/contacts.js").Contact[] }} Problem
 */

/** The chat answered, but with a problem. */
export class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.message);
    this.contacts = problem.contacts ?? [];
  }
}

/**
 * @param {{ conversation: string, message: string, kommun: string }} question
 * @returns {Promise<Answer>} throws Refused, or whatever fetch throws where nothing came back
 */
export async function ask({ conversation, message, kommun }) {
  const body = JSON.stringify({ conversation: conversation || null, message, ...(kommun && { kommun }) });
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SECONDS * 1000);
  try {
    const answer = await fetch("/api/chat", { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: stop.signal });
    const found = await answer.json();
    if (!answer.ok) throw new Refused(found.error);
    return found;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Forget a conversation, also while the page is being left.
 * @param {string} conversation
 */
export function forget(conversation) {
  if (conversation) navigator.sendBeacon(`/api/chat/${encodeURIComponent(conversation)}/forget`);
}
