"""GET /embed.js: the one script that an embedding site includes."""

import gzip
import hashlib
from pathlib import Path
from typing import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

SCRIPT = Path(__file__).parent / "pages" / "embed" / "embed.js"
SECONDS = 300


def endpoint() -> Callable[[Request], Awaitable[Response]]:
    """The address's handler. Its name never changes, so the script is kept only for minutes and then asked for by its ETag."""
    plain = SCRIPT.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    digest = hashlib.sha256(plain).hexdigest()[:16]

    async def get(request: Request) -> Response:
        small = "gzip" in request.headers.get("accept-encoding", "")
        # Weak, since it is the same script, compressed or not.
        headers = {
            "ETag": f'W/"{digest}"',
            "Cache-Control": f"public, max-age={SECONDS}",
            "Vary": "Accept-Encoding",
            # Host pages that isolate themselves (COEP) may load it too.
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if digest in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if small:
            headers["Content-Encoding"] = "gzip"
        return Response(packed if small else plain, headers=headers, media_type="text/javascript; charset=utf-8")

    return get
