"""The pages of words: what they say, and that axe-core finds nothing wrong with them."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from bot.contacts import source
from bot.gateway.app import create
from bot.gateway.information import COLOUR, TITLE, example_values, how_to_reach
from bot.settings import load
from tests.stack import Stack

PAGES = ["/tillganglighet", "/saker-surfning", "/exempel/baedda-in?kommun=1480&titel=Ring+%22oss%22"]
MODES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "320": {"viewport": {"width": 320, "height": 568}},
}


@pytest.fixture
def client(contacts_url: str) -> TestClient:
    return TestClient(create(load({"DATABASE_URL": contacts_url, "LOTSEN_IDLE_SECONDS": "900", "LOTSEN_CONTACT": "lotsen@example.se"})))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(browser: Browser, stack: Stack, path: str, mode: str) -> None:
    page = browser.new_page(**MODES[mode])
    page.goto(stack.url + path)
    found = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.close()
    assert found.violations_count == 0, found.generate_report()
    assert wide == 0


CONTACTS = {
    "none": ("", None),
    "e-mail": ("a@b.se", {"text": "a@b.se", "address": "mailto:a@b.se"}),
    "web": ("https://b.se/kontakt", {"text": "https://b.se/kontakt", "address": "https://b.se/kontakt"}),
    "words": (" Ring växeln ", {"text": "Ring växeln", "address": None}),
    "a script": ("javascript:alert(1)", {"text": "javascript:alert(1)", "address": None}),
}


@pytest.mark.parametrize("given, shown", CONTACTS.values(), ids=CONTACTS.keys())
def test_the_contact_is_a_link_where_it_can_be(given: str, shown: object) -> None:
    assert how_to_reach(given) == shown


def test_the_statement_names_the_contact_and_the_time(client: TestClient, contacts_url: str) -> None:
    with_contact = client.get("/tillganglighet").text
    assert 'href="mailto:lotsen@example.se"' in with_contact
    assert "15 minuter" in with_contact
    without = TestClient(create(load({"DATABASE_URL": contacts_url}))).get("/tillganglighet").text
    assert "mailto:" not in without and "Hör av dig till kommunen" in without


def test_numbers_come_from_their_file(client: TestClient) -> None:
    entries = {entry["id"]: entry for entry in source.entries()}
    text = client.get("/saker-surfning").text
    for name in ("kvinnofridslinjen", "polisen_11414", "sos_112"):
        assert f'href="tel:{entries[name]["phone"].replace(" ", "").replace("-", "")}"' in text


ASKED: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    "nothing": ({}, {}, "?ram=1"),
    "all": (
        {"kommun": "1480", "position": "left", "farg": "#FFD200", "titel": " Hej "},
        {"data-kommun": "1480", "data-position": "left", "data-farg": "#ffd200", "data-titel": "Hej"},
        "?ram=1&kommun=1480",
    ),
    "what cannot be read": ({"kommun": "9999", "position": "up", "farg": "red;}", "titel": " "}, {}, "?ram=1"),
    "what it does anyhow": ({"position": "right", "farg": COLOUR, "titel": TITLE}, {}, "?ram=1"),
}


@pytest.mark.parametrize("asked, attributes, frame", ASKED.values(), ids=ASKED.keys())
def test_the_example_shows_what_was_asked(asked: dict[str, str], attributes: dict[str, str], frame: str) -> None:
    values = example_values(asked, [("1480", "Göteborg")])
    assert (values["attributes"], values["frame_query"]) == (attributes, frame)


def test_the_line_to_copy_is_the_line_that_works(browser: Browser, stack: Stack) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{stack.url}{PAGES[2]}")
    page.get_by_role("button", name="Kopiera").first.click()
    expect(page.locator("#kopierat")).to_have_text("Kopierat.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f'<script src="{stack.url}/embed.js" data-kommun="1480" data-titel="Ring &#34;oss&#34;" async></script>')
    page.get_by_role("button", name='Ring "oss"').click()
    expect(page.frame_locator("foraldralotsen-chatt iframe").get_by_role("log")).to_be_visible()
    context.close()


def test_the_example_stands_without_scripts(browser: Browser, stack: Stack) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{stack.url}/exempel/baedda-in")
    page.get_by_label("Kommun").select_option("Tjörn")
    page.get_by_role("button", name="Visa").click()
    expect(page.locator("#rad")).to_contain_text('data-kommun="1419"')
    assert page.get_by_role("button", name="Kopiera").count() == 0
    page.close()


def test_words_that_are_asked_for_are_only_words(client: TestClient) -> None:
    text = client.get("/exempel/baedda-in", params={"titel": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text
