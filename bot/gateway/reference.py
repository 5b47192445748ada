"""The pages under /referens: search, topics, kommuner, contacts, laws and figures. All of it works without JavaScript."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Mapping, Optional
from urllib.parse import urlencode

import yaml
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.contacts import hours
from bot.contacts.choice import FALLBACK, KOMMUN, REGION, SOCIAL, choose, view
from bot.contacts.models import KINDS
from bot.contacts.store import OF_COUNTRY, OF_KOMMUN, Contacts, Place, ServiceRow
from bot.gateway.api import Api, query_of
from bot.gateway.assets import Assets
from bot.gateway.errors import error
from bot.gateway.fresh import fresh_json
from bot.gateway.library import Library
from bot.gateway.templates import Templates
from bot.reference.catalogue import AGES, LOCAL_NAMES, SMALL_TALK, THEMES, Catalogue, as_text
from bot.reference.documents import KINDS as GROUPS
from bot.reference.documents import documents

FOLDER = Path(__file__).parent / "pages" / "reference"
START = "/referens"
COMPACT = "smal"
FIRST_LINES = ("sos_112", "polisen_11414", "varden_1177", "bris_barn", "ecpat_vuxenstod")
"""What stands on the start page, whatever one looks for."""

KIND_NAMES = {
    "barnahus": "Barnahus",
    "bup": "Barn- och ungdomspsykiatri",
    "ungdomsmottagning": "Ungdomsmottagningar",
    "mika": "Mikamottagningar",
    "kast": "KAST",
    "koordinator": "Regionkoordinatorer",
    "brottsofferjour": "Brottsofferjourer",
    "stodcentrum": "Stödcentrum",
    "jour": "Socialjourer",
    "annat": "Andra",
}


class Reference:
    """The pages' handlers.

    Args:
        library: the reference's data.
        api: the search.
        contacts: the contacts database.
        templates: what makes the pages.
        assets: the files that a page without a net needs.
    """

    def __init__(self, library: Library, api: Api, contacts: Contacts, templates: Templates, assets: Assets) -> None:
        self._library = library
        self._api = api
        self._contacts = contacts
        self._templates = templates
        self._assets = assets

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route(START, self.start),
            Route(f"{START}/amne/{{id}}", self.topic),
            Route(f"{START}/amne/{{id}}/text", self.text),
            Route(f"{START}/kommuner", self.kommuner),
            Route(f"{START}/kommun/{{code}}", self.kommun),
            Route(f"{START}/kontakter", self.contacts),
            Route(f"{START}/lagar", self.laws),
            Route(f"{START}/siffror", self.figures),
            Route(f"{START}/sw.js", self.worker),
            Route(f"{START}/offline.json", self.offline),
        ]

    async def start(self, request: Request) -> Response:
        """The search, and all topics where nothing is asked."""
        query, found, problem = query_of(request), None, ""
        if query:
            refusal = self._api.refusal(request)
            if refusal:
                problem = json.loads(bytes(refusal.body))["error"]["message"]
            else:
                try:
                    found = await self._api.found(query)
                except SQLAlchemyError:
                    return error("unavailable", {"Retry-After": "5"})
        topics = [topic for topic in self._catalogue.topics.values() if topic.theme != SMALL_TALK]
        themes = [(THEMES.get(name, name), list(members)) for name, members in groupby(topics, key=lambda topic: topic.theme)]
        at = hours.now()
        rows = await run_in_threadpool(self._contacts.services, None, FIRST_LINES)
        first = [view(row, at) for row in sorted(rows, key=lambda row: FIRST_LINES.index(row.id))]
        return self._page(request, "start", {"query": query, "found": found, "problem": problem, "themes": themes, "first": first, "groups": GROUPS})

    async def topic(self, request: Request) -> Response:
        """One topic: everything about it on one page."""
        topic = self._catalogue.topics.get(request.path_params["id"])
        if topic is None:
            return error("not_found")
        at = hours.now()
        try:
            place = await run_in_threadpool(self._contacts.place, request.query_params.get("kommun"))
            ids = [name for name in topic.contacts if name not in (KOMMUN, REGION, *KINDS)]
            rows = await run_in_threadpool(self._contacts.services, place.code if place else None, {*ids, *FALLBACK})
            kommuner = await run_in_threadpool(self._contacts.places)
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        values = {
            "topic": topic,
            "topics": self._catalogue.topics,
            "theme": THEMES.get(topic.theme, topic.theme),
            "ages": AGES,
            "place": place,
            "kommuner": kommuner,
            "reach": [view(row, at, place=place) for row in choose(topic.contacts, place, rows, at)],
            "local": [LOCAL_NAMES[name] for name in topic.contacts if name in LOCAL_NAMES and not place],
        }
        return self._page(request, "topic", values)

    async def text(self, request: Request) -> Response:
        """A topic as plain text."""
        topic = self._catalogue.topics.get(request.path_params["id"])
        if topic is None:
            return error("not_found")
        titles = {name: other.title for name, other in self._catalogue.topics.items()}
        address = str(request.url.replace(path=f"{START}/amne/{topic.id}", query="", fragment=""))
        return PlainTextResponse(as_text(topic, titles, address), headers={"Cache-Control": "no-cache"})

    async def kommuner(self, request: Request) -> Response:
        """The picture of Sweden by län, and the list of all kommuner."""
        try:
            places = await run_in_threadpool(self._contacts.places)
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        by_lan: dict[str, list[Place]] = {}
        for place in places:
            by_lan.setdefault(place.lan_code, []).append(place)
        names = {code: members[0].lan for code, members in by_lan.items()}
        tiles = [{**tile, "name": names.get(tile["code"], tile["short"]), "lines": _lines(tile["short"])} for tile in lan_tiles() if tile["code"] in names]
        ordered = sorted(by_lan.items(), key=lambda pair: names[pair[0]])
        return self._page(request, "kommuner", {"tiles": tiles, "lan": [(code, names[code], members) for code, members in ordered]})

    async def kommun(self, request: Request) -> Response:
        """Whom one can reach in a kommun, with what is open now, where it was read, and with whom an on-call service is shared."""
        at = hours.now()
        try:
            place = await run_in_threadpool(self._contacts.place, request.path_params["code"])
            if place is None:
                return error("not_found")
            rows = await run_in_threadpool(self._contacts.services, place.code, FIRST_LINES)
            places = {other.code: other for other in await run_in_threadpool(self._contacts.places)}
            shared = {row.id: [places[code] for code in self._library.kommuner_of(row.id) if code != place.code and code in places] for row in rows}
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        own = [row for row in rows if row.kind in SOCIAL]
        near = sorted((row for row in rows if row.kind not in SOCIAL and row.nearness < OF_COUNTRY), key=lambda row: not row.phone)
        national = [row for row in rows if row.nearness == OF_COUNTRY]
        values = {
            "place": place,
            "own": [_card(row, at, place, shared.get(row.id, ())) for row in sorted(own, key=lambda row: SOCIAL.index(row.kind))],
            "near": [_card(row, at, place, ()) for row in near],
            "national": [_card(row, at, place, ()) for row in national],
            "missing": _missing(own),
            "same_lan": [other for other in places.values() if other.lan_code == place.lan_code and other.code != place.code],
        }
        return self._page(request, "kommun", values)

    async def contacts(self, request: Request) -> Response:
        """National lines, and services near by kind."""
        at = hours.now()
        try:
            state = await run_in_threadpool(self._library.state)
            cards = [_card(row, at, None, ()) for row in await run_in_threadpool(_all_services, state)]
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        where = _where(state)
        national = [card for card in cards if not where.get(card["id"])]
        near = sorted((card for card in cards if where.get(card["id"])), key=lambda card: (list(KIND_NAMES).index(card["kind"]), card["name"]))
        groups = [(KIND_NAMES[kind], list(members)) for kind, members in groupby(near, key=lambda card: card["kind"])]
        return self._page(request, "contacts", {"national": national, "groups": groups, "where": where})

    async def laws(self, request: Request) -> Response:
        """What the answers say of each law, crime and right."""
        found = [(law, self._catalogue.passages_of(law.id)) for law in self._catalogue.laws.values()]
        return self._page(request, "laws", {"laws": sorted(found, key=lambda pair: pair[0].name)})

    async def figures(self, request: Request) -> Response:
        """Every figure with its year and topic, newest first."""
        return self._page(request, "figures", {"figures": self._catalogue.figures()})

    async def worker(self, request: Request) -> Response:
        """The service worker, which may only answer for the reference."""
        headers = {"Service-Worker-Allowed": START, "Cache-Control": "no-cache"}
        return Response((FOLDER / "sw.js").read_bytes(), media_type="text/javascript; charset=utf-8", headers=headers)

    async def offline(self, request: Request) -> Response:
        """What a browser keeps for when there is no net: the pages' addresses, and a short index to search in."""
        try:
            state = await run_in_threadpool(self._library.state)
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        found = [entry for entry in documents(self._catalogue, state) if entry.kind not in ("question", "answer", "source", "figure")]
        index = [[GROUPS[entry.kind], entry.title, entry.url, " ".join(entry.names)] for entry in found]
        pages = dict.fromkeys(entry.url.split("#")[0] for entry in found)
        pages.update(dict.fromkeys((START, f"{START}/kommuner", f"{START}/kontakter", f"{START}/lagar", f"{START}/siffror")))
        files = [self._assets.url(name) for name in ("page.css", "reference/reference.css", "reference/reference.js", "base/dom.js", "leave/leave.js")]
        files += [self._assets.url(name) for name in ("base/icons.svg", "base/mark.svg")]
        content = {"day": hours.now().date().isoformat(), "pages": list(pages), "files": files, "index": index}
        version = hashlib.sha256(json.dumps([content, self._assets.version], sort_keys=True).encode()).hexdigest()[:16]
        return fresh_json(request, {"version": version, **content})

    @property
    def _catalogue(self) -> Catalogue:
        return self._library.catalogue

    def _page(self, request: Request, name: str, values: Mapping[str, Any]) -> Response:
        kept = {key: request.query_params[key] for key in ("vy", "kommun") if request.query_params.get(key)}

        def link(url: str, **more: Optional[str]) -> str:
            """An address within the reference, with the view and the kommun kept."""
            path, mark, anchor = url.partition("#")
            asked = urlencode({key: value for key, value in {**kept, **more}.items() if value})
            return path + (f"?{asked}" if asked else "") + mark + anchor

        common = {
            "link": link,
            "compact": kept.get("vy") == COMPACT,
            "kept": kept,
            "made": hours.now(),
            "current": name,
            "query": "",
        }
        return self._templates.page(request, f"reference/{name}.html", {**common, **values})


