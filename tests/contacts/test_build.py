import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.contacts import source
from bot.contacts.build import build
from bot.contacts.models import Contact, Kommun, Locality
from tests.postgres import postgres  # noqa: F401  a fixture


def count(url: str) -> dict[str, int]:
    with Session(create_engine(url)) as session:
        return {table.__tablename__: session.execute(select(func.count()).select_from(table)).scalar_one() for table in (Kommun, Contact, Locality)}


def test_all_kommuner_are_there(contacts_url: str) -> None:
    numbers = count(contacts_url)
    assert numbers["kommun"] == 290
    assert numbers["locality"] > 1700
    assert numbers["contact"] > 290


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a' / 'contacts.db'}"
    build(url)
    first = count(url)
    build(url)
    assert count(url) == first


def test_postgresql(postgres: str) -> None:  # noqa: F811
    from bot.contacts.store import Contacts

    build(postgres)
    build(postgres)
    assert count(postgres)["kommun"] == 290
    assert Contacts(postgres).local("1419")[0]["phone"] == "0304-60 10 00"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("kommuner.csv", "\n0114,", "\n114,", "kommuner.csv rad 2"),
        ("kommuner.csv", "\n0115,", "\n0114,", "finns redan"),
        ("national.yml", "- id: polisen_11414", "- id: sos_112", "två gånger"),
        ("national.yml", "  name: Polisen 114 14\n", "", "saknar name"),
    ],
)
def test_bad_data_is_named_and_nothing_is_lost(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    url = f"sqlite:///{tmp_path / 'contacts.db'}"
    build(url)
    folder = tmp_path / "data"
    shutil.copytree(source.FOLDER, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(source.ContactDataError, match=says):
        build(url, folder)
    assert count(url)["kommun"] == 290


@pytest.mark.parametrize(
    "row",
    [
        {"id": "x", "kommun_code": None, "role": "report"},
        {"id": "x", "kommun_code": "0114", "role": "national"},
        {"id": "x", "kommun_code": None, "role": "something"},
    ],
)
def test_the_schema_refuses_what_makes_no_sense(tmp_path: Path, row: dict[str, object]) -> None:
    url = f"sqlite:///{tmp_path / 'contacts.db'}"
    build(url)
    rest = {"position": 0, "name": "n", "purpose": "p", "read_at": "https://example.org", "checked": "2026-11-22"}
    with Session(create_engine(url)) as session, pytest.raises(IntegrityError):
        session.add(Contact(**row, **rest))
        session.commit()
