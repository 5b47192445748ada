"""What should be looked at again by those who keep the answers. Pure: answers and a day in, rows out, the most pressing first."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Iterable, Mapping, Optional

from bot.content.answers import Answer
from bot.content.examples import WITHOUT, Example

MONTHS = 12
"""An answer is due when its sources were last read so long ago."""

YEARS = 5
"""A source is old when it is from so many years ago."""

FEW = 60
"""A topic with fewer examples than this would gain from more."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Due:
    """An answer, and how many months ago it was reviewed."""

    topic: str
    title: str
    reviewed: str
    months: int


@dataclass(frozen=True)
class OldSource:
    """A source that says in its title what year it is from."""

    topic: str
    title: str
    year: int
    source: str
    url: str


@dataclass(frozen=True)
class Thin:
    """A topic and its number of examples."""

    topic: str
    title: str
    examples: int


def by_age(answers: Iterable[Answer], today: date) -> list[Due]:
    """All answers, the one reviewed longest ago first."""
    rows = [Due(row.topic, row.title, row.reviewed, int((today - date.fromisoformat(row.reviewed)).days / _DAYS_A_MONTH)) for row in answers]
    return sorted(rows, key=lambda row: (row.reviewed, row.topic))


def due(answers: Iterable[Answer], today: date, months: int = MONTHS) -> list[Due]:
    """The answers to review again, oldest first.

    Args:
        answers: any number.
        today: the day it is.
        months: how many months old is too old.
    """
    return [row for row in by_age(answers, today) if row.months >= months]


def old_sources(answers: Iterable[Answer], today: date, years: int = YEARS) -> list[OldSource]:
    """The sources that are from long ago by their own titles, oldest first: is there a newer one?

    Args:
        answers: any number.
        today: the day it is.
        years: how many years old is too old.
    """
    rows = []
    for answer in answers:
        for page in answer.sources:
            year = year_of(page.title)
            if year is not None and year <= today.year - years:
                rows.append(OldSource(answer.topic, answer.title, year, page.title, page.url))
    return sorted(rows, key=lambda row: (row.year, row.topic, row.source))


def year_of(title: str) -> Optional[int]:
    """The latest year that a title names."""
    found = [int(year) for year in _YEAR.findall(title)]
    return max(found) if found else None


def few_examples(answers: Mapping[str, Answer], examples: Iterable[Example], below: int = FEW) -> list[Thin]:
    """The topics with few examples, fewest first.

    Args:
        answers: topic ids to answers.
        examples: those of `data/nlu.yml`.
        below: from this number it is enough.
    """
    counts = {topic: 0 for topic in answers if topic not in WITHOUT}
    for example in examples:
        if example.topic in counts:
            counts[example.topic] += 1
    rows = [Thin(topic, answers[topic].title, number) for topic, number in counts.items() if number < below]
    return sorted(rows, key=lambda row: (row.examples, row.topic))
