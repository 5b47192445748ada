import numpy as np
import pytest

from bot.nlu.sentence_vectors import DIMENSIONS, LONGEST, embed, shorten


def test_vectors_have_unit_length() -> None:
    vectors = embed(["hej", "min son mår dåligt", "😢"])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors.reshape(-1, 384), axis=1), 1, atol=1e-3)


def test_nothing_in_nothing_out() -> None:
    assert embed([]).shape == (0, DIMENSIONS)


def test_meaning_counts_across_languages() -> None:
    asked, near, far = embed(["någon hotar att sprida bilder på min son", "someone threatens to share pictures of my son", "vad blir det för väder imorgon"])
    assert asked @ near > asked @ far


def test_a_batch_gives_what_single_texts_give() -> None:
    texts = ["hon är 13", "han har skickat pengar"]
    assert np.array_equal(embed(texts), np.vstack([embed([text]) for text in texts]))


@pytest.mark.parametrize("text", ["kort", "ord " * 500, "x" * 5000, ""])
def test_shorten(text: str) -> None:
    short = shorten(text)
    assert len(short) <= LONGEST + 1
    assert text.startswith(short[:10])
    assert text.rstrip().endswith(short.rstrip()[-3:])
