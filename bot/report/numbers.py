"""The report's figures, each with its 95 % interval. Pure functions."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Callable, Hashable, NamedTuple, Sequence, TypeVar, Union

import numpy as np
from numpy.typing import NDArray

from bot.content.labelled import Message
from bot.evaluation import wilson

SEED = 20261123
RESAMPLES = 1000
BINS = 15
"""As many as Guo et al. 2017 use, of equal width."""

SUM = 1.01
"""More than this probabilities do not sum to, although each is rounded."""

BY_RULE = "decided by rule"

Key = TypeVar("Key", bound=Hashable)
Array = NDArray[Any]
Row = Union[Sequence[Any], Array]
"""A figure or a yes or no for each message."""


@dataclass(frozen=True)
class Verdict:
    """What was understood of a message: topics with their probabilities, likeliest first."""

    message: Message
    ranking: tuple[tuple[str, float], ...]

    @property
    def topic(self) -> str:
        """The likeliest topic."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """Its probability."""
        return self.ranking[0][1]

    @property
    def by_rule(self) -> bool:
        """Whether a rule decided (danger, a place, an age), with confidence 1: then the probabilities of the rest are too much."""
        return sum(probability for _, probability in self.ranking) > SUM

    @property
    def group(self) -> str:
        """The kind of message, or that a rule decided."""
        return BY_RULE if self.by_rule else self.message.kind

    @property
    def right(self) -> bool:
        """Whether it is what was meant."""
        return self.message.is_met(self.topic)

    @property
    def counted(self) -> str:
        """The topic that the answer counts for: one that also is right counts for what was meant."""
        return self.message.topic if self.right else self.topic


class Share(NamedTuple):
    """So many of so many."""

    number: int
    of: int

    @property
    def value(self) -> float:
        """0 to 1; 0 of none."""
        return self.number / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's; anything is possible of none."""
        return wilson(self.number, self.of) if self.of else (0.0, 1.0)


class Estimate(NamedTuple):
    """A figure that is no share, and its interval."""

    value: float
    interval: tuple[float, float]


class Bin(NamedTuple):
    """Messages of nearly the same confidence: its mean, and how many are right."""

    confidence: float
    right: Share


class Point(NamedTuple):
    """What a threshold would do; see `fallback_curve` and `scope_curve`."""

    threshold: float
    gain: Share
    cost: Share


def share(rights: Row) -> Share:
    """How many are true."""
    return Share(sum(map(bool, rights)), len(rights))


def shares(verdicts: Sequence[Verdict], key: Callable[[Verdict], Key]) -> dict[Key, Share]:
    """How many are right of each group of messages, in the order in which the groups come."""
    groups: dict[Key, list[bool]] = {}
    for verdict in verdicts:
        groups.setdefault(key(verdict), []).append(verdict.right)
    return {name: share(rights) for name, rights in groups.items()}


def in_first(verdicts: Sequence[Verdict], places: int) -> Share:
    """How many have what was meant among the likeliest topics, as when the nearest are offered as buttons."""
    return share([any(verdict.message.is_met(topic) for topic, _ in verdict.ranking[:places]) for verdict in verdicts])


def macro_f1(meant: Sequence[str], counted: Sequence[str]) -> Estimate:
    """F1, averaged over the topics that are meant.

    Args:
        meant: the right topics.
        counted: the predictions, as `Verdict.counted` has them.
    """
    number = {topic: place for place, topic in enumerate(sorted({*meant, *counted}))}
    right, got = np.array([number[topic] for topic in meant]), np.array([number[topic] for topic in counted])

    def statistic(rows: Array) -> float:
        asked, answered = (np.bincount(column[rows], minlength=len(number)) for column in (right, got))
        hits = np.bincount(right[rows][right[rows] == got[rows]], minlength=len(number))
        return float((2 * hits[asked > 0] / (asked + answered)[asked > 0]).mean())

    return bootstrap(statistic, len(right))


