"""The chat page in a real browser, with the real bot."""

from playwright.sync_api import expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import field, say
from tests.stack import Stack

SWISH = "min dotter har börjat få swish från okända män, vad gör jag"


def test_the_first_screen_says_what_this_is_and_where_to_begin(open_page: Opener) -> None:
    page = open_page("/")
    expect(page.get_by_text("Jag är ett AI-system, inte en människa.")).to_be_in_viewport()
    expect(page.get_by_text("Du är anonym")).to_be_in_viewport()
    expect(page.get_by_text("Inget du skriver sparas")).to_be_in_viewport()
    for name in ("Oroliga tecken", "Prata med barnet", "Anmäla och få hjälp"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    expect(page.get_by_role("link", name="Akut fara? Ring 112")).to_have_attribute("href", "tel:112")


def test_a_parent_asks_and_reads(open_page: Opener) -> None:
    page = open_page("/?kommun=1419")
    say(page, SWISH)
    expect(page.get_by_role("link", name="Ring 0304-60 10 00")).to_have_attribute("href", "tel:0304601000")
    expect(page.get_by_text("Källor, granskat 22 november 2026")).to_be_visible()
    assert page.locator(".turn.bot ol > li").count() >= 3
    expect(field(page)).to_have_value("")
    page.get_by_role("button", name="Berätta mer").last.click()
    expect(page.locator(".you").last).to_contain_text("Berätta mer")
    expect(page.locator(".turn.bot").nth(2)).to_be_visible()


def test_the_way_out_and_the_emergency_number_stay_in_view(open_page: Opener) -> None:
    page = open_page("/")
    say(page, SWISH)
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(100)
    expect(page.get_by_role("link", name="Akut fara? Ring 112")).to_be_in_viewport(ratio=1)
    expect(page.locator(".bar").get_by_role("button", name="Lämna sidan snabbt")).to_be_in_viewport(ratio=1)


def test_what_is_urgent_begins_with_the_number(open_page: Opener) -> None:
    page = open_page("/")
    say(page, "min son ska träffa en okänd man nu ikväll")
    urgent = page.locator(".turn.bot").first
    call = urgent.locator(".call").get_by_role("link", name="Ring 112", exact=True)
    expect(call).to_be_in_viewport()
    expect(urgent.get_by_text("Akut", exact=True)).to_be_visible()
    assert call.bounding_box()["y"] < urgent.locator(".bubble").first.bounding_box()["y"]  # type: ignore[index]


def test_the_reply_begins_in_view_under_what_was_asked(open_page: Opener) -> None:
    page = open_page("/")
    say(page, SWISH)
    expect(page.locator(".turn.you")).to_be_in_viewport(ratio=1)
    expect(page.locator(".turn.bot .bubble p").first).to_be_in_viewport()


def test_text_is_shown_as_text(open_page: Opener) -> None:
    page = open_page("/")
    say(page, "<img src=x onerror=alert(1)>")
    expect(page.locator(".you .bubble")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("#log img").count() == 0


def test_the_page_asks_nobody_else_and_keeps_nothing(open_page: Opener, stack: Stack) -> None:
    page = open_page("/")
    say(page, SWISH)
    assert len(page.asked) > 3  # type: ignore[attr-defined]
    assert [url for url in page.asked if not url.startswith(stack.url)] == []  # type: ignore[attr-defined]
    assert page.context.cookies() == []
    stored = "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]"
    assert page.evaluate(stored) == [0, 0, 0, 0]
    assert "swish" not in page.url
    assert page.evaluate("history.state") is None
