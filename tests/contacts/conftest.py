"""A contacts database of its own for each test, on SQLite and on PostgreSQL."""

from datetime import datetime
from pathlib import Path
from typing import Iterator

import pytest
from sqlalchemy.engine import Engine

from bot.contacts import importer, source
from bot.contacts.database import connect, migrate
from bot.contacts.hours import SWEDEN
from tests.postgres import postgres  # noqa: F401  a fixture

NOON = datetime(2026, 11, 23, 12, tzinfo=SWEDEN)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'folder' / 'contacts.db'}")
    else:
        engine = connect(request.getfixturevalue("postgres"))
        with engine.begin() as connection:
            connection.exec_driver_sql("drop schema public cascade")
            connection.exec_driver_sql("create schema public")
    yield engine
    engine.dispose()


@pytest.fixture
def filled(empty: Engine) -> Engine:
    """A database of each kind with all contacts."""
    migrate(empty)
    importer.apply(empty, importer.wanted(source.read()), "data/contacts", NOON)
    return empty
