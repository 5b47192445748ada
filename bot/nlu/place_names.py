"""Every name that a place goes by, and what it can mean: kommuner, localities, districts, other names, län.

Built from `data/contacts/`; whether a word in a message is a place at all is decided in `bot/nlu/places.py`.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterable, Optional

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.contacts import source
from bot.nlu.words import fold, words

OUTWEIGHS = 4
"""A locality that crosses a border lies in the kommun that has so many times the postal codes of the others."""

DWARFS = 8
"""A district is not thought of beside one of the same name in a kommun so many times as large, counted in postal codes."""

MOST_LAN = 2
"""A landskap that lies in more län than that stands for none of them; else for the first."""

MOST_MEANINGS = 4
"""Most kommuner with a district of the same name that a parent is asked to choose among."""

DISTRICT_WEIGHT = 12
"""Postal codes that a district counts as, when meanings are put in order; one that follows in the file counts less."""

SHORTEST_MISSPELT = 5


@dataclass(frozen=True)
class PlaceName:
    """A name and what it can mean.

    `codes` are kommuner, likeliest first, or else `lan` is a län. `big` is a kommun, a län or another name of one, against a
    locality or a district. `word`, `first_name` and `surname` say what else the name is.
    """

    codes: tuple[str, ...]
    lan: Optional[str] = None
    big: bool = False
    word: bool = False
    first_name: bool = False
    surname: bool = False


@dataclass
class _Meanings:
    kommuner: list[str] = field(default_factory=list)
    official: bool = False
    weights: dict[str, float] = field(default_factory=dict)
    localities: set[str] = field(default_factory=set)
    lan: Optional[str] = None


class PlaceNames:
    """All names, looked up as people type them.

    Args:
        meanings: names in lower case to what they mean.
        extra: `places.yml`: `ordinary_words`, `first_names` and `surnames`, lists of names.
        postal: first and last of a run of postal codes, and the kommuner they lie in, likeliest first; in order.
    """

    def __init__(self, meanings: dict[str, _Meanings], extra: dict[str, Any], postal: list[tuple[str, str, tuple[str, ...]]]) -> None:
        self._postal = postal
        self._also = {key: {str(name).lower() for name in extra[key]} for key in ("ordinary_words", "first_names", "surnames")}
        self._by_name = {name: self._name(name, meaning) for name, meaning in meanings.items()}
        self._by_folded: dict[str, list[str]] = defaultdict(list)
        for name in self._by_name:
            self._by_folded[fold(name)].append(name)
        official = [name for name, meaning in meanings.items() if meaning.official]
        self._for_misspelt = [name for name in official if not self._by_name[name].word and len(name) >= SHORTEST_MISSPELT]

    def find(self, written: str, plain: bool) -> Optional[PlaceName]:
        """What some words mean as a place, as they stand, in the genitive, or as in "malmöbo".

        Args:
            written: the words.
            plain: the message has no å, ä or ö at all, so that a name without them may stand for one with them.
        """
        lower = written.lower()
        for form in (lower, lower[:-1] if lower.endswith("s") else ""):
            names = [name for name in self._by_folded.get(fold(form), ()) if _may_stand_for(form, name)] if form else []
            exact = form in self._by_name
            if exact and (not plain or written[0].isupper() or len(names) == 1):
                return self._by_name[form]
            if names:
                return self._as_typed(self._together(sorted(names, key=lambda name: name != form)), lower)
        return self._by_name.get(lower[:-2]) if lower.endswith("bo") and len(lower) > SHORTEST_MISSPELT else None

    def postal_code(self, digits: str) -> Optional[PlaceName]:
        """The kommuner of a postal code, or None where it is not known.

        Args:
            digits: five digits.
        """
        index = bisect_right(self._postal, (digits, "99999", ())) - 1
        if index < 0 or not self._postal[index][0] <= digits <= self._postal[index][1]:
            return None
        return PlaceName(codes=self._postal[index][2], big=True)

    def misspelt(self, written: str, most: int) -> Optional[PlaceName]:
        """The one official name of a kommun within so many mistyped letters, or None where there is none or more than one.

        Args:
            written: a word.
            most: the greatest number of letters added, left out, changed or swapped.
        """
        lower = written.lower()
        if len(lower) < SHORTEST_MISSPELT:
            return None
        for form in (lower, fold(lower)):
            choices = self._for_misspelt if form == lower else [fold(name) for name in self._for_misspelt]
            hits = process.extract(form, choices, scorer=OSA.distance, score_cutoff=most, limit=2)
            if hits and (len(hits) == 1 or hits[0][1] < hits[1][1]):
                return self._by_name[self._for_misspelt[hits[0][2]]]
        return None

    def _as_typed(self, name: PlaceName, lower: str) -> PlaceName:
        """The name, with what it also is when it is typed without å, ä and ö: "mala" is a word, though "Malå" is none."""
        return replace(
            name,
            word=name.word or lower in self._also["ordinary_words"],
            first_name=name.first_name or lower in self._also["first_names"],
            surname=name.surname or lower in self._also["surnames"],
        )

    def _together(self, names: list[str]) -> PlaceName:
        entries = [self._by_name[name] for name in names]
        big = [entry for entry in entries if entry.big] or entries
        codes = tuple(dict.fromkeys(code for entry in big for code in entry.codes))
        return PlaceName(
            codes=codes,
            lan=None if codes else big[0].lan,
            big=big[0].big,
            word=any(entry.word for entry in entries),
            first_name=any(entry.first_name for entry in entries),
            surname=any(entry.surname for entry in entries),
        )

    def _name(self, name: str, meaning: _Meanings) -> PlaceName:
        ordered = sorted(meaning.weights, key=lambda code: -meaning.weights[code])
        ordered = [code for number, code in enumerate(ordered) if number < MOST_MEANINGS or code in meaning.localities]
        big = bool(meaning.kommuner or meaning.lan)
        return PlaceName(
            codes=tuple(dict.fromkeys(meaning.kommuner)) if big else tuple(ordered),
            lan=None if meaning.kommuner else meaning.lan,
            big=big,
            word=name in self._also["ordinary_words"],
            first_name=name in self._also["first_names"],
            surname=name in self._also["surnames"],
        )


def _may_stand_for(written: str, name: str) -> bool:
    """Whether each letter is the name's own, or the plain form of it: "goteborg" for "göteborg", but not "sår" for "sar"."""
    return len(written) == len(name) and all(mine in (its, fold(its)) for mine, its in zip(written, name))


