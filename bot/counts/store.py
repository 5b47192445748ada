"""Adds counts to the database and reads them back."""

from dataclasses import dataclass, field
from typing import Any, Mapping, NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from bot.counts.models import Asked, Judged


class Question(NamedTuple):
    """What an answer is counted under: a week such as 2026-W48, a topic, and a län's two digits."""

    week: str
    topic: str
    lan_code: str


class Verdict(NamedTuple):
    """What a parent said of an answer."""

    topic: str
    helped: bool


@dataclass(frozen=True)
class Counts:
    """Numbers of answers and of verdicts."""

    asked: Mapping[Question, int] = field(default_factory=dict)
    judged: Mapping[Verdict, int] = field(default_factory=dict)


def add(engine: Engine, counts: Counts) -> None:
    """Add to what the database has, all or nothing.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be written.
    """
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    with engine.begin() as connection:
        # In one order everywhere, so that two servers never wait for each other.
        for table, rows in ((Asked.__table__, counts.asked), (Judged.__table__, counts.judged)):
            for key, number in sorted(rows.items()):
                statement = insert(table).values(**key._asdict(), number=number)  # type: ignore[attr-defined]
                keys = [column.name for column in table.primary_key]
                connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"number": table.c.number + number}))


def read(engine: Engine) -> Counts:
    """All counts.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    with engine.connect() as connection:
        asked: Any = connection.execute(select(Asked.week, Asked.topic, Asked.lan_code, Asked.number)).all()
        judged: Any = connection.execute(select(Judged.topic, Judged.helped, Judged.number)).all()
    return Counts({Question(*row[:-1]): row[-1] for row in asked}, {Verdict(row[0], bool(row[1])): row[2] for row in judged})
