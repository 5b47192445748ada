from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.contacts import hours
from bot.contacts.hours import SWEDEN

OFFICE = "Mo-Th 08:00-16:30; Fr 08:00-15:00; PH off"
LUNCH = "Mo-Fr 08:00-12:00,13:00-16:00; PH off"
BEFORE_HOLIDAYS = "Mo-Fr 08:00-16:40; PH -1 day 08:00-12:00; Sa,Su off; PH off"
NIGHTS = "Mo-Fr 00:00-08:00,16:00-24:00; Sa,Su,PH 00:00-24:00"
EVENINGS = "Mo-Th 17:00-23:00; Fr 17:00-24:00; Sa 16:00-24:00; Su,PH 16:00-23:00, Sa,Su 00:00-02:00; PH +1 day 00:00-02:00 off"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("opening", "moment", "says"),
    [
        # an ordinary week: 2026-11-23 is a Monday
        (OFFICE, "2026-11-23 09:00", "öppet nu till 16.30"),
        (OFFICE, "2026-11-23 16:29", "öppet nu till 16.30"),
        (OFFICE, "2026-11-23 16:30", "öppnar i morgon 08.00"),
        (OFFICE, "2026-11-23 07:00", "öppnar i dag 08.00"),
        (OFFICE, "2026-11-27 15:30", "öppnar måndag 08.00"),
        (OFFICE, "2026-11-28 22:40", "öppnar måndag 08.00"),
        (OFFICE, "2026-11-29 23:59", "öppnar i morgon 08.00"),
        (LUNCH, "2026-11-23 12:15", "öppnar i dag 13.00"),
        # holidays, and the days before them where a page says so
        (OFFICE, "2026-12-24 15:00", "öppnar måndag 08.00"),
        (OFFICE, "2026-12-23 17:00", "öppnar måndag 08.00"),
        (OFFICE, "2027-01-06 12:00", "öppnar i morgon 08.00"),
        (OFFICE, "2026-06-19 10:00", "öppnar måndag 08.00"),
        (BEFORE_HOLIDAYS, "2027-01-05 11:00", "öppet nu till 12.00"),
        (BEFORE_HOLIDAYS, "2027-01-05 13:00", "öppnar torsdag 08.00"),
        (BEFORE_HOLIDAYS, "2026-04-04 10:00", "öppnar tisdag 08.00"),
        (NIGHTS, "2026-12-24 15:00", "öppet nu till måndag 08.00"),
        # on call: past midnight, Friday to Saturday, Sunday to Monday
        (NIGHTS, "2026-11-23 07:59", "öppet nu till 08.00"),
        (NIGHTS, "2026-11-23 08:00", "öppnar i dag 16.00"),
        (NIGHTS, "2026-11-28 22:40", "öppet nu till måndag 08.00"),
        (EVENINGS, "2026-11-27 23:30", "öppet nu till 02.00"),
        (EVENINGS, "2026-11-28 01:30", "öppet nu till 02.00"),
        (EVENINGS, "2026-11-28 02:30", "öppnar i dag 16.00"),
        (EVENINGS, "2026-11-26 23:30", "öppnar i morgon 17.00"),
        ("Mo-Su 18:00-24:00", "2026-11-26 23:30", "öppet nu till midnatt"),
        # the clocks change: 25 October 2026 and 29 March 2026 at 03
        ("Mo-Su 21:00-06:00", "2026-10-25 02:30", "öppet nu till 06.00"),
        ("Mo-Su 21:00-06:00", "2026-03-29 01:30", "öppet nu till 06.00"),
        ("Mo-Su 21:00-06:00", "2026-03-29 02:30", "öppet nu till 06.00"),
        (OFFICE, "2026-10-25 02:30", "öppnar i morgon 08.00"),
        # always, never, far away
        ("24/7", "2026-11-23 02:30", "dygnet runt"),
        ("2020 Mo 08:00-09:00", "2026-11-23 02:30", "stängt"),
        ("Jun Mo-Fr 08:00-15:00", "2026-11-23 02:30", "öppnar tisdag 1 juni 08.00"),
    ],
)
def test_say_state(opening: str, moment: str, says: str) -> None:
    assert hours.say_state(opening, at(moment)) == says


def test_a_time_of_another_zone_is_the_same_moment() -> None:
    there = datetime(2026, 11, 23, 15, 15, tzinfo=ZoneInfo("UTC"))
    assert hours.say_state(OFFICE, there) == "öppet nu till 16.30"


def test_both_halves_of_the_hour_that_comes_twice() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=SWEDEN, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=SWEDEN, fold=1)
    opening = "Mo-Su 21:00-03:00"
    assert hours.state(opening, first).open and hours.state(opening, second).open
    assert hours.state("Mo-Su 03:00-05:00", second).changes == datetime(2026, 10, 25, 3, tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("opening", "day", "says"),
    [
        (OFFICE, "2026-11-29", "stängt hela dagen"),
        (OFFICE, "2026-11-27", "öppet 08.00–15.00"),
        (LUNCH, "2026-11-27", "öppet 08.00–12.00 och 13.00–16.00"),
        (NIGHTS, "2026-11-29", "öppet hela dygnet"),
        (NIGHTS, "2026-12-24", "öppet hela dygnet"),
        (EVENINGS, "2026-11-28", "öppet 16.00–02.00"),
        (EVENINGS, "2026-11-29", "öppet 16.00–23.00"),
        ("24/7", "2026-11-29", "öppet hela dygnet"),
        ("Mo-Su 18:00-24:00", "2026-11-29", "öppet 18.00–24.00"),
    ],
)
def test_say_on_day(opening: str, day: str, says: str) -> None:
    assert hours.say_on_day(opening, date.fromisoformat(day)) == says


def test_a_stretch_belongs_to_the_day_it_begins_on() -> None:
    saturday = hours.on_day("Fr-Su 20:00-02:00", date(2026, 11, 28))
    assert [(begin.hour, end.hour) for begin, end in saturday] == [(20, 2)]


@pytest.mark.parametrize(("opening", "valid"), [(OFFICE, True), ("24/7", True), ("mån-fre 8-16", False), ("Mo-Fr 8-16", False), ("", False)])
def test_valid(opening: str, valid: bool) -> None:
    assert hours.valid(opening) is valid
    if not valid:
        with pytest.raises(ValueError):
            hours.state(opening, at("2026-11-23 12:00"))


def test_now_is_in_sweden() -> None:
    assert abs(hours.now() - datetime.now(ZoneInfo("UTC"))) < timedelta(seconds=5)
    assert hours.now().tzinfo is SWEDEN
