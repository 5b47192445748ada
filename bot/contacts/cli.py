"""`python -m bot contacts …`: what content people and kommuner do with the contacts. Speaks Swedish, since they are who reads it."""

import argparse
import sys
from datetime import date
from typing import Optional, TextIO

from sqlalchemy.engine import Engine

from bot import settings
from bot.contacts import exchange, hours, importer, review, source
from bot.contacts.database import connect, migrate

SHOWN = 200
"""Most changes that are listed."""


def run_import(chosen: argparse.Namespace) -> int:
    """Show what would change, then change all of it or nothing.

    A fault in data/contacts/ leaves out its row, and what the database has of it stays; a fault in a file leaves out the file.
    """
    engine = connect(settings.load().database_url)
    migrate(engine)
    old = _state(engine)
    if chosen.file:
        try:
            new, origin = exchange.merge(old, chosen.file.name, exchange.read(chosen.file.name, chosen.file.read_bytes())), chosen.file.name
        except source.ContactDataError as problem:
            return _refuse(problem, "Inget har ändrats.")
    else:
        read = source.read()
        for fault in read.faults:
            print(f"Hoppas över: {fault}", file=sys.stderr)
        new, origin = importer.keep_newer(importer.wanted(read), old), "data/contacts"
    changes = importer.edits(old, new)
    _list(changes, first_time=not old["kommun"])
    if chosen.dry_run:
        print(f"{len(changes)} ändringar skulle göras. Inget har ändrats.")
        return 0
    importer.apply(engine, new, origin, hours.now())
    print(f"{len(changes)} ändringar gjorda. Databasen har {len(new['kommun'])} kommuner och {len(new['service'])} kontakter.")
    return 0


def run_check(chosen: argparse.Namespace) -> int:
    """Name what cannot be used; exit code 2 where there is anything."""
    if chosen.file and chosen.file.is_file():
        engine = connect("sqlite://")
        migrate(engine)
        importer.apply(engine, importer.wanted(source.read()), "data/contacts", hours.now())
        try:
            rows = exchange.read(chosen.file.name, chosen.file.read_bytes())
            exchange.merge(_state(engine), chosen.file.name, rows)
        except source.ContactDataError as problem:
            return _refuse(problem, "Rätta raderna och försök igen.")
        print(f"{chosen.file.name}: {len(rows)} rader, inga fel.")
        return 0
    folder = chosen.file or source.FOLDER
    read = source.read(folder)
    if read.faults:
        return _refuse(source.ContactDataError(read.faults), "Rätta raderna och försök igen.")
    print(f"{folder.name}: {len(read.kommuner)} kommuner och {len(read.services)} kontakter, inga fel.")
    return 0


def run_export(chosen: argparse.Namespace) -> int:
    """Write out the kommuner."""
    engine = connect(settings.load().database_url)
    rows = exchange.flatten(_state(engine))
    if chosen.kommun:
        rows = [row for row in rows if row["code"] == chosen.kommun]
        if not rows:
            print(f"Det finns ingen kommun med koden {chosen.kommun}.", file=sys.stderr)
            return 2
    as_json = chosen.format == "json" or (chosen.format is None and chosen.file is not None and chosen.file.suffix.lower() == ".json")
    text = exchange.to_json(rows) if as_json else exchange.to_csv(rows)
    if chosen.file:
        chosen.file.write_text(text, encoding="utf-8")
        print(f"{len(rows)} kommuner skrivna till {chosen.file}.")
    else:
        sys.stdout.write(text)
    return 0


def run_stale(chosen: argparse.Namespace) -> int:
    """List what should be checked again."""
    found = review.stale(_state(connect(settings.load().database_url)), date.today(), chosen.months)
    for item in found:
        print(f"{item.since}  {item.name}{' (osäker)' if item.doubtful else ''}: {item.phone or 'inget nummer'}\n            {item.page}")
    print(f"{len(found)} kontakter bör kontrolleras igen." if found else f"Allt är kontrollerat de senaste {chosen.months} månaderna.")
    return 0


def _state(engine: Engine) -> importer.State:
    with engine.connect() as connection:
        return importer.current(connection)


def _list(changes: list[importer.Edit], first_time: bool, out: Optional[TextIO] = None) -> None:
    if first_time:
        return
    for change in changes[:SHOWN]:
        print(change, file=out)
    if len(changes) > SHOWN:
        print(f"… och {len(changes) - SHOWN} till", file=out)


def _refuse(problem: source.ContactDataError, ending: str) -> int:
    for fault in problem.faults:
        print(fault, file=sys.stderr)
    print(f"{len(problem.faults)} fel. {ending}", file=sys.stderr)
    return 2
