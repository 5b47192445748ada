"""Reads `data/contacts/`: what the content people keep, before it becomes a database."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.settings import DATA

FOLDER = DATA / "contacts"


class ContactDataError(ValueError):
    """A row or entry in `data/contacts/` cannot be used; the message, in Swedish, says which and why."""


@dataclass(frozen=True)
class Place:
    """A kommun's name and code, or a locality's with the number of postal codes it has there."""

    name: str
    kommun_code: str
    postal_codes: int = 0


def kommuner(folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of `kommuner.csv`, one a kommun, column names to text.

    Raises:
        ContactDataError: a code is not four digits, or stands twice.
    """
    rows = _csv(folder / "kommuner.csv")
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        code = row["code"]
        if len(code) != 4 or not code.isdigit() or code in seen:
            raise ContactDataError(f"kommuner.csv rad {number}: kommunkoden {code!r} är fel eller finns redan.")
        seen.add(code)
    return rows


def localities(folder: Path = FOLDER) -> list[Place]:
    """The rows of `localities.csv`."""
    return [Place(row["locality"], row["kommun_code"], int(row["postal_codes"])) for row in _csv(folder / "localities.csv")]


def national(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The entries of `national.yml`, in order.

    Raises:
        ContactDataError: an id stands twice, or a needed key is missing.
    """
    entries = yaml.safe_load((folder / "national.yml").read_text(encoding="utf-8"))
    seen: set[str] = set()
    for entry in entries:
        missing = [key for key in ("id", "name", "purpose", "audience", "read_at", "checked") if not entry.get(key)]
        if missing:
            raise ContactDataError(f"national.yml, {entry.get('id', '(utan id)')}: saknar {', '.join(missing)}.")
        if entry["id"] in seen:
            raise ContactDataError(f"national.yml: id {entry['id']} finns två gånger.")
        seen.add(entry["id"])
    return entries


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
