"""Small helpers for Swedish text as parents type it."""

import re
from typing import NamedTuple

_FOLD = str.maketrans("åäáàâéèêëöøæüóíñç", "aaaaaeeeeooauoinc")
PLACEHOLDER = re.compile(r"\[[\w-]+\]")
"""What stands in a message for what was struck from it, as [namn]."""

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


class Word(NamedTuple):
    """A word with its place in the text: `text[start:end]`."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without å, ä, ö and accents, of the same length, so that places in the text stay right."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters, as İ, are two when lower
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lowered.translate(_FOLD)


def words(text: str) -> list[Word]:
    """The words of a text; hyphenated words are one word."""
    return [Word(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]
