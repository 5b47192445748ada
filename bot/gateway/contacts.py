"""GET /api/contacts?kommun=CODE: whom one can reach in a kommun, with where and when each was read."""

from typing import Any, Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from bot.contacts import hours
from bot.contacts.choice import FALLBACK, KOMMUN, REGION, choose, view
from bot.contacts.store import Contacts, Place, ServiceRow
from bot.gateway.errors import error
from bot.gateway.fresh import fresh_json

PROVENANCE = ("id", "kind", "phone_e164", "doubtful", "read_at", "page_updated", "checked")


def endpoint(contacts: Contacts) -> Callable[[Request], Awaitable[Response]]:
    """The address's handler.

    Args:
        contacts: the contacts database.
    """

    async def get(request: Request) -> Response:
        try:
            place = contacts.place(request.query_params.get("kommun"))
            services = contacts.services(place.code, FALLBACK) if place else []
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        return fresh_json(request, _body(place, services), {"Cache-Control": "no-store"}) if place else error("unknown_kommun")

    return get


def _body(place: Place, services: list[ServiceRow]) -> dict[str, Any]:
    at = hours.now()
    chosen = choose((KOMMUN, REGION, *FALLBACK), place, services, at)
    return {
        "kommun": {"code": place.code, "name": place.name, "full_name": place.full_name, "lan_code": place.lan_code, "lan": place.lan},
        "at": at.isoformat(timespec="minutes"),
        "contacts": [{**view(row, at, place=place), **{key: getattr(row, key) for key in PROVENANCE}} for row in chosen],
    }