def calibration_error(confidences: Row, rights: Row, bins: int = BINS) -> Estimate:
    """Expected calibration error: how far confidence and accuracy lie apart, bins of equal width weighted by their messages.

    Args:
        confidences: 0 to 1.
        rights: whether each answer was right.
        bins: their number.
    """
    sure, hit = np.asarray(confidences, dtype=float), np.asarray(rights, dtype=float)
    places = _places(sure, bins)

    def statistic(rows: Array) -> float:
        return float(np.abs(np.bincount(places[rows], (sure - hit)[rows], minlength=bins)).sum() / len(rows))

    return bootstrap(statistic, len(sure))


def reliability(confidences: Row, rights: Row, bins: int = BINS) -> list[Bin]:
    """The bins of `calibration_error` that are not empty, from the least confident."""
    sure, hit = np.asarray(confidences, dtype=float), np.asarray(rights, dtype=bool)
    places = _places(sure, bins)
    return [Bin(float(sure[places == place].mean()), share(list(hit[places == place]))) for place in sorted(set(places.tolist()))]


def fallback_curve(confidences: Row, rights: Row, thresholds: Sequence[float]) -> list[Point]:
    """What it gains and costs to offer the nearest topics below a confidence.

    Returns:
        For each threshold, how many of the wrong answers are withheld (gain), and of the right ones (cost).
    """
    pairs = list(zip(confidences, rights))
    return [
        Point(threshold, share([sure < threshold for sure, right in pairs if not right]), share([sure < threshold for sure, right in pairs if right]))
        for threshold in thresholds
    ]


def scope_curve(probabilities: Row, outside: Row, thresholds: Sequence[float]) -> list[Point]:
    """What it gains and costs to call a message out of scope from a probability on.

    Args:
        probabilities: that each message is out of scope.
        outside: whether it is.
        thresholds: any number.

    Returns:
        For each threshold, how many of what lies outside are found (gain), and how many real questions are turned away (cost).
    """
    pairs = list(zip(probabilities, outside))
    return [
        Point(threshold, share([value >= threshold for value, out in pairs if out]), share([value >= threshold for value, out in pairs if not out]))
        for threshold in thresholds
    ]


def affordable(curve: Sequence[Point], most: float) -> Point | None:
    """The point with the greatest gain whose cost is at most a share, or None; of points alike, the first."""
    return max((point for point in curve if point.cost.value <= most), key=lambda point: point.gain.value, default=None)


def confusions(verdicts: Sequence[Verdict]) -> Counter[tuple[str, str]]:
    """How often each topic was understood as each other one: {(meant, understood): times}."""
    return Counter((verdict.message.topic, verdict.topic) for verdict in verdicts if not verdict.right)


def failures(verdicts: Sequence[Verdict], most: int) -> list[Verdict]:
    """The surest wrong answers, in turns from each kind of message and from what rules decided, so that none crowds out the others."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: (-verdict.confidence, verdict.message.text)):
        if not verdict.right:
            groups.setdefault(verdict.group, []).append(verdict)
    turns = [(turn, group, verdict) for group, wrong in groups.items() for turn, verdict in enumerate(wrong)]
    chosen = sorted(turns, key=lambda item: item[:2])[:most]
    return [verdict for _, _, verdict in sorted(chosen, key=lambda item: (item[1], item[0]))]


def difference(ours: Row, theirs: Row) -> Estimate:
    """How much greater our share of right answers is than theirs on the same messages, by resampling the messages."""
    gap = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)
    return bootstrap(lambda rows: float(gap[rows].mean()), len(gap), least=-1.0)


def bootstrap(statistic: Callable[[Array], float], number: int, least: float = 0.0, most: float = 1.0) -> Estimate:
    """A figure and its 95 % interval, by drawing messages anew with a fixed seed.

    The draws' own bias (an ECE grows when messages repeat) is taken off the ends, else the figure might lie outside its interval.

    Args:
        statistic: gives the figure for the messages at these places.
        number: of messages.
        least: the figure can't be less.
        most: nor more.
    """
    random = np.random.default_rng(SEED)
    value = statistic(np.arange(number))
    drawn = np.array([statistic(random.integers(0, number, number)) for _ in range(RESAMPLES)])
    low, high = np.quantile(drawn, (0.025, 0.975)) - (drawn.mean() - value)
    return Estimate(value, (max(least, float(low)), min(most, float(high))))


def _places(confidences: Array, bins: int) -> Array:
    return np.minimum((confidences * bins).astype(int), bins - 1)
