"""The widget on other people's pages, in a real browser."""

import gzip
import re
from typing import Any, Callable, Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from bot.gateway.embed import SCRIPT
from bot.settings import ROOT, Settings
from tests.gateway.host_site import HostSite
from tests.stack import Stack, free_port

WIDGET = "foraldralotsen-chatt"
HOSTS = ["kommun.html", "sitevision.html", "wordpress.html", "strict.html", "two.html"]
Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, host_site: HostSite, stack: Stack) -> Iterator[Opener]:
    """Opens a page of the host's site in a browser of its own, and waits for the button."""
    contexts: list[BrowserContext] = []

    def to(name: str, width: int = 1000, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked = []  # type: ignore[attr-defined]
        page.said = []  # type: ignore[attr-defined]
        page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
        page.on("console", lambda message: page.said.append(message.text))  # type: ignore[attr-defined]
        page.goto(f"{host_site.url}/{name}")
        expect(button(page)).to_be_visible()
        return page

    yield to
    for context in contexts:
        context.close()


def button(page: Page) -> Locator:
    return page.locator(f"{WIDGET} button.open").first


def panel(page: Page) -> Locator:
    return page.locator(f"{WIDGET} .panel").first


def chat(page: Page) -> FrameLocator:
    return page.frame_locator(f"{WIDGET} iframe")


def opened(page: Page) -> Page:
    button(page).click()
    expect(chat(page).get_by_role("log")).to_be_visible()
    panel(page).evaluate("one => Promise.all(one.getAnimations().map((animation) => animation.finished))")
    return page


def focused(page: Page) -> str:
    """What has the focus: the tag, within the widget's shadow root where it is there."""
    return str(page.evaluate("(document.activeElement.shadowRoot?.activeElement ?? document.activeElement).tagName"))


def box(locator: Locator) -> tuple[float, float, float, float]:
    found = locator.bounding_box()
    assert found
    return found["x"], found["y"], found["width"], found["height"]


@pytest.mark.parametrize("name", HOSTS)
def test_it_opens_and_answers_on_every_host(visit: Opener, name: str) -> None:
    page = visit(name)
    x, y, width, height = box(button(page))
    assert width > 100 and 44 <= height < 100
    # The button itself lies on top, whatever the host page has put there.
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).localName", [x + width / 2, y + height / 2]) == WIDGET
    opened(page)
    expect(button(page)).to_have_attribute("aria-expanded", "true")
    assert box(panel(page))[2] > 300
    chat(page).get_by_role("textbox").fill("hur anmäler jag till socialtjänsten")
    chat(page).get_by_role("button", name="Skicka").click()
    expect(chat(page).get_by_role("log")).to_contain_text("socialtjänst")
    assert [line for line in page.said if "Content Security Policy" in line] == []  # type: ignore[attr-defined]


def test_nothing_of_the_chat_is_loaded_before_it_is_opened(visit: Opener, stack: Stack) -> None:
    page = visit("sitevision.html")
    assert [url for url in page.asked if url.startswith(stack.url)] == [f"{stack.url}/embed.js"]  # type: ignore[attr-defined]
    assert page.locator("iframe").count() == 0
    opened(page)
    assert f"{stack.url}/?kommun=1480&ram=1" in page.asked  # type: ignore[attr-defined]


def test_it_asks_nobody_else_and_stores_nothing(visit: Opener, stack: Stack, host_site: HostSite) -> None:
    page = opened(visit("sitevision.html"))
    assert [url for url in page.asked if not url.startswith((stack.url, host_site.url, "data:"))] == []  # type: ignore[attr-defined]
    assert page.context.cookies() == []
    stored = "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]"
    assert page.evaluate(stored) == [0, 0, 0, 0]


def test_escape_closes_and_the_focus_returns(visit: Opener) -> None:
    page = opened(visit("sitevision.html"))
    expect(page.locator(f"{WIDGET} iframe")).to_be_focused()
    page.locator(f"{WIDGET} .bar button").focus()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_have_attribute("aria-expanded", "false")
    expect(button(page)).to_be_focused()


