"""Whether an answer helped: what is sent, and where the focus goes."""

import json

import pytest
from playwright.sync_api import Request, expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import answer_with, say


@pytest.mark.parametrize(("button", "helped"), [("Hjälpte", True), ("Hjälpte inte", False)])
def test_one_press_sends_the_topic_and_nothing_else(open_page: Opener, button: str, helped: bool) -> None:
    page = open_page("/")
    answer_with(page, "steps")
    say(page, "något privat")
    sent: list[Request] = []
    page.on("request", lambda request: request.url.endswith("/api/feedback") and sent.append(request))
    with page.expect_response("**/api/feedback") as answered:
        page.get_by_role("group", name="Hjälpte svaret?").get_by_role("button", name=button, exact=True).click()
    assert answered.value.status == 204
    assert [json.loads(request.post_data or "") for request in sent] == [{"topic": "warning_signs", "helped": helped}]
    expect(page.locator(".verdict")).to_have_text("Tack. Bara att någon har svarat räknas, inget av det du har skrivit.")
    expect(page.locator(".verdict")).to_be_focused()
    expect(page.locator(".verdict button")).to_have_count(0)


@pytest.mark.parametrize("name", ["urgent", "question"])
def test_nobody_is_asked_in_danger_or_where_there_is_no_answer(open_page: Opener, name: str) -> None:
    page = open_page("/")
    answer_with(page, name)
    say(page, "något privat")
    assert page.locator(".verdict").count() == 0
