"""Reading aloud with the device's own Swedish voice, and with no other."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import answer_with, say

# The headless browser has no voices; these stand in for a device's.
VOICES = """voices => {
  window.said = [];
  const synthesis = new EventTarget();
  Object.assign(synthesis, {
    speaking: false, queue: [],
    getVoices: () => voices,
    speak: (one) => { synthesis.speaking = true; synthesis.queue.push(one); window.said.push([one.lang, one.text]); },
    cancel: () => { synthesis.speaking = false; synthesis.queue = []; },
  });
  Object.defineProperty(window, "speechSynthesis", { value: synthesis, configurable: true });
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
}"""
SWEDISH = {"lang": "sv-SE", "name": "Alva", "localService": True}


def with_voices(open_page: Opener, voices: list[dict[str, Any]], answer: str = "urgent") -> Page:
    page = open_page("/")
    page.add_init_script(f"({VOICES})({str(voices).replace('True', 'true').replace('False', 'false')})")
    page.reload()
    page.wait_for_selector("html.ready")
    answer_with(page, answer)
    say(page, "hej")
    return page


@pytest.mark.parametrize(
    ("voices", "shown"),
    [
        ([], False),
        ([{"lang": "en-GB", "name": "Daniel", "localService": True}], False),
        ([{**SWEDISH, "localService": False}], False),
        ([{"lang": "sv", "name": "Oskar", "localService": True}], True),
        ([{"lang": "svx", "name": "Another", "localService": True}], False),
    ],
)
def test_only_with_a_swedish_voice_of_the_device(open_page: Opener, voices: list[dict[str, Any]], shown: bool) -> None:
    page = with_voices(open_page, voices)
    expect(page.get_by_role("button", name="Läs upp")).to_have_count(int(shown))


def test_it_reads_the_words_and_stops(open_page: Opener) -> None:
    page = with_voices(open_page, [SWEDISH])
    page.get_by_role("button", name="Läs upp").click()
    said = page.evaluate("window.said")
    assert {language for language, _ in said} == {"sv-SE"}
    words = " ".join(text for _, text in said)
    assert words.startswith("Akut Ring 112.")
    assert "Larma om barnet är på väg." in words
    assert "ny flik" not in words and "Källor" not in words
    stop = page.get_by_role("button", name="Sluta läsa")
    expect(stop).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Läs upp")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("speechSynthesis.speaking") is False


def test_a_new_question_stops_it(open_page: Opener) -> None:
    page = with_voices(open_page, [SWEDISH])
    page.get_by_role("button", name="Läs upp").click()
    say(page, "en sak till")
    assert page.evaluate("speechSynthesis.speaking") is False
    expect(page.get_by_role("button", name="Läs upp")).to_have_count(2)


@pytest.mark.parametrize(("local", "read"), [(True, ["en-GB", "sv-SE", "sv-SE"]), (False, ["sv-SE", "sv-SE"])])
def test_another_language_is_read_with_its_own_voice_or_not_at_all(open_page: Opener, local: bool, read: list[str]) -> None:
    page = with_voices(open_page, [{"lang": "en-GB", "name": "Daniel", "localService": local}, SWEDISH], "other_language")
    page.get_by_role("button", name="Läs upp").click()
    assert [language for language, _ in page.evaluate("window.said")] == read
