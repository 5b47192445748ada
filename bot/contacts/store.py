"""Looks contacts up: plain data out, ready for the API and for the actions."""

from typing import Any, Iterable, Optional, TypedDict

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.pool import StaticPool

from bot.contacts.models import Contact, Kommun

CHECK_NUMBER = "Uppgiften kan vara gammal. Kontrollera den på webbplatsen."
LOCAL = "kommun"
"""A reference, beside the ids of national contacts, to the social services of the parent's own kommun."""

ALWAYS_OPEN = "dygnet runt"


class ContactView(TypedDict):
    """A contact as the API gives it. `open_now` is None where it is not known."""

    name: str
    phone: Optional[str]
    hours: Optional[str]
    open_now: Optional[bool]
    url: Optional[str]
    note: str


class Contacts:
    """The contacts of one database.

    Args:
        url: SQLAlchemy address of a database made by `bot.contacts.build`.
    """

    def __init__(self, url: str) -> None:
        options: dict[str, Any] = {"pool_pre_ping": True}
        if url in ("sqlite://", "sqlite:///:memory:"):
            options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        self._engine = create_engine(url, **options)

    def count(self) -> int:
        """Number of contacts; raises sqlalchemy.exc.SQLAlchemyError where the database cannot be read."""
        with Session(self._engine) as session:
            return int(session.execute(select(func.count(Contact.id))).scalar_one())

    def kommun(self, code: Optional[str]) -> Optional[dict[str, str]]:
        """The kommun with that code as {"code", "name", "full_name", "lan"}, or None."""
        if not code:
            return None
        with Session(self._engine) as session:
            found = session.get(Kommun, code)
            return _kommun_view(found) if found else None

    def kommuner(self) -> list[dict[str, str]]:
        """All kommuner by name, each as `kommun` gives it."""
        with Session(self._engine) as session:
            return [_kommun_view(row) for row in session.execute(select(Kommun).order_by(Kommun.name)).scalars()]

    def local(self, code: Optional[str]) -> list[ContactView]:
        """The social services of a kommun, by day and on call; empty for an unknown kommun."""
        if not code:
            return []
        with Session(self._engine) as session:
            query = select(Kommun).where(Kommun.code == code).options(selectinload(Kommun.contacts))
            found = session.execute(query).scalar_one_or_none()
            return [view(contact) for contact in found.contacts] if found else []

    def national(self, ids: Iterable[str]) -> list[ContactView]:
        """The national contacts with those ids, in that order; unknown ids are left out."""
        wanted = list(ids)
        if not wanted:
            return []
        with Session(self._engine) as session:
            query = select(Contact).where(Contact.role == "national", Contact.id.in_(wanted))
            found = {contact.id: view(contact) for contact in session.execute(query).scalars()}
        return [found[name] for name in wanted if name in found]

    def resolve(self, references: Iterable[str], kommun_code: Optional[str]) -> list[ContactView]:
        """Contacts for the references of an answer.

        Args:
            references: ids of national contacts, and `kommun` where the parent's own social services belong.
            kommun_code: the parent's kommun, or None.
        """
        wanted = list(references)
        if LOCAL not in wanted:
            return self.national(wanted)
        place = wanted.index(LOCAL)
        return self.national(wanted[:place]) + self.local(kommun_code) + self.national(wanted[place + 1 :])


def view(contact: Contact) -> ContactView:
    """A row as plain data. What is doubtful says so in its note."""
    note = f"{contact.purpose} {CHECK_NUMBER}" if contact.doubtful else contact.purpose
    return ContactView(
        name=contact.name,
        phone=contact.phone,
        hours=contact.hours,
        open_now=True if contact.hours == ALWAYS_OPEN or contact.phone == "112" else None,
        url=contact.url,
        note=note,
    )


def _kommun_view(row: Kommun) -> dict[str, str]:
    return {"code": row.code, "name": row.name, "full_name": row.full_name, "lan": row.lan}
