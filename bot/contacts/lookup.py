"""From an answer's references to contacts as the API gives them: one query, then the choice."""

from datetime import date, datetime
from typing import Any, Iterable, Optional

from bot.contacts.choice import FALLBACK, ContactView, choose, view
from bot.contacts.store import Contacts


def resolve(
    contacts: Contacts, references: Iterable[str], kommun_code: Optional[str], at: datetime, day: Optional[date] = None, lan_code: Optional[str] = None
) -> list[ContactView]:
    """Contacts for an answer.

    Args:
        contacts: the database.
        references: ids of national services, `kommun` and `region`.
        kommun_code: the parent's kommun, or None.
        at: the time of asking, with its zone.
        day: another day than today, where that is what the parent asks about.
        lan_code: the län where only that is known.
    """
    wanted = list(references)
    place = contacts.place(kommun_code)
    services = contacts.services(place.code if place else None, {*wanted, *FALLBACK}, lan_code)
    return [view(service, at, day, place) for service in choose(wanted, place, services, at, day)]


def of_reply(contacts: Contacts, references: list[Any], kommun_code: Optional[str], at: datetime) -> list[ContactView]:
    """Contacts for a reply of the bot: references are looked up; what an action has looked up already stays as it is."""
    if all(isinstance(contact, str) for contact in references):
        return resolve(contacts, references, kommun_code, at)
    return references
