"""Chooses whom to show, and in which order: what can be reached now first. Pure: rows and a time in, rows and words out."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Iterable, Optional, Sequence, TypedDict

from bot.contacts import hours
from bot.contacts.models import KINDS
from bot.contacts.store import OF_COUNTRY, Place, ServiceRow

KOMMUN = "kommun"
"""A reference, beside the ids of national services, to the social services of the parent's own kommun."""

REGION = "region"
"""A reference to everything else that is known for the kommun and its län, for parents and children."""

FALLBACK = ("sos_112", "polisen_11414", "ecpat_vuxenstod")
"""Fetched with every look-up: what steps in where a kommun's own number is missing."""

SOCIAL = ("report", "main", "jour")
NOT_FOR_PARENTS = ("kast", "koordinator")
ANY_KIND = "annat"

CHECK_LOCAL = "Uppgiften kan vara gammal. Kontrollera numret på kommunens webbplats."
CHECK = "Uppgiften kan vara gammal. Kontrollera den på webbplatsen."
JOUR_BY_112 = "I många kommuner når du socialjouren genom 112, när det inte kan vänta till dagen."
NO_NUMBER = "Vi har inget säkert nummer. Sök på orosanmälan på kommunens webbplats."
OFFICE_HOURS = "vardagar på kontorstid"
ON_CALL_HOURS = "kvällar, nätter och helger"

NOW, PERHAPS, LATER = 0, 1, 2
"""How soon someone can be reached."""


class ContactView(TypedDict):
    """A contact as the API gives it. `open_now` is None where it is not known."""

    name: str
    phone: Optional[str]
    hours: Optional[str]
    open_now: Optional[bool]
    url: Optional[str]
    note: str


@dataclass(frozen=True)
class Reach:
    """Whether and when someone can be reached: for certain (`open_now`), most likely (`rank`), and in words."""

    open_now: Optional[bool]
    rank: int
    words: Optional[str]


def reach(service: ServiceRow, at: datetime, day: Optional[date] = None) -> Reach:
    """When a service can be reached.

    Where its hours are unknown or doubtful, what is said is what holds for all of its kind: a reception is closed at night and on
    holidays, and social services on call answer when it is; `open_now` stays None.

    Args:
        service: the service.
        at: the time of asking, with its zone.
        day: another day than today, where that is what the parent asks about.
    """
    if service.phone == "112":
        return Reach(True, NOW, "dygnet runt")
    presumed = hours.ON_CALL if service.kind == "jour" else hours.OFFICE if service.kind in SOCIAL else None
    opening = service.opening if not service.doubtful else None
    if opening is None:
        printed = service.hours or (ON_CALL_HOURS if service.kind == "jour" else OFFICE_HOURS if presumed and service.phone else None)
        likely = service.opening or presumed
        if likely is None or not service.phone:
            return Reach(None, PERHAPS, printed)
        is_open = bool(hours.on_day(likely, day)) if day else hours.state(likely, at).open
        closed = "troligen stängt då" if day else "troligen stängt nu"
        return Reach(None, NOW if is_open else LATER, printed if is_open else f"{closed}, {printed}" if printed else closed)
    is_open = hours.state(opening, at).open
    if opening == hours.ALWAYS:
        return Reach(True, NOW, "dygnet runt")
    if day:
        words = f"{hours.say_day(day)}: {hours.say_on_day(opening, day)}"
        return Reach(is_open, NOW if hours.on_day(opening, day) else LATER, f"{words} ({service.hours})")
    return Reach(is_open, NOW if is_open else LATER, f"{hours.say_state(opening, at)} ({service.hours})")


