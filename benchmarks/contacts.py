"""Measures a look-up of a kommun's contacts, on SQLite and, where an address is given, on PostgreSQL.

Usage: python -m benchmarks.contacts [--rounds N] [--postgresql ADDRESS]

A look-up is all that a message costs: the kommun, its services and its län's, the choice, and the hours in words. Beside it, in
the same run and in turns, the least that any look-up can cost there: one `select 1`.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable

from sqlalchemy.engine import Engine

from bot.contacts import hours, importer, source
from bot.contacts.database import connect, migrate
from bot.contacts.lookup import resolve
from bot.contacts.store import Contacts

REFERENCES = ("kommun", "region", "sos_112", "polisen_11414")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.contacts", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often all 290 kommuner are looked up")
    parser.add_argument("--postgresql", metavar="ADDRESS", help="an empty PostgreSQL database, such as postgresql://user@host/name")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for url in filter(None, (f"sqlite:///{folder}/contacts.db", chosen.postgresql)):
            print(_measure(url, chosen.rounds))


def _measure(url: str, rounds: int) -> str:
    engine = connect(url)
    migrate(engine)
    importer.apply(engine, importer.wanted(source.read()), "benchmark", hours.now())
    contacts = Contacts(url)
    codes = [place.code for place in contacts.places()]
    lookups: list[float] = []
    least: list[float] = []
    for turn in range(rounds + 1):
        for code in codes:
            looked_up = _timed(lambda code=code: resolve(contacts, REFERENCES, code, hours.now()))  # type: ignore[misc]
            one = _timed(lambda: _select_one(engine))
            if turn:
                lookups.append(looked_up)
                least.append(one)
    lookups.sort()
    p95 = lookups[int(len(lookups) * 0.95)]
    ratio = statistics.median(lookups) / statistics.median(least)
    name = engine.dialect.name
    return f"{name}: {len(lookups)} look-ups, median {statistics.median(lookups):.2f} ms, p95 {p95:.2f} ms, {ratio:.1f} times a select 1"


def _select_one(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("select 1").scalar()


def _timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
