/**
 * The little Markdown that answers are written in, as nodes. Allowed are paragraphs, `- ` and `1. ` lists, **bold** and
 * [links](https://…) to web pages (http, https) and numbers (tel). Everything else is shown as the text it is.
 * A paragraph that begins with a language's name in bold ("**English.** …") is marked as that language.
 * bot/gateway/markdown.py does the same without scripts; both are held to fixtures.json.
 */
import { element } from "../base/dom.js";

/** @typedef {{ lang: string, dir: string }} Language */

const NAME = /^\*\*([^*]+)\.\*\*/;
const ITEM = /^\s*(?:(\d{1,3})\.|[-*])\s+(.*)$/;
const INLINE = /\*\*(.+?)\*\*|\[([^\[\]]+)\]\(((?:https?:\/\/|tel:)[^\s()<>"]+)\)/g;

/**
 * A link to another site, which opens beside the chat and says so, or to a number.
 * @param {string} text
 * @param {string} url http, https or tel
 * @returns {HTMLElement}
 */
export function link(text, url) {
  if (url.startsWith("tel:")) return element("a", { class: "tel", href: url }, text);
  const beside = element("span", { class: "visually-hidden" }, " (ny flik)");
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text, beside);
}

/** @param {string} number as it is printed */
export const telephone = (number) => "tel:" + number.replace(/[^\d+]/g, "");

/**
 * Text whose phone numbers are links.
 * @param {string} text
 * @param {string[]} numbers longest first
 * @returns {(Node | string)[]}
 */
function plain(text, numbers) {
  for (const number of numbers) {
    for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
      const whole = !/[\d-]/.test(text.charAt(at - 1)) && !/[\d-]/.test(text.charAt(at + number.length));
      if (whole) return [...plain(text.slice(0, at), numbers), link(number, telephone(number)), ...plain(text.slice(at + number.length), numbers)];
    }
  }
  return text ? [text] : [];
}

/**
 * @param {string} text one paragraph, or one item of a list
 * @param {string[]} numbers
 * @returns {(Node | string)[]}
 */
function inline(text, numbers) {
  const made = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    made.push(...plain(text.slice(last, match.index), numbers));
    const [whole, bold = "", shown = "", url = ""] = match;
    made.push(bold ? element("strong", {}, ...inline(bold, numbers)) : link(shown, url));
    last = match.index + whole.length;
  }
  return [...made, ...plain(text.slice(last), numbers)];
}

/**
 * An answer's words as paragraphs and lists.
 * @param {string} text Markdown
 * @param {string[]} [numbers] phone numbers that become links wherever they stand in the text, as a whole
 * @param {Record<string, Language>} [languages] by their names
 * @returns {HTMLElement[]}
 */
export function markdown(text, numbers = [], languages = {}) {
  /** @type {{ kind: "p" | "ol" | "ul", start: string, lines: string[] }[]} */
  const blocks = [];
  for (const group of text.replaceAll("\r", "").split(/\n[^\S\n]*\n/)) {
    /** @type {string[] | null} */
    let open = null;
    for (const line of group.split("\n")) {
      const item = ITEM.exec(line);
      if (item) {
        const kind = item[1] ? "ol" : "ul";
        let block = blocks.at(-1);
        if (block?.kind !== kind) blocks.push((block = { kind, start: item[1] ?? "1", lines: [] }));
        block.lines.push((item[2] ?? "").trim());
        open = block.lines;
      } else if (line.trim() && open) {
        open.push(`${open.pop()} ${line.trim()}`);
      } else if (line.trim()) {
        open = [line.trim()];
        blocks.push({ kind: "p", start: "1", lines: open });
      }
    }
  }
  const longestFirst = numbers.filter(Boolean).sort((one, other) => other.length - one.length);
  return blocks.map(({ kind, start, lines }) => {
    if (kind === "p") return element("p", { ...languages[NAME.exec(lines[0] ?? "")?.[1] ?? ""] }, ...inline(lines[0] ?? "", longestFirst));
    const items = lines.map((line) => element("li", {}, ...inline(line, longestFirst)));
    return kind === "ol" ? element("ol", { start: start !== "1" && start }, ...items) : element("ul", {}, ...items);
  });
}
