"""How dates and numbers are written on the pages."""

import re
from datetime import date, datetime
from typing import Union

from bot.contacts.hours import MONTHS


def telephone(number: str) -> str:
    """Address of a link that rings a number: `tel:0304601000` for "0304-60 10 00"."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def day_in_words(day: Union[str, date]) -> str:
    """A date as people write it: "22 november 2026" for "2026-11-22"."""
    found = day if isinstance(day, date) else datetime.strptime(day, "%Y-%m-%d").date()
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"
