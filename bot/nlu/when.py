"""Which day a parent asks about: "vad är öppet på söndag?", "i morgon", "på julafton"."""

import re
from datetime import date, timedelta
from typing import Callable, Optional

from bot.nlu.words import fold

WEEKDAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")
SHORT = {"man": 0, "tis": 1, "ons": 2, "tors": 3, "fre": 4, "lor": 5, "son": 6}
SATURDAY = 5


def _next(month: int, day: int) -> Callable[[date], date]:
    def on(today: date) -> date:
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)

    return on


def _midsummer_eve(today: date) -> date:
    """The Friday from 19 to 25 June."""

    def in_year(year: int) -> date:
        first = date(year, 6, 19)
        return first + timedelta(days=(4 - first.weekday()) % 7)

    return in_year(today.year) if in_year(today.year) >= today else in_year(today.year + 1)


NAMED: dict[str, Callable[[date], date]] = {
    r"i?over ?i? ?morgon|overimorgon": lambda today: today + timedelta(days=2),
    r"i ?mor(gon|ron|rn|on|n)": lambda today: today + timedelta(days=1),
    r"(i|till|pa|under) helgen": lambda today: today + timedelta(days=(SATURDAY - today.weekday()) % 7),
    r"julafton(en)?": _next(12, 24),
    r"juldagen": _next(12, 25),
    r"annandag(en)? ?(jul)?|annandagen": _next(12, 26),
    r"nyarsafton(en)?": _next(12, 31),
    r"nyarsdagen": _next(1, 1),
    r"trettondag(en|sdagen)?|trettondedag jul": _next(1, 6),
    r"forsta maj": _next(5, 1),
    r"nationaldagen": _next(6, 6),
    r"midsommar(afton(en)?)?": _midsummer_eve,
}
"""Days by name, without å, ä and ö; a weekend is its Saturday."""


def day_asked(text: str, today: date) -> Optional[date]:
    """The day that a question is about, where it names another than today.

    Args:
        text: the message.
        today: the day it is written.

    Returns:
        A day from today on, or None where the message names none, or today.
    """
    folded = fold(text)
    for pattern, day in NAMED.items():
        if re.search(rf"\b({pattern})\b", folded):
            return _later(day(today), today)
    named = re.search(rf"\b({'|'.join(WEEKDAYS)})(?:en|ar)?\b", folded)
    if named:
        return _later(_weekday(WEEKDAYS.index(named.group(1)), today), today)
    short = re.search(rf"\bpa ({'|'.join(SHORT)})\b", folded)
    return _later(_weekday(SHORT[short.group(1)], today), today) if short else None


def _weekday(number: int, today: date) -> date:
    return today + timedelta(days=(number - today.weekday()) % 7)


def _later(day: date, today: date) -> Optional[date]:
    return day if day != today else None
