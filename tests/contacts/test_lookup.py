"""Look-ups in the project's own contacts."""

from datetime import datetime

import pytest

from bot.contacts.choice import CHECK_LOCAL
from bot.contacts.hours import SWEDEN
from bot.contacts.lookup import resolve
from bot.contacts.store import Contacts

SATURDAY_NIGHT = datetime(2026, 11, 28, 22, 40, tzinfo=SWEDEN)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SWEDEN)


@pytest.fixture(scope="module")
def contacts(contacts_url: str) -> Contacts:
    return Contacts(contacts_url)


@pytest.mark.parametrize(
    ("references", "kommun", "at", "phones"),
    [
        (["polisen_11414", "bris_barn"], None, MONDAY, ["114 14", "116 111"]),
        (["bris_barn", "polisen_11414"], None, MONDAY, ["116 111", "114 14"]),
        (["polisen_11414", "kommun"], None, MONDAY, ["114 14"]),
        (["polisen_11414", "kommun"], "9999", MONDAY, ["114 14"]),
        (["nobody"], None, MONDAY, []),
        ([], "1480", MONDAY, []),
        (["kommun"], "2184", MONDAY, ["0650-190 00", "026-10 02 25"]),
        (["kommun"], "2184", SATURDAY_NIGHT, ["026-10 02 25", "0650-190 00"]),
    ],
)
def test_resolve(contacts: Contacts, references: list[str], kommun: str | None, at: datetime, phones: list[str]) -> None:
    assert [contact["phone"] for contact in resolve(contacts, references, kommun, at)] == phones


@pytest.mark.parametrize("at", [MONDAY, SATURDAY_NIGHT])
def test_every_kommun_has_someone_to_ring_now(contacts: Contacts, at: datetime) -> None:
    places = contacts.places()
    assert len(places) == 290
    for place in places:
        found = resolve(contacts, ["kommun"], place.code, at)
        assert found[0]["phone"], place.name
        assert found[0]["open_now"] is not False, place.name
        assert all(contact["note"] for contact in found), place.name


def test_what_is_doubtful_says_so_beside_a_page(contacts: Contacts) -> None:
    found = next(contact for contact in resolve(contacts, ["kommun"], "1419", MONDAY) if "Tjörn" in contact["name"])
    assert CHECK_LOCAL in found["note"]
    assert found["open_now"] is None
    assert str(found["url"]).startswith("https://tjorn.se/")
