import datetime
from typing import Optional

import pytest

from bot.nlu.child_age import find

TODAY = datetime.date(2026, 11, 22)
TABLE: list[tuple[str, Optional[int], Optional[str]]] = [
    ("min 14-åring", 14, "13-17"),
    ("hon är tretton", 13, "13-17"),
    ("han är 9", 9, "7-12"),
    ("13", 13, "13-17"),
    ("13 år", 13, "13-17"),
    ("min 7åriga dotter", 7, "7-12"),
    ("hon ar 15 ar", 15, "13-17"),
    ("hur tar jag upp det med min tioåring", 10, "7-12"),
    ("hon fyllde 15 igår", 15, "13-17"),
    ("går i sexan", 12, "7-12"),
    ("åk 4", 10, "7-12"),
    ("född 2012", 14, "13-17"),
    ("hon är sex år", 6, "3-6"),
    ("en man på 45 år skriver till min dotter som är 12 år", 12, "7-12"),
    ("tonåring", None, "13-17"),
    ("hon går på dagis", None, "3-6"),
    ("går på lågstadiet", None, "7-12"),
    # somebody else's age, spans of time, sums
    ("jag är 35 år", None, None),
    ("för 3 år sedan", None, None),
    ("det har hållit på i 2 år", None, None),
    ("han vill ha 3000 kr", None, None),
    ("det är sex inblandat", None, None),
    ("min dotter", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "years", "group"), TABLE)
def test_find(text: str, years: Optional[int], group: Optional[str]) -> None:
    age = find(text, TODAY)
    assert (age.years if age else None, age.group if age else None) == (years, group)


def test_a_find_tells_where() -> None:
    text = "min dotter är 12 år gammal"
    age = find(text, TODAY)
    assert age is not None
    assert text[age.start : age.end].startswith("12 år")