@lru_cache(maxsize=1)
def place_names(folder: Path = source.FOLDER) -> PlaceNames:
    """The names of `data/contacts/`, read once."""
    meanings: dict[str, _Meanings] = defaultdict(_Meanings)
    for row in source.kommuner(folder):
        meanings[row["name"].lower()].kommuner.append(row["code"])
        meanings[row["name"].lower()].official = True
    for row in _rows(folder / "aliases.csv"):
        meanings[_key(row["alias"])].kommuner.append(row["kommun_code"])
    for row in _rows(folder / "regions.csv"):
        codes = row["lan_codes"].split()
        if len(codes) <= MOST_LAN:
            meanings[_key(row["name"])].lan = codes[0]
    for name, codes_of in _localities(folder).items():
        most = max(codes_of.values())
        likely = {code: number for code, number in codes_of.items() if number * OUTWEIGHS > most}
        meanings[name].weights.update(likely)
        meanings[name].localities.update(likely)
    size: dict[str, int] = defaultdict(int)
    for place in source.localities(folder):
        size[place.kommun_code] += place.postal_codes
    for number, row in enumerate(_rows(folder / "districts.csv")):
        meaning, code = meanings[_key(row["name"])], row["kommun_code"]
        if size[code] * DWARFS > max((size[other] for other in meaning.weights), default=0):
            meaning.weights[code] = meaning.weights.get(code, 0) + DISTRICT_WEIGHT - number / 10_000
    extra = yaml.safe_load((folder / "places.yml").read_text(encoding="utf-8"))
    postal = sorted((row["first"], row["last"], tuple(row["kommun_codes"].split())) for row in _rows(folder / "postal_codes.csv"))
    return PlaceNames(dict(meanings), extra, postal)


def _key(name: str) -> str:
    """A name as it is looked up: its words, without what stands between them."""
    return " ".join(word.text for word in words(name)).lower()


def _localities(folder: Path) -> dict[str, dict[str, int]]:
    """Names of localities to the kommuner they lie in, with the number of postal codes in each."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for place in source.localities(folder):
        found[place.name.lower()][place.kommun_code] = place.postal_codes
    return found


def _rows(path: Path) -> Iterable[dict[str, str]]:
    return source.parse_csv(path.read_bytes())
