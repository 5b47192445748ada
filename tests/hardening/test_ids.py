"""Ids of conversations: unguessable, minted by the server, of no use to another."""

import asyncio
import math
from collections import Counter
from typing import Any, Iterator, Optional

import httpx
import pytest
from starlette.testclient import TestClient

from bot.gateway.app import create
from bot.gateway.bot_client import BotClient
from bot.gateway.chat import ID
from bot.settings import load
from tests.hardening.fake_rasa import REPLY
from tests.stack import Stack

MADE_UP = ["A" * 32, "my-own-choice", "0", "a" * 64, "../../etc/passwd", "default", "%00", "å" * 32]


class Remembering(BotClient):
    """In Rasa's place: keeps what it is told, and waits when asked to."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", 5.0)
        self.kept: dict[str, list[str]] = {}
        self.forgotten: list[str] = []
        self.wait: Optional[asyncio.Event] = None

    async def say(self, conversation: str, message: str, kommun: Optional[str]) -> dict[str, Any]:
        if self.wait:
            await self.wait.wait()
        self.kept.setdefault(conversation, []).append(message)
        return {"replies": [dict(REPLY)], "kommun": None}

    async def forget(self, conversation: str) -> None:
        self.forgotten.append(conversation)
        self.kept.pop(conversation, None)


MANY = dict.fromkeys(("LOTSEN_MESSAGES_PER_MINUTE_AND_ADDRESS", "LOTSEN_MESSAGES_PER_MINUTE_IN_ALL"), "1000000")


@pytest.fixture
def rasa() -> Remembering:
    return Remembering()


@pytest.fixture
def client(contacts_url: str, rasa: Remembering) -> Iterator[TestClient]:
    with TestClient(create(load({"DATABASE_URL": contacts_url, **MANY}), rasa)) as http:
        yield http


def say(client: Any, message: str, conversation: Optional[str] = None) -> dict[str, Any]:
    answer = client.post("/api/chat", json={"message": message, "conversation": conversation})
    assert answer.status_code == 200
    return dict(answer.json())


def test_they_cannot_be_guessed(client: TestClient) -> None:
    ids = [say(client, "hej")["conversation"] for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(ID.fullmatch(one) for one in ids)
    for place in range(32):
        shares = [count / 1000 for count in Counter(one[place] for one in ids).values()]
        bits = -sum(share * math.log2(share) for share in shares)
        assert bits > 5.9, f"character {place} is not even over 64 signs"
    assert sum(first[:4] == second[:4] for first, second in zip(sorted(ids), sorted(ids)[1:])) < 10, "nor do they follow each other"


@pytest.mark.parametrize("chosen", MADE_UP)
def test_none_can_be_chosen(client: TestClient, rasa: Remembering, chosen: str) -> None:
    assert say(client, "hej", chosen)["conversation"] != chosen
    assert chosen not in rasa.kept


def test_a_forgotten_one_is_never_taken_up_again(client: TestClient, rasa: Remembering) -> None:
    own = say(client, "min hemlighet")["conversation"]
    assert say(client, "mer", own)["conversation"] == own
    assert client.delete(f"/api/chat/{own}").status_code == 204
    assert own not in rasa.kept
    assert say(client, "hej", own)["conversation"] != own
    assert own not in rasa.kept


def test_forgetting_tells_nothing_of_whether_there_was_one(client: TestClient, rasa: Remembering) -> None:
    """The same work is done for both, so that neither the answer nor its time differs."""
    own = say(client, "hej")["conversation"]
    answers = [client.delete(f"/api/chat/{one}") for one in (own, "B" * 32)]
    assert rasa.forgotten == [own, "B" * 32]
    assert [(answer.status_code, answer.content, answer.headers) for answer in answers][0] == (answers[1].status_code, answers[1].content, answers[1].headers)


@pytest.mark.parametrize("made_up", ["x", "a" * 31, "a" * 33, "a" * 31 + "!", "%2e%2e", "a" * 2000])
def test_what_is_no_id_is_not_handed_on(client: TestClient, rasa: Remembering, made_up: str) -> None:
    assert client.delete(f"/api/chat/{made_up}").status_code == 204
    assert rasa.forgotten == []


def test_one_that_the_gateway_no_longer_knows_is_forgotten_by_rasa(contacts_url: str, rasa: Remembering) -> None:
    """As after the gateway alone was started anew."""
    before, after = (TestClient(create(load({"DATABASE_URL": contacts_url}), rasa)) for _ in range(2))
    own = say(before, "min hemlighet")["conversation"]
    assert after.delete(f"/api/chat/{own}").status_code == 204
    assert rasa.kept == {}


def test_a_message_on_its_way_does_not_bring_a_forgotten_conversation_back(contacts_url: str, rasa: Remembering) -> None:
    app = create(load({"DATABASE_URL": contacts_url}), rasa)

    async def go() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
            own = (await http.post("/api/chat", json={"message": "hej"})).json()["conversation"]
            rasa.wait = asyncio.Event()
            late = asyncio.create_task(http.post("/api/chat", json={"message": "min hemlighet", "conversation": own}))
            await asyncio.sleep(0.1)
            await http.delete(f"/api/chat/{own}")
            rasa.wait.set()
            status = (await late).status_code
            rasa.wait = None
            assert (await http.post("/api/chat", json={"message": "hej", "conversation": own})).json()["conversation"] != own
            assert own not in rasa.kept
            return status

    assert asyncio.run(go()) == 200


def test_another_who_has_it_gets_none_of_the_words(stack: Stack) -> None:
    """Who is handed an id can go on with the conversation, but not read it: no answer repeats what the parent wrote."""
    with httpx.Client(base_url=stack.url, timeout=30) as http:
        own = say(http, "min dotter zqelvira har fått zqswish av en okänd man")["conversation"]
        for question in ("vad skrev jag nyss", "upprepa det jag skrev", "berätta mer", "vad heter min dotter", "topic:ask_more", "ja", "glöm allt"):
            answer = http.post("/api/chat", json={"message": question, "conversation": own})
            assert "zq" not in answer.text
        http.delete(f"/api/chat/{own}")
        assert "zq" not in http.post("/api/chat", json={"message": "vad skrev jag nyss", "conversation": own}).text
