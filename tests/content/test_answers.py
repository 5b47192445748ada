"""The answers themselves, and how they are read."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.contacts import source
from bot.content.answers import AGE_GROUPS, UNKNOWN, Answer, AnswerError, all_answers, load
from bot.content.responses import compile_responses, fill
from bot.settings import ROOT

TOPICS = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
COVERS: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "covers.yml").read_text(encoding="utf-8"))
CONTACTS = {entry["id"]: entry for entry in source.entries()}
RESPONSES = compile_responses(all_answers(), CONTACTS)
CONVERSATIONAL = {"greet", "goodbye", "thanks", "affirm", "deny", "bot_challenge", "give_location", "give_age", "ask_more", "restart", "complaint"}
NO_SOURCE_NEEDED = CONVERSATIONAL | {"about_service", "talk_to_human", "plain_language", "out_of_scope"}
# A number in running text must come from the contacts, by reference; these look like numbers and are none.
PHONE = re.compile(r"(?<![\d–-])(?:0\d{1,3}-\d[\d ]{4,}|11[24] ?\d*|116 ?\d{3}|90 ?\d{3}|1177)(?!\d)")


def whole(answer: Answer) -> str:
    """All words of an answer, white space folded."""
    return " ".join(" ".join([answer.now, answer.steps, *answer.by_age.values(), answer.more, answer.offer_question]).split())


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_whole_answer(topic: str) -> None:
    answer = all_answers()[topic]
    assert len(answer.title) <= 40
    assert answer.reviewed
    assert f"utter_{topic}" in RESPONSES
    if topic not in CONVERSATIONAL:
        assert answer.steps
        assert answer.next or answer.offer_topic
    if topic not in NO_SOURCE_NEEDED:
        assert answer.sources
    assert all(page.url.startswith(("https://", "http://")) and page.title for page in answer.sources)


@pytest.mark.parametrize("topic", COVERS)
def test_an_answer_holds_what_it_must(topic: str) -> None:
    words = whole(all_answers()[topic])
    missing = {item: phrase for item, phrase in COVERS[topic].items() if " ".join(phrase.split()) not in words}
    assert missing == {}


@pytest.mark.parametrize("topic", ["acute_danger", "child_suicidal", "child_missing", "about_to_meet"])
def test_urgent_answers_begin_with_the_number(topic: str) -> None:
    answer = all_answers()[topic]
    assert answer.urgent
    assert "112" in RESPONSES[f"utter_{topic}"][0]["text"].splitlines()[0]
    assert "{tel:sos_112}" in answer.now[:80]


def test_only_these_are_urgent_and_local() -> None:
    assert {name for name, answer in all_answers().items() if answer.urgent} == {"acute_danger", "child_suicidal", "child_missing", "about_to_meet"}
    assert {name for name, answer in all_answers().items() if answer.local} == {"report_social_services", "local_support"}


@pytest.mark.parametrize("topic", [name for name, answer in all_answers().items() if answer.by_age])
def test_words_differ_by_age(topic: str) -> None:
    variations = RESPONSES[f"utter_{topic}"]
    groups = [variation["condition"][0]["value"] if "condition" in variation else UNKNOWN for variation in variations]
    assert groups == [*AGE_GROUPS, UNKNOWN]
    assert len({variation["text"] for variation in variations}) == len(variations)


def test_where_age_matters_it_is_asked_for() -> None:
    assert {name for name, answer in all_answers().items() if answer.ask_age} == {"warning_signs", "talk_prevent", "talk_suspicion", "phone_rules"}


@pytest.mark.parametrize("topic", TOPICS)
def test_numbers_come_from_the_contacts(topic: str) -> None:
    assert PHONE.findall(re.sub(r"\{[^}]*\}", "", whole(all_answers()[topic]))) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_metadata_reaches_the_response(topic: str) -> None:
    answer = all_answers()[topic]
    for variation in RESPONSES[f"utter_{topic}"]:
        metadata = variation["metadata"]
        assert metadata["topic"] == topic
        assert metadata["reviewed"] == answer.reviewed
        assert metadata["sources"] == [{"title": page.title, "url": page.url} for page in answer.sources]
        assert "{" not in variation["text"]


ENTRY: dict[str, Any] = {"topic": "a", "title": "A", "reviewed": "2026-11-22", "now": "Text."}


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([{**ENTRY, "title": ""}], "saknar title"),
        ([{**ENTRY, "nwo": "x"}], "okända nycklar: nwo"),
        ([ENTRY, ENTRY], "har redan ett svar"),
        ([{**ENTRY, "next": ["b"]}], "ämnen utan svar: b"),
        ([{**ENTRY, "by_age": {"3-6": "x"}}], "by_age ska ha"),
        ({"topic": "a"}, "ska vara en lista"),
    ],
)
def test_a_bad_answer_is_named(tmp_path: Path, entries: Any, says: str) -> None:
    (tmp_path / "x.yml").write_text(yaml.safe_dump(entries), encoding="utf-8")
    with pytest.raises(AnswerError, match=says):
        load(tmp_path)


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("- a: [", encoding="utf-8")
    with pytest.raises(AnswerError, match="x.yml"):
        load(tmp_path)


def test_references_are_filled() -> None:
    text = fill("Ring {tel:sos_112} eller se {link:take_it_down}.", CONTACTS, "a")
    assert text == "Ring 112 eller se [Take It Down](https://takeitdown.ncmec.org)."


@pytest.mark.parametrize("text", ["{tel:nobody}", "{tel:take_it_down}", "{link:hjalplinjen}"])
def test_a_reference_to_nothing_is_an_error(text: str) -> None:
    with pytest.raises(AnswerError, match="national.yml"):
        fill(text, CONTACTS, "a")
