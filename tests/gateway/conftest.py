"""A real browser for the tests of the pages."""

import shutil
from typing import Any, Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.stack import Stack

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
CHROMIUM = shutil.which("chromium")

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM:
        pytest.skip("chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, stack: Stack) -> Iterator[Opener]:
    """Opens an address of the running stack in a browser context of its own.

    No script may fail, and nothing may be stopped by the content security policy, on any page in any test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def to(path: str = "/", scripts: bool = True, lost_scripts: bool = False, **options: Any) -> Page:
        options = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce", "base_url": stack.url, **options}
        context = browser.new_context(java_script_enabled=scripts, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.asked = []  # type: ignore[attr-defined]
        page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None)
        if lost_scripts:
            # As without scripts, but the test's own ones run.
            context.route("**/static/**/*.js", lambda route: route.abort())
        page.goto(path)
        if scripts and not lost_scripts:
            page.wait_for_selector("html.ready")
        return page

    yield to
    for context in contexts:
        context.close()
    assert wrong == []
