"""The reference's data for programs: topics, search, how the bot understands a sentence, and the contacts as files. See docs/api.md."""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

import yaml
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.contacts import exchange, hours
from bot.contacts.choice import SOCIAL, choose, social_services, view
from bot.contacts.store import Contacts
from bot.gateway.bot_client import BotClient, BotUnavailable
from bot.gateway.chat import clean, client_address
from bot.gateway.errors import error
from bot.gateway.fresh import fresh, fresh_json
from bot.gateway.library import Library
from bot.gateway.limits import RateLimit
from bot.gateway.understood import Understood, understood
from bot.reference.catalogue import THEMES, Topic
from bot.reference.documents import CONTACT, KOMMUN, topic_page
from bot.reference.passages import Passage
from bot.reference.search import LONGEST_QUERY, Group
from bot.settings import Settings

DESCRIPTION = Path(__file__).with_name("openapi.yml")
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "Föräldralotsen"

PER_MINUTE = 300
"""Searches from one address: more than anyone types."""

REACHED = 3
"""So many kommuner and contacts of a search come with what is open now."""


class Api:
    """The addresses' handlers.

    Args:
        settings: limits and times.
        library: the reference's data.
        bot: Rasa's private channel.
        contacts: the contacts database.
    """

    def __init__(self, settings: Settings, library: Library, bot: BotClient, contacts: Contacts) -> None:
        self._settings = settings
        self._library = library
        self._bot = bot
        self._contacts = contacts
        self._by_address = RateLimit(PER_MINUTE)
        self._in_all = RateLimit(settings.messages_per_minute_in_all)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/api/topics", self.topics),
            Route("/api/topics/{id}", self.topic),
            Route("/api/search", self.search),
            Route("/api/understand", self.understand),
            Route("/api/contacts/export", self.export),
            Route("/api/openapi.json", self.openapi),
        ]

    async def topics(self, request: Request) -> Response:
        """All topics, in the order of the handbook."""
        topics = await run_in_threadpool(lambda: self._library.catalogue.topics)
        return fresh_json(request, {"licence": licence(), "topics": [brief(topic) for topic in topics.values()]})

    async def topic(self, request: Request) -> Response:
        """One topic, whole."""
        topics = (await run_in_threadpool(lambda: self._library.catalogue)).topics
        topic = topics.get(request.path_params["id"])
        return fresh_json(request, whole(topic, topics)) if topic else error("not_found")

    async def search(self, request: Request) -> Response:
        """What is found for a query, and how the bot understands it."""
        refusal = self.refusal(request)
        if refusal:
            return refusal
        try:
            return JSONResponse(await self.found(query_of(request)))
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})

    async def found(self, query: str) -> dict[str, Any]:
        """The search's answer. Without the bot's understanding, where that takes too long, it is by word only.

        Args:
            query: what was typed.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the contacts cannot be read.
        """
        index = await run_in_threadpool(self._library.index)
        seen = await self._seen(query, self._settings.search_wait)
        known = (seen.vector, seen.likely, seen.kommun) if seen else ()
        groups = await run_in_threadpool(index.search, query, *known)
        return {
            "by_meaning": bool(seen and seen.vector and index.has_meanings),
            "understood": seen.view if seen else None,
            "groups": await run_in_threadpool(lambda: [self._group(group) for group in groups]),
        }

    async def understand(self, request: Request) -> Response:
        """How the bot understands a sentence."""
        refusal = self.refusal(request)
        if refusal:
            return refusal
        try:
            seen = await self._seen(query_of(request), self._settings.bot_timeout)
        except SQLAlchemyError:
            seen = None
        return JSONResponse(seen.view) if seen else error("unavailable", {"Retry-After": "5"})

    async def export(self, request: Request) -> Response:
        """All contacts as a file."""
        chosen = request.query_params.get("format", "json")
        if chosen not in ("csv", "json"):
            return error("bad_format")
        try:
            state = await run_in_threadpool(self._library.state)
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        rows, day = exchange.flatten(state), hours.now().date().isoformat()
        name = {"Content-Disposition": f'attachment; filename="foraldralotsen-kontakter-{day}.{chosen}"'}
        if chosen == "csv":
            text = exchange.to_csv(rows, licence=f"{LICENCE}, {ATTRIBUTION}", exported=day)
            return fresh(request, text.encode(), "text/csv; charset=utf-8", name)
        return fresh_json(request, {"licence": licence(), "exported": day, "kommuner": rows, "services": list(services(state))}, name)

    async def openapi(self, request: Request) -> Response:
        """The description of all this."""
        return fresh_json(request, description())

    def refusal(self, request: Request) -> Optional[Response]:
        """Why a request with a query is not answered: too many of them, nothing is asked, or too much; None where it is."""
        address = client_address(request, self._settings.trusted_hops)
        if not self._in_all.allows("") or not self._by_address.allows(address):
            return error("too_many", {"Retry-After": "60"})
        query = query_of(request)
        if not query:
            return error("no_query")
        return error("too_long", limit=LONGEST_QUERY) if len(query) > LONGEST_QUERY else None

    async def _seen(self, query: str, wait: float) -> Optional[Understood]:
        titles = {topic.id: topic.title for topic in self._library.catalogue.topics.values()}
        state = await run_in_threadpool(self._library.state)
        kommuner = {code: row["name"] for code, row in state["kommun"].items()}
        try:
            return await understood(self._bot, query, titles, kommuner, wait)
        except BotUnavailable:
            return None

    def _group(self, group: Group) -> dict[str, Any]:
        found = asdict(group)
        at = hours.now()
        for position, result in enumerate(found["results"]):
            result["contacts"] = []
            if position < REACHED and group.kind == KOMMUN:
                place = self._contacts.place(result["id"])
                rows = self._contacts.services(result["id"], ("sos_112",)) if place else []
                result["contacts"] = [view(row, at, place=place) for row in social_services(place, rows, at) if row.kind in SOCIAL or row.phone]
            elif position < REACHED and group.kind == CONTACT:
                rows = self._contacts.services(None, (result["id"],))
                result["contacts"] = [view(row, at) for row in choose((result["id"],), None, rows, at)]
        return found


