"""Phone numbers in running text: those of Swedish subscribers, the EU's helplines, and every short number that the contacts have."""

import re
from typing import Any, Iterable, Iterator, Mapping

import phonenumbers

from bot.contacts import phones

_HELPLINE = r"116[ -]?\d{3}"
_LONGEST_SHORT = 6


class Numbers:
    """Finds phone numbers.

    Args:
        entries: the national and regional contacts.
    """

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self._ids: dict[str, str] = {}
        for entry in entries:
            if entry.get("phone"):
                self._ids.setdefault(digits(str(entry["phone"])), str(entry["id"]))
        short = sorted((number for number in self._ids if len(number) <= _LONGEST_SHORT), key=len, reverse=True)
        # 114 14 may be written with its spaces anywhere; 112 in 5 112 or 11 200 is none.
        written = [*("[ -]?".join(number) for number in short), _HELPLINE]
        self._short = re.compile(rf"(?<![\d–-])(?<!\d )(?:{'|'.join(written)})(?![ –-]?\d)")

    def find(self, text: str) -> "Iterator[tuple[int, str]]":
        """Where each number begins, and the number as written."""
        found = {match.start: match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, phones.REGION, leniency=phonenumbers.Leniency.VALID)}
        for match in self._short.finditer(text):
            found.setdefault(match.start(), match.group())
        yield from sorted(found.items())

    def contact(self, number: str) -> str:
        """The id of a contact that has the number; empty where none does."""
        return self._ids.get(digits(number), "")


def digits(number: str) -> str:
    """A number's digits, those after +46 with their 0."""
    bare = re.sub(r"\D", "", number)
    return "0" + bare[2:] if number.strip().startswith("+46") else bare
