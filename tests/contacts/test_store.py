import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.contacts.store import OF_COUNTRY, OF_KOMMUN, OF_LAN, Contacts


@pytest.fixture
def contacts(filled: Engine) -> Contacts:
    return Contacts(str(filled.url))


def test_place(contacts: Contacts) -> None:
    place = contacts.place("1419")
    assert place is not None
    assert (place.name, place.full_name, place.where, place.lan) == ("Tjörn", "Tjörns kommun", "på Tjörn", "Västra Götalands län")
    assert contacts.place("9999") is None
    assert contacts.place(None) is None
    assert contacts.place("' or 1=1 --") is None


def test_places(contacts: Contacts) -> None:
    assert len(contacts.places()) == 290
    where = {place.name: place.where for place in contacts.places()}
    assert [where[name] for name in ("Malmö", "Gotland", "Orust", "Lidingö", "Umeå")] == ["i Malmö", "på Gotland", "på Orust", "på Lidingö", "i Umeå"]


def test_services_are_the_nearest_first(contacts: Contacts) -> None:
    found = contacts.services("0880", ["polisen_11414", "bup"])
    assert [service.nearness for service in found] == sorted(service.nearness for service in found)
    by_id = {service.id: service for service in found}
    assert by_id["jour_sydost"].nearness == OF_KOMMUN
    assert by_id["bup"].nearness == OF_COUNTRY
    assert by_id["main_0880"].phone_e164 == "+46103520000"


def test_the_services_of_a_lan(contacts: Contacts) -> None:
    near = contacts.services(None, ["bup"], lan_code="06")
    assert {service.nearness for service in near} == {OF_LAN, OF_COUNTRY}
    assert any(service.kind == "barnahus" for service in near)
    assert contacts.services(None) == []


def test_a_missing_database_is_an_error(tmp_path: object) -> None:
    with pytest.raises(SQLAlchemyError):
        Contacts(f"sqlite:///{tmp_path}/none.db").count()
