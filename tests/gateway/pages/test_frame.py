"""In an embedding site's frame: what is told to the page around, and what it may ask for."""

from typing import Any, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.gateway.host_site import HostSite
from tests.stack import Stack

NEUTRAL = "https://www.smhi.se/"


@pytest.fixture
def around(browser: Browser, stack: Stack, host_site: HostSite) -> Iterator[Any]:
    """Opens a host's page with the chat in a frame."""
    contexts = []

    def to(sandbox: bool = True) -> Page:
        context = browser.new_context()
        contexts.append(context)
        context.route(NEUTRAL, lambda route: route.fulfill(content_type="text/html", body="<title>Väder</title>"))
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{host_site.url}/listening.html{'?sandbox' if sandbox else ''}")
        page.frame_locator("iframe").locator("html.ready").wait_for()
        return page

    yield to
    for context in contexts:
        context.close()


def heard(page: Page, stack: Stack) -> list[Any]:
    page.wait_for_function("heard.length")
    found = page.evaluate("heard")
    assert {origin for origin, _ in found} == {stack.url}
    return [data for _, data in found]


def test_escape_asks_for_closing(around: Any, stack: Stack) -> None:
    page = around()
    page.frame_locator("iframe").get_by_label("Skriv vad du undrar").press("Escape")
    assert heard(page, stack) == [{"lotsen": "close"}]


@pytest.mark.parametrize("way", ["button", "shift", "asked"])
def test_leaving_asks_for_the_whole_page(around: Any, stack: Stack, way: str) -> None:
    page = around()
    frame = page.frame_locator("iframe")
    if way == "button":
        frame.locator(".bar [data-leave]").click()
    elif way == "shift":
        frame.get_by_label("Skriv vad du undrar").focus()
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.evaluate("document.querySelector('iframe').contentWindow.postMessage({ lotsen: 'leave' }, '*')")
    assert heard(page, stack) == [{"lotsen": "leave", "to": NEUTRAL}]
    expect(frame.locator(".cover")).to_be_visible()
    assert frame.locator("body").inner_text().strip() == ""


def test_in_a_plain_frame_the_click_itself_moves_the_page(around: Any) -> None:
    page = around(sandbox=False)
    page.frame_locator("iframe").locator(".bar [data-leave]").click()
    page.wait_for_url(NEUTRAL)


def test_other_messages_do_nothing(around: Any) -> None:
    page = around()
    for message in ("'leave'", "null", "{ lotsen: 'close' }", "{ lotsen: 'say', text: 'hej' }", "{}"):
        page.evaluate(f"document.querySelector('iframe').contentWindow.postMessage({message}, '*')")
    page.wait_for_timeout(200)
    expect(page.frame_locator("iframe").get_by_role("log")).to_be_visible()
    assert page.evaluate("heard") == []


def test_the_header_is_small_and_the_kommun_known(around: Any) -> None:
    page = around()
    frame = page.frame_locator("iframe")
    expect(frame.locator(".wordmark")).to_have_count(0)
    expect(frame.get_by_role("complementary")).to_have_count(0)
    with page.expect_request("**/api/chat") as sent:
        frame.get_by_role("button", name="Anmäla och få hjälp").click()
    assert sent.value.post_data_json["kommun"] == "1480"
