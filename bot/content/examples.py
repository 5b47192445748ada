"""The examples of what parents write, with their lines; which are the same, and which are too near a published set."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bot.content import located

ALIKE = 90
"""From this likeness, of 100, an example gives away a message of a published set."""

FEWEST = 30
"""A topic has at least so many examples."""

MESSY = 3
"""At least one of so many is messy: without a capital letter or a full stop."""

WITHOUT = frozenset({"danger_over"})
"""Topics that are reached by a button, or by words that mean them only after an urgent answer (bot/dialogue/context.py)."""

KINDS = ("everyday", "messy", "dialect", "second_language", "english", "other", "mixed")
"""How a hand writes: `other` is another language than Swedish and English, `mixed` several ways."""

_CLEAN = re.compile(r"[A-ZÅÄÖÉ][^\n]*[.?!]")


@dataclass(frozen=True)
class Example:
    """A message, the topic or heading it stands under, and its line.

    Args:
        text: the message.
        topic: the topic or heading.
        line: its line in the file.
        hand: who wrote it, as the block's metadata has it; no name, only which examples are one person's.
        kind: how it is written, one of KINDS.
    """

    text: str
    topic: str
    line: int
    hand: str = ""
    kind: str = "mixed"

    @property
    def clean(self) -> bool:
        """Whether it is written as in a book."""
        return bool(_CLEAN.fullmatch(self.text))


def same(text: str) -> str:
    """A message as it is compared: letters and digits only, in lower case."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def of_topics(content: located.Located) -> Iterator[Example]:
    """The examples of `data/nlu.yml`."""
    for position, entry in enumerate(content.value["nlu"]):
        first, about = content.line("nlu", position, "examples"), entry.get("metadata") or {}
        for offset, line in enumerate(entry["examples"].splitlines()):
            if line.strip():
                yield Example(line.strip().removeprefix("-").strip(), entry["intent"], first + offset, str(about.get("hand", "")), about.get("kind", "mixed"))


def of_danger(content: located.Located) -> Iterator[Example]:
    """The examples of `data/urgency_examples.yml`."""
    for heading, texts in content.value.items():
        for position, text in enumerate(texts):
            yield Example(text, heading, content.line(heading, position))


def twice(examples: Sequence[Example]) -> Iterator[tuple[Example, Example]]:
    """Each example that stands before it already, and the first one."""
    seen: dict[str, Example] = {}
    for example in examples:
        first = seen.setdefault(same(example.text), example)
        if first is not example:
            yield example, first


def published(path: Path) -> list[str]:
    """The messages of a published set."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def leaks(examples: Sequence[Example], messages: Sequence[str]) -> Iterator[tuple[Example, str]]:
    """The examples that are as good as a message of a published set, and that message.

    Args:
        examples: any number.
        messages: the set.
    """
    ours, theirs = [same(example.text) for example in examples], [same(text) for text in messages]
    likeness = process.cdist(ours, theirs, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
    for row, column in zip(*np.nonzero(likeness)):
        yield examples[row], messages[column]
