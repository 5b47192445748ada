"""What documents mean, as vectors: made when the project is built, kept in `build/`, and read by the gateway, which has no model of its own.

Beside the vectors stands the dictionary form of every word in the documents. Both are kept by what they were made of, so that a
changed text costs the time of one text, and an old file never gives a wrong vector.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Optional

import numpy as np

from bot.settings import BUILD

FILE = BUILD / "search.npz"
Vectors = Any
"""A numpy array, one row a text."""

Embed = Callable[[list[str]], Vectors]
Lemmas = Callable[[Iterable[str]], Mapping[str, str]]
BATCH = 64


@dataclass(frozen=True)
class Meanings:
    """Vectors by the key of their text, dictionary forms by word, and of what kind the vectors are."""

    vectors: Mapping[str, Vectors]
    lemmas: Mapping[str, str]
    kind: str = ""

    def of(self, text: str) -> Optional[Vectors]:
        """The vector of a text, or None where it has none yet."""
        return self.vectors.get(key(text))


NONE = Meanings({}, {})


def key(text: str) -> str:
    """What a text is kept under."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def read(file: Path = FILE) -> Meanings:
    """What the file holds; nothing where there is none or it cannot be read."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            keys, vectors, lemmas = kept["keys"].tolist(), kept["vectors"].astype(np.float32), json.loads(str(kept["lemmas"]))
            kind = str(kept["kind"])
    except (OSError, ValueError, KeyError):
        return NONE
    return Meanings(dict(zip(keys, vectors)), lemmas, kind)


def build(texts: Iterable[str], words: Iterable[str], embed: Embed, lemmas: Lemmas, kind: str, file: Path = FILE) -> int:
    """Bring the file to what the documents hold now.

    Args:
        texts: what is to be found by meaning.
        words: texts whose words are to be found in every form.
        embed: texts to vectors of unit length.
        lemmas: texts to the dictionary form of each of their words.
        kind: names what `embed` does; vectors of another kind are made anew.
        file: where it is kept.

    Returns:
        How many vectors had to be made.
    """
    old = read(file)
    known = old.vectors if old.kind == kind else {}
    wanted = {key(text): text for text in texts}
    missing = [name for name in wanted if name not in known]
    made: dict[str, Vectors] = {}
    for start in range(0, len(missing), BATCH):
        names = missing[start : start + BATCH]
        made |= dict(zip(names, embed([wanted[name] for name in names])))
    found = {name: made[name] if name in made else known[name] for name in wanted}
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".new.npz")
    forms = json.dumps(dict(lemmas(words)), ensure_ascii=False)
    np.savez_compressed(
        temporary, keys=np.array(list(found)), vectors=np.array(list(found.values()), dtype=np.float16), lemmas=np.array(forms), kind=np.array(kind)
    )
    temporary.replace(file)
    return len(missing)
