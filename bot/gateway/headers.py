"""Headers: those that keep a page to itself, on every response; and one that no request needs."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = b"content-security-policy"
HEADERS = {
    CSP: b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"cache-control": b"no-store",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


class SafeHeaders:
    """Adds them to every response of an application.

    Args:
        app: the application.
        embedding_origins: the origins that may show the pages in a frame, beside our own.
    """

    def __init__(self, app: ASGIApp, embedding_origins: tuple[str, ...] = ()) -> None:
        self._app = app
        ancestors = " ".join((HEADERS[CSP].decode(), *embedding_origins)).encode("ascii", "ignore")
        self._headers = {**HEADERS, CSP: ancestors}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers where they are not set."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((name, value) for name, value in self._headers.items() if name not in present)]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class WholeFiles:
    """Lets no request ask for parts of a file: ours are small, and what libraries make of many parts has been used against them.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, without the header Range."""
        if scope["type"] == "http":
            scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"range"]}
        await self._app(scope, receive, send)
