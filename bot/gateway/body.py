"""Reads the JSON that a request brings."""

import json
from typing import Any

from starlette.requests import Request

from bot.gateway.errors import Refused, error


async def json_body(request: Request, longest: int) -> Any:
    """What the request's JSON holds.

    Args:
        request: the request.
        longest: most bytes.

    Raises:
        Refused: it is not sent as JSON, is too large, or cannot be read.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(error("not_json"))
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > longest:
            raise Refused(error("too_large", {"Connection": "close"}))
    try:
        return json.loads(received.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused(error("bad_json")) from None
