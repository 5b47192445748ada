"""GET /static/<hash>/…: scripts, styles and pictures of the pages, compressed in memory and kept by browsers for a year.

The hash is over everything under `pages/` and stands as a folder in the path, so that a script's own relative imports stay as they
are written and any change gives new addresses. What has another hash is gone: 404.
"""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

PAGES = Path(__file__).parent / "pages"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
}
YEAR = "public, max-age=31536000, immutable"
BASE = ("base/base.css", "leave/leave.css")
BUNDLES: Mapping[str, tuple[str, ...]] = {
    "page.css": BASE,
    "chat.css": (
        *BASE,
        *("chat/chat.css", "log/log.css", "reply/reply.css", "verdict/verdict.css", "contacts/contacts.css"),
        *("composer/composer.css", "view/view.css", "print/print.css"),
    ),
}
"""Styles that a page asks for as one, since each would hold up its first view: a page of words, and the chat."""


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    kind: str
    plain: bytes
    packed: bytes


class Assets:
    """Everything under a folder that a browser may ask for, read once.

    Args:
        folder: where the files are. Templates and fixtures there are not sent.

    Raises:
        FileNotFoundError: a bundle names a file that is not there.
    """

    def __init__(self, folder: Path = PAGES) -> None:
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in TYPES}
        for name, parts in BUNDLES.items():
            files[name] = b"".join((folder / part).read_bytes() for part in parts)
        digest = hashlib.sha256()
        for name, content in files.items():
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        self.version = digest.hexdigest()[:16]
        self._assets = {name: Asset(TYPES[Path(name).suffix], content, gzip.compress(content, 9, mtime=0)) for name, content in files.items()}

    def url(self, name: str) -> str:
        """Address of a file, such as `chat/chat.js`.

        Raises:
            KeyError: there is no such file.
        """
        self._assets[name]
        return f"/static/{self.version}/{name}"

    async def get(self, request: Request) -> Response:
        """Answer for `/static/{version}/{path:path}`.

        Raises:
            HTTPException: 404 for what is not there, or no longer.
        """
        asset = self._assets.get(request.path_params["path"])
        if asset is None or request.path_params["version"] != self.version:
            raise HTTPException(404)
        # Weak, since it is the same file, compressed or not.
        headers = {"Cache-Control": YEAR, "ETag": f'W/"{self.version}"', "Vary": "Accept-Encoding"}
        if self.version in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        small = "gzip" in request.headers.get("accept-encoding", "")
        if small:
            headers["Content-Encoding"] = "gzip"
        return Response(asset.packed if small else asset.plain, headers=headers, media_type=asset.kind)
