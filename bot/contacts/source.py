"""Reads `data/contacts/`: what the content people keep, before it becomes a database.

A row that cannot be used is left out and named, with file, line and what to do, so that it never takes the good rows with it.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Optional

import yaml

from bot.contacts import hours, phones
from bot.contacts.models import KINDS
from bot.files import YAML
from bot.settings import DATA

FOLDER = DATA / "contacts"
KOMMUN_COLUMNS = [
    *("code", "name", "full_name", "preposition", "lan_code", "lan", "website", "report_url"),
    *("report_phone", "report_hours", "report_opening", "report_doubtful", "main_phone", "main_hours", "main_opening", "main_doubtful"),
    *("jour", "read_at", "page_updated", "checked"),
]
JOUR_COLUMNS = ["id", "name", "phone", "hours", "opening", "doubtful", "read_at", "page_updated", "checked"]
SERVICE_KEYS = {
    *("id", "kind", "name", "purpose", "phone", "hours", "opening", "url", "lan", "kommuner"),
    *("audience", "doubtful", "read_at", "page_updated", "checked"),
}
AUDIENCES = {"parent", "child", "adult", "professional"}

AFTER_SOCIAL_SERVICES = 10
"""The first position of the others: a kommun's own three stand before them."""

REPORT_PURPOSE = "Socialtjänstens mottagning för oro för barn. Du kan rådfråga utan att säga barnets namn."
REPORT_PAGE_PURPOSE = "Här gör du en orosanmälan till socialtjänsten."
MAIN_PURPOSE = "Be att få tala med socialtjänstens mottagning för barn och unga. Du kan rådfråga utan att säga barnets namn."
SITE_PURPOSE = "Sök på orosanmälan på kommunens webbplats. Där finns numret till socialtjänsten."
JOUR_PURPOSE = "Socialtjänsten kvällar, nätter och helger, när det inte kan vänta."
JOUR_BY_112_PURPOSE = "Ring 112 och be om socialjouren, när det inte kan vänta till dagen."


@dataclass(frozen=True)
class Fault:
    """Why a row or an entry cannot be used; `text` is Swedish and says what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """A line as `contacts check` lists it."""
        return f"{self.file} rad {self.line}: {self.text}"


class ContactDataError(ValueError):
    """Something in the contacts cannot be used. `faults` says what and where; the message is the same, in Swedish."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class Place:
    """A locality or a district, and a kommun it lies in, with the number of postal codes it has there."""

    name: str
    kommun_code: str
    postal_codes: int = 0


@dataclass(frozen=True)
class Source:
    """All that could be read, as the rows of the database's tables, and what could not."""

    lan: dict[str, str] = field(default_factory=dict)
    kommuner: list[dict[str, Any]] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)
    for_kommuner: list[tuple[str, str]] = field(default_factory=list)
    for_lan: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(folder: Path = FOLDER) -> Source:
    """Read kommuner, on-call services, regional and national services.

    Args:
        folder: where `kommuner.csv`, `jourer.csv`, `regional.yml` and `national.yml` lie.
    """
    found = Source()
    jour_rows = _rows(folder / "jourer.csv", JOUR_COLUMNS, jour_faults, found.faults)
    found.services.extend(jour_service(row) for row in jour_rows)
    jourer = {row["id"] for row in jour_rows}
    for row in _rows(folder / "kommuner.csv", KOMMUN_COLUMNS, lambda row: kommun_faults(row, jourer), found.faults):
        found.lan[row["lan_code"]] = row["lan"]
        add_kommun(found, row)
    codes = {row["code"] for row in found.kommuner}
    for name in ("regional.yml", "national.yml"):
        for position, (line, entry) in enumerate(_entries(folder / name, found.faults), start=AFTER_SOCIAL_SERVICES):
            problems = entry_faults(entry, {service["id"] for service in found.services}, codes, set(found.lan))
            if problems:
                found.faults.extend(Fault(name, line, f"{_named(entry)}: {text}") for text in problems)
            else:
                add_entry(found, entry, position)
    return found