def test_escape_in_the_chat_closes_and_the_focus_returns(visit: Opener) -> None:
    page = opened(visit("sitevision.html"))
    chat(page).get_by_role("textbox").focus()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_be_focused()


WAYS_TO_LEAVE: dict[str, Callable[[Page], None]] = {
    "the button": lambda page: chat(page).locator("a.leave").click(),
    "shift in the chat": lambda page: (chat(page).get_by_role("textbox").focus(), _shift(page))[1],
    "shift on the host page": lambda page: (page.locator(f"{WIDGET} .bar button").focus(), _shift(page))[1],
}


def _shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", WAYS_TO_LEAVE.values(), ids=WAYS_TO_LEAVE.keys())
def test_leaving_quickly_takes_the_whole_host_page_away(visit: Opener, host_site: HostSite, leave: Callable[[Page], None]) -> None:
    page = visit("sitevision.html")
    neutral = Settings.leave_to
    page.route(f"{neutral}**", lambda route: route.fulfill(content_type="text/html", body="<title>Neutral</title>"))
    before = page.evaluate("history.length")
    opened(page)
    chat(page).get_by_role("textbox").fill("hur anmäler jag till socialtjänsten")
    chat(page).get_by_role("button", name="Skicka").click()
    expect(chat(page).get_by_role("log")).to_contain_text("socialtjänst")
    leave(page)
    page.wait_for_url(neutral)
    assert page.evaluate("history.length") == before


def test_escape_leaves_the_focus_where_the_reader_went_on(visit: Opener) -> None:
    page = opened(visit("two.html"))
    page.evaluate("document.querySelector('h1').tabIndex = -1; document.querySelector('h1').focus()")
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    assert focused(page) == "H1"


