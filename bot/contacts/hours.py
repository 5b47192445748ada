"""Opening hours: what is open, until when, and how people say it.

Hours are OpenStreetMap's opening_hours (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification), evaluated by
opening-hours-py. Its Swedish calendar counts the public holidays, Christmas Eve, New Year's Eve and Midsummer's Eve as PH.
Every function takes the time it asks about; none looks at a clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Optional
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, validate

SWEDEN = ZoneInfo("Europe/Stockholm")
ALWAYS = "24/7"
OFFICE = "Mo-Fr 07:00-18:00; PH off"
"""No reception in our data opens earlier or closes later; used only to tell that one with unknown hours is probably closed."""

ON_CALL = "Mo-Fr 00:00-08:00,16:00-24:00; Sa,Su,PH 00:00-24:00"
"""When social services on call with unknown hours are probably there: outside office hours."""

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december")
FAR = timedelta(days=366)


@dataclass(frozen=True)
class State:
    """Whether something is open at a moment, and when that changes next; `changes` is None where it never does."""

    open: bool
    changes: Optional[datetime]


def now() -> datetime:
    """The time in Sweden: for the edges of the program, which hand it on."""
    return datetime.now(SWEDEN)


def valid(opening: str) -> bool:
    """Whether a text is opening_hours that can be evaluated."""
    return bool(validate(opening))


def state(opening: str, at: datetime) -> State:
    """The state at a moment.

    Args:
        opening: opening_hours.
        at: a time with its zone.

    Raises:
        ValueError: `opening` is not opening_hours.
    """
    hours = _parse(opening)
    # Through UTC: a time that the clocks leap over becomes the one that follows.
    moment = at.astimezone(timezone.utc).astimezone(SWEDEN)
    is_open = bool(hours.is_open(moment))
    changes = hours.next_change(moment)
    # Midnight between two open days is no change that a parent would notice.
    while is_open and changes is not None and changes - moment < FAR and hours.is_open(changes):
        changes = hours.next_change(changes)
    return State(is_open, None if changes is None or changes - moment >= FAR else changes)


def on_day(opening: str, day: date) -> list[tuple[datetime, datetime]]:
    """The stretches that begin on a day, each with its end, which may lie on the next.

    Args:
        opening: opening_hours.
        day: a day in Sweden.

    Raises:
        ValueError: `opening` is not opening_hours.
    """
    hours = _parse(opening)
    begin = datetime.combine(day, time(), SWEDEN)
    end = datetime.combine(day + timedelta(days=1), time(), SWEDEN)
    found: list[tuple[datetime, datetime]] = []
    moment: Optional[datetime] = begin
    if hours.is_open(begin) and hours.is_open(begin - timedelta(minutes=1)):
        moment = state(opening, begin).changes
        if moment is None or moment >= end:
            return [(begin, moment or end)]
    while moment is not None and moment < end:
        if hours.is_open(moment):
            until = state(opening, moment).changes
            found.append((moment, until or end))
            moment = until
        else:
            moment = state(opening, moment).changes
    return found


def say_state(opening: str, at: datetime) -> str:
    """The state as people say it: "öppet nu till 16.30", "öppnar måndag 08.00", "dygnet runt".

    Args:
        opening: opening_hours.
        at: a time with its zone.
    """
    if opening == ALWAYS:
        return "dygnet runt"
    found = state(opening, at)
    if found.open:
        return f"öppet nu till {say_moment(found.changes, at, until=True)}" if found.changes else "öppet nu"
    return f"öppnar {say_moment(found.changes, at)}" if found.changes else "stängt"


def say_moment(moment: datetime, at: datetime, until: bool = False) -> str:
    """A moment seen from another: "16.30", "i morgon 08.00", "måndag 08.00", "torsdag 7 januari 08.00".

    Args:
        moment: the moment to speak of.
        at: the time of speaking.
        until: it ends something that is open, where the small hours still belong to the evening before.
    """
    there, here = moment.astimezone(SWEDEN), at.astimezone(SWEDEN)
    clock = f"{there:%H.%M}"
    days = (there.date() - here.date()).days
    if until and days == 0:
        return clock
    if until and days == 1 and there.time() <= time(8):
        return "midnatt" if there.time() == time() else clock
    return f"{say_day_from(there.date(), here.date())} {clock}"


def say_day_from(day: date, today: date) -> str:
    """A day from today on, as people say it: "i dag", "i morgon", "måndag", "torsdag 7 januari"."""
    days = (day - today).days
    if days < 2:
        return "i morgon" if days else "i dag"
    return WEEKDAYS[day.weekday()] if days < 7 else say_day(day)


def say_day(day: date) -> str:
    """A date as people say it: "torsdag 7 januari"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def say_on_day(opening: str, day: date) -> str:
    """What is open on a day: "öppet 08.00–12.00 och 13.00–16.00", "stängt hela dagen", "öppet hela dygnet"."""
    stretches = on_day(opening, day)
    if not stretches:
        return "stängt hela dagen"
    if len(stretches) == 1 and stretches[0][1] - stretches[0][0] >= timedelta(hours=23):
        return "öppet hela dygnet"
    parts = [f"{begin.astimezone(SWEDEN):%H.%M}–{_end(end.astimezone(SWEDEN))}" for begin, end in stretches]
    return "öppet " + " och ".join(parts)


def _end(moment: datetime) -> str:
    return "24.00" if moment.time() == time() else f"{moment:%H.%M}"


@lru_cache(maxsize=1024)
def _parse(opening: str) -> OpeningHours:
    if not validate(opening):
        raise ValueError(f"{opening!r} är inte skrivet som opening_hours")
    return OpeningHours(opening, timezone=SWEDEN, country="SE")
