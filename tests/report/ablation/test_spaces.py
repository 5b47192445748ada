from pathlib import Path

import numpy as np
import pytest

from bot.nlu.vectors import LAYERS as RUNS_ON_LAYERS
from bot.nlu.vectors import embed
from bot.report.ablation import spaces
from bot.report.ablation.recipes import LAYERS, Space, said

TEXTS = ["hej", "min dotter har fått pengar", "hej"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vectors")


def test_the_space_of_the_bot_is_the_bots(folder: Path) -> None:
    assert np.array_equal(spaces.vectors(Space(), TEXTS, print, folder).of(TEXTS), embed(TEXTS))


@pytest.mark.parametrize("other", [Space(prefix="passage"), *(Space(layers) for layers in LAYERS if layers != RUNS_ON_LAYERS)])
def test_other_spaces_are_others(other: Space, folder: Path) -> None:
    ours, theirs = (spaces.vectors(space, TEXTS, print, folder).of(TEXTS) for space in (Space(), other))
    assert theirs.shape == (len(TEXTS), 384 * len(other.layers))
    assert not (ours.shape == theirs.shape and np.allclose(ours, theirs, atol=1e-3))


def test_vectors_are_kept_and_progress_is_told_only_where_there_is_some(tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        spaces.vectors(Space(), TEXTS, told.append, tmp_path)
    assert told == [f"sentence vectors, query, {said(RUNS_ON_LAYERS)}: 0 made"]


def test_in_any_order(folder: Path) -> None:
    found = spaces.vectors(Space(), TEXTS, print, folder)
    assert np.array_equal(found.of(TEXTS[1::-1]), found.of(TEXTS[:2])[::-1])
