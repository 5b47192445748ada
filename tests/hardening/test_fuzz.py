"""Whatever comes in at the door: an answer of the contract's, never a failure, never an echo. LOTSEN_FUZZ_INPUTS sets how many inputs (10,000)."""

import asyncio
import html
import json
import os
import re
import string
from dataclasses import replace
from typing import Any, Optional

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.contacts import source
from bot.gateway.app import create
from bot.gateway.assets import Assets
from bot.gateway.bot_client import BotClient, BotUnavailable
from bot.gateway.chat import ID
from bot.gateway.errors import MESSAGES, emergency_numbers, error
from bot.gateway.headers import HEADERS
from bot.reference.search import LONGEST_QUERY
from bot.settings import load
from tests.hardening.fake_rasa import REPLY

INPUTS = int(os.environ.get("LOTSEN_FUZZ_INPUTS", "10000"))
STATUSES = {200, 204, 304, 400, 404, 405, 413, 415, 422, 429, 503}
CODES = {row["code"] for row in source.kommuner()}
NUMBERS = {key: entry["phone"] for key, entry in emergency_numbers().items()}
LONGEST = 4_000


def errors(longest: int) -> dict[str, Any]:
    """Each error as it reads where so many characters may be sent."""
    return {code: json.loads(bytes(error(code, limit=longest).body))["error"] for code in MESSAGES}


ERRORS = errors(LONGEST)
JSON = (b"content-type", b"application/json")
ADDRESSES = ["/", "/api/chat", "/api/contacts", "/api/topics", "/api/search", "/api/feedback", "/api/openapi.json", "/healthz", "/readyz", "/metrics"]
ADDRESSES += [Assets().url("chat/chat.js"), "/embed.js", "/referens"]
STYLE = Assets().url("chat.css")
MAY_BE_KEPT = ("/api/topics", "/api/openapi.json", "/embed.js", "/static/", "/referens")
"""Addresses whose answers are the same for all, so that a browser may keep them."""


def shared(part: float) -> Any:
    """Hypothesis' settings for a test that gets a part of the inputs."""
    return settings(max_examples=max(1, int(INPUTS * part)), deadline=None, database=None, suppress_health_check=list(HealthCheck))


