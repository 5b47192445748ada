import pytest

from bot.evaluation import score, wilson


def test_score() -> None:
    result = score(["a", "a", "b", "b"], [[], ["b"], [], []], ["a", "b", "a", "b"])
    assert result.accuracy == 0.75
    assert result.messages == 4
    assert result.confusions == [("b", "a", 1)]
    assert dict(result.worst) == pytest.approx({"b": 2 / 3, "a": 4 / 5})
    assert result.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)


@pytest.mark.parametrize(("correct", "total", "low", "high"), [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (90, 100, 0.826, 0.945)])
def test_wilson(correct: int, total: int, low: float, high: float) -> None:
    assert wilson(correct, total) == pytest.approx((low, high), abs=0.001)


@pytest.mark.parametrize("arguments", [([], [], []), (["a"], [[]], [])])
def test_nothing_to_score_is_an_error(arguments: tuple[list[str], list[list[str]], list[str]]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        score(*arguments)
