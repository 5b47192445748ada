from pathlib import Path
from typing import Any, Iterable, Mapping

import numpy as np

from bot.reference.meaning import NONE, build, read


class Model:
    """Counts what it is asked to embed."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: list[str]) -> Any:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def lemmas(texts: Iterable[str]) -> Mapping[str, str]:
    return {word: word.rstrip("r") for text in texts for word in text.split() if word.endswith("r")}


def test_only_what_is_new_is_made(tmp_path: Path) -> None:
    file, model = tmp_path / "search.npz", Model()
    assert build(["ett", "två"], ["bilder"], model.embed, lemmas, "one", file) == 2
    assert build(["ett", "tre!"], [], model.embed, lemmas, "one", file) == 1
    assert model.asked == ["ett", "två", "tre!"]
    kept = read(file)
    assert list(kept.of("ett")) == [3.0, 1.0]
    assert list(kept.of("tre!")) == [4.0, 1.0]
    assert kept.of("två") is None
    assert kept.lemmas == {}
    assert list(tmp_path.iterdir()) == [file]


def test_vectors_of_another_kind_are_made_anew(tmp_path: Path) -> None:
    file, model = tmp_path / "search.npz", Model()
    for kind in ("one", "other", "other"):
        build(["ett"], [], model.embed, lemmas, kind, file)
    assert model.asked == ["ett", "ett"]
    assert read(file).kind == "other"


def test_lemmas_are_kept(tmp_path: Path) -> None:
    build(["a"], ["bilder ute"], Model().embed, lemmas, "one", tmp_path / "search.npz")
    assert read(tmp_path / "search.npz").lemmas == {"bilder": "bilde"}


def test_a_missing_or_broken_file_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "none.npz") is NONE
    (tmp_path / "broken.npz").write_bytes(b"not an archive")
    assert read(tmp_path / "broken.npz") is NONE
