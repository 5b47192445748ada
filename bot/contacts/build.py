"""Builds the contacts database from `data/contacts/`."""

import re
from pathlib import Path
from typing import Iterator, Optional

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bot.contacts import source
from bot.contacts.models import Base, Contact, Kommun, Locality

REPORT_PURPOSE = {
    "reception": "Kommunens mottagning för oro för barn. Du kan rådfråga utan att säga barnets namn.",
    "switchboard": "Kommunens växel. Be att få tala med socialtjänstens mottagning för barn och unga.",
}
NO_NUMBER_PURPOSE = "Vi har inget säkert nummer. Leta efter orosanmälan på kommunens webbplats."
JOUR_PURPOSE = "Socialtjänsten kvällar, nätter och helger, när det inte kan vänta."
JOUR_BY_112_PURPOSE = "Ring 112 och be om socialjouren, när det inte kan vänta till dagen."


def build(url: str, folder: Path = source.FOLDER) -> int:
    """Write all contacts to the database, replacing what was there, in one transaction.

    Args:
        url: SQLAlchemy database address, SQLite or PostgreSQL.
        folder: where `kommuner.csv`, `localities.csv` and `national.yml` lie.

    Returns:
        The number of contacts written.

    Raises:
        bot.contacts.source.ContactDataError: the data cannot be used; the database is left as it was.
    """
    rows = list(_rows(folder))
    database = make_url(url).database
    if url.startswith("sqlite") and database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
        session.add_all(rows)
    engine.dispose()
    return sum(isinstance(row, Contact) for row in rows)


def _rows(folder: Path) -> Iterator[Base]:
    for row in source.kommuner(folder):
        yield Kommun(
            code=row["code"],
            name=row["name"],
            full_name=row["full_name"],
            lan_code=row["lan_code"],
            lan=row["lan"],
            website=row["website"] or None,
            report_url=row["report_url"] or None,
        )
        yield _report(row)
        if row["jour_phone"]:
            yield _jour(row)
    for position, entry in enumerate(source.national(folder)):
        yield Contact(
            id=entry["id"],
            role="national",
            position=position,
            name=entry["name"],
            purpose=entry["purpose"],
            phone=entry.get("phone"),
            hours=entry.get("hours"),
            url=entry.get("url"),
            doubtful=bool(entry.get("doubtful")),
            read_at=entry["read_at"],
            checked=str(entry["checked"]),
        )
    for place in source.localities(folder):
        yield Locality(name=place.name, kommun_code=place.kommun_code, postal_codes=place.postal_codes)


def _report(row: dict[str, str]) -> Contact:
    known = bool(row["report_phone"])
    return Contact(
        id=f"report-{row['code']}",
        kommun_code=row["code"],
        role="report",
        position=0,
        name=f"Socialtjänsten, {row['full_name']}",
        purpose=REPORT_PURPOSE[row["report_phone_kind"]] if known else NO_NUMBER_PURPOSE,
        phone=row["report_phone"] or None,
        hours=row["report_hours"] or None,
        url=row["report_url"] or row["website"] or None,
        doubtful=row["report_doubtful"] == "yes",
        read_at=_first_url(row["source_urls"]) or row["website"] or "",
        page_updated=row["page_updated"] or None,
        checked=row["checked"],
    )


def _jour(row: dict[str, str]) -> Contact:
    by_112 = row["jour_phone"] == "112"
    return Contact(
        id=f"jour-{row['code']}",
        kommun_code=row["code"],
        role="jour",
        position=1,
        name=f"Socialjouren, {row['full_name']}",
        purpose=JOUR_BY_112_PURPOSE if by_112 else JOUR_PURPOSE,
        phone=row["jour_phone"],
        hours=row["jour_hours"] or None,
        url=row["website"] or row["report_url"] or None,
        doubtful=row["jour_doubtful"] == "yes",
        read_at=_first_url(row["source_urls"]) or row["website"] or "",
        page_updated=row["page_updated"] or None,
        checked=row["checked"],
    )


def _first_url(urls: str) -> Optional[str]:
    found = re.search(r"https?://\S+", urls)
    return found.group() if found else None
