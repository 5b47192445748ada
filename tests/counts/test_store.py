"""The tables of counts, on SQLite and on PostgreSQL."""

import threading

import pytest
from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from bot.contacts.database import migrate
from bot.counts.store import Counts, Question, Verdict, add, read

ASKED = Question("2026-W48", "sextortion", "12")
OTHER = Question("2026-W48", "sextortion", "00")
HELPED = Verdict("sextortion", True)


@pytest.fixture
def database(empty: Engine) -> Engine:
    migrate(empty)
    return empty


def test_numbers_are_added_up(database: Engine) -> None:
    add(database, Counts({ASKED: 2, OTHER: 1}, {HELPED: 1}))
    add(database, Counts({ASKED: 3}, {HELPED: 1, Verdict("sextortion", False): 4}))
    counts = read(database)
    assert counts.asked == {ASKED: 5, OTHER: 1}
    assert counts.judged == {HELPED: 2, Verdict("sextortion", False): 4}


def test_several_servers_add_at_once(database: Engine) -> None:
    add(database, Counts({ASKED: 1}))
    threads = [threading.Thread(target=add, args=(database, Counts({ASKED: 1, OTHER: 1}))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(database).asked == {ASKED: 9, OTHER: 8}


@pytest.mark.parametrize("key", [Question("i går", "x", "12"), Question("2026-W48", "x", "1"), Question("2026-W48", "x", "1283")])
def test_the_schema_takes_nothing_finer_than_week_and_lan(database: Engine, key: Question) -> None:
    with pytest.raises(Exception) as refused:
        add(database, Counts({key: 1, OTHER: 1}))
    assert isinstance(refused.value, IntegrityError) or "too long" in str(refused.value)
    assert read(database).asked == {}


def test_there_is_no_room_for_text(database: Engine) -> None:
    columns = {name: [column["name"] for column in inspect(database).get_columns(name)] for name in ("asked", "judged")}
    assert columns == {"asked": ["week", "topic", "lan_code", "number"], "judged": ["topic", "helped", "number"]}


def test_a_database_without_the_tables_is_an_error(empty: Engine) -> None:
    with pytest.raises((OperationalError, ProgrammingError)):
        add(empty, Counts({ASKED: 1}))
