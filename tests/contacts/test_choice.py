"""Whom to show and in which order: rows and a time in, ids out."""

from datetime import date, datetime
from typing import Optional

import pytest

from bot.contacts.choice import CHECK_LOCAL, JOUR_BY_112, KOMMUN, LATER, NO_NUMBER, NOW, PERHAPS, REGION, choose, reach, view
from bot.contacts.hours import SWEDEN
from bot.contacts.store import OF_COUNTRY, OF_KOMMUN, OF_LAN, Place, ServiceRow

TJORN = Place("1419", "Tjörn", "Tjörns kommun", "på", "14", "Västra Götalands län", "https://www.tjorn.se", "https://www.tjorn.se/oro")
OFFICE = "Mo-Fr 08:00-16:30; PH off"
EVENINGS = "Mo-Su 17:00-23:00"

MONDAY = "2026-11-23 10:00"
SATURDAY_NIGHT = "2026-11-28 22:40"
SMALL_HOURS = "2026-11-28 02:30"
CHRISTMAS_EVE = "2026-12-24 15:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


def service(
    name: str,
    kind: str = "annat",
    phone: Optional[str] = None,
    opening: Optional[str] = None,
    nearness: int = OF_COUNTRY,
    doubtful: bool = False,
    hours: Optional[str] = None,
    url: Optional[str] = None,
) -> ServiceRow:
    return ServiceRow(
        **{"id": name, "kind": kind, "name": name, "purpose": "p", "phone": phone, "phone_e164": None, "url": url},  # type: ignore[arg-type]
        **{"hours": hours or ("tryckta tider" if opening else None), "opening": opening, "doubtful": doubtful},  # type: ignore[arg-type]
        **{"read_at": "https://example.org/", "page_updated": None, "checked": "2026-11-22", "nearness": nearness},  # type: ignore[arg-type]
    )


def local(name: str, kind: str, phone: Optional[str] = "0304-60 10 00", opening: Optional[str] = None, **more: object) -> ServiceRow:
    return service(name, kind, phone, opening, OF_KOMMUN, **more)  # type: ignore[arg-type]


NATIONAL = [
    service("sos_112", phone="112", opening="24/7"),
    service("polisen", phone="114 14", opening="24/7"),
    service("polisen_11414", phone="114 14", opening="24/7"),
    service("ecpat_vuxenstod"),
    service("bup", kind="bup"),
    service("linje", phone="020-1", opening="Mo-Fr 09:00-12:00"),
]
REPORT = local("report", "report", opening=OFFICE)
REPORT_NO_HOURS = local("report", "report")
REPORT_PAGE = local("report", "report", None, url="https://www.tjorn.se/oro")
MAIN = local("main", "main", opening=OFFICE, url="https://www.tjorn.se")
SITE = local("main", "main", None, url="https://www.tjorn.se")
JOUR = local("jour", "jour", opening=EVENINGS)
JOUR_NO_HOURS = local("jour", "jour")
JOUR_112 = local("jour_112", "jour", "112")


@pytest.mark.parametrize(
    ("own", "moment", "ids"),
    [
        # what can be reached now comes first
        ([REPORT, MAIN, JOUR], MONDAY, ["report", "jour"]),
        ([REPORT, MAIN, JOUR], SATURDAY_NIGHT, ["jour", "report"]),
        ([REPORT, JOUR_NO_HOURS], SATURDAY_NIGHT, ["jour", "report"]),
        ([REPORT_NO_HOURS, JOUR_NO_HOURS], SATURDAY_NIGHT, ["jour", "report"]),
        ([REPORT_NO_HOURS, JOUR_NO_HOURS], MONDAY, ["report", "jour"]),
        ([REPORT, JOUR_NO_HOURS], CHRISTMAS_EVE, ["jour", "report"]),
        ([REPORT, JOUR_112], SATURDAY_NIGHT, ["jour_112", "report"]),
        # when the on-call service has closed too, or is not known: 112
        ([REPORT, JOUR], SMALL_HOURS, ["sos_112", "report", "jour"]),
        ([REPORT], SATURDAY_NIGHT, ["sos_112", "report"]),
        ([REPORT], MONDAY, ["report"]),
        # the switchboard, then a page, then the website, then 114 14 and the national line
        ([MAIN], MONDAY, ["main"]),
        ([REPORT_PAGE, MAIN], MONDAY, ["main"]),
        ([REPORT_PAGE], MONDAY, ["sos_112", "polisen_11414", "report", "ecpat_vuxenstod"]),
        ([SITE], SATURDAY_NIGHT, ["sos_112", "polisen_11414", "main", "ecpat_vuxenstod"]),
        ([SITE, JOUR], SATURDAY_NIGHT, ["jour", "polisen_11414", "main", "ecpat_vuxenstod"]),
        ([], MONDAY, ["sos_112", "polisen_11414", "ecpat_vuxenstod"]),
        # what the whole län shares stands in for what the kommun lacks
        ([service("lan_jour", "jour", "0304-60 10 01", EVENINGS, OF_LAN), REPORT], SATURDAY_NIGHT, ["lan_jour", "report"]),
    ],
)
def test_the_social_services_and_what_steps_in(own: list[ServiceRow], moment: str, ids: list[str]) -> None:
    assert [row.id for row in choose([KOMMUN], TJORN, [*own, *NATIONAL], at(moment))] == ids


