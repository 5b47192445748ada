"""The chat page in a real browser."""

import shutil
from typing import Any, Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.stack import Stack

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def page(stack: Stack) -> Iterator[Page]:
    if not CHROMIUM:
        pytest.skip("chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page()
        opened.asked: list[str] = []  # type: ignore[attr-defined]
        opened.on("request", lambda request: opened.asked.append(request.url))  # type: ignore[attr-defined]
        yield opened
        browser.close()


def test_a_parent_asks_and_reads(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/?kommun=1419")
    expect(page.get_by_text("Jag är ett AI-system, inte en människa.")).to_be_visible()
    page.get_by_label("Skriv vad du undrar").fill("min dotter har börjat få swish från okända män, vad gör jag")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("link", name="Ring 0304-60 10 00")).to_have_attribute("href", "tel:0304601000")
    expect(page.get_by_text("Källor, granskat")).to_be_visible()
    assert page.locator("#log ol > li").count() >= 3
    page.get_by_role("button", name="Berätta mer").last.click()
    expect(page.locator(".you").last).to_have_text("Berätta mer")


def test_what_was_typed_is_kept_when_it_cannot_be_sent(page: Page, stack: Stack) -> None:
    page.goto(stack.url)
    page.route("**/api/chat", lambda route: route.abort())
    page.get_by_label("Skriv vad du undrar").fill("mitt långa meddelande")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("alert")).to_contain_text("112")
    expect(page.get_by_label("Skriv vad du undrar")).to_have_value("mitt långa meddelande")
    page.unroute("**/api/chat")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".you")).to_have_text("mitt långa meddelande")


def test_text_is_shown_as_text(page: Page, stack: Stack) -> None:
    page.goto(stack.url)
    page.get_by_label("Skriv vad du undrar").fill("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".you")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("#log img").count() == 0


def test_the_page_asks_nobody_else(page: Any, stack: Stack) -> None:
    page.goto(stack.url)
    assert page.asked
    assert [url for url in page.asked if not url.startswith((stack.url, "data:"))] == []
