from pathlib import Path

import pytest

from bot.content import labelled
from bot.content.labelled import Message

NLU = """version: "3.1"
nlu:
  - intent: greet
    metadata: {hand: "3", kind: messy}
    examples: |
      - hej
      - hallå
  - intent: goodbye
    examples: |
      - hej då
"""


def test_examples_know_their_hand(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(NLU, encoding="utf-8")
    assert labelled.examples(file) == [
        Message("hej", "greet", kind="messy", hand="3"),
        Message("hallå", "greet", kind="messy", hand="3"),
        Message("hej då", "goodbye", kind="mixed", hand=""),
    ]


def test_messages_with_and_without_a_kind(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"text": "hej  du", "topic": "greet"}\n\n{"text": "ciao", "topic": "greet", "also": ["goodbye"], "kind": "other", "lang": "it"}\n')
    assert labelled.messages(file) == [Message("hej du", "greet"), Message("ciao", "greet", ("goodbye",), "other", "it")]


@pytest.mark.parametrize(("topic", "met"), [("a", True), ("b", True), ("c", False)])
def test_what_is_right(topic: str, met: bool) -> None:
    assert Message("x", "a", ("b",)).is_met(topic) is met


def test_one_of_so_many_of_each_topic() -> None:
    rows = [Message(f"{topic}{number}", topic) for number in range(4) for topic in "ab"]
    assert [row.text for row in labelled.every(rows, 3)] == ["a0", "b0", "a3", "b3"]


def test_what_the_project_has_can_be_read() -> None:
    topics = {example.topic for example in labelled.examples()}
    assert {message.topic for message in labelled.messages()} <= topics
