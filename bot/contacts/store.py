"""Looks contacts up: plain data out. A look-up is one query; the time and the choice come after, in `bot.contacts.choice`."""

from dataclasses import dataclass
from typing import Any, Iterable, Optional

from sqlalchemy import bindparam, func, literal_column, select, union_all
from sqlalchemy.engine import Engine

from bot.contacts.database import connect
from bot.contacts.models import Kommun, Lan, Service, ServiceKommun, ServiceLan

OF_KOMMUN, OF_LAN, OF_COUNTRY = 0, 1, 2
"""How near a service is: for some kommuner, for a whole län, for the country."""


@dataclass(frozen=True)
class Place:
    """A kommun. `preposition` stands before its name: "i Malmö", "på Gotland"."""

    code: str
    name: str
    full_name: str
    preposition: str
    lan_code: str
    lan: str
    website: Optional[str]
    report_url: Optional[str]

    @property
    def where(self) -> str:
        """The place in a sentence: "i Malmö"."""
        return f"{self.preposition} {self.name}"


@dataclass(frozen=True)
class ServiceRow:
    """A row of the table `service`, and how near it is to the kommun that was asked about."""

    id: str
    kind: str
    name: str
    purpose: str
    phone: Optional[str]
    phone_e164: Optional[str]
    hours: Optional[str]
    opening: Optional[str]
    url: Optional[str]
    doubtful: bool
    read_at: str
    page_updated: Optional[str]
    checked: str
    nearness: int


_PLACE = [Kommun.code, Kommun.name, Kommun.full_name, Kommun.preposition, Kommun.lan_code, Lan.name.label("lan"), Kommun.website, Kommun.report_url]
_PLACES = select(*_PLACE).join(Lan).order_by(Kommun.name)
_ONE_PLACE = select(*_PLACE).join(Lan).where(Kommun.code == bindparam("code"))
_SERVICE = [getattr(Service, name) for name in ServiceRow.__dataclass_fields__ if name != "nearness"]


class Contacts:
    """The contacts of one database.

    Args:
        url: SQLAlchemy address of a database made by `python -m bot contacts import`.
    """

    def __init__(self, url: str) -> None:
        self._engine: Engine = connect(url)

    def count(self) -> int:
        """Number of services; raises sqlalchemy.exc.SQLAlchemyError where the database cannot be read."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count(Service.id))).scalar_one())

    def place(self, code: Optional[str]) -> Optional[Place]:
        """The kommun with that code, or None."""
        if not code:
            return None
        with self._engine.connect() as connection:
            row = connection.execute(_ONE_PLACE, {"code": code}).first()
        return Place(*row) if row else None

    def places(self) -> list[Place]:
        """All kommuner by name."""
        with self._engine.connect() as connection:
            return [Place(*row) for row in connection.execute(_PLACES)]

    def services(self, kommun_code: Optional[str], ids: Iterable[str] = (), lan_code: Optional[str] = None) -> list[ServiceRow]:
        """Everything that may be shown to someone in a kommun, nearest first.

        Args:
            kommun_code: the kommun, or None where it is not known.
            ids: national services to fetch beside.
            lan_code: the län where only that is known; the kommun's own otherwise.

        Returns:
            The kommun's services, its län's, and the national ones with those ids, each in its own order.
        """
        asked = {"kommun": kommun_code or "", "lan": kommun_code[:2] if kommun_code else lan_code or "", "ids": list(ids)}
        with self._engine.connect() as connection:
            return [ServiceRow(*row[:-1]) for row in connection.execute(_SERVICES, asked)]


def _part(nearness: int) -> Any:
    return select(*_SERVICE, literal_column(str(nearness)).label("nearness"), Service.position)


def _services() -> Any:
    """The one query behind every look-up, made once: putting it together costs more than running it."""
    of_kommun = _part(OF_KOMMUN).join(ServiceKommun, ServiceKommun.service_id == Service.id).where(ServiceKommun.kommun_code == bindparam("kommun"))
    of_lan = _part(OF_LAN).join(ServiceLan, ServiceLan.service_id == Service.id).where(ServiceLan.lan_code == bindparam("lan"))
    of_country = _part(OF_COUNTRY).where(Service.id.in_(bindparam("ids", expanding=True)))
    return union_all(of_kommun, of_lan, of_country).order_by("nearness", "position")


_SERVICES = _services()
