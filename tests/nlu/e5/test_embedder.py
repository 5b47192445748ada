from pathlib import Path

import numpy as np
import pytest

from bot.nlu.e5.embedder import LONGEST, Embedder


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return Embedder([1, 3], tmp_path_factory.mktemp("e5"))


@pytest.mark.parametrize("texts", [[], ["hej"], ["", "\x00", "😢"]])
def test_one_vector_a_text(embedder: Embedder, texts: list[str]) -> None:
    vectors = embedder.vectors(texts)
    assert vectors.shape == (len(texts), embedder.dimensions) == (len(texts), 2 * 384)
    assert np.allclose(np.linalg.norm(vectors.reshape(-1, 384), axis=1), 1, atol=1e-5)


def test_the_same_alone_and_among_others(embedder: Embedder) -> None:
    texts = ["hon är 13", "han har skickat pengar", "x " * 300] * 20
    assert np.array_equal(embedder.vectors(texts), np.vstack([embedder.vectors([text]) for text in texts]))


def test_the_rest_of_a_very_long_text_does_not_count(embedder: Embedder) -> None:
    long = "barn " * LONGEST
    assert np.array_equal(embedder.vectors([long]), embedder.vectors([long + "och annat"]))


def test_the_prefix_counts(embedder: Embedder) -> None:
    assert not np.allclose(embedder.vectors(["hej"], "query"), embedder.vectors(["hej"], "passage"), atol=1e-3)


def test_two_that_start_at_once_have_whole_files(tmp_path: Path) -> None:
    first, second = Embedder([1], tmp_path), Embedder([1], tmp_path)
    assert np.array_equal(first.vectors(["hej"]), second.vectors(["hej"]))
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".onnx", ".pieces"]


def test_layers_stand_side_by_side(embedder: Embedder, tmp_path: Path) -> None:
    assert np.array_equal(embedder.vectors(["hej"])[:, 384:], Embedder([3], tmp_path).vectors(["hej"]))
