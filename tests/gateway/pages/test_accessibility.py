"""WCAG 2.2 AA in a real browser: axe-core in every state, the keyboard alone, what a screen reader is told, small and large screens."""

from typing import Any, Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import answer_with, field, focused, say

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def nothing(page: Page) -> None:
    """The start."""


def talk(*names: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        answer_with(page, *names)
        say(page, "en fråga")

    return steps


def sources(page: Page) -> None:
    talk("steps")(page)
    page.locator("summary").click()


def error(page: Page) -> None:
    page.route("**/api/chat", lambda route: route.abort())
    field(page).fill("en fråga")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Försök igen")).to_be_visible()


def offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()


def waiting(page: Page) -> None:
    page.route("**/api/chat", lambda route: None)
    field(page).fill("en fråga")
    page.keyboard.press("Enter")
    expect(page.locator(".typing")).to_be_visible()


def printed(page: Page) -> None:
    talk("urgent")(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def chosen(page: Page) -> None:
    page.get_by_role("button", name="Större text").click()
    page.get_by_role("button", name="Mörkt").click()
    talk("urgent", "question")(page)


def posted(page: Page) -> None:
    page.get_by_role("button", name="Anmäla och få hjälp").click()
    expect(page.locator(".turn.bot").first).to_be_visible()


STATES: dict[str, tuple[Callable[[Page], None], dict[str, Any]]] = {
    "start": (nothing, {}),
    "chat": (talk("steps", "question"), {}),
    "sources open": (sources, {}),
    "urgent": (talk("urgent"), {}),
    "contacts": (talk("contacts"), {}),
    "error": (error, {}),
    "offline": (offline, {}),
    "waiting": (waiting, {}),
    "larger and dark by choice": (chosen, {}),
    "start, dark": (nothing, {"color_scheme": "dark"}),
    "urgent, dark": (talk("urgent", "contacts"), {"color_scheme": "dark"}),
    "error, dark": (error, {"color_scheme": "dark"}),
    "start, forced colours": (nothing, {"forced_colors": "active"}),
    "urgent, forced colours": (talk("urgent", "contacts"), {"forced_colors": "active"}),
    "wide": (talk("urgent", "contacts"), {"viewport": {"width": 1280, "height": 900}}),
    "320 pixels": (talk("urgent", "contacts"), {"viewport": {"width": 320, "height": 568}}),
    "frame": (talk("steps"), {"path": "/?ram=1"}),
    "print": (printed, {}),
    "start without scripts": (nothing, {"lost_scripts": True}),
    "answer without scripts": (posted, {"lost_scripts": True}),
}


@pytest.mark.parametrize(("steps", "options"), STATES.values(), ids=STATES.keys())
def test_axe_finds_nothing(open_page: Opener, steps: Callable[[Page], None], options: dict[str, Any]) -> None:
    page = open_page(**{"path": "/", **options})
    steps(page)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_the_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/")
    answer_with(page, "steps")
    order = []
    for _ in range(13):
        page.keyboard.press("Tab")
        order.append(focused(page))
    assert order == [
        *("Lämna sidan snabbt", "Hoppa till innehållet", "Akut fara? Ring 112", "Lämna sidan snabbt", "Större text", "Mörkt"),
        *("Oroliga tecken Något har förändrats", "Prata med barnet Vad du kan säga och fråga", "Anmäla och få hjälp Polis, socialtjänst och stöd"),
        *("Skriv vad du undrar", "Skicka", "Behåll samtalet i den här fliken om sidan laddas om", "112"),
    ]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("en fråga")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("på två rader")
    page.keyboard.press("Enter")
    expect(page.locator(".you .bubble")).to_have_text("en fråga\npå två rader")
    expect(field(page)).to_be_focused()
    # Back into the reply: what comes next, then the sources, which open by the keyboard.
    page.locator(".next .button").first.focus()
    page.keyboard.press("Shift+Tab")
    assert focused(page).startswith("Källor")
    page.keyboard.press("Enter")
    expect(page.locator(".sources a").first).to_be_visible()
    page.locator(".next .button").first.focus()
    page.keyboard.press(" ")
    expect(page.locator(".turn.you")).to_have_count(2)
    # The button that was pressed keeps the focus; the new reply is what comes after it.
    assert focused(page) == "Prata med barnet om min oro"


def test_no_way_round_is_a_trap(open_page: Opener) -> None:
    page = open_page("/")
    talk("urgent")(page)
    page.evaluate("document.activeElement.blur()")
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    stops = page.evaluate(
        "[...document.querySelectorAll('a[href], button, textarea, input:not([type=hidden]), summary')]"
        ".filter((one) => one.checkVisibility()).map((one) => [...document.querySelectorAll('*')].indexOf(one))"
    )
    assert set(stops) <= seen


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 320, "height": 568}}], ids=["360", "320"])
def test_what_has_the_focus_is_not_hidden(open_page: Opener, options: dict[str, Any]) -> None:
    page = open_page("/", **options)
    talk("urgent")(page)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    for _ in range(40):
        page.keyboard.press("Tab")
        covered = page.evaluate("""async () => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const one = document.activeElement, box = one.getBoundingClientRect();
          if (one === document.body || !box.width) return "";
          const at = document.elementFromPoint(Math.min(box.x + box.width / 2, innerWidth - 1), box.y + box.height / 2);
          return at && (one.contains(at) || at.contains(one)) ? "" : `${one.outerHTML.slice(0, 90)} under ${at?.className}`;
        }""")
        assert covered == ""