def add_kommun(found: Source, row: Mapping[str, str]) -> None:
    """Add a checked row of `kommuner.csv`: the kommun, its reception, its switchboard, and its on-call service."""
    code = row["code"]
    found.kommuner.append(
        {
            **{key: row[key] for key in ("code", "name", "full_name", "preposition", "lan_code", "checked")},
            **{key: row[key] or None for key in ("website", "report_url")},
        }
    )
    common = {"read_at": row["read_at"], "page_updated": row["page_updated"] or None, "checked": row["checked"]}
    web = row["report_url"] or row["website"] or None
    if row["report_phone"] or row["report_url"]:
        purpose = REPORT_PURPOSE if row["report_phone"] else REPORT_PAGE_PURPOSE
        name = f"Socialtjänstens mottagning, {row['full_name']}"
        found.services.append(_service(f"report_{code}", "report", 0, name, purpose, row, "report_", web, common))
        found.for_kommuner.append((f"report_{code}", code))
    if row["main_phone"] or (row["website"] and not row["report_url"]):
        purpose = MAIN_PURPOSE if row["main_phone"] else SITE_PURPOSE
        name = f"Växeln, {row['full_name']}" if row["main_phone"] else f"Webbplatsen, {row['full_name']}"
        found.services.append(_service(f"main_{code}", "main", 1, name, purpose, row, "main_", row["website"] or web, common))
        found.for_kommuner.append((f"main_{code}", code))
    if row["jour"]:
        found.for_kommuner.append((row["jour"], code))


def jour_service(row: Mapping[str, str]) -> dict[str, Any]:
    """A checked row of `jourer.csv` as a row of the table `service`."""
    purpose = JOUR_BY_112_PURPOSE if row["phone"] == "112" else JOUR_PURPOSE
    common = {"read_at": row["read_at"], "page_updated": row["page_updated"] or None, "checked": row["checked"]}
    return _service(row["id"], "jour", 2, row["name"], purpose, row, "", None, common)


def add_entry(found: Source, entry: Mapping[str, Any], position: int) -> None:
    """Add a checked entry of `regional.yml` or `national.yml`, shown in the place that `position` gives it."""
    row = {key: str(entry.get(key) or "") for key in ("phone", "hours", "opening", "page_updated", "checked")}
    row["doubtful"] = "yes" if entry.get("doubtful") else ""
    common = {"read_at": entry["read_at"], "page_updated": row["page_updated"] or None, "checked": row["checked"]}
    name, kind, url = entry["name"], entry.get("kind", "annat"), entry.get("url")
    found.services.append(_service(entry["id"], kind, position, name, entry["purpose"], row, "", url, common))
    found.for_kommuner.extend((entry["id"], code) for code in entry.get("kommuner", ()))
    found.for_lan.extend((entry["id"], code) for code in entry.get("lan", ()))


def _service(
    name: str, kind: str, position: int, title: str, purpose: str, row: Mapping[str, str], prefix: str, url: Optional[str], common: Mapping[str, Any]
) -> dict[str, Any]:
    phone = row[f"{prefix}phone"] or None
    return {
        "id": name,
        "kind": kind,
        "position": position,
        "name": title,
        "purpose": purpose,
        "phone": phone,
        "phone_e164": phones.e164(phone) if phone else None,
        "hours": row[f"{prefix}hours"] or None,
        "opening": row[f"{prefix}opening"] or None,
        "url": url,
        "doubtful": row[f"{prefix}doubtful"] == "yes",
        **common,
    }


