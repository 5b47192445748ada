import numpy as np
import pytest

from bot.nlu.topic_model import softmax
from bot.report import numbers
from bot.report.ablation import calibration
from bot.report.numbers import Array

TRUE = 0.5
"""Temperature of the softmax that answers are drawn from."""


def answers(scores: Array, seed: int) -> Array:
    chances = np.cumsum(softmax(scores / TRUE), axis=1)
    drawn = (np.random.default_rng(seed).random((len(scores), 1)) > chances).sum(axis=1)
    return np.minimum(drawn, scores.shape[1] - 1)


def four_topics(seed: int) -> tuple[Array, Array]:
    scores = np.random.default_rng(seed).normal(0, 0.8, (3000, 4))
    return scores, answers(scores, seed)


def two_topics(seed: int) -> tuple[Array, Array]:
    """Of two topics, each one's probability is told by its own score."""
    one = np.random.default_rng(seed).normal(0, 0.5, (3000, 1))
    scores = np.hstack([-one, one])
    return scores, answers(scores, seed)


def error(found: Array, meant: Array) -> float:
    return numbers.calibration_error(found.max(axis=1), found.argmax(axis=1) == meant).value


@pytest.mark.parametrize("kind", ["sigmoid", "isotonic"])
def test_each_topic_by_itself(kind: str) -> None:
    (scores, right), (asked, meant) = two_topics(1), two_topics(2)
    found = calibration.each_topic(kind, scores, right, asked)
    assert np.allclose(found.sum(axis=1), 1)
    assert error(found, meant) < 0.03 < error(softmax(asked), meant)


def test_ways() -> None:
    (scores, right), (asked, meant) = four_topics(1), four_topics(2)
    kept, own = four_topics(3)
    ways = calibration.ways(scores * 1.7, scores * 2.5, right, kept, own[:, None] == np.arange(4), asked)
    assert all(np.allclose(found.sum(axis=1), 1) for found in ways.values())
    assert len({round(error(found, meant), 6) for found in ways.values()}) == len(ways)
    assert min(ways, key=lambda name: error(ways[name], meant)) == calibration.AS_IT_RUNS


def test_columns() -> None:
    assert calibration.columns(["a", "b", "c"], ["c", "a"]).tolist() == [2, 0]