def test_a_keyboard_alone_opens_writes_passes_by_and_closes(visit: Opener) -> None:
    page = visit("strict.html")
    page.keyboard.press("Tab")
    expect(button(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat(page).get_by_role("log")).to_be_visible()
    expect(page.locator(f"{WIDGET} iframe")).to_be_focused()
    # No trap: out of the chat at its start, and through it and out at its end.
    _press_until(page, "Shift+Tab", page.locator(f"{WIDGET} .bar button"))
    page.keyboard.press("Shift+Tab")
    expect(page.locator(f"{WIDGET} .bar a")).to_be_focused()
    _press_until(page, "Tab", button(page))
    expect(button(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_hidden()


def _press_until(page: Page, key: str, wanted: Locator) -> None:
    for _ in range(60):
        page.keyboard.press(key)
        page.wait_for_timeout(50)  # the focus passes from one process to the other
        if wanted.evaluate("one => one.getRootNode().activeElement === one"):
            break
    expect(wanted).to_be_focused()


def test_the_conversation_is_still_there_when_it_is_opened_again(visit: Opener) -> None:
    page = opened(visit("strict.html"))
    chat(page).get_by_role("textbox").fill("halvskrivet")
    page.locator(f"{WIDGET} .bar button").click()
    button(page).click()
    expect(chat(page).get_by_role("textbox")).to_have_value("halvskrivet")


STATES: dict[str, dict[str, Any]] = {
    "closed": {},
    "open": {},
    "forced colours": {"forced_colors": "active"},
    "dark": {"color_scheme": "dark"},
    "320": {"width": 320, "height": 568},
}


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit: Opener, name: str, state: str) -> None:
    page = visit(name, **STATES[state])
    if state != "closed":
        opened(page)
    # The host page with the button and the panel, and the chat within its frame.
    for document in page.frames[:2]:
        found = Axe().run(document)  # type: ignore[arg-type]
        assert found.violations_count == 0, found.generate_report()


def test_the_host_page_cannot_read_the_chat(visit: Opener) -> None:
    page = opened(visit("sitevision.html"))
    reads = f"document.querySelector('{WIDGET}').shadowRoot.querySelector('iframe')"
    assert page.evaluate(f"{reads}.contentDocument") is None
    with pytest.raises(Exception, match="SecurityError|cross-origin"):
        page.evaluate(f"{reads}.contentWindow.document.body.textContent")


def test_the_frame_cannot_move_the_host_page(visit: Opener) -> None:
    page = opened(visit("sitevision.html"))
    sandbox = page.locator(f"{WIDGET} iframe").get_attribute("sandbox") or ""
    assert "allow-top-navigation" not in sandbox
    assert page.locator(f"{WIDGET} iframe").get_attribute("allow") == ""
    assert page.locator(f"{WIDGET} iframe").get_attribute("title")


LEAVES = {
    "a web page": ("https", True),
    "not an address": ("nowhere", False),
    "a script": ("javascript:document.body.remove()", False),
    "a file": ("file:///etc/passwd", False),
}


@pytest.mark.parametrize("to, leaves", LEAVES.values(), ids=LEAVES.keys())
def test_leaving_replaces_the_host_page(visit: Opener, host_site: HostSite, to: str, leaves: bool) -> None:
    page = visit("two.html")
    before = page.evaluate("history.length")
    opened(page)
    target = f"{host_site.url}/strict.html" if to == "https" else to
    page.frames[1].evaluate("to => parent.postMessage({ lotsen: 'leave', to }, '*')", target)
    if leaves:
        page.wait_for_url(target)
        assert page.evaluate("history.length") == before
    else:
        page.wait_for_timeout(300)
        assert page.url.endswith("/two.html") and button(page).is_visible()


def test_only_the_frame_is_listened_to(visit: Opener, host_site: HostSite) -> None:
    page = opened(visit("two.html"))
    page.evaluate("postMessage({ lotsen: 'leave', to: 'about:blank' }, '*'); postMessage({ lotsen: 'close' }, '*')")
    # A frame of the host's own, which another script has put there.
    page.evaluate(f"document.body.append(Object.assign(document.createElement('iframe'), {{ src: '{host_site.url}/frame.html', name: 'other' }}))")
    other = page.locator("iframe[name=other]").element_handle().content_frame()
    assert other
    other.wait_for_url("**/frame.html")
    other.evaluate("parent.postMessage({ lotsen: 'close' }, '*')")
    page.wait_for_timeout(300)
    expect(panel(page)).to_be_visible()
    page.frames[1].evaluate("parent.postMessage({ lotsen: 'close' }, '*')")
    expect(panel(page)).to_be_hidden()


def test_twice_on_a_page(visit: Opener) -> None:
    page = visit("two.html")
    page.wait_for_load_state("networkidle")
    assert page.locator(WIDGET).count() == 2
    assert sorted(page.locator(WIDGET).evaluate_all("all => all.map((one) => one.dataset.position)")) == ["left", "right"]
    assert any("redan en knapp" in line for line in page.said)  # type: ignore[attr-defined]
    assert page.evaluate("document.querySelectorAll('[id]').length") == 0
    for one in page.locator(f"{WIDGET} button.open").all():
        one.click()
    expect(page.locator(f"{WIDGET} iframe")).to_have_count(2)
    addresses = page.locator(f"{WIDGET} iframe").evaluate_all("all => all.map((one) => new URL(one.src).searchParams.get('kommun'))")
    assert "0180" in addresses


COLOURS = {
    "dark takes white": ("#003366", "rgb(0, 51, 102)", "rgb(255, 255, 255)"),
    "light takes black": ("#ffd200", "rgb(255, 210, 0)", "rgb(0, 0, 0)"),
    "short, without its sign": ("fd0", "rgb(255, 221, 0)", "rgb(0, 0, 0)"),
    "the hardest grey": ("#767676", "rgb(118, 118, 118)", "rgb(0, 0, 0)"),
    "none that can be read": ("url(x)", "rgb(20, 88, 74)", "rgb(255, 255, 255)"),
}


# Put there by another script, as a tag manager does it.
ADDED = """([host, colour]) => {
  const script = document.createElement('script');
  script.src = host + '/embed.js';
  script.dataset.farg = colour;
  document.head.append(script);
}"""


@pytest.mark.parametrize("wanted, ground, ink", COLOURS.values(), ids=COLOURS.keys())
def test_the_text_contrasts_with_the_colour(browser: Browser, host_site: HostSite, stack: Stack, wanted: str, ground: str, ink: str) -> None:
    page = browser.new_page()
    page.goto(f"{host_site.url}/frame.html")
    page.evaluate(ADDED, [stack.url, wanted])
    style = button(page).evaluate("one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]")
    page.close()
    assert style == [ground, ink]


@pytest.mark.parametrize("width, height", [(320, 568), (320, 256), (640, 360)], ids=["a small phone", "400 per cent", "a phone on its side"])
def test_a_small_screen_gets_a_sheet(visit: Opener, width: int, height: int) -> None:
    page = opened(visit("sitevision.html", width=width, height=height))
    assert box(panel(page)) == (0, 0, width, height)
    expect(button(page)).to_be_hidden()
    for control in page.locator(f"{WIDGET} .bar :is(a, button)").all():
        x, y, wide, high = box(control)
        assert wide >= 24 and high >= 24 and x >= 0 and x + wide <= width
    page.locator(f"{WIDGET} .bar button").click()
    expect(button(page)).to_be_focused()


def test_a_larger_text_size_reaches_the_button(browser: Browser, host_site: HostSite) -> None:
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    heights = []
    for size in (16, 32):
        session.send("Page.enable")
        session.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
        page.goto(f"{host_site.url}/sitevision.html")
        heights.append(box(button(page))[3])
    page.close()
    assert heights[1] > heights[0]


def test_it_is_not_printed(visit: Opener) -> None:
    page = visit("sitevision.html")
    page.emulate_media(media="print")
    expect(button(page)).to_be_hidden()


def test_a_site_that_is_not_on_the_list_cannot_frame_the_chat(browser: Browser, stack: Stack) -> None:
    site = HostSite(free_port())
    site.start(stack.url)
    try:
        page = browser.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(f"{site.url}/two.html")
        button(page).click()
        page.wait_for_function("document.activeElement")
        page.wait_for_timeout(500)
        assert any("frame-ancestors" in line for line in refused)
        assert page.frames[1].evaluate("document.querySelector('[role=log]')") is None
        # There is still a way to the chat.
        assert str(page.locator(f"{WIDGET} .bar a").first.get_attribute("href")).startswith(f"{stack.url}/?kommun=")
        page.close()
    finally:
        site.stop()


def test_without_scripts_there_is_the_frame_and_the_link(browser: Browser, host_site: HostSite) -> None:
    page = browser.new_page()
    page.goto(f"{host_site.url}/frame.html")
    expect(page.frame_locator("iframe").get_by_role("log")).to_be_visible()
    page.get_by_role("link", name="Öppna Föräldralotsen").click()
    expect(page.get_by_role("log")).to_be_visible()
    page.close()


def test_the_script_is_small_compressed_and_asked_for_again_by_its_tag(stack: Stack) -> None:
    answer = httpx.get(f"{stack.url}/embed.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert "max-age=300" in answer.headers["cache-control"]
    assert answer.content == SCRIPT.read_bytes()
    assert len(gzip.compress(answer.content, 9)) < 15 * 1024
    again = httpx.get(f"{stack.url}/embed.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert httpx.get(f"{stack.url}/embed.js", headers={"Accept-Encoding": "identity"}).content == SCRIPT.read_bytes()


def test_every_attribute_is_documented() -> None:
    named = set(re.findall(r"given\.(\w+)", SCRIPT.read_text(encoding="utf-8")))
    text = (ROOT / "docs" / "baedda-in.md").read_text(encoding="utf-8")
    assert named and [name for name in sorted(named) if f"`data-{name}`" not in text] == []


def test_the_script_writes_no_html_and_keeps_nothing() -> None:
    code = SCRIPT.read_text(encoding="utf-8")
    words = ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "localStorage", "sessionStorage", "cookie =", "fetch(", "XMLHttp")
    assert [word for word in words if word in code] == []
