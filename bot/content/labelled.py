"""Messages whose topic is known: what is learned from, what calibrates, and what is measured on."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Sequence

from bot.content import located
from bot.content.answers import all_answers
from bot.content.examples import of_topics
from bot.nlu import follow_up
from bot.settings import DATA, ROOT

MESSAGES = ROOT / "tests" / "nlu" / "test_set.jsonl"
DIALOGUES = ROOT / "tests" / "conversations" / "follow_ups.yml"
EXAMPLES = DATA / "nlu.yml"
CALIBRATION = DATA / "calibration.jsonl"
UNSORTED = "unsorted"
"""The kind of a message that names none."""


@dataclass(frozen=True)
class Message:
    """A message whose meaning is known. `also` are further topics that count as right; `lang` is empty for Swedish; `hand` is who wrote it."""

    text: str
    topic: str
    also: tuple[str, ...] = ()
    kind: str = UNSORTED
    lang: str = ""
    hand: str = ""

    def is_met(self, topic: str) -> bool:
        """Whether a topic is a right answer."""
        return topic == self.topic or topic in self.also


def messages(path: Path = MESSAGES) -> list[Message]:
    """The messages of a published set, or those that calibrate: JSONL with {"text", "topic", "also"?, "kind"?, "lang"?, "hand"?} a line."""
    with path.open(encoding="utf-8") as lines:
        return [_message(json.loads(line)) for line in lines if line.strip()]


def examples(path: Path = EXAMPLES) -> list[Message]:
    """The examples that the model learns from."""
    return list(_examples(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=1)
def _examples(path: Path, written: int) -> tuple[Message, ...]:
    """Kept: a training asks twice, and reading takes two seconds."""
    return tuple(Message(row.text, row.topic, kind=row.kind, hand=row.hand) for row in of_topics(located.read(path, lines=False)))


def follow_ups() -> list[Message]:
    """The follow-ups that the model learns from as well, each with the title of the answer before it."""
    answers = all_answers()
    return [Message(follow_up.joined(row.text, answers[row.after]), row.topic, kind="mixed") for row in follow_up.examples() if not row.weighs]


def calibration() -> list[Message]:
    """The messages that calibrate the confidence: by hands that wrote no examples, and never learned from."""
    return messages(CALIBRATION)


def every(items: Sequence[Message], step: int) -> list[Message]:
    """One of so many messages of each topic, for a quick look: the first, and so on evenly."""
    seen: dict[str, int] = {}
    chosen = []
    for item in items:
        place = seen[item.topic] = seen.get(item.topic, -1) + 1
        if place % step == 0:
            chosen.append(item)
    return chosen


def _message(row: dict[str, Any]) -> Message:
    text = " ".join(row["text"].split())
    return Message(text, row["topic"], tuple(row.get("also") or ()), row.get("kind") or UNSORTED, row.get("lang") or "", str(row.get("hand") or ""))