def kommun_faults(row: Mapping[str, str], jourer: Iterable[str]) -> list[str]:
    """What is wrong with a row of `kommuner.csv`, as Swedish sentences.

    Args:
        row: column names to text.
        jourer: ids of the on-call services that there are.
    """
    found = [f"{column} saknas" for column in ("name", "full_name", "lan", "checked") if not row[column]]
    if not re.fullmatch(r"\d{4}", row["code"]):
        found.append(f"kommunkoden {row['code']!r} ska ha fyra siffror")
    if row["lan_code"] != row["code"][:2]:
        found.append(f"länskoden {row['lan_code']!r} ska vara de två första siffrorna i kommunkoden")
    if row["preposition"] not in ("i", "på"):
        found.append(f"preposition är {row['preposition']!r}, ska vara i eller på")
    if row["jour"] and row["jour"] not in set(jourer):
        found.append(f"jour {row['jour']!r} finns inte i jourer.csv")
    if not row["read_at"] and (row["report_phone"] or row["main_phone"] or row["report_url"] or row["website"]):
        found.append("read_at saknas: skriv adressen till sidan där uppgifterna lästes")
    found += [text for column in ("website", "report_url", "read_at") for text in web_faults(column, row[column])]
    for prefix in ("report_", "main_"):
        found += number_faults(row, prefix)
    return found + date_faults(row["checked"])


def jour_faults(row: Mapping[str, str]) -> list[str]:
    """What is wrong with a row of `jourer.csv`, as Swedish sentences."""
    found = [f"{column} saknas" for column in ("id", "name", "phone", "read_at", "checked") if not row[column]]
    return found + web_faults("read_at", row["read_at"]) + number_faults(row, "") + date_faults(row["checked"])


def entry_faults(entry: Mapping[str, Any], ids: Iterable[str], kommuner: Iterable[str], lan: Iterable[str]) -> list[str]:
    """What is wrong with an entry of `regional.yml` or `national.yml`, as Swedish sentences.

    Args:
        entry: the entry.
        ids: ids that are taken.
        kommuner: the kommun codes that there are.
        lan: the län codes that there are.
    """
    if not isinstance(entry, dict):
        return ["posten ska vara nycklar med värden, som de andra"]
    found = [f"{key} saknas" for key in ("id", "name", "purpose", "audience", "read_at", "checked") if not entry.get(key)]
    found += [f"okänd nyckel: {key}" for key in sorted(set(entry) - SERVICE_KEYS)]
    if entry.get("id") in set(ids):
        found.append("id finns två gånger")
    if entry.get("kind", "annat") not in KINDS:
        found.append(f"kind {entry['kind']!r} är okänt; välj bland {', '.join(KINDS)}")
    found += [f"okänd kommunkod {code!r}" for code in entry.get("kommuner", ()) if code not in set(kommuner)]
    found += [f"okänd länskod {code!r}" for code in entry.get("lan", ()) if code not in set(lan)]
    found += [f"audience {name!r} är okänt; välj bland {', '.join(sorted(AUDIENCES))}" for name in entry.get("audience", ()) if name not in AUDIENCES]
    found += [text for key in ("url", "read_at") for text in web_faults(key, str(entry.get(key) or ""))]
    row = {key: str(entry.get(key) or "") for key in ("phone", "hours", "opening")}
    return found + number_faults({**row, "doubtful": ""}, "") + date_faults(str(entry.get("checked") or ""))


def web_faults(column: str, value: str) -> list[str]:
    """What is wrong with a web address; an empty one is right."""
    return [] if not value or re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value) else [f"{column} {value!r} ska vara en adress som börjar med https://"]


def number_faults(row: Mapping[str, str], prefix: str) -> list[str]:
    """What is wrong with a number and its hours; empty ones are right."""
    found = []
    phone, printed, opening, doubtful = (row[f"{prefix}{name}"] for name in ("phone", "hours", "opening", "doubtful"))
    if phone:
        try:
            phones.e164(phone)
        except ValueError as problem:
            found.append(f"{prefix}phone: {problem}")
    if opening and not hours.valid(opening):
        found.append(f"{prefix}opening {opening!r} är inte skrivet som opening_hours (exempel: Mo-Fr 08:00-16:30; PH off)")
    if opening and not printed:
        found.append(f"{prefix}hours saknas: skriv tiderna i {prefix}opening också som människor säger dem")
    if doubtful not in ("", "yes"):
        found.append(f"{prefix}doubtful är {doubtful!r}, ska vara yes eller tomt")
    return found


