"""Brings the database to what `data/contacts/`, or a file that a kommun sent, says: all of it or nothing, with a record of what changed."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Mapping, Optional

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from bot.contacts.models import Base, Change
from bot.contacts.source import Source

Table = dict[str, dict[str, Any]]
"""The rows of a table by their keys, the parts of a key joined by a blank."""

State = dict[str, Table]
"""What the database holds, or should hold: table names to rows."""

TABLES = ("lan", "kommun", "service", "service_kommun", "service_lan")
"""In the order in which rows can be added; removed in the reverse."""

WHOLE = "*"


@dataclass(frozen=True)
class Edit:
    """A field of a row, before and after; `field` is * where the whole row is new or gone."""

    table: str
    row: str
    field: str
    before: Optional[str]
    after: Optional[str]

    def __str__(self) -> str:
        """A line as `contacts import` lists it."""
        if self.field == WHOLE:
            return f"{'+' if self.after is not None else '-'} {self.table} {self.row}: {self.after or self.before}"
        return f"~ {self.table} {self.row} {self.field}: {self.before or '(tomt)'} -> {self.after or '(tomt)'}"


def wanted(source: Source) -> State:
    """What the database should hold, from what was read."""
    return {
        "lan": {code: {"code": code, "name": name} for code, name in source.lan.items()},
        "kommun": {row["code"]: row for row in source.kommuner},
        "service": {row["id"]: row for row in source.services},
        "service_kommun": {f"{name} {code}": {"service_id": name, "kommun_code": code} for name, code in source.for_kommuner},
        "service_lan": {f"{name} {code}": {"service_id": name, "lan_code": code} for name, code in source.for_lan},
    }


def current(connection: Connection) -> State:
    """What the database holds."""
    found: State = {}
    for name in TABLES:
        table = Base.metadata.tables[name]
        keys = [column.name for column in table.primary_key]
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        found[name] = {" ".join(row[key] for key in keys): row for row in rows}
    return found


def keep_newer(new: State, old: State) -> State:
    """`new`, but with what `old` holds of a kommun where that was checked later, and of a kommun that `new` lacks.

    So neither a set-up from older files nor a row with a fault takes away what a kommun has sent.
    """
    kept = {name: dict(rows) for name, rows in new.items()}
    for code in old["kommun"]:
        if code not in new["kommun"] or old["kommun"][code]["checked"] > new["kommun"][code]["checked"]:
            replace_kommun(kept, old, code)
    return kept


def edits(old: State, new: State) -> list[Edit]:
    """What differs, field by field."""
    found = []
    for table in TABLES:
        for row in sorted({*old[table], *new[table]}):
            before, after = old[table].get(row), new[table].get(row)
            if before is None or after is None:
                found.append(Edit(table, row, WHOLE, _short(before), _short(after)))
            else:
                found += [Edit(table, row, name, _text(before[name]), _text(after[name])) for name in before if before[name] != after[name]]
    return found


def apply(engine: Engine, new: State, origin: str, at: datetime) -> list[Edit]:
    """Change the database to `new`, in one transaction, and keep what changed.

    Args:
        engine: a database whose schema is up to date.
        new: what it should hold.
        origin: where that comes from, for the record.
        at: the time, for the record.

    Returns:
        What changed.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database refuses; nothing has changed.
    """
    with engine.begin() as connection:
        old = current(connection)
        found = edits(old, new)
        for name in reversed(TABLES):
            for row in old[name].keys() - new[name].keys():
                connection.execute(delete(Base.metadata.tables[name]).where(_is(name, old[name][row])))
        for name in TABLES:
            table = Base.metadata.tables[name]
            added = [new[name][row] for row in new[name] if row not in old[name]]
            if added:
                connection.execute(insert(table), added)
            for row, values in new[name].items():
                if row in old[name] and old[name][row] != values:
                    connection.execute(update(table).where(_is(name, values)).values(**values))
        if found:
            when = {"at": at.isoformat(timespec="seconds"), "origin": origin}
            connection.execute(insert(Change.__table__), [{**when, **asdict(edit)} for edit in found])
    return found


def _is(name: str, row: Mapping[str, Any]) -> Any:
    return and_(*(column == row[column.name] for column in Base.metadata.tables[name].primary_key))


def replace_kommun(into: State, other: State, code: str) -> None:
    """Put what `other` holds of a kommun in the place of what `into` holds of it.

    An on-call service that several share stays as `into` has it; one that no kommun is left with is gone.
    """
    into["lan"].setdefault(code[:2], other["lan"][code[:2]])
    into["kommun"][code] = other["kommun"][code]
    for name in (f"report_{code}", f"main_{code}"):
        into["service"].pop(name, None)
    for key in [key for key, row in into["service_kommun"].items() if row["kommun_code"] == code and _of_kommun(into, row)]:
        del into["service_kommun"][key]
    for key, row in other["service_kommun"].items():
        if row["kommun_code"] == code and _of_kommun(other, row):
            name = row["service_id"]
            into["service_kommun"][key] = row
            if name not in into["service"] or name == f"jour_{code}":
                into["service"][name] = other["service"][name]
    linked = {row["service_id"] for row in into["service_kommun"].values()}
    for name in [name for name, row in into["service"].items() if row["kind"] == "jour" and name not in linked]:
        del into["service"][name]


def _of_kommun(state: State, row: Mapping[str, Any]) -> bool:
    """Whether a link is to the kommun's own social services, not to a regional service that serves it too."""
    service = state["service"].get(row["service_id"])
    return service is None or service["kind"] in ("report", "main", "jour")


def _text(value: Any) -> Optional[str]:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def _short(row: Optional[Mapping[str, Any]]) -> Optional[str]:
    return None if row is None else ", ".join(str(row[key]) for key in ("name", "phone") if row.get(key)) or WHOLE
