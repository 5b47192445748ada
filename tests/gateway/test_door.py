"""Who is let in at the door, and what every answer carries; without the bot behind it."""

from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from bot.gateway.app import create
from bot.gateway.chat import client_address
from bot.settings import load

SITE = "https://www.tjorn.se"
BODY = {"message": "hej"}


def door(contacts_url: str, **variables: str) -> TestClient:
    nobody = {"LOTSEN_RASA_PORT": "1", "LOTSEN_BOT_TIMEOUT": "0.2"}
    return TestClient(create(load({"DATABASE_URL": contacts_url, **nobody, **variables})))


@pytest.mark.parametrize(
    ("forwarded", "hops", "address"),
    [
        (None, 0, "testclient"),
        ("10.0.0.1", 0, "testclient"),
        ("10.0.0.1", 1, "10.0.0.1"),
        ("6.6.6.6, 10.0.0.1", 1, "10.0.0.1"),
        ("6.6.6.6, 10.0.0.1, 10.0.0.2", 2, "10.0.0.1"),
        ("10.0.0.1", 2, "testclient"),
        ("", 1, "testclient"),
        (" , ", 1, "testclient"),
    ],
)
def test_client_address(forwarded: Any, hops: int, address: str) -> None:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    request = Request({"type": "http", "headers": headers, "client": ("testclient", 1)})
    assert client_address(request, hops) == address


@pytest.mark.parametrize("sites", ["", SITE, f"{SITE}/ https://orust.se"])
def test_only_allowed_sites_may_frame_and_call(contacts_url: str, sites: str) -> None:
    client = door(contacts_url, LOTSEN_EMBEDDING_SITES=sites)
    page = client.get("/healthz", headers={"Origin": SITE})
    ancestors = page.headers["content-security-policy"].split("frame-ancestors ")[1]
    assert ancestors.split() == ["'self'", *(site.rstrip("/") for site in sites.split())]
    assert page.headers.get("access-control-allow-origin") == (SITE if sites else None)
    asks = {"Origin": SITE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    assert (client.options("/api/chat", headers=asks).status_code == 200) is bool(sites)
    other = client.options("/api/chat", headers={**asks, "Origin": "https://www.tjorn.se.example.org"})
    assert "access-control-allow-origin" not in other.headers


def test_limits_by_address_and_in_all(contacts_url: str) -> None:
    client = door(contacts_url, LOTSEN_TRUSTED_HOPS="1", LOTSEN_MESSAGES_PER_MINUTE_AND_ADDRESS="2", LOTSEN_MESSAGES_PER_MINUTE_IN_ALL="24")

    def say(address: str) -> int:
        return client.post("/api/chat", json=BODY, headers={"X-Forwarded-For": f"6.6.6.6, {address}"}).status_code

    assert [say("10.0.0.1") for _ in range(3)] == [503, 503, 429]
    assert [say("10.0.0.2") for _ in range(3)] == [503, 503, 429]
    assert [say(f"10.0.1.{number}") for number in range(22)] == [503] * 20 + [429] * 2
    refused = client.post("/api/chat", json=BODY, headers={"X-Forwarded-For": "10.0.0.5"})
    assert refused.json()["error"]["code"] == "too_many"


@pytest.mark.parametrize(
    ("message", "code", "first"),
    [
        ("hon har tagit alla mina tabletter och svarar knappt", "unavailable_urgent", "Ring 112 nu"),
        ("min son kom aldrig hem i natt och mobilen är avstängd", "unavailable_urgent", "Ring 112 nu"),
        ("hur pratar jag med min tioåring om nätet", "unavailable", "Chatten svarar inte"),
    ],
)
def test_danger_is_seen_when_the_bot_is_down(contacts_url: str, message: str, code: str, first: str) -> None:
    answer = door(contacts_url).post("/api/chat", json={"message": message})
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"].startswith(first)
    assert [contact["phone"] for contact in answer.json()["error"]["contacts"]] == ["112", "114 14", "116 111", "1177"]


@pytest.mark.parametrize("fault", [{"LOTSEN_REDIS_URL": "redis://127.0.0.1:1/0"}, {"DATABASE_URL": "sqlite:////nowhere/contacts.db"}])
def test_danger_is_seen_when_memory_or_database_is_down(contacts_url: str, fault: dict[str, str]) -> None:
    client = door(contacts_url, **fault)
    conversation = {"conversation": "a" * 32}
    for message, code in (("jag vill dö", "unavailable_urgent"), ("vad är grooming", "unavailable")):
        answer = client.post("/api/chat", json={"message": message, **conversation})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, code)


def test_every_answer_keeps_to_itself(contacts_url: str) -> None:
    client = door(contacts_url)
    for answer in (client.get("/"), client.get("/nothing"), client.post("/api/chat", json=BODY), client.get("/static/chat.js"), client.post("/", data=BODY)):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
