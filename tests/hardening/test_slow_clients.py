"""Callers who hold connections without using them are closed, and others are answered meanwhile."""

import itertools
import json
import selectors
import socket
import time
from typing import Any, Callable, Iterable, Iterator, Optional

import httpx
import pytest

from bot.gateway.assets import Assets
from tests.hardening.fake_rasa import FakeRasa
from tests.hardening.gateway import Gateway, gateway

MOST = 40
HOLDING = 100
"""Connections that each test opens: more than there are places."""

WAIT_SECONDS = 60
POST = b"POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
QUESTION = b'{"message": "hej"}'
WHOLE = POST + b"Content-Length: %d\r\n\r\n" % len(QUESTION) + QUESTION
PAGE = f"GET {Assets().url('chat/chat.js')} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def then(start: bytes, drip: Callable[[], bytes]) -> Callable[[], Iterator[bytes]]:
    """What a caller sends: a beginning, and then for ever the same, a little at a time."""

    def pieces() -> Iterator[bytes]:
        yield start
        while True:
            yield drip()

    return pieces


AFTER_AN_ANSWER = "a byte after an answer"
SLOW: dict[str, Callable[[], Iterator[bytes]]] = {
    "nothing at all": then(b"", lambda: b""),
    "half a request line": then(b"POST /api", lambda: b"c"),
    "headers, one by one": then(POST, lambda: b"X-A: b\r\n"),
    "empty lines": then(b"", lambda: b"\r\n"),
    "a body, byte by byte": then(POST + b"Content-Length: 60000\r\n\r\n", lambda: b" "),
    "a body in chunks, for ever": then(POST + b"Transfer-Encoding: chunked\r\n\r\n", lambda: b"1\r\n \r\n"),
    "a body that nobody reads": then(b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", lambda: b"1\r\n \r\n"),
    "a promise to go on": then(POST + b"Content-Length: 100\r\nExpect: 100-continue\r\n\r\n", lambda: b""),
    AFTER_AN_ANSWER: then(WHOLE, lambda: b"\r\n"),
}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, contacts_url: str) -> Any:
    limits = {"LOTSEN_REQUEST_SECONDS": "1.5", "LOTSEN_MAX_CONNECTIONS": str(MOST)}
    with FakeRasa().running() as rasa, gateway(tmp_path_factory.mktemp("slow"), contacts_url, rasa.port, **limits) as running:
        yield running


def connect(door: Gateway) -> socket.socket:
    caller = socket.create_connection(("127.0.0.1", door.port), timeout=10)
    caller.setblocking(False)
    return caller


def closed(caller: socket.socket) -> bool:
    """Whether the other side has closed."""
    try:
        while caller.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def drip(callers: dict[socket.socket, Iterator[bytes]]) -> None:
    """Everyone sends a little more."""
    for caller, pieces in callers.items():
        try:
            caller.send(next(pieces))
        except OSError:
            continue


def wait_for_answers(callers: Iterable[socket.socket]) -> None:
    """Until each has an answer or is closed: whoever is still being answered holds a place with good reason."""
    for caller in callers:
        with selectors.DefaultSelector() as ready:
            ready.register(caller, selectors.EVENT_READ)
            assert ready.select(WAIT_SECONDS)


@pytest.mark.parametrize("kind", SLOW)
def test_slow_callers_are_closed_and_a_parent_is_answered(door: Gateway, kind: str) -> None:
    slow = {connect(door): SLOW[kind]() for _ in range(HOLDING)}
    if kind == AFTER_AN_ANSWER:
        drip(slow)
        wait_for_answers(slow)
    for _ in range(5):
        drip(slow)
        assert door.say("hej").status_code == 200
    started = time.monotonic()
    while slow:
        drip(slow)
        slow = {caller: pieces for caller, pieces in slow.items() if not closed(caller)}
        assert time.monotonic() - started < WAIT_SECONDS, f"{len(slow)} are still open"
        time.sleep(0.2)
    assert door.say("hej").status_code == 200


@pytest.mark.parametrize(
    "flow",
    [
        then(b"GET / HTTP/1.1\r\n", lambda: b"X-A: " + b"b" * 5000 + b"\r\n"),
        then(b"GET /", lambda: b"a" * 5000),
        then(b"GET / HTTP/1.1\r\nX", lambda: b"a" * 5000),
    ],
    ids=["headers", "address", "name of a header"],
)
def test_a_head_without_end_is_refused(door: Gateway, flow: Callable[[], Iterator[bytes]]) -> None:
    caller = connect(door)
    caller.settimeout(10)
    sent = 0
    answer: Optional[bytes] = None
    for piece in itertools.islice(flow(), 2000):
        try:
            sent += caller.send(piece)
            with selectors.DefaultSelector() as ready:
                ready.register(caller, selectors.EVENT_READ)
                if ready.select(0.005):
                    answer = caller.recv(65536)
                    break
        except OSError:
            break
    assert sent < 1_000_000
    assert answer is None or answer.startswith(b"HTTP/1.1 400 ")


def test_a_caller_who_does_not_take_the_answers_is_not_read_for_ever(door: Gateway) -> None:
    caller = connect(door)
    sent = 0
    started = time.monotonic()
    while time.monotonic() - started < 5:
        try:
            sent += caller.send(PAGE * 50)
        except BlockingIOError:
            time.sleep(0.1)
        except OSError:
            break
    assert sent < 20_000_000
    assert door.say("hej").status_code == 200
    caller.close()


@pytest.mark.parametrize(
    "noise",
    [b"\x16\x03\x01\x02\x00\x01", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 100, b"GET http://[ HTTP/1.1\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n"],
)
def test_what_is_no_http_is_refused_in_swedish(door: Gateway, noise: bytes) -> None:
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as caller:
        caller.sendall(noise)
        answer = b""
        while block := caller.recv(65536):
            answer += block
    head, body = answer.split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 400 Bad Request")
    assert b"content-security-policy: default-src 'none'" in head
    assert json.loads(body) == {"error": {"code": "bad_request", "message": "Anropet gick inte att läsa."}}


@pytest.mark.parametrize(
    "extra",
    [
        b"Content-Length: 18\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 18\r\nContent-Length: 4\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Content-Length: -1\r\n",
    ],
)
def test_lengths_that_contradict_are_refused(door: Gateway, extra: bytes) -> None:
    """Where a proxy and the gateway read a request's end differently, one request can hide another."""
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as caller:
        caller.sendall(POST + extra + b"\r\n" + QUESTION + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        caller.settimeout(10)
        answer = caller.recv(65536)
    assert not answer.startswith(b"HTTP/1.1 200")
    assert b'"status"' not in answer


def test_pages_and_answers_on_one_connection(door: Gateway) -> None:
    """The watch leaves those alone who do as they should."""
    with httpx.Client(base_url=door.url) as parent:
        for _ in range(30):
            assert parent.get(Assets().url("chat.css")).status_code == 200
            assert parent.post("/api/chat", json={"message": "hej"}).status_code == 200