def choose(references: Iterable[str], place: Optional[Place], services: Sequence[ServiceRow], at: datetime, day: Optional[date] = None) -> list[ServiceRow]:
    """The services for an answer's references, those that can be reached now first.

    A missing one falls back: the kommun's reception, its switchboard, its page, its website; then the län's; then 114 14 by day
    and 112 where it cannot wait; then the national line. A national service of a kind gives way to the nearest of that kind.

    Args:
        references: ids of national services, kinds of service that are shown where there is one near, `kommun` and `region`.
        place: the parent's kommun, or None.
        services: as `Contacts.services` gives them, with the FALLBACK ones.
        at: the time of asking, with its zone.
        day: another day than today, where that is what the parent asks about.
    """
    by_id = {service.id: service for service in services}
    found: list[ServiceRow] = []
    for reference in references:
        if reference == KOMMUN:
            found += social_services(place, services, at, day)
        elif reference == REGION:
            found += [row for row in services if row.nearness < OF_COUNTRY and row.kind not in (*SOCIAL, *NOT_FOR_PARENTS)]
        elif reference in by_id:
            found.append(_nearest_of_kind(by_id[reference], services))
        elif reference in KINDS:
            found += [row for row in services if row.kind == reference and row.nearness < OF_COUNTRY][:1]
    unique: dict[str, ServiceRow] = {}
    for service in found:
        unique.setdefault(service.id, service)
    return sorted(unique.values(), key=lambda service: reach(service, at, day).rank)


def social_services(place: Optional[Place], services: Sequence[ServiceRow], at: datetime, day: Optional[date] = None) -> list[ServiceRow]:
    """The social services of a kommun, by day and on call, or what comes nearest; empty where no kommun is known.

    Args:
        place: the kommun, or None.
        services: as for `choose`.
        at: the time of asking, with its zone.
        day: another day than today, where that is what the parent asks about.
    """
    if place is None:
        return []
    by_id = {service.id: service for service in services}
    report, main, jour = (_first(services, kind) for kind in SOCIAL)
    page = report or main
    if report and report.phone:
        found = [report]
    elif main and main.phone:
        # The reception's page goes with the switchboard's number: it is where a report is made.
        found = [replace(main, url=report.url if report else main.url)]
    else:
        found = [replace(page, purpose=NO_NUMBER)] if page else []
    by_day = bool(found and found[0].phone)
    found += [jour] if jour else []
    if "sos_112" in by_id and not any(service.phone and reach(service, at, day).rank == NOW for service in found):
        found.append(replace(by_id["sos_112"], purpose=JOUR_BY_112))
    if not by_day:
        found += [by_id[name] for name in FALLBACK if name != "sos_112" and name in by_id]
    return found


def view(service: ServiceRow, at: datetime, day: Optional[date] = None, place: Optional[Place] = None) -> ContactView:
    """A service as the API gives it. What is doubtful says so, with a page to look at.

    Args:
        service: the service.
        at: the time of asking, with its zone.
        day: another day than today, where that is what the parent asks about.
        place: the parent's kommun, whose website stands in for a missing address of its social services.
    """
    found = reach(service, at, day)
    own = service.kind in SOCIAL
    url = service.url or ((place.report_url or place.website) if own and place else None)
    notes = [service.purpose]
    if service.doubtful and service.phone:
        notes.append(CHECK_LOCAL if own else CHECK)
    return ContactView(name=service.name, phone=service.phone, hours=found.words, open_now=found.open_now, url=url, note=" ".join(notes))


def day_of(moment: datetime) -> date:
    """The day in Sweden of a moment; the small hours belong to the day that they are in."""
    return moment.astimezone(hours.SWEDEN).date()


def _first(services: Sequence[ServiceRow], kind: str) -> Optional[ServiceRow]:
    """The nearest of a kind, one with a number before one without."""
    of_kind = [service for service in services if service.kind == kind and service.nearness < OF_COUNTRY]
    return next((service for service in of_kind if service.phone), of_kind[0] if of_kind else None)


def _nearest_of_kind(service: ServiceRow, services: Sequence[ServiceRow]) -> ServiceRow:
    if service.kind == ANY_KIND:
        return service
    return next((near for near in services if near.kind == service.kind and near.nearness < OF_COUNTRY), service)
