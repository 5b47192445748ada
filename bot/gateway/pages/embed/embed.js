// @ts-check
/**
 * The one script that an embedding site includes: a button that opens the chat in a frame of its own.
 *
 *   <script src="https://HOST/embed.js" data-kommun="1480" async></script>
 *
 * What the host page cannot do: style the button (shadow root), read the chat (another origin, sandboxed). What this script does not
 * do: store anything, set a cookie, call anybody, or load the chat before the parent has opened it. One button a corner of the page:
 * a second script with the same data-position is ignored, with a line in the console. docs/baedda-in.md lists the attributes.
 */
(() => {
  "use strict";

  /** The tag of the host element, which also tells a second script that a corner is taken. */
  const TAG = "foraldralotsen-chatt";
  const DEFAULT_COLOUR = "#14584a";
  const DEFAULT_TITLE = "Orolig för ditt barn?";
  const SHIFTS = 3;
  const SHIFT_MILLISECONDS = 2000;

  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript || document.querySelector('script[src*="/embed.js"]'));
  if (!script) return;
  const HOST = new URL(script.src).origin;
  const given = script.dataset;

  /** @param {string} text */
  const warn = (text) => console.warn("Föräldralotsen: " + text);

  /**
   * Relative luminance of a colour, as WCAG 2.2 defines it.
   * @param {string} colour #rrggbb
   */
  const luminance = (colour) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  /**
   * The button's colour and the text colour, black or white, that contrasts most with it: never less than 4.5:1.
   * @param {string | undefined} wanted the data-farg attribute
   * @returns {[string, string]}
   */
  const colours = (wanted) => {
    let colour = (wanted || "").trim().toLowerCase().replace(/^#?([0-9a-f]{3}|[0-9a-f]{6})$/, "#$1");
    if (colour.length === 4) colour = colour.replace(/[0-9a-f]/g, "$&$&");
    if (!/^#[0-9a-f]{6}$/.test(colour)) {
      if (wanted) warn(`data-farg="${wanted}" gick inte att läsa. Skriv färgen som #14584a.`);
      colour = DEFAULT_COLOUR;
    }
    const light = luminance(colour);
    return [colour, 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#000000"];
  };

  const [colour, ink] = colours(given.farg);
  const side = given.position === "left" || given.position === "right" ? given.position : "right";
  if (given.position && given.position !== side) warn(`data-position="${given.position}" ska vara left eller right.`);
  // Pixels from the lower edge.
  const rise = /^\d{1,3}$/.test(given.avstand || "") ? Number(given.avstand) : 16;
  const title = (given.titel || "").trim() || DEFAULT_TITLE;
  const chat = new URL("/", HOST);
  if (/^\d{4}$/.test(given.kommun || "")) chat.searchParams.set("kommun", /** @type {string} */ (given.kommun));
  else if (given.kommun) warn(`data-kommun="${given.kommun}" ska vara en kommunkod med fyra siffror.`);

  // !important in a shadow root's :host rules wins over the host page's own !important; inside, the host page's rules do not reach.
  // Lengths are in em of the reader's own text size, whatever size the host page gives its root element.
  const STYLES = `
:host { all: initial !important; display: block !important; position: fixed !important; inset: auto !important; ${side}: 16px !important;
  bottom: ${rise}px !important; z-index: 2147483647 !important; max-width: calc(100vw - 32px) !important; overflow: visible !important;
  margin: 0 !important; padding: 0 !important; border: 0 !important; background: none !important; direction: ltr !important;
  color-scheme: light dark !important; font: medium/1.4 system-ui, sans-serif !important; }
* { box-sizing: border-box; font: inherit; }
button, a { display: inline-flex; align-items: center; min-height: 44px; margin: 0; padding: 0.4em 0.9em; color: inherit; cursor: pointer; }
button { background: none; border: 2px solid currentColor; border-radius: 0.5em; }
button:focus-visible, a:focus-visible { outline: 3px solid #000; outline-offset: 2px; box-shadow: 0 0 0 7px #fff; }
.open { gap: 0.6em; min-height: 52px; max-width: 100%; padding: 0.5em 1.1em; color: ${ink}; background: ${colour}; font-weight: 600;
  text-align: start; border-color: ${ink}; border-radius: 1.7em; box-shadow: 0 0 0 1px ${colour}, 0 3px 14px rgb(0 0 0 / 0.35); }
.open:hover { text-decoration: underline; text-underline-offset: 0.2em; }
svg { flex: none; width: 1.5em; height: 1.5em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.panel { position: fixed; ${side}: 16px; bottom: calc(${rise}px + 64px); display: flex; flex-direction: column;
  width: min(27em, calc(100vw - 32px)); height: min(46em, calc(100vh - ${rise}px - 80px)); overflow: hidden; color: CanvasText;
  background: Canvas; border: 2px solid ${colour}; border-radius: 0.9em; box-shadow: 0 6px 30px rgb(0 0 0 / 0.4); }
.panel:focus { outline: none; }
.panel[hidden] { display: none; }
.bar { display: flex; flex: none; align-items: center; gap: 0.25em; padding: 0.2em 0.3em 0.2em 0.9em; color: ${ink}; background: ${colour}; }
h2 { flex: 1; min-width: 0; margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.bar a { padding: 0.4em; text-decoration: underline; }
.bar button { border-color: transparent; text-decoration: underline; }
iframe { flex: 1; display: block; width: 100%; min-height: 0; border: 0; background: Canvas; }
@media (max-width: 30em), (max-height: 30em) {
  .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; box-shadow: none; }
  .panel:not([hidden]) + .open { visibility: hidden; }
}
@media (max-width: 40em) { :host([data-andra]) { bottom: ${rise + 72}px !important; } }
@media (max-height: 24em) { h2 { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; } .bar a, .bar button { min-height: 28px; padding-block: 0; } }
@media (prefers-reduced-motion: no-preference) { .panel { animation: up 0.15s ease-out; } @keyframes up { from { opacity: 0; translate: 0 12px; } } }
@media (forced-colors: active) { .open, .panel { border-color: ButtonText; } .bar { border-bottom: 1px solid; } }
@media print { :host { display: none !important; } }
:host([data-lamnar]) { inset: 0 !important; max-width: none !important; background: Canvas !important; }
:host([data-lamnar]) * { display: none; }
`;

  /**
   * An element with attributes and children; no HTML is ever parsed.
   * @param {string} name
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} children
   */
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  /** @param {string} path the shape, as SVG writes it */
  const icon = (path) => {
    const [drawing, line] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    drawing.append(line);
    return drawing;
  };

  /**
   * Give the shadow root its styles. A constructed sheet passes a strict CSP; older browsers get an element, with the script's nonce.
   * @param {ShadowRoot} root
   */
  const dress = (root) => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [sheet];
    } catch {
      const style = element("style", {}, STYLES);
      style.nonce = script.nonce;
      root.append(style);
    }
  };

  const build = () => {
    if (document.querySelector(`${TAG}[data-position="${side}"]`)) {
      warn(`det finns redan en knapp i hörnet (${side}). Den andra visas inte.`);
      return;
    }
    const place = element(TAG, { lang: "sv", dir: "ltr", "data-position": side });
    // On a narrow screen the second button stands above the first.
    if (document.querySelector(TAG)) place.dataset.andra = "";
    const root = place.attachShadow({ mode: "open" });
    const button = element("button", { class: "open", type: "button", "aria-expanded": "false" }, icon("M4 5h16v11H10l-5 4v-4H4z M8 9h8 M8 12h5"), title);
    const close = element("button", { type: "button" }, "Stäng");
    const away = element("a", { href: chat.href, target: "_blank", rel: "noopener", "aria-label": "Egen flik: öppna chatten i en ny flik" }, "Egen flik");
    const bar = element("div", { class: "bar" }, element("h2", { id: "rubrik" }, title), away, close);
    const panel = element("div", { class: "panel", role: "dialog", "aria-labelledby": "rubrik", tabindex: "-1", hidden: "" }, bar);
    /** @type {HTMLIFrameElement | null} */
    let frame = null;

    const load = () => {
      const address = new URL(chat);
      address.searchParams.set("ram", "1");
      // The chat needs its scripts and its own origin (for its API), its form, links in new tabs, phone links, printing and saving.
      // It may not move the host page: leaving quickly is asked for by a message.
      frame = /** @type {HTMLIFrameElement} */ (
        element("iframe", {
          src: address.href,
          title: `Chatt: ${title}`,
          sandbox: "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox",
          allow: "",
          referrerpolicy: "origin",
        })
      );
      frame.addEventListener("load", () => root.activeElement === panel && frame?.focus());
      panel.append(frame);
    };

    const open = () => {
      panel.hidden = false;
      button.setAttribute("aria-expanded", "true");
      if (frame) frame.focus();
      else {
        panel.focus();
        load();
      }
    };

    const shut = () => {
      if (panel.hidden) return;
      // Where the reader has gone on to something on the host page, the focus stays there.
      const within = root.activeElement !== null || document.activeElement === document.body;
      panel.hidden = true;
      button.setAttribute("aria-expanded", "false");
      if (within) button.focus();
    };

    /** @param {unknown} to where the chat wants the reader to be sent */
    const leave = (to) => {
      let address;
      try {
        address = new URL(String(to));
      } catch {
        return;
      }
      if (!/^https?:$/.test(address.protocol)) return;
      place.dataset.lamnar = "";
      document.title = " ";
      location.replace(address.href);
    };

    button.addEventListener("click", () => (panel.hidden ? open() : shut()));
    close.addEventListener("click", shut);

    /** @type {number[]} */
    let shifts = [];
    document.addEventListener("keydown", (event) => {
      if (panel.hidden) return;
      if (event.key === "Escape" && !event.defaultPrevented) shut();
      if (event.key !== "Shift") shifts = [];
      else if (!event.repeat) {
        shifts = [...shifts.filter((at) => event.timeStamp - at < SHIFT_MILLISECONDS), event.timeStamp];
        // The chat knows where to, and deletes the conversation on its way.
        if (shifts.length >= SHIFTS) frame?.contentWindow?.postMessage({ lotsen: "leave" }, HOST);
      }
    });

    addEventListener("message", (event) => {
      if (!frame || event.source !== frame.contentWindow || event.origin !== HOST) return;
      if (event.data?.lotsen === "close") shut();
      if (event.data?.lotsen === "leave") leave(event.data.to);
    });

    dress(root);
    root.append(element("aside", { "aria-label": `Chatt: ${title}` }, panel, button));
    document.body.append(place);
    // In the top layer neither z-index, overflow nor a transform of the host page matters. Without it, position: fixed has to do.
    if ("showPopover" in place) {
      place.setAttribute("popover", "manual");
      place.showPopover();
    }
  };

  if (document.body) build();
  else document.addEventListener("DOMContentLoaded", build);
})();
