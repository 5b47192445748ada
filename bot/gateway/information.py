"""Pages of words: the accessibility statement, safe browsing, and the live example of the widget."""

import re
from datetime import date
from typing import Any, Mapping, Optional, Sequence
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.contacts import source
from bot.contacts.store import Contacts
from bot.gateway.templates import Templates
from bot.settings import Settings

ACCESSIBILITY_REVIEWED = date(2026, 11, 23)
COLOUR = "#14584a"
TITLE = "Orolig för ditt barn?"
# As the other pages, but with the chat in a frame, and in no frame itself.
EXAMPLE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def routes(templates: Templates, settings: Settings, contacts: Contacts) -> list[Route]:
    """The pages' routes.

    Args:
        templates: makes the pages.
        settings: contact, and how long a conversation lives.
        contacts: the contacts database, for the names of the kommuner.
    """
    contact = how_to_reach(settings.contact)
    minutes = max(1, round(settings.idle_seconds / 60))
    national = {entry["id"]: entry for entry in source.entries()}

    async def accessibility(request: Request) -> Response:
        values = {"contact": contact, "idle_minutes": minutes, "reviewed": ACCESSIBILITY_REVIEWED}
        return templates.page(request, "accessibility/accessibility.html", values)

    async def safe_browsing(request: Request) -> Response:
        return templates.page(request, "safe_browsing/safe_browsing.html", {"contacts": national, "idle_minutes": minutes})

    async def example(request: Request) -> Response:
        try:
            kommuner = [(place.code, place.name) for place in contacts.places()]
        except SQLAlchemyError:
            kommuner = []
        values = example_values(request.query_params, kommuner)
        host = str(request.base_url).rstrip("/")
        response = templates.page(request, "embed/example.html", {**values, "host": host, "contact": contact, "kommuner": kommuner})
        response.headers["Content-Security-Policy"] = EXAMPLE_CSP
        return response

    return [
        Route("/tillganglighet", accessibility),
        Route("/saker-surfning", safe_browsing),
        Route("/exempel/baedda-in", example),
    ]


def how_to_reach(contact: str) -> Optional[Mapping[str, Optional[str]]]:
    """A contact as the pages show it.

    Args:
        contact: an e-mail address, a web address, or words; empty for none.

    Returns:
        `text`, and `address` where it can be a link; None where there is no contact.
    """
    text = contact.strip()
    if not text:
        return None
    if re.match(r"https?://\S+$", text):
        return {"text": text, "address": text}
    if re.match(r"[^@\s]+@[^@\s]+$", text):
        return {"text": text, "address": f"mailto:{text}"}
    return {"text": text, "address": None}


def example_values(asked: Mapping[str, str], kommuner: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What the example page shows for what was asked in its address.

    Args:
        asked: kommun, position, farg, titel; what cannot be read counts as not asked.
        kommuner: code and name of each.

    Returns:
        `chosen` for the form, `attributes` for the script (those that differ from what it does by itself), and the chat's `query` and
        `frame_query`.
    """
    chosen = {
        "kommun": asked.get("kommun", "") if asked.get("kommun") in {code for code, _ in kommuner} else "",
        "position": "left" if asked.get("position") == "left" else "right",
        "farg": asked["farg"].lower() if re.match(r"#[0-9a-fA-F]{6}$", asked.get("farg", "")) else COLOUR,
        "titel": asked.get("titel", "").strip()[:60] or TITLE,
    }
    usual = {"kommun": "", "position": "right", "farg": COLOUR, "titel": TITLE}
    query = {"kommun": chosen["kommun"]} if chosen["kommun"] else {}
    return {
        "chosen": chosen,
        "attributes": {f"data-{name}": value for name, value in chosen.items() if value != usual[name]},
        "query": f"?{urlencode(query)}" if query else "",
        "frame_query": f"?{urlencode({'ram': '1', **query})}",
    }
