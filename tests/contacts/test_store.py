import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.contacts.store import CHECK_NUMBER, Contacts


@pytest.fixture(scope="module")
def contacts(contacts_url: str) -> Contacts:
    return Contacts(contacts_url)


@pytest.mark.parametrize(
    ("references", "kommun", "phones"),
    [
        (["polisen_11414", "bris_barn"], None, ["114 14", "116 111"]),
        (["bris_barn", "polisen_11414"], None, ["116 111", "114 14"]),
        (["polisen_11414", "kommun"], "1419", ["114 14", "0304-60 10 00"]),
        (["kommun", "sos_112"], "1480", [None, "031-365 87 00", "112"]),
        (["polisen_11414", "kommun"], None, ["114 14"]),
        (["polisen_11414", "kommun"], "9999", ["114 14"]),
        (["nobody"], None, []),
        ([], "1480", []),
    ],
)
def test_resolve(contacts: Contacts, references: list[str], kommun: str | None, phones: list[str | None]) -> None:
    assert [contact["phone"] for contact in contacts.resolve(references, kommun)] == phones


def test_every_kommun_has_something(contacts: Contacts) -> None:
    kommuner = contacts.kommuner()
    assert len(kommuner) == 290
    for row in kommuner:
        local = contacts.local(row["code"])
        assert local, row["name"]
        assert all(contact["note"] for contact in local)


def test_what_is_doubtful_says_so(contacts: Contacts) -> None:
    (report, *_) = contacts.local("1419")
    assert CHECK_NUMBER in report["note"]
    (police,) = contacts.national(["polisen_11414"])
    assert CHECK_NUMBER not in police["note"]


@pytest.mark.parametrize(("name", "open_now"), [("bris_barn", True), ("sos_112", True), ("stodlinjen_man", None)])
def test_open_now(contacts: Contacts, name: str, open_now: bool | None) -> None:
    (contact,) = contacts.national([name])
    assert contact["open_now"] is open_now


def test_kommun(contacts: Contacts) -> None:
    assert contacts.kommun("1419") == {"code": "1419", "name": "Tjörn", "full_name": "Tjörns kommun", "lan": "Västra Götalands län"}
    assert contacts.kommun("9999") is None
    assert contacts.kommun(None) is None


def test_a_missing_database_is_an_error(tmp_path: object) -> None:
    with pytest.raises(SQLAlchemyError):
        Contacts(f"sqlite:///{tmp_path}/none.db").count()
