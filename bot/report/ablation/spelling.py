"""Spelling as parents break it, and a repair of it: å, ä and ö restored, split compounds joined. Tried in the ablation; not in use."""

import re
from collections import Counter
from random import Random
from typing import Callable, Mapping, Sequence

from bot.nlu.words import fold

WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 3
"""Letters of a compound's half."""

SURER = 4
"""A spelling is taken in place of another that is so many times rarer."""

LONG = 8
"""Letters from which a word can be a compound."""

HIT = 0.2
"""Share of a message's words that get a slip of the finger; at least one does."""

NEIGHBOURS = {"a": "sq", "e": "rw", "i": "uo", "k": "jl", "n": "mb", "o": "ip", "r": "et", "s": "ad", "t": "ry", "ä": "öå", "å": "äp", "ö": "äl"}
"""Keys beside each other on a Swedish keyboard."""


class Repair:
    """Restores the spelling of words by how others spell them.

    Args:
        texts: many messages; what is common in them is right.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = Counter(word for text in texts for word in WORD.findall(text.lower()))
        self._pairs = Counter(pair for text in texts for pair in _pairs(text))
        self._best: dict[str, str] = {}
        for word, _ in sorted(self._counts.items(), key=lambda item: (item[1], item[0])):
            self._best[fold(word)] = word

    def __call__(self, text: str) -> str:
        """The text with its words restored, in lower case where they were."""
        return self._joined(WORD.sub(lambda match: self._restored(match.group()), text))

    def _restored(self, word: str) -> str:
        known = self._best.get(fold(word))
        if known is None or known == word.lower() or self._counts[known] < SURER * max(1, self._counts[word.lower()]):
            return word
        return known

    def _joined(self, text: str) -> str:
        pieces = re.split(r"(?<=\w) (?=\w)", text)
        joined = [pieces[0]]
        for piece in pieces[1:]:
            first, second = re.split(r"\W", joined[-1])[-1], re.split(r"\W", piece)[0]
            joined[-1:] = [joined[-1] + piece] if self._is_one(first.lower(), second.lower()) else [joined[-1], piece]
        return " ".join(joined)

    def _is_one(self, first: str, second: str) -> bool:
        return min(len(first), len(second)) >= SHORTEST and self._counts[first + second] > 2 * self._pairs[first, second] + 1


def misspell(text: str, random: Random) -> str:
    """Letters dropped, doubled, turned round or hit beside, in some of the words."""
    places = [match for match in WORD.finditer(text) if len(match.group()) > SHORTEST]
    for match in sorted(random.sample(places, min(len(places), max(1, round(HIT * len(places))))), key=lambda match: -match.start()):
        at = random.randrange(match.start() + 1, match.end() - 1)
        beside = random.choice(NEIGHBOURS.get(text[at].lower(), text[at]))
        slip = random.choice([text[at + 1], text[at] * 2 + text[at + 1], text[at + 1] + text[at], beside + text[at + 1]])
        text = text[:at] + slip + text[at + 2 :]
    return text


def drop_diacritics(text: str, random: Random) -> str:
    """å, ä and ö without their marks."""
    return text.translate(str.maketrans("åäöÅÄÖé", "aaoAAOe"))


class SplitCompounds:
    """Writes compounds in two words.

    Args:
        texts: many messages; a word is a compound when both halves stand in them often enough.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(word for text in texts for word in WORD.findall(text.lower()))
        self._known = {word for word, times in counts.items() if times >= 3 and len(word) > SHORTEST}

    def __call__(self, text: str, random: Random) -> str:
        """The text with each compound in two."""
        return WORD.sub(lambda match: self._split(match.group()), text)

    def _split(self, word: str) -> str:
        if len(word) < LONG:
            return word
        for at in range(len(word) - SHORTEST - 1, SHORTEST, -1):
            first, second = word[:at].lower(), word[at:].lower()
            if second in self._known and (first in self._known or first.removesuffix("s") in self._known):
                return f"{word[:at]} {word[at:]}"
        return word


def damages(texts: Sequence[str]) -> Mapping[str, Callable[[str, Random], str]]:
    """The ways of breaking spelling, by name."""
    return {"misspelt": misspell, "no diacritics": drop_diacritics, "split compounds": SplitCompounds(texts)}


def _pairs(text: str) -> list[tuple[str, str]]:
    found = WORD.findall(text.lower())
    return list(zip(found, found[1:]))
