"""A kommun's contacts as one flat row: what a kommun sends in, and what is handed out."""

import csv
import io
import json
import re
from copy import deepcopy
from pathlib import PurePath
from typing import Any, Mapping, Optional

from bot.contacts import phones
from bot.contacts.importer import State, replace_kommun, wanted
from bot.contacts.source import KOMMUN_COLUMNS, ContactDataError, Fault, Source, add_kommun, decode, jour_faults, jour_service, kommun_faults, parse_csv

JOUR = ("jour_phone", "jour_hours", "jour_opening")
COLUMNS = [column for name in KOMMUN_COLUMNS for column in (JOUR if name == "jour" else (name,))]
"""A row's columns, in the order of a line without a header. Those of `kommuner.csv`, with the on-call number itself."""

NOT_OURS = ("licence", "exported")
"""Columns that say something of a file that was handed out; not read when it comes back."""


def flatten(state: State) -> list[dict[str, str]]:
    """Every kommun of the database as a row with COLUMNS, by code."""
    jourer = {row["kommun_code"]: state["service"][row["service_id"]] for row in state["service_kommun"].values() if _is_jour(state, row["service_id"])}
    return [_row(state, code, jourer.get(code, {})) for code in sorted(state["kommun"])]


def to_csv(rows: list[dict[str, str]], **said: str) -> str:
    """Rows as CSV with a header.

    Args:
        rows: from `flatten`.
        said: of NOT_OURS, what is said of the file as a whole, in columns of their own.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, [*COLUMNS, *said], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, **said} for row in rows)
    return out.getvalue()


def to_json(rows: list[dict[str, str]]) -> str:
    """Rows as JSON: {"kommuner": [...]}."""
    return json.dumps({"kommuner": rows}, ensure_ascii=False, indent=1) + "\n"


def read(name: str, content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Rows of a file with their lines: CSV, with or without a header, or JSON.

    Args:
        name: the file's name; one that ends in .json holds JSON.
        content: the file.

    Raises:
        ContactDataError: it is neither, or a column is unknown.
    """
    if PurePath(name).suffix.lower() == ".json":
        rows = _json(name, content)
    else:
        text = decode(content).strip("\r\n ")
        headless = re.match(r'"?\d{4}"?[,;]', text)
        delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
        header = delimiter.join(COLUMNS) + "\n" if headless else ""
        rows = [(line, row) for line, row in enumerate(parse_csv((header + text).encode()), start=1 if headless else 2)]
    rows = [(line, {key: value for key, value in row.items() if key not in NOT_OURS}) for line, row in rows]
    faults = [Fault(name, line, text) for line, row in rows for text in _shape_faults(row)]
    if not rows:
        faults = [Fault(name, 1, "filen har inga rader")]
    if faults:
        raise ContactDataError(faults)
    return rows


def merge(state: State, name: str, rows: list[tuple[int, dict[str, str]]]) -> State:
    """The database's state with the rows put in. A column that a row lacks stays as it was; an empty one empties it.

    Args:
        state: what the database holds.
        name: the file's name, for faults.
        rows: from `read`.

    Raises:
        ContactDataError: a row cannot be used, or names a kommun that is not there.
    """
    known = {row["code"]: row for row in flatten(state)}
    phones_of_jourer = {row["phone"]: key for key, row in state["service"].items() if row["kind"] == "jour"}
    faults: list[Fault] = []
    result = deepcopy(state)
    seen: set[str] = set()
    for line, given in rows:
        code = given["code"]
        if code not in known:
            faults.append(Fault(name, line, f"det finns ingen kommun med koden {code!r}"))
            continue
        row = {**known[code], **_no_longer_true(given), **given}
        source = Source(lan={row["lan_code"]: row["lan"]})
        problems = [f"kommunen {code} finns på flera rader"] if code in seen else []
        row["jour"] = given.get("jour") or _jour(row, phones_of_jourer, state, source, problems)
        problems += kommun_faults(row, {*phones_of_jourer.values(), f"jour_{code}"})
        problems += [f"{key} är {row[key]!r} men ska vara {known[code][key]!r}" for key in ("name", "lan_code", "lan") if row[key] != known[code][key]]
        faults += [Fault(name, line, f"{known[code]['name']}: {text}") for text in problems]
        if not problems:
            add_kommun(source, row)
            new = wanted(source)
            new["service"] = {**{key: value for key, value in state["service"].items() if value["kind"] == "jour"}, **new["service"]}
            replace_kommun(result, new, code)
        seen.add(code)
    if faults:
        raise ContactDataError(faults)
    return result


