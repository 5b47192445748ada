"""The chat without scripts: the same words and numbers, by a form that is posted."""

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from bot.gateway.app import create
from bot.settings import load
from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import field
from tests.stack import Stack

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def send(page: Page, message: str) -> None:
    field(page).fill(message)
    page.get_by_role("button", name="Skicka", exact=True).click()


def conversation(page: Page) -> str:
    return str(page.locator("input[name=conversation]").get_attribute("value"))


def test_asking_choosing_and_forgetting(open_page: Opener) -> None:
    page = open_page("/?kommun=1419", scripts=False)
    expect(page.get_by_role("link", name="Akut fara? Ring 112")).to_be_visible()
    send(page, "min dotter har börjat få swish från okända män, vad gör jag")
    expect(page.locator(".turn.you .bubble")).to_have_text("min dotter har börjat få swish från okända män, vad gör jag")
    expect(page.get_by_role("link", name="Ring 0304-60 10 00")).to_have_attribute("href", "tel:0304601000")
    first = conversation(page)
    assert len(first) >= 32
    page.locator("summary").first.click()
    expect(page.locator(".sources a").first).to_be_visible()
    page.get_by_role("button", name="Berätta mer").click()
    expect(page.locator(".turn.bot").first).to_be_visible()
    assert conversation(page) == first
    page.get_by_role("button", name="Glöm allt").click()
    expect(page.get_by_text("Det du har skrivit är glömt.")).to_be_visible()
    assert conversation(page) == ""
    expect(page.get_by_role("button", name="Oroliga tecken")).to_be_visible()
    send(page, "hej")
    assert conversation(page) not in ("", first)


def test_english_gets_its_line_marked_as_english(open_page: Opener) -> None:
    page = open_page("/", scripts=False)
    send(page, "some man on snapchat keeps asking my daughter for photos, what should I do")
    line = page.locator(".turn.bot").first.locator(".bubble > p").first
    expect(line).to_have_attribute("lang", "en")
    expect(line).to_contain_text("If a child is in danger now, call 112.")
    expect(line.locator("a").first).to_have_attribute("href", "tel:112")
    page.get_by_role("button", name="Lättare svenska, andra språk").click()
    expect(page.locator(".turn.bot").first).to_contain_text("Är ett barn i fara nu?")


def test_what_is_urgent_begins_with_the_number(open_page: Opener) -> None:
    page = open_page("/", scripts=False)
    send(page, "min son ska träffa en okänd man nu ikväll")
    expect(page.locator(".turn.bot.urgent .call a")).to_have_attribute("href", "tel:112")


def test_what_needs_a_script_is_not_shown(open_page: Opener) -> None:
    page = open_page("/", scripts=False)
    send(page, "hej")
    for name in ("Större text", "Mörkt", "Skriv ut eller spara råden", "Läs upp"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    expect(page.locator("#keep")).to_be_hidden()


def test_in_a_frame_it_stays_the_frames_page(open_page: Opener) -> None:
    page = open_page("/?kommun=1419&ram=1", scripts=False)
    expect(page.locator(".wordmark")).to_have_count(0)
    send(page, "hej")
    expect(page.locator("html.frame")).to_be_attached()
    assert page.locator("input[name=kommun]").get_attribute("value") == "1419"


@pytest.fixture(scope="module")
def without_bot(contacts_url: str) -> TestClient:
    return TestClient(create(load({"DATABASE_URL": contacts_url, "LOTSEN_RASA_PORT": "1", "LOTSEN_BOT_TIMEOUT": "0.2"})))


@pytest.mark.parametrize(
    ("body", "headers", "status", "words"),
    [
        ("message=hur+g%C3%B6r+jag", FORM, 503, "Chatten svarar inte just nu"),
        ("message=hon+har+tagit+alla+mina+tabletter+och+svarar+knappt", FORM, 503, "Ring 112 nu"),
        ("message=", FORM, 422, "Skriv några ord"),
        ("", FORM, 422, "Skriv några ord"),
        ("message=" + "a" * 5000, FORM, 422, "för långt"),
        ("message=" + "a" * 70_000, FORM, 413, "för stort"),
        ("message=%ff%fe", FORM, 415, "Gå tillbaka"),
        ("&".join(f"a{n}=1" for n in range(50)), FORM, 415, "Gå tillbaka"),
        ('{"message": "hej"}', {"Content-Type": "application/json"}, 415, "Gå tillbaka"),
        ("message=hej&kommun=9999", FORM, 503, "Chatten svarar inte"),
    ],
)
def test_errors_are_pages_with_the_numbers_and_what_was_typed(without_bot: TestClient, body: str, headers: dict[str, str], status: int, words: str) -> None:
    answer = without_bot.post("/", content=body, headers=headers)
    assert answer.status_code == status
    assert words in answer.text
    assert 'href="tel:112"' in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    if body.startswith("message=hur"):
        assert ">hur gör jag</textarea>" in answer.text


def test_too_many(contacts_url: str) -> None:
    client = TestClient(create(load({"DATABASE_URL": contacts_url, "LOTSEN_RASA_PORT": "1", "LOTSEN_MESSAGES_PER_MINUTE_IN_ALL": "1"})))
    assert client.post("/", data={"message": "hej"}).status_code == 503
    refused = client.post("/", data={"message": "hej"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")


def test_the_api_stays_json(stack: Stack, without_bot: TestClient) -> None:
    assert without_bot.post("/api/chat", data={"message": "hej"}).status_code == 415
    assert without_bot.post("/api/chat/unknown/forget").status_code == 204
    assert without_bot.get("/api/chat/unknown/forget").status_code == 405
