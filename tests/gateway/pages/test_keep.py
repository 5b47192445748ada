"""History only in the page's memory; in the tab's session where the parent has asked for it; gone on "Glöm allt"."""

from playwright.sync_api import expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import answer_with, field, is_forgotten, say
from tests.stack import Stack

KEEP = "Behåll samtalet i den här fliken om sidan laddas om"


def test_a_reload_starts_afresh_and_the_server_forgets(open_page: Opener, stack: Stack) -> None:
    page = open_page("/")
    with page.expect_response("**/api/chat") as answered:
        say(page, "hej")
    conversation = answered.value.json()["conversation"]
    page.reload()
    expect(page.locator(".turn")).to_have_count(0)
    assert is_forgotten(stack, conversation)


def test_the_tab_keeps_it_if_that_is_ticked(open_page: Opener) -> None:
    page = open_page("/")
    page.get_by_label(KEEP).check()
    with page.expect_response("**/api/chat") as first:
        say(page, "hur gör man en orosanmälan")
    conversation = first.value.json()["conversation"]
    page.get_by_role("button", name="Större text").click()
    shown = page.locator(".turn").count()
    page.reload()
    expect(page.locator(".turn")).to_have_count(shown)
    expect(page.locator(".you .bubble")).to_have_text("hur gör man en orosanmälan")
    expect(page.get_by_label(KEEP)).to_be_checked()
    expect(page.get_by_role("button", name="Större text")).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/api/chat") as second:
        say(page, "tack")
    assert second.value.json()["conversation"] == conversation
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator(".turn")).to_have_count(0)


def test_unticking_drops_it(open_page: Opener) -> None:
    page = open_page("/")
    answer_with(page, "question")
    page.get_by_label(KEEP).check()
    say(page, "hej")
    page.get_by_label(KEEP).uncheck()
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(page.locator(".turn")).to_have_count(0)


def test_forgetting_all(open_page: Opener, stack: Stack) -> None:
    page = open_page("/")
    with page.expect_response("**/api/chat") as answered:
        say(page, "hej")
    conversation = answered.value.json()["conversation"]
    field(page).fill("halvskrivet")
    page.get_by_role("button", name="Glöm allt").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("button", name="Oroliga tecken")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Allt är glömt. Du kan börja om från början.")
    expect(field(page)).to_have_value("")
    expect(page.get_by_role("log")).to_be_focused()
    assert is_forgotten(stack, conversation)


def test_an_answer_that_comes_after_forgetting_is_not_shown(open_page: Opener) -> None:
    page = open_page("/")
    answer_with(page, "question")
    say(page, "hej")
    page.unroute("**/api/chat")
    held = []
    page.route("**/api/chat", lambda route: held.append(route))
    field(page).fill("något mer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Lotsen skriver …")
    page.get_by_role("button", name="Glöm allt").click()
    with page.expect_request("**/forget"):
        held[0].fulfill(json={"conversation": "d" * 32, "replies": [], "kommun": None})
    expect(page.locator(".turn")).to_have_count(0)
    answer_with(page, "question")
    say(page, "hej igen")
