"""Watches the gateway's connections: none may hold a place without using it.

uvicorn closes a connection that is idle between requests, but waits for ever for a request that comes slowly, and for an answer that is not
taken. Here every connection has a deadline in each of its phases, heads of requests are bounded, and so is the number of connections.
"""

import asyncio
from collections import Counter
from typing import Any, Optional

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from bot.gateway.errors import error
from bot.gateway.headers import HEADERS
from bot.gateway.limits import of_whom

ANSWER_SECONDS = 60.0
"""Longest time for answering a request, the taking of the answer included."""

MOST_HEAD_BYTES = 32 * 1024
"""Greatest size of a request's line and headers together."""


class Watch:
    """What is open, and who waits.

    Args:
        request_seconds: how long a whole request may take to come.
        most: connections at a time; beyond it, the one that has longest not sent its request is closed.
        most_per_address: connections of one address at a time, the own machine's not counted.
    """

    def __init__(self, request_seconds: float, most: int, most_per_address: int) -> None:
        self.request_seconds = request_seconds
        self._most = most
        self._most_per_address = most_per_address
        self._by_address: Counter[str] = Counter()
        self._open: set["WatchedConnection"] = set()
        self._waiting: dict["WatchedConnection", None] = {}

    def enter(self, connection: "WatchedConnection") -> bool:
        """Let a new connection in, if there is a place or one can be made."""
        if connection.whose and self._by_address[connection.whose] >= self._most_per_address:
            return False
        if len(self._open) >= self._most:
            longest = next(iter(self._waiting), None)
            if longest is None:
                return False
            self.leave(longest)
            longest.transport.abort()
        self._open.add(connection)
        if connection.whose:
            self._by_address[connection.whose] += 1
        self.waits(connection)
        return True

    def leave(self, connection: "WatchedConnection") -> None:
        """A connection is gone."""
        if connection not in self._open:
            return
        self._open.discard(connection)
        self._waiting.pop(connection, None)
        if connection.whose:
            self._by_address[connection.whose] -= 1
            if not self._by_address[connection.whose]:
                del self._by_address[connection.whose]

    def waits(self, connection: "WatchedConnection") -> None:
        """A connection has no request that is being answered, from now on."""
        self._waiting.setdefault(connection)

    def works(self, connection: "WatchedConnection") -> None:
        """A connection has sent a whole request."""
        self._waiting.pop(connection, None)


class WatchedConnection(HttpToolsProtocol):
    """uvicorn's connection, with a deadline always set.

    Args:
        watch: shared by all.
        uvicorn: what uvicorn gives.
    """

    def __init__(self, watch: Watch, **uvicorn: Any) -> None:
        super().__init__(**uvicorn)
        self.whose = ""
        self._watch = watch
        self._deadline: Optional[asyncio.TimerHandle] = None
        self._receiving = False
        self._in_head = False
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection."""
        super().connection_made(transport)
        self.whose = of_whom(self.client[0]) if self.client else ""
        if self._watch.enter(self):
            self._within(self._watch.request_seconds)
        else:
            transport.abort()

    def connection_lost(self, exc: Optional[Exception]) -> None:
        """It is closed, by either side."""
        if self._deadline:
            self._deadline.cancel()
        self._watch.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something of a request."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._head_bytes = self._head_bytes + len(data) if self._in_head else 0
        if self._head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._receiving = self._in_head = True
        self._within(self._watch.request_seconds)

    def on_headers_complete(self) -> None:
        """A request's head is here."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A whole request is here."""
        super().on_message_complete()
        self._receiving = False
        if self.cycle.response_complete:
            self._within(self._watch.request_seconds)
        else:
            self._watch.works(self)
            self._within(ANSWER_SECONDS)

    def on_response_complete(self) -> None:
        """A whole answer is written, though perhaps not yet taken."""
        super().on_response_complete()
        self._watch.waits(self)
        if not self._receiving and not self.transport.get_write_buffer_size():
            self._within(self._watch.request_seconds)

    def send_400_response(self, msg: str) -> None:
        """Say in Swedish that this is no HTTP, and close."""
        response = error("bad_request")
        body = bytes(response.body)
        headers = {b"content-type": b"application/json", b"content-length": str(len(body)).encode(), b"connection": b"close", **HEADERS}
        lines = [name + b": " + value + b"\r\n" for name, value in headers.items()]
        self.transport.write(b"".join([STATUS_LINE[400], *lines, b"\r\n", body]))
        self.transport.close()

    def _within(self, seconds: float) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self.transport.abort)
