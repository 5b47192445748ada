"""Keeps the sentence vectors of the examples between trainings: they take most of a training's time and seldom change.

One file of arrays, without pickle, that may be thrown away at any time.
"""

import hashlib
from pathlib import Path
from typing import Any, Callable, List
from zipfile import BadZipFile

import numpy as np

Embed = Callable[[List[str]], "np.ndarray[Any, Any]"]
BATCH = 64


def kept(texts: List[str], embed: Embed, path: Path, kind: str) -> "np.ndarray[Any, Any]":
    """Vectors for texts, computed only where they are not in the file; the file then holds just these.

    Args:
        texts: any number.
        embed: gives a float32 (n, d) array for n texts.
        path: the file; made where it is missing or cannot be read.
        kind: names what `embed` does, so that vectors of another kind are not taken.

    Returns:
        As `embed` for all the texts.
    """
    keys = [hashlib.sha256(f"{kind}\n{text}".encode("utf-8", "replace")).hexdigest()[:32] for text in texts]
    known = _read(path)
    missing = {key: text for key, text in zip(keys, texts) if key not in known}
    new = list(missing)
    for start in range(0, len(new), BATCH):
        part = new[start : start + BATCH]
        known.update(zip(part, embed([missing[key] for key in part])))
    if missing or len(known) > len(set(keys)):
        _write(path, {key: known[key] for key in dict.fromkeys(keys)})
    return np.vstack([known[key] for key in keys]) if keys else embed([])


def _read(path: Path) -> "dict[str, np.ndarray[Any, Any]]":
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return dict(zip(map(str, arrays["keys"]), arrays["vectors"]))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


def _write(path: Path, vectors: "dict[str, np.ndarray[Any, Any]]") -> None:
    if not vectors:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished.npz")
    np.savez(unfinished, keys=np.array(list(vectors), dtype=np.str_), vectors=np.vstack(list(vectors.values())))
    unfinished.replace(path)
