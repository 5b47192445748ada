"""The lists in `data/privacy/`, and what the contacts make public: numbers, sites, names of places. Read once, when first needed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import phonenumbers

from bot.contacts import source
from bot.nlu.words import WORD
from bot.settings import DATA

FOLDER = DATA / "privacy"
PUBLISHED = (DATA / "contacts", DATA / "answers")
HOST = re.compile(r"https?://(?:www\.)?([\w.-]+)")


@dataclass(frozen=True)
class Names:
    """What is known of names, all in lower case.

    `first` and `last` are names of people; `words` and `last_words` those of them that are also ordinary words, `places` names of
    kommuner and localities. `keep` holds what is no private person, as tuples of words by the first of them.
    """

    first: frozenset[str]
    last: frozenset[str]
    words: frozenset[str]
    last_words: frozenset[str]
    places: frozenset[str]
    keep: dict[str, tuple[tuple[str, ...], ...]]


def lines(name: str, folder: Path = FOLDER) -> list[str]:
    """The lines of a list, without empty ones and comments."""
    return [line for line in (folder / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _context() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    heading = ""
    for line in lines("context.txt"):
        if line.startswith("["):
            heading = line.strip("[]")
            found[heading] = set()
        else:
            found[heading].update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def words(heading: str) -> frozenset[str]:
    """The words under a heading of `context.txt`."""
    return _context()[heading]


@lru_cache(maxsize=1)
def names() -> Names:
    """All lists of names."""
    keep: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in lines("keep.txt"):
        phrase = tuple(match.group() for match in WORD.finditer(line.lower()))
        keep[phrase[0]] = (*keep.get(phrase[0], ()), phrase)
    places = {place.name for place in source.localities()} | {row["name"] for row in source.kommuner()}
    return Names(
        first=frozenset(name.lower() for name in lines("first_names.txt")),
        last=frozenset(name.lower() for name in lines("surnames.txt")),
        words=frozenset(lines("ordinary_words.txt")),
        last_words=frozenset(lines("ordinary_surnames.txt")),
        places=frozenset(place.lower() for place in places) | {"skåne", "dalarna", "halland", "sverige"},
        keep=keep,
    )


@lru_cache(maxsize=1)
def public_numbers() -> frozenset[str]:
    """Every phone number in the contacts, as national digits without the leading 0: "8123456" for 08-12 34 56."""
    printed = [str(entry.get("phone") or "") for entry in source.entries()]
    printed += [row[column] for row in source.kommuner() for column in ("report_phone", "main_phone")]
    printed += [row["phone"] for row in source.parse_csv((source.FOLDER / "jourer.csv").read_bytes())]
    return frozenset(filter(None, (national(number) for number in printed)))


def national(number: str) -> str:
    """The digits of a Swedish number without country code and leading 0; all digits of a foreign one."""
    digits = "".join(char for char in number if char in "0123456789+")
    for prefix in ("+46", "0046"):
        if digits.startswith(prefix):
            return digits[len(prefix) :].lstrip("0")
    return digits.lstrip("0") if not digits.startswith("+") else phonenumbers.normalize_digits_only(digits)


@lru_cache(maxsize=1)
def public_hosts() -> frozenset[str]:
    """Every site that the contacts and the answers name, without "www."."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for folder in PUBLISHED for path in sorted(folder.iterdir()) if path.is_file())
    return frozenset(host.lower().rstrip(".") for text in texts for host in HOST.findall(text)) | frozenset(lines("public_sites.txt"))