@lru_cache(maxsize=1)
def lan_tiles() -> tuple[dict[str, Any], ...]:
    """The tiles of the picture of Sweden."""
    return tuple(yaml.safe_load((FOLDER / "lan.yml").read_text(encoding="utf-8")))


def _lines(short: str) -> list[str]:
    """The words of a tile's name, one a line; a soft hyphen breaks a long one."""
    words: list[str] = []
    for word in short.split(" "):
        pieces = word.split("\u00ad")
        words += [f"{piece}-" for piece in pieces[:-1]] + [pieces[-1]]
    return words


def _card(row: ServiceRow, at: datetime, place: Optional[Place], shared: Any) -> dict[str, Any]:
    provenance = {key: getattr(row, key) for key in ("id", "kind", "doubtful", "read_at", "page_updated", "checked")}
    return {**view(row, at, place=place), **provenance, "printed": row.hours, "shared": list(shared)}


def _missing(own: list[ServiceRow]) -> list[str]:
    """What is not known of a kommun's social services, in words."""
    with_number = {row.kind for row in own if row.phone}
    missing = []
    if not with_number & {"report", "main"}:
        missing.append("Vi har inget säkert nummer till socialtjänstens mottagning.")
    if "jour" not in with_number:
        missing.append("Vi har inget nummer till socialjouren. I många kommuner når man den genom 112, när det inte kan vänta till dagen.")
    return missing


def _all_services(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[ServiceRow]:
    near = {link["service_id"] for table in ("service_kommun", "service_lan") for link in state[table].values()}
    rows = sorted(state["service"].values(), key=lambda row: (row["position"], row["name"]))
    fields = [name for name in ServiceRow.__dataclass_fields__ if name != "nearness"]
    shown = [row for row in rows if row["kind"] not in ("report", "main")]
    return [ServiceRow(**{name: row[name] for name in fields}, nearness=OF_KOMMUN if row["id"] in near else OF_COUNTRY) for row in shown]


def _where(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, list[tuple[str, str]]]:
    """Where services are for: names and addresses of kommuner and län."""
    found: dict[str, list[tuple[str, str]]] = {}
    for link in state["service_lan"].values():
        found.setdefault(link["service_id"], []).append((state["lan"][link["lan_code"]]["name"], f"{START}/kommuner#lan-{link['lan_code']}"))
    for link in state["service_kommun"].values():
        found.setdefault(link["service_id"], []).append((state["kommun"][link["kommun_code"]]["name"], f"{START}/kommun/{link['kommun_code']}"))
    return {name: sorted(places) for name, places in found.items()}