def query_of(request: Request) -> str:
    """What a request asks for, its white space folded."""
    return clean(request.query_params.get("q", ""))


def licence() -> dict[str, str]:
    """On what terms texts and contacts may be used."""
    return {"name": LICENCE, "url": LICENCE_URL, "attribution": ATTRIBUTION}


def brief(topic: Topic) -> dict[str, Any]:
    """A topic in a list."""
    theme = {"id": topic.theme, "title": THEMES.get(topic.theme, topic.theme)}
    return {"id": topic.id, "title": topic.title, "theme": theme, "urgent": topic.urgent, "reviewed": topic.reviewed, "url": topic_page(topic.id)}


def whole(topic: Topic, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """A topic with all that is known of it. Texts are Markdown."""
    return {
        **brief(topic),
        "licence": licence(),
        "now": topic.now,
        "steps": [_passage(step) for step in topic.steps],
        "by_age": dict(topic.by_age),
        "more": [_passage(passage) for passage in topic.more],
        "say": list(topic.say),
        "avoid": list(topic.avoid),
        "laws": [{"id": found.law, "name": found.name, "text": found.text} for found in topic.laws],
        "figures": [{"heading": figure.heading, "text": figure.text, "years": list(figure.years)} for figure in topic.figures],
        "sources": [asdict(page) for page in topic.sources],
        "next": [brief(topics[name]) for name in topic.next],
        "contacts": list(topic.contacts),
        "examples": len(topic.examples),
    }


def services(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[dict[str, Any]]:
    """National and regional services of the database, with where they are for; those of kommuner stand in their rows."""
    for name, row in sorted(state["service"].items()):
        if row["kind"] not in SOCIAL:
            kommuner = sorted(link["kommun_code"] for link in state["service_kommun"].values() if link["service_id"] == name)
            lan = sorted(link["lan_code"] for link in state["service_lan"].values() if link["service_id"] == name)
            yield {**{key: value for key, value in row.items() if key != "position"}, "kommuner": kommuner, "lan": lan}


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The OpenAPI description."""
    return json.loads(json.dumps(yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))))


def _passage(passage: Passage) -> dict[str, str]:
    return {"lead": passage.lead, "text": passage.text}
