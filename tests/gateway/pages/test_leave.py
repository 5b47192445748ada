"""Leaving quickly: at once, for good, and without the way back."""

import json
from typing import Any, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import answer_with, is_forgotten, say
from tests.stack import Stack

NEUTRAL = "https://www.smhi.se/"


@pytest.fixture
def talking(open_page: Opener) -> Iterator[Page]:
    """A page with a conversation, come to from another page, whose way out leads to a page of the test's own."""
    page = open_page("/")
    page.goto("/healthz")
    page.goto("/")
    page.wait_for_selector("html.ready")
    page.context.route(NEUTRAL, lambda route: route.fulfill(content_type="text/html", body="<title>Väder</title><h1>Väder</h1>"))
    say(page, "hur pratar jag med min tioåring om nätet")
    yield page


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


WAYS: dict[str, Any] = {
    "the button": lambda page: page.locator(".bar").get_by_role("button", name="Lämna sidan snabbt").click(),
    "the button by Enter": lambda page: page.locator(".bar [data-leave]").press("Enter"),
    "the button by Space": lambda page: page.locator(".bar [data-leave]").press(" "),
    "Shift three times": lambda page: press_shift(page, 3),
    "Shift three times while writing": lambda page: (page.locator("#message").focus(), press_shift(page, 3)),
    "the first link": lambda page: (page.evaluate("document.activeElement.blur()"), page.locator(".skip").first.focus(), page.keyboard.press("Enter")),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_the_tab_is_somewhere_else_and_back_passes_the_chat_by(talking: Page, stack: Stack, way: Any) -> None:
    length = talking.evaluate("history.length")
    way(talking)
    talking.wait_for_url(NEUTRAL)
    assert talking.evaluate("history.length") == length
    talking.go_back()
    assert talking.url == f"{stack.url}/healthz"
    talking.go_forward()
    assert talking.url == NEUTRAL


def test_the_conversation_is_deleted(open_page: Opener, stack: Stack) -> None:
    page = open_page("/?kommun=1480")
    page.context.route(NEUTRAL, lambda route: route.fulfill(content_type="text/html", body=""))
    with page.expect_response("**/api/chat") as answered:
        say(page, "hej")
    conversation = answered.value.json()["conversation"]
    page.locator(".bar [data-leave]").click()
    page.wait_for_url(NEUTRAL)
    assert is_forgotten(stack, conversation)


def test_the_page_is_covered_before_anything_is_sent(talking: Page) -> None:
    state = "[document.body.textContent.trim(), document.title.trim(), document.body.children.length, document.querySelector('.cover').offsetHeight]"
    talking.evaluate(f"() => {{ navigator.sendBeacon = () => console.log(JSON.stringify({state})) }}")
    with talking.expect_console_message() as said:
        talking.locator(".bar [data-leave]").click()
    assert json.loads(said.value.text) == ["", "", 1, 740]


@pytest.mark.parametrize("keys", [["Shift", "Shift", "a", "Shift"], ["Shift", "Shift"], ["Shift+A", "Shift+B", "Shift+C"]])
def test_shift_for_writing_does_not_leave(talking: Page, keys: list[str]) -> None:
    talking.locator("#message").focus()
    for key in keys:
        talking.keyboard.press(key)
    talking.wait_for_timeout(200)
    expect(talking.get_by_role("log")).to_be_visible()


def test_the_first_stop_of_the_keyboard_is_the_way_out(open_page: Opener) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    expect(link).to_have_text("Lämna sidan snabbt")
    expect(link).to_be_in_viewport(ratio=1)


def test_without_scripts_it_is_a_plain_link(open_page: Opener) -> None:
    page = open_page("/", scripts=False)
    page.context.route(NEUTRAL, lambda route: route.fulfill(content_type="text/html", body="<title>Väder</title>"))
    page.locator(".bar").get_by_role("link", name="Lämna sidan snabbt").click()
    page.wait_for_url(NEUTRAL)


def test_what_was_kept_is_gone_too(open_page: Opener) -> None:
    page = open_page("/")
    page.context.route(NEUTRAL, lambda route: route.fulfill(content_type="text/html", body=""))
    answer_with(page, "question")
    say(page, "hej")
    page.get_by_label("Behåll samtalet i den här fliken").check()
    assert page.evaluate("sessionStorage.length") == 1
    page.locator(".bar [data-leave]").click()
    page.wait_for_url(NEUTRAL)
    page.goto("/")
    assert page.evaluate("sessionStorage.length") == 0
    expect(page.locator(".turn")).to_have_count(0)