def test_every_step_says_what_it_is() -> None:
    page, *_ = (row for row in choose([KOMMUN], TJORN, [REPORT_PAGE, *NATIONAL], at(MONDAY)) if row.id == "report")
    assert page.purpose == NO_NUMBER
    sos, *_ = choose([KOMMUN], TJORN, [REPORT, *NATIONAL], at(SATURDAY_NIGHT))
    assert sos.purpose == JOUR_BY_112
    (main,) = choose([KOMMUN], TJORN, [REPORT_PAGE, MAIN, *NATIONAL], at(MONDAY))
    assert main.url == "https://www.tjorn.se/oro"


@pytest.mark.parametrize(
    ("references", "place", "ids"),
    [
        ([KOMMUN, "polisen"], None, ["polisen"]),
        (["bup"], None, ["bup"]),
        (["bup", "nobody"], TJORN, ["bup"]),
        ([], TJORN, []),
        (["linje", "polisen"], None, ["polisen", "linje"]),
        (["polisen", "polisen"], None, ["polisen"]),
        ([KOMMUN, "sos_112"], TJORN, ["sos_112", "polisen_11414", "ecpat_vuxenstod"]),
    ],
)
def test_references(references: list[str], place: Optional[Place], ids: list[str]) -> None:
    assert [row.id for row in choose(references, place, NATIONAL, at(SATURDAY_NIGHT))] == ids


def test_a_national_service_gives_way_to_the_nearest_of_its_kind() -> None:
    near = [service("bup_kommun", "bup", nearness=OF_KOMMUN), service("bup_lan", "bup", nearness=OF_LAN)]
    assert [row.id for row in choose(["bup"], TJORN, [*near, *NATIONAL], at(MONDAY))] == ["bup_kommun"]
    assert [row.id for row in choose(["bup"], TJORN, [near[1], *NATIONAL], at(MONDAY))] == ["bup_lan"]


def test_the_region_holds_what_is_for_parents() -> None:
    near = [REPORT, *(service(kind, kind, nearness=OF_LAN) for kind in ("barnahus", "kast", "koordinator", "mika"))]
    assert [row.id for row in choose([REGION], TJORN, [*near, *NATIONAL], at(MONDAY))] == ["barnahus", "mika"]


@pytest.mark.parametrize(
    ("row", "moment", "open_now", "rank", "words"),
    [
        (REPORT, MONDAY, True, NOW, "öppet nu till 16.30 (tryckta tider)"),
        (REPORT, SATURDAY_NIGHT, False, LATER, "öppnar måndag 08.00 (tryckta tider)"),
        (REPORT, CHRISTMAS_EVE, False, LATER, "öppnar måndag 08.00 (tryckta tider)"),
        (JOUR, SATURDAY_NIGHT, True, NOW, "öppet nu till 23.00 (tryckta tider)"),
        (JOUR_112, MONDAY, True, NOW, "dygnet runt"),
        (NATIONAL[1], SMALL_HOURS, True, NOW, "dygnet runt"),
        # unknown hours: what holds for all of the kind, and never for certain
        (REPORT_NO_HOURS, MONDAY, None, NOW, "vardagar på kontorstid"),
        (REPORT_NO_HOURS, SATURDAY_NIGHT, None, LATER, "troligen stängt nu, vardagar på kontorstid"),
        (JOUR_NO_HOURS, SATURDAY_NIGHT, None, NOW, "kvällar, nätter och helger"),
        (JOUR_NO_HOURS, MONDAY, None, LATER, "troligen stängt nu, kvällar, nätter och helger"),
        (REPORT_PAGE, MONDAY, None, PERHAPS, None),
        (service("chatt", hours="vissa kvällar"), MONDAY, None, PERHAPS, "vissa kvällar"),
        # doubtful hours are not certain either
        (local("old", "report", opening=OFFICE, doubtful=True), MONDAY, None, NOW, "tryckta tider"),
        (local("old", "report", opening=OFFICE, doubtful=True), SATURDAY_NIGHT, None, LATER, "troligen stängt nu, tryckta tider"),
    ],
)
def test_reach(row: ServiceRow, moment: str, open_now: Optional[bool], rank: int, words: Optional[str]) -> None:
    found = reach(row, at(moment))
    assert (found.open_now, found.rank, found.words) == (open_now, rank, words)


@pytest.mark.parametrize(
    ("row", "rank", "words"),
    [
        (REPORT, LATER, "söndag 29 november: stängt hela dagen (tryckta tider)"),
        (JOUR, NOW, "söndag 29 november: öppet 17.00–23.00 (tryckta tider)"),
        (REPORT_NO_HOURS, LATER, "troligen stängt då, vardagar på kontorstid"),
        (JOUR_NO_HOURS, NOW, "kvällar, nätter och helger"),
    ],
)
def test_another_day(row: ServiceRow, rank: int, words: str) -> None:
    found = reach(row, at(MONDAY), date(2026, 11, 29))
    assert (found.rank, found.words) == (rank, words)


def test_view() -> None:
    shown = view(local("old", "main", doubtful=True), at(MONDAY), place=TJORN)
    assert set(shown) == {"name", "phone", "hours", "open_now", "url", "note"}
    assert shown["note"].endswith(CHECK_LOCAL)
    assert shown["url"] == "https://www.tjorn.se/oro"
    assert view(NATIONAL[3], at(MONDAY), place=TJORN)["url"] is None


def test_a_kind_is_shown_where_there_is_one_near() -> None:
    near = [service("mika_har", "mika", nearness=OF_KOMMUN), service("mika_lan", "mika", nearness=OF_LAN)]
    assert [row.id for row in choose(["mika", "polisen"], TJORN, [*near, *NATIONAL], at(MONDAY))] == ["polisen", "mika_har"]
    assert [row.id for row in choose(["mika", "polisen"], TJORN, NATIONAL, at(MONDAY))] == ["polisen"]
