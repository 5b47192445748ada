from datetime import date
from typing import Optional

import pytest

from bot.nlu.when import day_asked

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("vad är öppet på söndag?", "2026-11-29"),
        ("vem kan jag ringa på lördag kväll", "2026-11-28"),
        ("oppet pa lordag?", "2026-11-28"),
        ("är dom öppna imorgon", "2026-11-24"),
        ("i morgon bitti då", "2026-11-24"),
        ("går det att ringa i morrn", "2026-11-24"),
        ("i övermorgon", "2026-11-25"),
        ("vem svarar i helgen", "2026-11-28"),
        ("har ni öppet på julafton", "2026-12-24"),
        ("på juldagen", "2026-12-25"),
        ("nyårsafton", "2026-12-31"),
        ("och nyårsdagen?", "2027-01-01"),
        ("trettondagen", "2027-01-06"),
        ("midsommarafton", "2027-06-25"),
        ("på fre", "2026-11-27"),
        ("fredagar?", "2026-11-27"),
        # today, or no day at all
        ("vem kan jag ringa nu?", None),
        ("på måndag", None),
        ("vad är öppet i dag", None),
        ("min son är 12", None),
        ("hon har varit ledsen sen i höstas", None),
        ("", None),
    ],
)
def test_day_asked(text: str, day: Optional[str]) -> None:
    assert day_asked(text, MONDAY) == (date.fromisoformat(day) if day else None)


def test_a_weekend_asked_about_on_a_saturday_is_this_one() -> None:
    assert day_asked("i helgen", date(2026, 11, 28)) is None
    assert day_asked("på söndag", date(2026, 11, 28)) == date(2026, 11, 29)
