// The chat page: sends what is written to /api/chat and shows the replies. Keeps nothing beyond the page's own memory.
"use strict";

const log = document.getElementById("log");
const form = document.getElementById("form");
const field = document.getElementById("message");
const statusLine = document.getElementById("status");
const errorLine = document.getElementById("error");
let conversation = null;
let waiting = false;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function link(text, address) {
  const made = element("a", "", text);
  made.href = address;
  if (!address.startsWith("tel:")) made.rel = "noreferrer";
  return made;
}

// Bold, and links to web pages: all that the answers use within a line. Everything else is shown as the text it is.
function inline(parent, text) {
  const pattern = /\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    parent.append(text.slice(last, match.index));
    parent.append(match[1] ? element("strong", "", match[1]) : link(match[2], match[3]));
    last = match.index + match[0].length;
  }
  parent.append(text.slice(last));
  return parent;
}

function markdown(parent, text) {
  let list = null;
  let paragraph = null;
  for (const line of text.split("\n")) {
    const item = line.match(/^\s*(?:(\d+)\.|[-*])\s+(.*)$/);
    if (item) {
      const kind = item[1] ? "ol" : "ul";
      if (!list || list.tagName.toLowerCase() !== kind) parent.append((list = element(kind)));
      list.append(inline(element("li"), item[2]));
      paragraph = null;
    } else if (!line.trim()) {
      paragraph = null;
    } else if (/^\s+/.test(line) && list && !paragraph) {
      inline(list.lastElementChild, " " + line.trim());
    } else {
      list = null;
      if (paragraph) paragraph.append(" ");
      else parent.append((paragraph = element("p")));
      inline(paragraph, line.trim());
    }
  }
}

function contactItem(contact) {
  const item = element("li");
  item.append(element("strong", "", contact.name));
  if (contact.phone) item.append(" ", link("Ring " + contact.phone, "tel:" + contact.phone.replace(/[^\d+]/g, "")));
  if (contact.hours) item.append(", " + contact.hours);
  item.append(element("br"), contact.note);
  if (contact.url) item.append(" ", link("Till webbplatsen", contact.url));
  return item;
}

function showReply(reply) {
  const bubble = element("div", reply.urgent ? "bot urgent" : "bot");
  markdown(bubble, reply.text);
  if (reply.contacts.length) {
    const list = element("ul", "contacts");
    list.append(...reply.contacts.map(contactItem));
    bubble.append(list);
  }
  if (reply.sources.length) {
    const details = element("details");
    details.append(element("summary", "", "Källor" + (reply.reviewed ? ", granskat " + reply.reviewed : "")));
    const list = element("ul");
    for (const source of reply.sources) {
      const item = element("li");
      item.append(link(source.title, source.url));
      list.append(item);
    }
    details.append(list);
    bubble.append(details);
  }
  if (reply.buttons.length) {
    const list = element("ul", "buttons");
    for (const { title, payload } of reply.buttons) {
      const button = element("button", "", title);
      button.type = "button";
      button.dataset.payload = payload;
      const item = element("li");
      item.append(button);
      list.append(item);
    }
    bubble.append(list);
  }
  log.append(bubble);
  return bubble;
}

async function send(message, shown) {
  if (waiting || !message.trim()) return;
  waiting = true;
  errorLine.textContent = "";
  statusLine.textContent = "Lotsen skriver …";
  const kommun = new URLSearchParams(location.search).get("kommun");
  try {
    const answer = await fetch("/api/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ conversation, message, ...(kommun ? { kommun } : {}) }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error.message);
    conversation = body.conversation;
    log.append(element("div", "you", shown));
    if (field.value.trim() === message.trim()) field.value = "";
    const bubbles = body.replies.map(showReply);
    bubbles[0].scrollIntoView({ block: "start" });
  } catch (problem) {
    // What was typed stays in the field, so that nothing is lost.
    errorLine.textContent =
      problem instanceof TypeError
        ? "Det går inte att nå chatten. Kontrollera anslutningen och skicka igen. Är ett barn i fara, ring 112. Polisen: 114 14."
        : problem.message;
  } finally {
    waiting = false;
    statusLine.textContent = "";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(field.value, field.value);
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(field.value, field.value);
  }
});

log.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-payload]");
  if (button) send(button.dataset.payload, button.textContent);
});

document.getElementById("forget").addEventListener("click", async () => {
  if (conversation) await fetch("/api/chat/" + conversation, { method: "DELETE" }).catch(() => {});
  location.reload();
});
