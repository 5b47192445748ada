"""Counts as they may be shown: by topic, by week, by län, and no number below five, nor any that gives one away. Pure."""

from collections import Counter
from dataclasses import dataclass
from typing import Hashable, Mapping, Optional, TypeVar

from bot.counts.store import Counts

FEWEST = 5
"""A smaller number is not shown: a family might be seen in it."""

FEW = "färre än 5"
WITHHELD = "visas inte"
"""In the place of a number that would give away a smaller one, as the difference between two sums."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Cell:
    """A number as it may be shown: None where it is too small, or would give away one that is."""

    number: Optional[int]
    words: str


@dataclass(frozen=True)
class Table:
    """What parents ask, one way at a time, and what was said of the answers: topic to those whom it helped and those whom it did not."""

    by_topic: Mapping[str, Cell]
    by_week: Mapping[str, Cell]
    by_lan: Mapping[str, Cell]
    judged: Mapping[str, "tuple[Cell, Cell]"]


def table(counts: Counts) -> Table:
    """The counts as they may be shown: one way at a time, since a number that is withheld in one table could be worked out from another.

    Args:
        counts: as the database has them.
    """
    topics: Counter[str] = Counter()
    weeks: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for key, number in counts.asked.items():
        topics[key.topic] += number
        weeks[key.week] += number
        places[key.lan_code] += number
    verdicts = shown({(key.topic, key.helped): number for key, number in counts.judged.items()})
    none = Cell(0, "0")
    judged = {name: (verdicts.get((name, True), none), verdicts.get((name, False), none)) for name, _ in sorted(verdicts)}
    return Table(shown(topics), shown(dict(sorted(weeks.items()))), shown(places), judged)


def shown(counts: Mapping[K, int]) -> dict[K, Cell]:
    """Numbers that may be shown, in the order given.

    A number below `FEWEST` is not. Where those that are not make less than `FEWEST` together, the smallest that could be shown is
    withheld too: else whoever knows the sum of all knows them.
    """
    few = {key for key, number in counts.items() if number < FEWEST}
    withheld: set[K] = set()
    hidden = sum(counts[key] for key in few)
    for key in sorted(set(counts) - few, key=lambda key: counts[key]):
        if not few or hidden >= FEWEST:
            break
        withheld.add(key)
        hidden += counts[key]
    return {key: Cell(None, FEW) if key in few else Cell(None, WITHHELD) if key in withheld else Cell(number, str(number)) for key, number in counts.items()}
