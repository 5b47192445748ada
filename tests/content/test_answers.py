"""The answers themselves, and how they are read. What their writers can mend is in `bot/content/check.py`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.contacts import source
from bot.content.answers import AGE_GROUPS, UNKNOWN, Answer, AnswerError, all_answers, load
from bot.content.responses import FIRST, THEN, compile_responses, fill, first_step
from bot.settings import ROOT

TOPICS = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
COVERS: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "covers.yml").read_text(encoding="utf-8"))
CONTACTS = {entry["id"]: entry for entry in source.entries()}
RESPONSES = compile_responses(all_answers(), CONTACTS)


def whole(answer: Answer) -> str:
    """All words of an answer, white space folded."""
    return " ".join(" ".join([answer.now, answer.steps, *answer.by_age.values(), answer.more, answer.offer_question]).split())


def test_every_topic_has_a_response() -> None:
    assert [topic for topic in TOPICS if f"utter_{topic}" not in RESPONSES] == []


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


@pytest.mark.parametrize("topic", [name for name, answer in all_answers().items() if answer.steps and not answer.urgent])
def test_the_first_step_can_be_said_again(topic: str) -> None:
    first = first_step(all_answers()[topic], all_answers(), CONTACTS)
    begun = RESPONSES[f"utter_{topic}"][0]["text"].split("\n\n")[0]
    assert first["text"].startswith(f"{FIRST}\n\n{begun}") and first["text"].endswith(THEN)


def test_where_age_matters_it_is_asked_for() -> None:
    assert {name for name, answer in all_answers().items() if answer.ask_age} == {"warning_signs", "talk_prevent", "talk_suspicion", "phone_rules"}


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
        ([{**ENTRY, "sources": ["https://x.se"]}], "varje källa ska ha title och url"),
        ([{**ENTRY, "offer": {"question": "Vill du?"}}], "offer ska ha question och topic"),
        (["a"], "börja med - topic"),
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
