"""Reads what a request brings."""

import json
from typing import Any

from starlette.requests import Request

from bot.gateway.errors import Refused


async def read_body(request: Request, longest: int) -> bytes:
    """A request's body.

    Args:
        request: the request.
        longest: most bytes.

    Raises:
        Refused: it is too large.
    """
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > longest:
            raise Refused("too_large", {"Connection": "close"})
    return bytes(received)


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
        raise Refused("not_json")
    try:
        return json.loads((await read_body(request, longest)).decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused("bad_json") from None
