"""Makes the pictures of the main states, from the real servers in a real browser: `python -m tests.pictures`.

They are written to docs/bilder/ with few colours, so that they stay small.
"""

import io
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable

from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from bot.settings import ROOT
from tests.gateway.conftest import CHROMIUM, FLAGS
from tests.gateway.host_site import HostSite
from tests.stack import Stack, free_port

FOLDER = ROOT / "docs" / "bilder"
COLOURS = 48
PHONE = {"width": 390, "height": 780}
DESK = {"width": 1120, "height": 780}
QUESTION = "min dotter har fått swish från en okänd man"
DANGER = "han står utanför vår dörr nu och vill träffa min dotter"
NUMBERS = "vart ringer jag i Tjörn"


def main() -> None:
    """Make them all and print their sizes."""
    if not CHROMIUM:
        sys.exit("chromium is not installed (apt install chromium)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    host = HostSite(free_port())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder), LOTSEN_EMBEDDING_SITES=host.url)
        host.start(stack.url)
        stack.start()
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, (options, steps) in STATES.items():
                _picture(browser, name, options, lambda page, steps=steps: steps(page, stack, host))  # type: ignore[misc]
            browser.close()
        finally:
            stack.stop()
            host.stop()


def _picture(browser: Browser, name: str, options: dict[str, Any], steps: Callable[[Page], None]) -> None:
    context = browser.new_context(reduced_motion="reduce", locale="sv-SE", **options)
    page = context.new_page()
    steps(page)
    page.wait_for_timeout(300)
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = FOLDER / f"{name}.png"
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1024:.0f} KB")
    context.close()


def _ask(chat: "Page | FrameLocator", text: str) -> None:
    log = chat.get_by_role("log")
    chat.get_by_role("textbox").fill(text)
    chat.get_by_role("textbox").press("Enter")
    expect(log.get_by_text("Källor").or_(log.locator(".contacts")).first).to_be_visible()


def _start(page: Page, stack: Stack, host: HostSite) -> None:
    page.goto(stack.url)


def _said(text: str) -> Callable[[Page, Stack, HostSite], None]:
    def steps(page: Page, stack: Stack, host: HostSite) -> None:
        page.goto(stack.url)
        _ask(page, text)

    return steps


def _contacts(page: Page, stack: Stack, host: HostSite) -> None:
    _said(NUMBERS)(page, stack, host)
    page.locator("[role=log] .contacts li").filter(has_text="Tjörn").first.evaluate("item => item.scrollIntoView({ block: 'start' })")


def _printed(page: Page, stack: Stack, host: HostSite) -> None:
    _said(QUESTION)(page, stack, host)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.evaluate("scrollTo(0, 0)")


def _embedded(page: Page, stack: Stack, host: HostSite) -> None:
    page.goto(f"{host.url}/kommun.html")
    page.locator("foraldralotsen-chatt button.open").click()
    _ask(page.frame_locator("foraldralotsen-chatt iframe"), "vad är grooming")
    page.mouse.move(0, 0)


STATES: dict[str, tuple[dict[str, Any], Callable[[Page, Stack, HostSite], None]]] = {
    "start": ({"viewport": DESK}, _start),
    "mobil": ({"viewport": PHONE, "device_scale_factor": 2}, _start),
    "samtal": ({"viewport": PHONE, "device_scale_factor": 2}, _said(QUESTION)),
    "akut": ({"viewport": PHONE, "device_scale_factor": 2}, _said(DANGER)),
    "kontakter": ({"viewport": PHONE, "device_scale_factor": 2}, _contacts),
    "morkt": ({"viewport": PHONE, "device_scale_factor": 2, "color_scheme": "dark"}, _said("hur anmäler jag till polisen")),
    "inbaddad": ({"viewport": DESK}, _embedded),
    "utskrift": ({"viewport": {"width": 800, "height": 1000}}, _printed),
}


if __name__ == "__main__":
    main()
