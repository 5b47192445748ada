"""kill -9 of each process during five hundred conversations: no wrong answer, no lost process, and all is back."""

import asyncio
import os
import random
import signal
import time
from typing import Any, Iterator

import httpx
import pytest

from tests.stack import Stack

CONVERSATIONS = 500
AT_A_TIME = 12
BACK_SECONDS = 120
"""A loaded machine takes its time; what it takes on a quiet one stands in docs/security.md."""

SERVERS = ("rasa_sdk", "bot.gateway.server", "bot.dialogue.server")
QUESTIONS = [
    "min dotter har börjat få swish från okända män, vad gör jag",
    "hur gör man en orosanmälan",
    "någon hotar att sprida nakenbilder på min son",
    "vem ringer jag i kommunen ikväll",
    "tack så mycket",
    "hur polisanmäler jag",
    "hur pratar jag med min tioåring om nätet",
    "hon vill dö och har tagit tabletter nyss",
]
KOMMUNER = ["0180", "1480", "1280", "2584", "1419", "2480"]


def following(question: int) -> int:
    """The question that comes after another in the same conversation."""
    return (question + 3) % len(QUESTIONS)


class Talk:
    """Many conversations at a time, and what was answered."""

    def __init__(self, url: str, right: dict[tuple[int, str], set[Any]]) -> None:
        self.url = url
        self.right = right
        self.wrong: list[Any] = []
        self.answered = 0
        self.failed = 0
        self.done = 0

    async def converse(self, http: httpx.AsyncClient, number: int) -> None:
        """One question or two, with a kommun of its own."""
        kommun = KOMMUNER[number % len(KOMMUNER)]
        conversation = None
        for turn in range(2 if number % 5 == 0 else 1):
            question = following(number % len(QUESTIONS)) if turn else number % len(QUESTIONS)
            body = {"message": QUESTIONS[question], "conversation": conversation, "kommun": kommun}
            answer = await self.until_answered(http, body)
            self.answered += 1
            conversation = answer["conversation"]
            if meaning(answer, kommun) not in self.right[question, kommun]:
                self.wrong.append((QUESTIONS[question], kommun, answer))
        self.done += 1

    async def until_answered(self, http: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
        """Ask again, as a parent would, for as long as there is no connection or the emergency numbers come."""
        while True:
            try:
                answer = await http.post(f"{self.url}/api/chat", json=body)
            except httpx.HTTPError:
                self.failed += 1
            else:
                if answer.status_code == 200:
                    return dict(answer.json())
                self.failed += 1
                if answer.status_code != 503 or "112" not in answer.json()["error"]["message"]:
                    self.wrong.append((body, answer.status_code, answer.text))
            await asyncio.sleep(1)

    async def run(self, kill: Any) -> None:
        """All of them, with something that happens meanwhile."""
        turns = asyncio.Semaphore(AT_A_TIME)
        numbers = list(range(CONVERSATIONS))
        random.Random(4).shuffle(numbers)

        async def one(http: httpx.AsyncClient, number: int) -> None:
            async with turns:
                await self.converse(http, number)

        async with httpx.AsyncClient(timeout=60) as http:
            await asyncio.gather(kill(self), *(one(http, number) for number in numbers))


def meaning(answer: dict[str, Any], kommun: str) -> Any:
    """What makes an answer right: topic, danger, the words that it begins with, and whose numbers it gives."""
    first = answer["replies"][0]
    return first["topic"], first["urgent"], first["text"][:60], answer["kommun"]["code"] if answer["kommun"] else None


def living(stack: Stack) -> dict[str, list[int]]:
    """The servers' processes."""
    return {name: stack.processes(name) for name in SERVERS}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("killed"), LOTSEN_BOT_TIMEOUT="10")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def right(own: Stack) -> dict[tuple[int, str], set[Any]]:
    """What each question is answered with when nothing is broken: by itself, and after the one that comes before it, which a killed server forgets."""
    found: dict[tuple[int, str], set[Any]] = {}
    with httpx.Client(timeout=60) as http:
        for number in range(len(QUESTIONS)):
            for kommun in KOMMUNER:
                conversation = None
                for question in (number, following(number)):
                    body = {"message": QUESTIONS[question], "conversation": conversation, "kommun": kommun}
                    answer = http.post(f"{own.url}/api/chat", json=body)
                    assert answer.status_code == 200
                    assert answer.json()["kommun"]["code"] == kommun
                    conversation = answer.json()["conversation"]
                    found.setdefault((question, kommun), set()).add(meaning(answer.json(), kommun))
    return found


def test_five_hundred_conversations_and_three_kills(own: Stack, right: dict[tuple[int, str], set[Any]]) -> None:
    before = living(own)
    assert all(len(pids) == 1 for pids in before.values())
    back: dict[str, float] = {}

    async def kill(talk: Talk) -> None:
        for number, name in enumerate(SERVERS, start=1):
            while talk.done < CONVERSATIONS * number / 5:
                await asyncio.sleep(0.05)
            os.kill(before[name][0], signal.SIGKILL)
            killed = time.monotonic()
            while living(own)[name] in ([], before[name]) or not await asyncio.to_thread(own.say, "hej"):
                await asyncio.sleep(0.2)
                assert time.monotonic() - killed < BACK_SECONDS, f"{name} did not come back"
            back[name] = time.monotonic() - killed

    talk = Talk(own.url, right)
    asyncio.run(talk.run(kill))
    print(f"\nanswered {talk.answered}, failed {talk.failed}, back after", {name: round(seconds, 1) for name, seconds in back.items()})
    assert talk.wrong == []
    assert talk.done == CONVERSATIONS
    assert talk.failed, "nothing was in progress when the servers were killed"
    assert talk.answered == CONVERSATIONS + CONVERSATIONS // 5
    after = living(own)
    assert all(len(pids) == 1 and pids != before[name] for name, pids in after.items())
    assert "giving up" not in own.log.read_text(errors="replace")
