from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import vectors as module
from bot.nlu.vectors import DIMENSIONS, LONGEST, ONE_OF, ONE_OF_FOREIGN, drawn, embed, gets_vector, have_ready, shorten


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


def test_what_is_ready_is_not_computed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ready", {})
    texts = ["och om han vägrar?", "hon är 13"]
    before = embed(texts)
    with ThreadPoolExecutor(1) as aside:
        have_ready(texts, aside, tmp_path / "kept.npz")
    monkeypatch.setattr(module._embedder(), "_vector", lambda text, prefix: np.zeros((1, DIMENSIONS), dtype=np.float32))
    assert np.array_equal(embed([texts[1], "något annat", texts[0]]), np.vstack([before[1], np.zeros(DIMENSIONS), before[0]]))
    module._ready.clear()
    with ThreadPoolExecutor(1) as aside:
        have_ready(texts, aside, tmp_path / "kept.npz")
        assert np.array_equal(embed(texts), before)


def test_what_fails_aside_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ready", {})
    (tmp_path / "kept.npz").mkdir()
    with ThreadPoolExecutor(1) as aside:
        have_ready(["hej"], aside, tmp_path / "kept.npz")
        with pytest.raises(OSError, match="kept.npz"):
            embed(["hej"])


def test_one_in_so_many_is_drawn_always_the_same() -> None:
    texts = [f"meddelande {number}" for number in range(3000)]
    found = [drawn(text) for text in texts]
    assert found == [drawn(text) for text in texts]
    assert sum(found) == pytest.approx(3000 / ONE_OF, rel=0.15)
    assert all(drawn(text, one_of=1) for text in texts)


@pytest.mark.parametrize(
    ("kind", "one_of", "expected"),
    [
        ("everyday", ONE_OF, ONE_OF),
        ("dialect", ONE_OF, ONE_OF),
        ("english", ONE_OF, ONE_OF_FOREIGN),
        ("other", ONE_OF, ONE_OF_FOREIGN),
        ("everyday", 1, 1),
        ("other", 1, 1),
    ],
)
def test_examples_in_other_languages_oftener_get_vectors(kind: str, one_of: int, expected: int) -> None:
    found = [gets_vector(f"meddelande {number}", kind, one_of) for number in range(3000)]
    assert sum(found) == pytest.approx(3000 / expected, rel=0.15)


@pytest.mark.parametrize("text", ["kort", "ord " * 500, "x" * 5000, ""])
def test_shorten(text: str) -> None:
    short = shorten(text)
    assert len(short) <= LONGEST + 1
    assert text.startswith(short[:10])
    assert text.rstrip().endswith(short.rstrip()[-3:])
