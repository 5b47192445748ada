"""One table for both: what the page makes of an answer's words, and what is made without scripts."""

import json
import re
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from bot.gateway.assets import PAGES
from bot.gateway.markdown import blocks
from tests.gateway.conftest import Opener

CASES: list[dict[str, Any]] = json.loads((PAGES / "markdown" / "fixtures.json").read_text(encoding="utf-8"))
DRAW = """async ([cases, version]) => {
  const { markdown } = await import(`/static/${version}/markdown/markdown.js`);
  return cases.map(({ text, numbers, languages }) => markdown(text, numbers, languages).map((block) => block.outerHTML).join(""));
}"""


def bare(html: str) -> str:
    """Without what every link of a kind has in common."""
    html = re.sub(r'<a class="tel" href="([^"]*)">', r'<a href="\1">', html)
    html = re.sub(r' target="_blank" rel="noopener noreferrer"', "", html)
    html = re.sub(r'<span class="visually-hidden"> \(ny flik\)</span>', "", html)
    return html.replace("&#34;", '"').replace("&#39;", "'")


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_without_scripts(case: dict[str, Any]) -> None:
    environment = Environment(loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string('{% from "markdown/markdown.html" import block %}{% for found in all %}{{ block(found) }}{% endfor %}')
    drawn = template.render(all=blocks(case["text"], case.get("numbers", ()), case.get("languages", {})))
    assert re.sub(r"\n+", "", bare(drawn)) == case["html"]


def test_with_scripts(open_page: Opener) -> None:
    page = open_page("/")
    version = page.locator("script[type=module]").get_attribute("src").split("/")[2]
    drawn = page.evaluate(DRAW, [CASES, version])
    assert {case["about"]: bare(html) for case, html in zip(CASES, drawn)} == {case["about"]: case["html"] for case in CASES}


def test_a_link_opens_beside_the_chat_and_says_so(open_page: Opener) -> None:
    page = open_page("/")
    version = page.locator("script[type=module]").get_attribute("src").split("/")[2]
    html = page.evaluate(DRAW, [[{"text": "[Bris](https://www.bris.se) [ring](tel:1)"}], version])[0]
    web, phone = re.findall(r"<a [^>]*>", html)
    assert 'target="_blank"' in web and 'rel="noopener noreferrer"' in web and "(ny flik)" in html
    assert "target" not in phone