def _no_longer_true(given: Mapping[str, str]) -> dict[str, str]:
    """What the database says of old values, emptied where new ones come without it."""
    found = {f"{prefix}doubtful": "" for prefix in ("report_", "main_") if f"{prefix}phone" in given}
    return {**found, "page_updated": ""} if "checked" in given else found


def _jour(row: Mapping[str, str], by_phone: Mapping[str, str], state: State, source: Source, problems: list[str]) -> str:
    """Id of the on-call service a row means: one that is shared already, or the kommun's own, which is added to `source`."""
    if not row["jour_phone"]:
        return ""
    shared = by_phone.get(_as_known(row["jour_phone"], by_phone))
    if shared and row["jour_hours"] in ("", state["service"][shared]["hours"] or ""):
        return shared
    own = {
        **{"id": f"jour_{row['code']}", "name": f"Socialjouren, {row['full_name']}", "phone": row["jour_phone"]},
        **{"hours": row["jour_hours"], "opening": row["jour_opening"], "doubtful": ""},
        **{key: row[key] for key in ("read_at", "page_updated", "checked")},
    }
    found = [f"jour_{text}" for text in jour_faults(own)]
    problems.extend(found)
    if not found:
        source.services.append(jour_service(own))
    return own["id"]


def _as_known(printed: str, by_phone: Mapping[str, str]) -> str:
    """The number as it is printed where it is known already, however it is spaced here."""
    digits = re.sub(r"\D", "", printed)
    try:
        digits = phones.e164(printed) or digits
    except ValueError:
        return printed
    return next((known for known in by_phone if (phones.e164(known) or re.sub(r"\D", "", known)) == digits), printed)


def _row(state: State, code: str, jour: Mapping[str, Any]) -> dict[str, str]:
    kommun = state["kommun"][code]
    report = state["service"].get(f"report_{code}", {})
    main = state["service"].get(f"main_{code}", {})
    either = report or main
    row = {key: kommun[key] or "" for key in ("code", "name", "full_name", "preposition", "lan_code", "website", "report_url", "checked")}
    row["lan"] = state["lan"][kommun["lan_code"]]["name"]
    for prefix, service in (("report_", report), ("main_", main)):
        row |= {f"{prefix}{key}": service.get(key) or "" for key in ("phone", "hours", "opening")}
        row[f"{prefix}doubtful"] = "yes" if service.get("doubtful") else ""
    row |= {f"jour_{key}": jour.get(key) or "" for key in ("phone", "hours", "opening")}
    row |= {key: either.get(key) or "" for key in ("read_at", "page_updated")}
    return {column: str(row[column]) for column in COLUMNS}


def _is_jour(state: State, service_id: str) -> bool:
    return bool(state["service"][service_id]["kind"] == "jour")


def _shape_faults(row: Mapping[str, Any]) -> list[str]:
    unknown = [key for key in row if key not in {*COLUMNS, "jour"}]
    found = [f"okänd kolumn {key!r}" if key else "raden har för många fält; sätt citattecken om text med komma eller semikolon" for key in unknown]
    if not row.get("code"):
        found.append("kolumnen code med kommunkoden saknas")
    return found


def _json(name: str, content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        data: Any = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as problem:
        line = getattr(problem, "lineno", 1)
        raise ContactDataError([Fault(name, line, "filen är inte JSON")]) from None
    data = data.get("kommuner", [data]) if isinstance(data, dict) else data
    if not isinstance(data, list) or any(not isinstance(row, dict) for row in data):
        raise ContactDataError([Fault(name, 1, 'filen ska vara en kommun, en lista av kommuner eller {"kommuner": [...]}')])
    return [(number, {key: _plain(value) for key, value in row.items()}) for number, row in enumerate(data, start=1)]


def _plain(value: Optional[Any]) -> str:
    return "" if value is None or value is False else "yes" if value is True else str(value).strip()
