"""Words that blame or show too much: `data/words_to_avoid.yml`, kept by those who write the answers."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

from bot.content import located
from bot.settings import DATA

FILE = DATA / "words_to_avoid.yml"
KEYS = {"words", "why", "instead", "except"}


class WordListError(ValueError):
    """The list cannot be used; `line` says where, the message, in Swedish, what to do."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@dataclass(frozen=True)
class Avoided:
    """Words or phrases to avoid, as one expression; why; what to write instead; and phrases in which they are right."""

    expression: "re.Pattern[str]"
    why: str
    instead: str
    exceptions: "tuple[re.Pattern[str], ...]"

    def found(self, text: str) -> "Iterator[re.Match[str]]":
        """Where the text has one of the words outside every exception."""
        allowed = [match.span() for exception in self.exceptions for match in exception.finditer(text)]
        for match in self.expression.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in allowed):
                yield match


def load(path: Path = FILE) -> list[Avoided]:
    """Read the list.

    Raises:
        WordListError: an entry lacks something, or the file is no list.
    """
    try:
        content = located.read(path)
    except located.Unreadable as problem:
        raise WordListError(problem.line, "filen går inte att läsa härifrån; se på indrag, kolon och citattecken") from problem
    if not isinstance(content.value, list):
        raise WordListError(1, "filen ska vara en lista, där varje post börjar med - words:")
    return [_avoided(entry, content.line(position)) for position, entry in enumerate(content.value)]


def _avoided(entry: Any, line: int) -> Avoided:
    if not isinstance(entry, dict) or not all(entry.get(key) for key in ("words", "why", "instead")) or set(entry) - KEYS:
        raise WordListError(line, "posten ska ha words, why och instead, och får ha except")
    return Avoided(
        expression=_expression(entry["words"]),
        why=str(entry["why"]).strip(),
        instead=str(entry["instead"]).strip(),
        exceptions=tuple(_expression([phrase]) for phrase in entry.get("except") or ()),
    )


def _expression(words: list[str]) -> "re.Pattern[str]":
    """Any of the words, whole; * stands for any letters, and white space for any white space."""
    parts = (r"\s+".join(re.escape(piece).replace(r"\*", r"\w*") for piece in str(word).split()) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
