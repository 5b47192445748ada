"""Scores what was understood against what was meant. Pure functions."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Collection, Sequence

Z95 = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True)
class Score:
    """How well topics were recognised. Shares are 0 to 1."""

    messages: int
    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    worst: list[tuple[str, float]]
    confusions: list[tuple[str, str, int]]


def score(meant: Sequence[str], also: Sequence[Collection[str]], understood: Sequence[str], worst: int = 10) -> Score:
    """Score predictions.

    Args:
        meant: the right topic of each message.
        also: further topics that count as right.
        understood: the predicted topics.
        worst: how many of the worst topics and of the commonest confusions to give.

    Returns:
        Top-1 accuracy with its 95 % interval (Wilson), macro-F1 over the topics that are meant, topics by F1 from the worst, and
        confusions as (meant, understood, times).

    Raises:
        ValueError: there are no messages, or the lengths differ.
    """
    if not meant or not len(meant) == len(also) == len(understood):
        raise ValueError("score wants at least one message, and as many predictions as messages")
    # A prediction that counts as right counts for the topic that was meant.
    counted = [right if got in {right, *more} else got for right, more, got in zip(meant, also, understood)]
    correct = sum(right == got for right, got in zip(meant, counted))
    f1 = {topic: _f1(topic, meant, counted) for topic in set(meant)}
    confusions = Counter((right, got) for right, got in zip(meant, counted) if right != got)
    return Score(
        messages=len(meant),
        accuracy=correct / len(meant),
        interval=wilson(correct, len(meant)),
        macro_f1=sum(f1.values()) / len(f1),
        worst=sorted(f1.items(), key=lambda item: (item[1], item[0]))[:worst],
        confusions=[(right, got, times) for (right, got), times in confusions.most_common(worst)],
    )


def wilson(correct: int, total: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference")."""
    share = correct / total
    spread = Z95 * Z95 / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _f1(topic: str, meant: Sequence[str], understood: Sequence[str]) -> float:
    hits = sum(right == got == topic for right, got in zip(meant, understood))
    return 2 * hits / (sum(right == topic for right in meant) + sum(got == topic for got in understood))