class FakeBot(BotClient):
    """In Rasa's place: checks what is handed on, answers most, fails some."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", 1.0)
        self.minted: set[str] = set()

    async def say(self, conversation: str, message: str, kommun: Optional[str]) -> dict[str, Any]:
        assert ID.fullmatch(conversation)
        assert 0 < len(message) <= 2 * LONGEST
        assert not re.search(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ud800-\udfff]", message)
        assert kommun is None or kommun in CODES
        json.dumps(message, ensure_ascii=False).encode()
        if len(message) % 7 == 0:
            raise BotUnavailable
        self.minted.add(conversation)
        return {"replies": [dict(REPLY)], "kommun": kommun}

    async def forget(self, conversation: str) -> None:
        assert ID.fullmatch(conversation)

    async def language(self) -> Optional[str]:
        return "fake"


class Door:
    """The gateway's application, spoken to as a server would, so that no client tidies what is sent."""

    def __init__(self, contacts_url: str) -> None:
        self.bot = FakeBot()
        many = dict.fromkeys(("messages_per_minute", "messages_per_minute_and_address", "messages_per_minute_in_all"), 10**9)
        self.app = create(replace(load({"DATABASE_URL": contacts_url}), **many), self.bot)  # type: ignore[arg-type]
        self.loop = asyncio.new_event_loop()

    def send(
        self, method: str, path: str, headers: list[tuple[bytes, bytes]], chunks: list[bytes], query: bytes = b"", cut: bool = False
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        """Status, headers and body of the answer to a request.

        Args:
            method: such as POST.
            path: decoded, as a server gives it.
            headers: names in lower case, and values.
            chunks: the body.
            query: what follows the question mark.
            cut: whether the caller is gone before its body has ended; then there may be no answer, and the status is 0.
        """
        incoming = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
        incoming.append({"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False})
        outgoing: list[Any] = []

        async def receive() -> Any:
            return incoming.pop(0) if incoming else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            outgoing.append(message)

        scope = {
            **{"type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "scheme": "http", "root_path": ""},
            **{"method": method, "path": path, "raw_path": path.encode("utf-8", "replace"), "query_string": query, "headers": headers},
            **{"client": ("203.0.113.7", 1), "server": ("127.0.0.1", 8080), "state": {}},
        }
        self.loop.run_until_complete(self.app(scope, receive, send))
        if not outgoing:
            assert cut
            return 0, {}, b""
        return outgoing[0]["status"], dict(outgoing[0]["headers"]), b"".join(message.get("body", b"") for message in outgoing[1:])


def check(method: str, answer: tuple[int, dict[bytes, bytes], bytes], path: str = "/api/chat") -> Any:
    """What holds for every answer; its body as JSON, if it is that."""
    status, headers, body = answer
    assert status in STATUSES
    kept = method in ("GET", "HEAD") and status in (200, 304) and path.startswith(MAY_BE_KEPT)
    assert {name: headers.get(name) for name in HEADERS if not (kept and name == b"cache-control")} == {
        name: value for name, value in HEADERS.items() if not (kept and name == b"cache-control")
    }
    assert b"location" not in headers
    if status >= 400 and (method, path) == ("POST", "/"):
        # To the page without scripts a person has posted, and is told in words.
        assert headers[b"content-type"] == b"text/html; charset=utf-8"
        said = html.unescape(body.decode("utf-8"))
        assert any(problem["message"] in said for problem in ERRORS.values())
    elif status >= 400 and method != "HEAD":
        assert headers[b"content-type"] == b"application/json"
        problem = json.loads(body)["error"]
        assert problem == (errors(LONGEST_QUERY) if path == "/api/search" else ERRORS)[problem["code"]]  # to the letter: there is nothing of the input in it
        assert (status == 503) == ("contacts" in problem)
    return json.loads(body) if body and headers.get(b"content-type") == b"application/json" else None


@pytest.fixture(scope="module")
def door(contacts_url: str) -> Door:
    return Door(contacts_url)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["hej", "0180", "1480", "topic:greet", "/restart", "x" * 5000])
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=6)
words = st.sampled_from(
    ["jag", "hej", "min son", "Kiruna", "070-174 06 24", "19811228-9874", "\u202e", "\ud83d\ude22", "\ud800", "\x00", "å", "\u0301", "{sos}", "%s", "<b>"]
)
messages = st.text(max_size=60) | st.lists(words, max_size=12).map(" ".join) | st.integers(0, 5000).map("a".__mul__)
ids = st.text(string.ascii_letters + string.digits + "_-", min_size=30, max_size=34) | st.text(max_size=70) | st.just("my-own-choice")
questions = st.fixed_dictionaries(
    {"message": messages | values},
    optional={"conversation": st.none() | ids | values, "kommun": st.none() | st.sampled_from(sorted(CODES)) | values, "more": values},
)
header_names = st.sampled_from(
    b"content-type content-length content-encoding transfer-encoding x-forwarded-for x-forwarded-host host origin cookie range accept accept-encoding "
    b"authorization if-modified-since if-none-match access-control-request-method upgrade expect te x".split()
)
header_values = st.binary(max_size=30) | st.sampled_from(
    [b"application/json", b"application/json; charset=utf-16", b"text/plain", b"multipart/form-data; boundary=x", b"", b"*", b"0", b"-1", b"9" * 40]
    + [b"https://evil.example", b"evil.example", b"gzip", b"chunked", b"bytes=0-1,-5,7-", b"POST", b"null", b"127.0.0.1", b"::1, 6.6.6.6", b"Wed, 99 Foo"]
)
headers = st.lists(st.tuples(header_names, header_values), max_size=6)


def in_chunks(body: bytes, size: int) -> list[bytes]:
    return [body[at : at + size] for at in range(0, len(body), size)]


@shared(0.3)
@given(body=questions | values, ascii_only=st.booleans(), size=st.sampled_from([1, 100_000, 100_000, 100_000]))
@example({"message": "hej", "conversation": "A" * 32}, True, 100_000)
@example({"message": "\ud800"}, True, 100_000)
@example({"message": 10**4000}, True, 100_000)
@example({"message": float("nan"), "kommun": float("inf")}, True, 100_000)
def test_any_json(door: Door, body: Any, ascii_only: bool, size: int) -> None:
    content = json.dumps(body, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    before = set(door.bot.minted)
    given_id = body.get("conversation") if isinstance(body, dict) else None
    answer = door.send("POST", "/api/chat", [JSON], in_chunks(content, size) if len(content) < 300 else [content])
    said = check("POST", answer)
    if answer[0] == 200:
        assert set(said) == {"conversation", "replies", "kommun"}
        assert ID.fullmatch(said["conversation"])
        assert said["conversation"] != given_id or given_id in before
    else:
        assert answer[0] in {400, 413, 422, 503}


@st.composite
def broken_json(draw: st.DrawFn) -> bytes:
    """JSON with something amiss: bytes changed, cut off, a key twice, nested deeply, numbers beyond measure."""
    kind = draw(st.integers(0, 6))
    if kind == 0:
        return draw(st.binary(max_size=400))
    if kind == 1:
        opening = draw(st.sampled_from([b"[", b'{"message":', b'{"a":[', b'["', b"[[[{"]))
        return opening * draw(st.integers(1, 9000)) + draw(st.binary(max_size=4))
    if kind == 2:
        return b'{"message": %s%s}' % (draw(st.sampled_from([b"-", b"", b"1e", b"0x", b"+"])), b"9" * draw(st.integers(1, 9000)))
    if kind == 3:
        keys = draw(st.lists(st.sampled_from([b'"message": "hej"', b'"message": 1', b'"conversation": []', b'"kommun": "0180"', b'"kommun": {}']), max_size=12))
        return b"{" + b", ".join(keys) + b"}"
    if kind == 4:
        return json.dumps({"message": "hej på dig"}, ensure_ascii=False).encode(draw(st.sampled_from(["utf-16", "utf-32", "latin-1", "utf-8-sig"])))
    plain = bytearray(json.dumps(draw(questions)).encode())
    for _ in range(draw(st.integers(1, 4))):
        plain[draw(st.integers(0, len(plain) - 1))] = draw(st.integers(0, 255))
    return bytes(plain[: draw(st.integers(0, len(plain)))] if kind == 5 else plain)


@shared(0.3)
@given(content=broken_json(), times=st.sampled_from([1, 1, 1, 1, 1, 2, 50]), cut=st.sampled_from([False, False, False, True]))
def test_any_bytes(door: Door, content: bytes, times: int, cut: bool) -> None:
    answer = door.send("POST", "/api/chat", [JSON], [content] * times, cut=cut)
    if answer[0]:
        check("POST", answer)
    if len(content) * times > 65_536:
        assert answer[0] in ({0, 413} if cut else {413})


@shared(0.15)
@given(given_headers=headers, content=st.sampled_from([b'{"message": "hej"}', b"message=hej", b"", b"\xff"]))
def test_any_headers(door: Door, given_headers: list[tuple[bytes, bytes]], content: bytes) -> None:
    check("POST", door.send("POST", "/api/chat", given_headers, [content]))
    check("GET", door.send("GET", STYLE, given_headers, []), STYLE)


paths = st.sampled_from(ADDRESSES) | st.builds(
    "{}{}".format,
    st.sampled_from(["/api/chat/", "/api/topics/", "/static/", "/", "/api/", "//", "/api/chat", ""]),
    st.text(max_size=40)
    | st.sampled_from(["../app.py", "..%2f..", "\x00", "%", "a" * 3000, "chat.js/", ".", "CON", "//evil.example", "..\\..\\settings.py", "\ud800"]),
)
methods = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "BREW"])
queries = st.binary(max_size=40) | st.sampled_from(
    [b"kommun=0180", b"kommun=0180&kommun=1480", b"kommun=%ff%fe", b"kommun[]=1", b"q=" + b"a" * 3000, b"q=%00", b"q=sextortion"]
)


@shared(0.25)
@given(method=methods, path=paths, query=queries, given_headers=st.just([]) | headers, content=st.sampled_from([b"", b"{}"]))
@example("GET", "/static/\x00", b"", [], b"")
@example("GET", "/api/contacts/", b"", [(b"host", b"evil.example")], b"")
def test_any_address(door: Door, method: str, path: str, query: bytes, given_headers: list[tuple[bytes, bytes]], content: bytes) -> None:
    answer = door.send(method, path, given_headers, [content], query)
    check(method, answer, path)
    if path not in ADDRESSES:
        assert answer[0] != 200 or method == "OPTIONS"


def test_a_failure_would_be_seen(contacts_url: str) -> None:
    """What the tests above rely on: a handler that fails is no answer of the contract's."""
    broken = Door(contacts_url)

    async def fails() -> Any:
        raise ZeroDivisionError

    broken.bot.language = fails  # type: ignore[method-assign]
    with pytest.raises(AssertionError):
        check("GET", broken.send("GET", "/readyz", [], []))
