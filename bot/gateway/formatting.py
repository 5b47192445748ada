"""How dates and numbers are written on the pages."""

import re
from datetime import date, datetime
from typing import Any, Mapping, Optional, Union

from bot.contacts.hours import MONTHS


def telephone(number: str) -> str:
    """Address of a link that rings a number: `tel:0304601000` for "0304-60 10 00"."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def day_in_words(day: Union[str, date]) -> str:
    """A date as people write it: "22 november 2026" for "2026-11-22"."""
    found = day if isinstance(day, date) else datetime.strptime(day, "%Y-%m-%d").date()
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def is_web(url: Optional[str]) -> bool:
    """Whether an address is a web page's; only those are linked to."""
    return bool(url) and str(url).startswith(("http://", "https://"))


def opening_words(contact: Mapping[str, Any]) -> str:
    """Whether a contact is open, in words; `pages/contacts/contacts.js` says the same.

    Args:
        contact: as the API gives it, with "hours" such as "öppet nu till 16.30 (mån–fre 8–16)" and "open_now", None where nobody knows.
    """
    hours, open_now = contact["hours"] or "", contact["open_now"]
    begun = hours[:1].upper() + hours[1:]
    if open_now is None:
        return begun
    state = "Öppet nu" if open_now else "Stängt nu"
    if not hours:
        return state
    if open_now and hours == "dygnet runt":
        return "Öppet dygnet runt"
    if hours.startswith("öppet" if open_now else "stängt"):
        return begun
    return f"{state}, {hours}" if not open_now and hours.startswith("öppnar") else f"{state}. {begun}"
