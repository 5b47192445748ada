"""Opens the contacts database and brings its schema up to date."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).parent / "migrations"
FIRST = "0001"
"""The schema of databases made before there were migrations."""


def connect(url: str) -> Engine:
    """An engine for the database.

    Args:
        url: SQLAlchemy address, SQLite or PostgreSQL. A SQLite file's folder is made where it is missing.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    path = make_url(url).database
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False}}
    if path in (None, "", ":memory:"):
        options["poolclass"] = StaticPool
    engine = create_engine(url, **options)
    event.listen(engine, "connect", lambda connection, record: connection.execute("PRAGMA foreign_keys = ON"))
    return engine


def migrate(engine: Engine) -> None:
    """Bring the schema up to date, in one transaction.

    Args:
        engine: from `connect`.
    """
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path not in (None, "", ":memory:"):
        Path(str(path)).parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        made_before = MigrationContext.configure(connection).get_current_revision() is None and inspect(connection).has_table("kommun")
        if made_before:
            command.stamp(config, FIRST)
        command.upgrade(config, "head")
