"""Answers that a caller may keep and ask about again: an ETag over what is sent, and 304 where that is what the caller has."""

import hashlib
import json
from typing import Any, Mapping, Optional

from starlette.requests import Request
from starlette.responses import Response

ASK_AGAIN = "no-cache"
"""Keep it, and ask each time whether it still holds."""


def fresh(request: Request, body: bytes, kind: str, headers: Optional[Mapping[str, str]] = None) -> Response:
    """An answer with its ETag, or 304.

    Args:
        request: may name ETags in If-None-Match.
        body: what is to be sent.
        kind: its media type.
        headers: more headers.
    """
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    all_headers = {"Cache-Control": ASK_AGAIN, "ETag": tag, **(headers or {})}
    known = {name.strip().removeprefix("W/") for name in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers={name: all_headers[name] for name in ("Cache-Control", "ETag")})
    return Response(body, headers=all_headers, media_type=kind)


def fresh_json(request: Request, content: Any, headers: Optional[Mapping[str, str]] = None) -> Response:
    """The same for JSON."""
    return fresh(request, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), "application/json", headers)
