"""What should be looked at again by those who keep the contacts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Optional

from bot.contacts.importer import State

DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Stale:
    """A service to check again: `since` is the date that counts, ISO text as precise as is known, and `page` where to look."""

    since: str
    id: str
    name: str
    phone: Optional[str]
    doubtful: bool
    page: str


def stale(state: State, today: date, months: int) -> list[Stale]:
    """Services that should be checked again, oldest first.

    A doubtful one counts from when its page was updated, since looking at an old page again did not make it newer; the others
    from when they were last checked.

    Args:
        state: what the database holds.
        today: the day it is.
        months: how many months old is too old.
    """
    limit = (today - timedelta(days=round(months * DAYS_A_MONTH))).isoformat()
    found = []
    for row in state["service"].values():
        since = row["page_updated"] if row["doubtful"] and row["page_updated"] else row["checked"]
        if since[:10] <= limit[: len(since)]:
            found.append(Stale(since, row["id"], row["name"], row["phone"], row["doubtful"], row["url"] or row["read_at"]))
    return sorted(found, key=lambda item: (item.since, item.id))
