"""A reply looks and reads the same whether the page's script or the server makes it."""

import json

import pytest
from jinja2 import Environment

from bot.contacts.hours import MONTHS
from bot.content.languages import all_languages, names
from bot.gateway.assets import PAGES, Assets
from bot.gateway.formatting import opening_words
from bot.gateway.templates import Templates
from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import FIXTURES, answer_with, reply, say

NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))
OPENING = json.loads((PAGES / "contacts" / "fixtures.json").read_text(encoding="utf-8"))
# Both as the same plain tree: tags, sorted attributes, text without the space between tags.
COMPARE = """async ([made, reply, version, languages]) => {
  const { replyElement } = await import(`/static/${version}/reply/reply.js`);
  const plain = (node) => node.nodeType === 3 ? (node.data.trim() ? [node.data.replace(/\\s+/g, " ").trim()] : [])
    : node.nodeType !== 1 ? []
    : [[node.localName, ...[...node.attributes].map((a) => `${a.name}=${a.value}`).sort(), ...[...node.childNodes].flatMap(plain)]];
  const server = new DOMParser().parseFromString(made, "text/html").body.firstElementChild;
  return [plain(server), plain(replyElement(reply, ["112", "114 14", "116 111", "1177"], languages))].map((tree) => JSON.stringify(tree, null, 1));
}"""


def drawn_by_the_server(name: str) -> str:
    environment: Environment = Templates(Assets(), "https://www.example.org/")._templates.env
    return str(environment.from_string('{% from "reply/reply.html" import show_reply with context %}{{ show_reply(reply) }}').render(reply=reply(name)))


@pytest.mark.parametrize("name", NAMES)
def test_the_server_and_the_script_make_the_same(open_page: Opener, name: str) -> None:
    page = open_page("/")
    version = page.locator("script[type=module]").get_attribute("src").split("/")[2]
    server, script = page.evaluate(COMPARE, [drawn_by_the_server(name), reply(name), version, names(all_languages())])
    assert server == script


def test_a_paragraph_in_another_language_is_marked_for_who_hears_it(open_page: Opener) -> None:
    page = open_page("/")
    answer_with(page, "other_language")
    say(page, "hej")
    marked = page.locator(".turn.bot .bubble > p[lang]").evaluate_all("all => all.map((one) => [one.lang, one.dir, one.textContent.slice(0, 8)])")
    assert marked == [["en", "ltr", "English."], ["fa", "rtl", "فارسی. ب"]]
    heard = page.locator(".announcers span").evaluate_all("all => all.map((one) => [one.lang, one.textContent.slice(0, 8)])")
    assert heard[:3] == [["en", "English."], ["fa", "فارسی. ب"], ["", "Ring pol"]]


def test_nothing_in_a_reply_becomes_a_tag_or_a_script(open_page: Opener) -> None:
    page = open_page("/")
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    answer_with(page, "hostile")
    say(page, "<img src=x onerror=alert(1)>")
    turn = page.locator(".turn.bot")
    assert turn.locator("img, script, b, i, em, svg:not(.icon)").count() == 0
    assert page.locator(".turn.you img").count() == 0
    addresses = turn.locator("a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert [address for address in addresses if not address.startswith(("http://", "https://", "tel:"))] == []
    assert turn.locator("[onclick], [onerror], [onload]").count() == 0


def test_the_script_knows_the_months(open_page: Opener) -> None:
    page = open_page("/")
    version = page.locator("script[type=module]").get_attribute("src").split("/")[2]
    script = "async ([days, version]) => days.map((await import(`/static/${version}/reply/reply.js`)).dayInWords)"
    assert page.evaluate(script, [[f"2026-{month:02}-02" for month in range(1, 13)], version]) == [f"2 {month} 2026" for month in MONTHS]


@pytest.mark.parametrize("case", OPENING, ids=[case["words"] or "nothing" for case in OPENING])
def test_opening_words(case: dict[str, str]) -> None:
    assert opening_words(case) == case["words"]


def test_opening_words_of_the_script(open_page: Opener) -> None:
    page = open_page("/")
    version = page.locator("script[type=module]").get_attribute("src").split("/")[2]
    script = """async ([cases, version]) => {
      const { openingWords } = await import(`/static/${version}/contacts/contacts.js`);
      return cases.map((one) => openingWords(one.hours, one.open_now));
    }"""
    assert page.evaluate(script, [OPENING, version]) == [case["words"] for case in OPENING]