def test_an_answer_is_said_politely_and_the_same_one_again(open_page: Opener) -> None:
    page = open_page("/")
    answer_with(page, "question")
    places = page.locator(".announcers > *")
    assert places.evaluate_all("all => all.map((one) => one.getAttribute('aria-live'))") == ["polite", "polite"]
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")
    heard = []
    for turn in range(3):
        say(page, "samma fråga")
        expect(page.locator(".turn.bot")).to_have_count(turn + 1)
        heard.append(places.all_inner_texts())
    words = "Hur gammalt är barnet? Råden skiljer sig efter ålder."
    assert heard == [["", words], [words, ""], ["", words]]


def test_what_is_said_of_a_long_answer(open_page: Opener) -> None:
    page = open_page("/")
    answer_with(page, "contacts")
    say(page, "en fråga")
    said = " ".join(page.locator(".announcers > *").all_inner_texts()).strip()
    assert said.startswith("Ring 010-000 00 01. Mottagningen har öppet.")
    assert "En mottagning. Öppet nu till 16.30 (mån–fre 8–16.30). Ring 010-000 00 01." in said
    assert "Webbplats" not in said


def test_the_status_is_apart_from_the_log(open_page: Opener) -> None:
    page = open_page("/")
    waiting(page)
    expect(page.get_by_role("status")).to_have_text("Lotsen skriver …")
    assert page.locator("[role=log] [role=status], [role=log] [role=alert], [role=log] [aria-live]").count() == 0
    assert page.locator(".typing").get_attribute("aria-hidden") == "true"


# Links within a sentence are as high as their line.
TARGETS = """all => all.filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !one.matches('p > a, li > a, span a') || one.matches('.button, .leave, .emergency a'))
  .map((one) => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height).map(([name, box]) => [name, Math.round(box.width), Math.round(box.height)])"""


def test_targets_are_large(open_page: Opener) -> None:
    page = open_page("/")
    talk("urgent", "contacts")(page)
    small = page.locator("a[href], button, summary, textarea, input:not([type=hidden])").evaluate_all(TARGETS)
    assert len(small) > 20
    assert [target for target in small if min(target[1:]) < 24 and "Behåll" not in target[0] and target[0]] == []
    main = page.locator(".button:not(.plain):visible, .leave, .emergency a, .ways-in button, .view button, textarea").evaluate_all(TARGETS)
    assert [target for target in main if min(target[1:]) < 44] == []


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (640, 360), (1280, 900)], ids=["a small phone", "400 per cent", "on its side", "wide"])
@pytest.mark.parametrize("text", ["", "large"])
def test_nothing_is_cut_off_or_scrolls_sideways(open_page: Opener, width: int, height: int, text: str) -> None:
    page = open_page("/", viewport={"width": width, "height": height})
    if text:
        page.get_by_role("button", name="Större text").click()
    talk("urgent", "contacts", "steps")(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        "w => [...document.querySelectorAll('main *, header *')].filter((one) => one.checkVisibility() && !one.closest('.visually-hidden') && "
        "one.getBoundingClientRect().right > w + 1).map((one) => one.className || one.tagName)",
        width,
    )
    assert wide == []
    sticky = page.evaluate(
        "['.top', '.composer'].map((one) => document.querySelector(one)).filter((one) => getComputedStyle(one).position === 'sticky')"
        ".reduce((sum, one) => sum + one.offsetHeight, 0)"
    )
    assert sticky < height / 2


SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"


def test_text_spacing_hides_nothing(open_page: Opener) -> None:
    page = open_page("/", bypass_csp=True, viewport={"width": 320, "height": 640})
    talk("urgent", "contacts")(page)
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.evaluate("""() => [...document.querySelectorAll("main *, header *")]
      .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, textarea, svg"))
      .filter((one) => one.scrollHeight > one.clientHeight + 2 && getComputedStyle(one).overflowY !== "visible")
      .map((one) => one.outerHTML.slice(0, 80))""")
    assert cut == []


def test_motion_is_reduced(open_page: Opener) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page = open_page("/", reduced_motion=motion)
        waiting(page)
        assert (page.locator(".typing i").first.evaluate("one => getComputedStyle(one).animationName") != "none") is moves


def test_forced_colours_keep_the_edges(open_page: Opener) -> None:
    page = open_page("/", forced_colors="active")
    talk("urgent")(page)
    for selector in (".urgent", ".bubble", ".emergency a", ".bar .leave", ".next .button"):
        assert page.locator(selector).first.evaluate("one => parseFloat(getComputedStyle(one).borderLeftWidth)") > 0, selector


def test_the_language_is_named(open_page: Opener) -> None:
    page = open_page("/")
    assert page.evaluate("document.documentElement.lang") == "sv"


START = """
- log "Samtalet":
  - paragraph:
    - strong: Jag är ett AI-system, inte en människa.
    - text: Svaren är skrivna och granskade i förväg.
  - list:
    - listitem: Du är anonym
    - listitem: Inget du skriver sparas
  - heading "Var vill du börja?" [level=2]
  - list:
    - listitem:
      - button "Oroliga tecken Något har förändrats":
        - strong: Oroliga tecken
        - text: Något har förändrats
    - listitem:
      - button "Prata med barnet Vad du kan säga och fråga":
        - strong: Prata med barnet
        - text: Vad du kan säga och fråga
    - listitem:
      - button "Anmäla och få hjälp Polis, socialtjänst och stöd":
        - strong: Anmäla och få hjälp
        - text: Polis, socialtjänst och stöd
"""
QUESTION = """
- article:
  - heading "Lotsen svarar" [level=3]
  - paragraph: Hur gammalt är barnet? Råden skiljer sig efter ålder.
  - list "Gå vidare":
    - listitem:
      - button "3–6 år"
    - listitem:
      - button "7–12 år"
    - listitem:
      - button "13–17 år"
    - listitem:
      - button "Visa för alla åldrar"
"""
CONTACTS = """
- heading "Hit kan du vända dig" [level=4]
- list:
  - listitem:
    - paragraph: En mottagning
    - paragraph: Öppet nu till 16.30 (mån–fre 8–16.30)
    - paragraph: För barn och familj.
    - paragraph:
      - link "Ring 010-000 00 01":
        - /url: tel:0100000001
      - link "Webbplats för En mottagning (ny flik)":
        - /url: https://www.kommun.example/
  - listitem:
    - paragraph: En annan
    - paragraph: Stängt nu, öppnar måndag 08.00 (mån–fre 8–16)
    - paragraph:
      - link "Ring 010-000 00 02":
        - /url: tel:0100000002
"""
COMPOSER = """
- text: Skriv vad du undrar Inga namn behövs.
- textbox "Skriv vad du undrar"
- button "Skicka"
"""


def test_what_a_screen_reader_meets(open_page: Opener) -> None:
    page = open_page("/")
    expect(page.locator("main")).to_match_aria_snapshot(START)
    expect(page.locator("form")).to_match_aria_snapshot(COMPOSER)
    answer_with(page, "question", "contacts")
    say(page, "en fråga")
    expect(page.locator("#log")).to_match_aria_snapshot(QUESTION)
    expect(page.locator(".turn.bot").nth(1)).to_match_aria_snapshot(CONTACTS)
    expect(page.locator(".turn.you")).to_match_aria_snapshot('- heading "Du skrev" [level=3]\n- paragraph: en fråga')


def test_an_urgent_reply_to_a_screen_reader(open_page: Opener) -> None:
    page = open_page("/")
    talk("urgent")(page)
    expect(page.locator(".turn.bot")).to_match_aria_snapshot("""
- article:
  - heading "Lotsen svarar" [level=3]
  - paragraph:
    - text: Akut
    - link "Ring 112":
      - /url: tel:112
""")
