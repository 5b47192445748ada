from collections import Counter
from pathlib import Path
from typing import Callable

import pytest
from PIL import Image

from bot.report import numbers, pictures
from tests.report.rows import SOME

SURE, RIGHT = [item.confidence for item in SOME], [item.right for item in SOME]
MEANT = Counter(item.message.topic for item in SOME)

PICTURES: dict[str, Callable[[Path], None]] = {
    "confusion": lambda path: pictures.confusion(MEANT, numbers.confusions(SOME), path),
    "confusion of one topic": lambda path: pictures.confusion({"greet": 3}, Counter(), path),
    "calibration": lambda path: pictures.calibration(numbers.reliability(SURE, RIGHT), path),
    "thresholds": lambda path: pictures.thresholds(numbers.fallback_curve(SURE, RIGHT, [0.0, 0.5, 1.0]), 0.3, path),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_and_always_the_same(name: str, tmp_path: Path) -> None:
    first, second = tmp_path / "new folder" / "first.png", tmp_path / "second.png"
    PICTURES[name](first)
    PICTURES[name](second)
    assert first.read_bytes() == second.read_bytes()
    with Image.open(first) as picture:
        assert min(picture.size) > 200
        assert len(picture.convert("RGB").getcolors(100_000) or []) > 5


def test_topics_that_are_taken_for_each_other_stand_together() -> None:
    order = pictures._neighbours(["a", "b", "c", "d", "e"], Counter({("a", "e"): 9, ("d", "b"): 9}))
    assert abs(order.index("a") - order.index("e")) == 1
    assert abs(order.index("b") - order.index("d")) == 1
    assert sorted(order) == ["a", "b", "c", "d", "e"]
