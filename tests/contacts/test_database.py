"""The schema, on SQLite and on PostgreSQL."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.contacts.database import MIGRATIONS, connect, migrate
from bot.contacts.models import Base, Kommun, Service, ServiceKommun


def test_the_migrations_make_what_the_models_say(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_again_changes_nothing(filled: Engine) -> None:
    migrate(filled)
    with filled.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from service").scalar() > 290


def to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if revision == "0001" else command.upgrade)(config, revision)


def test_down_and_up_again(filled: Engine) -> None:
    to(filled, "0001")
    assert {"kommun", "contact", "locality"} <= set(inspect(filled).get_table_names())
    migrate(filled)
    assert "service" in inspect(filled).get_table_names()


def test_a_database_from_before_there_were_migrations(filled: Engine) -> None:
    to(filled, "0001")
    with filled.begin() as connection:
        connection.exec_driver_sql("drop table alembic_version")
    migrate(filled)
    assert "service" in inspect(filled).get_table_names()


SERVICE = {
    **{"id": "x", "kind": "annat", "position": 0, "name": "n", "purpose": "p", "doubtful": False},
    **{"read_at": "https://example.org/", "checked": "2026-11-22"},
}


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "something"},
        {"phone": "0304-60 10 00", "phone_e164": None},
        {"phone": None, "phone_e164": "+46304601000"},
        {"phone": "0304-60 10 00", "phone_e164": "0304601000"},
        {"url": "javascript:alert(1)"},
        {"read_at": "someone told us"},
        {"checked": "nyss"},
    ],
)
def test_the_schema_refuses_what_makes_no_sense(filled: Engine, row: dict[str, Any]) -> None:
    with Session(filled) as session, pytest.raises(IntegrityError):
        session.add(Service(**{**SERVICE, **row}))
        session.commit()


@pytest.mark.parametrize(
    "row",
    [
        Kommun(code="0199", name="n", full_name="n", preposition="i", lan_code="99", checked="2026-11-22"),
        Kommun(code="0199", name="n", full_name="n", preposition="i", lan_code="03", checked="2026-11-22"),
        Kommun(code="0199", name="n", full_name="n", preposition="å", lan_code="01", checked="2026-11-22"),
        Kommun(code="0199", name="Tjörn", full_name="n", preposition="i", lan_code="01", checked="2026-11-22"),
        ServiceKommun(service_id="sos_112", kommun_code="9999"),
        ServiceKommun(service_id="nobody", kommun_code="1419"),
    ],
    ids=lambda row: type(row).__name__,
)
def test_the_schema_knows_the_kommuner(filled: Engine, row: Any) -> None:
    with Session(filled) as session, pytest.raises(IntegrityError):
        session.merge(row)
        session.commit()


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'a' / 'b' / 'contacts.db'}")
    migrate(engine)
    assert (tmp_path / "a" / "b" / "contacts.db").is_file()
