"""Something in Rasa's place that misbehaves, or answers at once, as a test tells it to."""

import asyncio
import json
import threading
from contextlib import contextmanager
from typing import Any, Iterator

from tests.stack import free_port

REPLY: dict[str, Any] = {"topic": "greet", "text": "Hej!", "urgent": False, "buttons": [], "contacts": [], "sources": [], "reviewed": None}


def good(**changes: Any) -> bytes:
    """An answer as Rasa's channel gives it, with some fields of its reply changed."""
    return http(json.dumps({"replies": [{**REPLY, **changes}], "kommun": None}).encode())


def http(body: bytes, status: str = "200 OK", headers: str = "") -> bytes:
    """A whole HTTP response."""
    return f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


class FakeRasa:
    """A server on loopback.

    `answer` is what it sends for a message, after `wait` seconds, and after `one_at_a_time` seconds in which it does nothing else; `endless` repeats the
    answer's last byte, `echo` puts the message in.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.answer = good()
        self.wait = 0.0
        self.one_at_a_time = 0.0
        self._busy = asyncio.Lock()
        self.endless = False
        self.echo = False
        self.requests: list[bytes] = []

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
                body = await reader.readexactly(length)
                self.requests.append(head.split(b"\r\n")[0])
                await asyncio.sleep(self.wait)
                async with self._busy:
                    await asyncio.sleep(self.one_at_a_time)
                if head.startswith(b"DELETE"):
                    writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                    continue
                if head.startswith(b"GET"):
                    writer.write(http(b'{"language": "fake"}'))
                    continue
                said = json.loads(body)["message"].encode()
                writer.write(self.answer.replace(b"MESSAGE", said[:7].ljust(7)) if self.echo else self.answer)
                while self.endless:
                    await writer.drain()
                    writer.write(self.answer[-1:] * 65536)
                await writer.drain()
                if b"Content-Length" not in self.answer:
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    @contextmanager
    def running(self) -> Iterator["FakeRasa"]:
        """Serve, in a thread, until the block ends."""
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(server.close)
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
            loop.call_soon_threadsafe(lambda: loop.call_soon(loop.stop))
            thread.join(10)