def date_faults(value: str) -> list[str]:
    """What is wrong with the date in `checked`; an empty one is named elsewhere."""
    try:
        date.fromisoformat(value or "2000-01-01")
    except ValueError:
        return [f"checked {value!r} ska vara ett datum som 2026-11-22"]
    return []


def localities(folder: Path = FOLDER) -> list[Place]:
    """The rows of `localities.csv`."""
    return [Place(row["locality"], row["kommun_code"], int(row["postal_codes"])) for row in parse_csv((folder / "localities.csv").read_bytes())]


def kommuner(folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of `kommuner.csv` as they stand, column names to text."""
    return parse_csv((folder / "kommuner.csv").read_bytes())


def entries(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The national and regional services as they stand, those that answers may refer to.

    Raises:
        ContactDataError: a file cannot be read.
    """
    faults: list[Fault] = []
    found = [entry for name in ("national.yml", "regional.yml") for _, entry in _entries(folder / name, faults)]
    if faults:
        raise ContactDataError(faults)
    return found


@cache
def services() -> dict[str, dict[str, Any]]:
    """The project's own national and regional services by id, read once: reading takes a fifth of a second.

    Raises:
        ContactDataError: a file cannot be read.
    """
    return {entry["id"]: entry for entry in entries()}


def parse_csv(content: bytes) -> list[dict[str, str]]:
    """Rows of a CSV file with a header, as spreadsheets save them: UTF-8 or Windows-1252, comma or semicolon.

    Args:
        content: the file.

    Returns:
        A dict a row, values stripped; what lies beyond the header's columns stands under the key "".
    """
    text = decode(content)
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",", restkey="", restval="")
    return [{key.strip(): value.strip() if isinstance(value, str) else ",".join(value) for key, value in row.items()} for row in rows]


def decode(content: bytes) -> str:
    """Text of a file in UTF-8, with or without its mark, or else in Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(path: Path, columns: list[str], check: Callable[[Mapping[str, str]], list[str]], faults: list[Fault]) -> list[dict[str, str]]:
    """The rows that can be used; the others are named in `faults`. A row's line counts from the header, which is line 1."""
    good: list[dict[str, str]] = []
    seen: set[str] = set()
    for line, row in enumerate(parse_csv(path.read_bytes()), start=2):
        missing = [column for column in columns if column not in row]
        if missing or "" in row:
            what = f"kolumnen {', '.join(missing)} saknas" if missing else "raden har för många fält; sätt citattecken om text med komma eller semikolon"
            faults.append(Fault(path.name, line, what))
            continue
        problems = check(row)
        if row[columns[0]] in seen:
            problems.append(f"{row[columns[0]]} finns redan på en tidigare rad")
        faults.extend(Fault(path.name, line, f"{row['name']}: {text}") for text in problems)
        if not problems:
            seen.add(row[columns[0]])
            good.append(row)
    return good


def _entries(path: Path, faults: list[Fault]) -> list[tuple[int, dict[str, Any]]]:
    """The entries of a YAML list with the lines they begin on."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, YAML)
        entries = yaml.load(text, YAML)
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        mark = getattr(problem, "problem_mark", None)
        faults.append(Fault(path.name, mark.line + 1 if mark else 1, "filen går inte att läsa härifrån; se på indrag, kolon och citattecken"))
        return []
    if not isinstance(entries, list):
        faults.append(Fault(path.name, 1, "filen ska vara en lista, där varje post börjar med - id:"))
        return []
    lines = (item.start_mark.line + 1 for item in node.value) if isinstance(node, yaml.SequenceNode) else ()
    return list(zip(lines, entries))


def _named(entry: Any) -> str:
    return str(entry.get("id", "(utan id)")) if isinstance(entry, dict) else "(utan id)"
