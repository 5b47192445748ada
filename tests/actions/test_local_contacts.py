"""What a parent reads above the contacts, at different times."""

from datetime import date, datetime

import pytest

from actions.local_contacts import lead
from bot.contacts.choice import FALLBACK, KOMMUN, choose
from bot.contacts.hours import SWEDEN
from bot.contacts.store import Contacts

MONDAY = "2026-11-23 10:00"
SATURDAY_NIGHT = "2026-11-28 22:40"
SMALL_HOURS = "2026-11-28 02:30"


@pytest.fixture(scope="module")
def contacts(contacts_url: str) -> Contacts:
    return Contacts(contacts_url)


def words(contacts: Contacts, code: str, moment: str, day: date | None = None) -> str:
    at = datetime.fromisoformat(moment).replace(tzinfo=SWEDEN)
    place = contacts.place(code)
    assert place is not None
    return lead(place, choose([KOMMUN, "sos_112"], place, contacts.services(code, FALLBACK), at, day), at, day)


@pytest.mark.parametrize(
    ("code", "moment", "holds"),
    [
        # Göteborg: on call by number, no reception known
        ("1480", SATURDAY_NIGHT, ["**Ring 031-365 87 00.**", "socialjouren", "inte kan vänta"]),
        # Hudiksvall: the switchboard by day, the shared on-call service in the evening, 112 in the small hours
        ("2184", MONDAY, ["**Ring 0650-190 00.**", "kommunens växel", "Hudiksvalls kommun"]),
        ("2184", SATURDAY_NIGHT, ["**Ring 026-10 02 25.**", "öppet nu till 02.00", "Växeln har troligen stängt nu och öppnar igen måndag"]),
        ("2184", SMALL_HOURS, ["har troligen stängt just nu", "socialjouren genom 112"]),
        # Karlstad: hours are known to the minute
        ("1780", "2026-11-23 09:00", ["**Ring 054-540 50 20.**", "öppet nu till 16.00"]),
        ("1780", SATURDAY_NIGHT, ["**Ring 054-540 50 54.**", "öppet nu till 01.30", "Mottagningen öppnar måndag 08.00."]),
        # Tjörn: an old number, and no on-call number
        ("1419", MONDAY, ["**Ring 0304-60 10 00.**", "Kontrollera det på kommunens webbplats"]),
        ("1419", SATURDAY_NIGHT, ["Socialtjänsten i Tjörns kommun har troligen stängt just nu", "öppnar igen måndag", "genom 112"]),
        # Kiruna at Christmas: 112 is how the on-call service is reached
        ("2584", "2026-12-24 15:00", ["**Ring 112.**", "Be om socialjouren", "Mottagningen öppnar måndag 09.00"]),
    ],
)
def test_lead(contacts: Contacts, code: str, moment: str, holds: list[str]) -> None:
    text = words(contacts, code, moment)
    for part in holds:
        assert part in text
    assert text.count("troligen stängt") <= 1
    assert text.endswith("Är någon i fara ringer du alltid 112.")


def test_another_day(contacts: Contacts) -> None:
    text = words(contacts, "2480", MONDAY, date(2026, 11, 29))
    assert text.startswith("**På söndag 29 november når du socialtjänsten i Umeå kommun på 090-16 30 50.**")


def test_a_kommun_without_any_number(contacts: Contacts) -> None:
    assert "Vi har inget säkert nummer till socialtjänsten i Ekerö kommun." in words(contacts, "0125", MONDAY)
