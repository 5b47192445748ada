"""POST /api/feedback {"topic": id, "helped": bool}: whether an answer helped. Counted by topic, and nothing else is taken in."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.content.answers import all_answers
from bot.counts.tally import Tally
from bot.gateway.body import json_body
from bot.gateway.chat import client_address
from bot.gateway.errors import Refused, error
from bot.gateway.limits import RateLimit
from bot.settings import Settings

FIELDS = {"topic", "helped"}
PER_MINUTE = 20
"""From one address: more than anyone reads."""


class Feedback:
    """The address's handler.

    Args:
        settings: limits.
        tally: counts what is said.
    """

    def __init__(self, settings: Settings, tally: Tally) -> None:
        self._settings = settings
        self._tally = tally
        self._by_address = RateLimit(PER_MINUTE)
        self._in_all = RateLimit(settings.messages_per_minute_in_all)

    async def post(self, request: Request) -> Response:
        """Count one verdict. 204."""
        if not self._in_all.allows("") or not self._by_address.allows(client_address(request, self._settings.trusted_hops)):
            return error("too_many", {"Retry-After": "60"})
        try:
            body = await json_body(request, self._settings.max_body_bytes)
        except Refused as refused:
            return refused.response
        if not valid(body):
            return error("bad_feedback")
        self._tally.judged(body["topic"], body["helped"])
        return Response(status_code=204)


def valid(body: Any) -> bool:
    """Whether a body is a verdict on a topic that there is, with nothing beside."""
    if not isinstance(body, dict) or set(body) != FIELDS:
        return False
    return isinstance(body["topic"], str) and body["topic"] in all_answers() and isinstance(body["helped"], bool)
