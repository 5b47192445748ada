import gc
from typing import Iterator

import pytest

from bot.collector import settle


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_there_is_left_alone() -> None:
    kept = [[number] for number in range(1000)]
    settle()
    assert gc.get_freeze_count() > len(kept)
    assert not any(kept is thing for thing in gc.get_objects())


def test_what_comes_later_is_collected() -> None:
    settle()
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() >= 1
