from collections import Counter

import numpy as np
import pytest

from bot.content.labelled import Message
from bot.evaluation import score
from bot.report import numbers
from bot.report.numbers import Point, Share, Verdict
from tests.report.rows import SOME, verdict


def test_share_and_its_interval() -> None:
    assert Share(90, 100).value == 0.9
    assert Share(90, 100).interval == pytest.approx((0.826, 0.945), abs=0.001)
    assert (Share(0, 0).value, Share(0, 0).interval) == (0.0, (0.0, 1.0))


def test_shares_by_kind() -> None:
    assert numbers.shares(SOME, lambda item: item.message.kind) == {"everyday": (3, 4), "messy": (1, 2), "other": (0, 1)}


def test_what_also_is_right_counts_for_what_was_meant() -> None:
    assert [item.right for item in SOME] == [True, False, True, False, True, False, True]
    assert SOME[-1].counted == "thanks"


@pytest.mark.parametrize(("places", "found"), [(1, 4), (2, 7)])
def test_among_the_first(places: int, found: int) -> None:
    assert numbers.in_first(SOME, places) == (found, 7)


def test_macro_f1_is_that_of_the_evaluation() -> None:
    meant = [item.message.topic for item in SOME]
    ours = numbers.macro_f1(meant, [item.counted for item in SOME])
    assert ours.value == pytest.approx(score(meant, [item.message.also for item in SOME], [item.topic for item in SOME]).macro_f1)
    assert ours.interval[0] < ours.value < ours.interval[1]


@pytest.mark.parametrize(
    ("confidences", "rights", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [False, False], 1.0),
        ([0.5, 0.5], [True, False], 0.0),
        ([0.9, 0.9, 0.1, 0.1], [True, True, False, True], (0.1 * 2 + 0.4 * 2) / 4),
    ],
)
def test_calibration_error(confidences: list[float], rights: list[bool], error: float) -> None:
    assert numbers.calibration_error(confidences, rights).value == pytest.approx(error)


def test_the_interval_of_a_small_error_holds_it() -> None:
    random = np.random.default_rng(1)
    sure = random.uniform(0.5, 1, 1000)
    found = numbers.calibration_error(sure, random.random(1000) < sure)
    assert 0 <= found.interval[0] < found.value < found.interval[1] < 0.1


def test_reliability() -> None:
    found = numbers.reliability([0.05, 0.95, 1.0], [False, True, False], bins=10)
    assert [(part.confidence, part.right) for part in found] == [(pytest.approx(0.05), (0, 1)), (pytest.approx(0.975), (1, 2))]


@pytest.mark.parametrize(("threshold", "wrong", "right"), [(0.0, 0, 0), (0.3, 1, 0), (0.65, 2, 1), (1.0, 2, 3)])
def test_fallback(threshold: float, wrong: int, right: int) -> None:
    confidences, rights = [0.2, 0.4, 0.6, 0.7, 0.9], [False, False, True, True, True]
    assert numbers.fallback_curve(confidences, rights, [threshold]) == [Point(threshold, Share(wrong, 2), Share(right, 3))]


@pytest.mark.parametrize(("threshold", "found", "turned_away"), [(0.0, 2, 3), (0.3, 2, 1), (0.5, 1, 1), (0.95, 0, 0)])
def test_scope(threshold: float, found: int, turned_away: int) -> None:
    probabilities, outside = [0.9, 0.4, 0.1, 0.2, 0.6], [True, True, False, False, False]
    assert numbers.scope_curve(probabilities, outside, [threshold]) == [Point(threshold, Share(found, 2), Share(turned_away, 3))]


@pytest.mark.parametrize(("most", "threshold"), [(0.0, 0.1), (0.1, 0.2), (1.0, 0.3), (-1.0, None)])
def test_what_a_threshold_may_cost(most: float, threshold: float | None) -> None:
    curve = [Point(0.1, Share(1, 10), Share(0, 10)), Point(0.2, Share(3, 10), Share(1, 10)), Point(0.3, Share(5, 10), Share(2, 10))]
    found = numbers.affordable(curve, most)
    assert (found.threshold if found else None) == threshold


def test_confusions() -> None:
    assert numbers.confusions(SOME) == Counter({("greet", "goodbye"): 1, ("goodbye", "greet"): 1, ("greet", "out_of_scope"): 1})


@pytest.mark.parametrize(("most", "texts"), [(1, ["hej du"]), (3, ["hej du", "hej | då", "سلام"]), (9, ["hej du", "hej | då", "سلام"])])
def test_failures_are_the_surest_of_each_kind(most: int, texts: list[str]) -> None:
    assert [item.message.text for item in numbers.failures(SOME, most)] == texts


def test_no_kind_crowds_out_another() -> None:
    many = [verdict("a", "b", 0.9, "messy", text=str(number)) for number in range(9)] + [verdict("a", "b", 0.1, "dialect", text="d")]
    assert [item.message.kind for item in numbers.failures(many, 3)] == ["dialect", "messy", "messy"]


@pytest.mark.parametrize(("ours", "theirs", "gap"), [([1, 1, 0, 0], [1, 1, 0, 0], 0.0), ([1, 1], [0, 0], 1.0), ([0, 1, 0, 0], [1, 1, 1, 0], -0.5)])
def test_difference(ours: list[int], theirs: list[int], gap: float) -> None:
    found = numbers.difference(ours, theirs)
    assert found.value == gap
    assert found.interval[0] <= gap <= found.interval[1]


def test_the_same_resamples_each_time() -> None:
    values = np.random.default_rng(2).random(50)
    assert numbers.bootstrap(lambda rows: float(values[rows].mean()), 50) == numbers.bootstrap(lambda rows: float(values[rows].mean()), 50)


@pytest.mark.parametrize(
    ("ranking", "by_rule"), [([("a", 1.0)], False), ([("a", 0.9), ("b", 0.1)], False), ([("a", 1.0), ("b", 0.3)], True), ([("a", 0.3334)] * 3, False)]
)
def test_what_a_rule_decided(ranking: list[tuple[str, float]], by_rule: bool) -> None:
    found = Verdict(Message("x", "b", kind="messy"), tuple(ranking))
    assert found.by_rule is by_rule
    assert found.group == ("decided by rule" if by_rule else "messy")
