from pathlib import Path

import numpy as np
import pytest

from bot.nlu.vector_store import kept


class Counting:
    """Vectors that are the texts' lengths; remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text)] for text in texts], dtype=np.float32).reshape(len(texts), 1)


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        ([], ["a", "bb"], ["a", "bb"]),
        (["a", "bb"], ["a", "bb"], []),
        (["a", "bb"], ["bb", "ccc", "a", "ccc"], ["ccc"]),
        (["a"], [], []),
    ],
)
def test_only_what_is_new_is_computed(before: list[str], now: list[str], asked: list[str], tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    kept(before, Counting(), path, "x")
    embed = Counting()
    assert [row[0] for row in kept(now, embed, path, "x")] == [len(text) for text in now]
    assert embed.asked == asked


def test_another_kind_and_a_broken_file_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    kept(["a"], Counting(), path, "x")
    embed = Counting()
    kept(["a"], embed, path, "y")
    assert embed.asked == ["a"]
    path.write_bytes(b"PK\x03\x04 broken")
    kept(["a"], embed, path, "y")
    assert embed.asked == ["a", "a"]
