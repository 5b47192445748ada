"""A lost connection loses nothing that was typed, and the emergency numbers are there without one."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import answer_with, field, reply

LONG = "mitt långa meddelande"


def send(page: Any, message: str) -> None:
    field(page).fill(message)
    page.get_by_role("button", name="Skicka", exact=True).click()


def test_what_was_typed_comes_back_and_can_be_sent_again(open_page: Opener) -> None:
    page = open_page("/")
    page.route("**/api/chat", lambda route: route.abort())
    send(page, LONG)
    alert = page.locator("#trouble")
    expect(alert).to_contain_text("Det går inte att nå chatten.")
    expect(alert.get_by_role("link", name="Ring 112", exact=True)).to_have_attribute("href", "tel:112")
    expect(field(page)).to_have_value(LONG)
    assert page.locator(".turn.you").count() == 0
    page.unroute("**/api/chat")
    answer_with(page, "question")
    page.get_by_role("button", name="Försök igen").click()
    expect(page.locator(".you .bubble")).to_have_text(LONG)
    expect(alert).to_be_empty()
    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()


def test_a_button_that_could_not_be_sent_can_be_sent_again(open_page: Opener) -> None:
    page = open_page("/")
    page.route("**/api/chat", lambda route: route.abort())
    page.get_by_role("button", name="Prata med barnet").click()
    expect(page.get_by_role("button", name="Försök igen")).to_be_visible()
    expect(field(page)).to_have_value("")
    page.unroute("**/api/chat")
    sent: list[Any] = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.url.endswith("/api/chat") else None)
    answer_with(page, "question")
    page.get_by_role("button", name="Försök igen").click()
    expect(page.locator(".you .bubble")).to_have_text("Prata med barnet")
    assert sent[0]["message"] == "topic:talk_suspicion"
    expect(page.get_by_role("log")).to_be_focused()


def test_what_was_begun_meanwhile_is_not_overwritten(open_page: Opener) -> None:
    page = open_page("/")
    held: list[Any] = []
    page.route("**/api/chat", lambda route: held.append(route))
    send(page, "det första")
    expect(page.get_by_role("status")).to_have_text("Lotsen skriver …")
    field(page).fill("det andra")
    held[0].abort()
    expect(page.get_by_role("button", name="Försök igen")).to_be_visible()
    expect(field(page)).to_have_value("det andra")


def test_only_one_message_at_a_time(open_page: Opener) -> None:
    page = open_page("/")
    held: list[Any] = []
    page.route("**/api/chat", lambda route: held.append(route))
    send(page, "det första")
    send(page, "det andra")
    expect(field(page)).to_have_value("det andra")
    assert len(held) == 1
    held[0].abort()


@pytest.mark.parametrize(
    ("status", "message", "contacts"),
    [(429, "Vänta en minut.", []), (503, "Chatten svarar inte just nu.", reply("urgent")["contacts"]), (422, "För långt.", [])],
)
def test_what_the_chat_says_is_wrong_is_shown(open_page: Opener, status: int, message: str, contacts: list[Any]) -> None:
    page = open_page("/")
    body = {"error": {"code": "x", "message": message, **({"contacts": contacts} if contacts else {})}}
    page.route("**/api/chat", lambda route: route.fulfill(status=status, json=body))
    send(page, LONG)
    expect(page.locator("#trouble")).to_contain_text(message)
    assert page.locator("#trouble .contacts > li").count() == len(contacts)
    expect(field(page)).to_have_value(LONG)


def test_without_a_network_the_numbers_are_shown(open_page: Opener) -> None:
    page = open_page("/")
    page.context.set_offline(True)
    notice = page.get_by_role("alert").filter(has_text="Du är utan nät just nu")
    expect(notice).to_be_visible()
    addresses = notice.locator("a[href^='tel:']").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert addresses == ["tel:112", "tel:11414", "tel:116111", "tel:1177"]
    send(page, LONG)
    expect(page.locator("#trouble")).to_contain_text("Det du skrev är kvar")
    assert page.locator("#trouble .contacts").count() == 0
    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("Du är uppkopplad igen.")
    expect(field(page)).to_have_value(LONG)
