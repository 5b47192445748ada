"""Speaks with Rasa over its private channel."""

import asyncio
import json
from typing import Any, Optional, cast

import httpx

MOST_BYTES = 1_000_000
"""Greatest size of an answer; the longest real one has some tens of thousands."""

REPLY: dict[str, tuple[type, ...]] = {
    "topic": (str, type(None)),
    "text": (str,),
    "urgent": (bool,),
    "buttons": (list,),
    "contacts": (list,),
    "sources": (list,),
    "reviewed": (str, type(None)),
}
"""The fields of a reply and the types they may have."""


OVERDUE = 10
"""How many times the bot's own time until a call is given up for good, though nobody waits for it any more."""


class BotUnavailable(Exception):
    """Rasa or its actions did not answer in time, or failed. Holds no word of the message."""


class BotClient:
    """Rasa's private channel.

    Args:
        url: the channel's address, without a final slash.
        timeout: seconds in which an answer is wanted.
        secret: what the channel knows the gateway by.
    """

    def __init__(self, url: str, timeout: float, secret: str = "") -> None:
        self._url = url
        self._timeout = timeout
        self._looking = asyncio.Semaphore(1)
        headers = {"Authorization": f"Bearer {secret}"}
        self._http = httpx.AsyncClient(timeout=timeout, trust_env=False, headers=headers, limits=httpx.Limits(max_connections=64))

    async def say(self, conversation: str, message: str, kommun: Optional[str]) -> dict[str, Any]:
        """What the bot replies; see `bot.dialogue.channel` for the shape. May take long: Rasa goes on with what it has begun, whoever still waits.

        Raises:
            BotUnavailable: no answer, or a failure.
        """
        body = {"conversation": conversation, "message": message, "kommun": kommun}
        try:
            status, content = await asyncio.wait_for(self._post(body), OVERDUE * self._timeout)
            answer = json.loads(content) if status == 200 else None
        except (httpx.HTTPError, asyncio.TimeoutError, ValueError, RecursionError):
            raise BotUnavailable from None
        if not is_answer(answer):
            raise BotUnavailable
        return cast("dict[str, Any]", answer)

    async def _post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        async with self._http.stream("POST", f"{self._url}/message", json=body, timeout=OVERDUE * self._timeout) as answer:
            content = bytearray()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise BotUnavailable
            return answer.status_code, bytes(content)

    async def look(self, message: str, timeout: float) -> dict[str, Any]:
        """What the bot understands of a sentence, outside any conversation; see `bot.dialogue.look` for the shape.

        One at a time, and none that has to wait long: parents come first.

        Args:
            message: the sentence, redacted.
            timeout: seconds that it may take, its turn included.

        Raises:
            BotUnavailable: no answer in time, or a failure.
        """

        async def ask() -> httpx.Response:
            async with self._looking:
                return await self._http.post(f"{self._url}/understand", json={"message": message})

        try:
            answer = await asyncio.wait_for(ask(), timeout)
        except (httpx.HTTPError, asyncio.TimeoutError):
            raise BotUnavailable from None
        if answer.status_code != 200:
            raise BotUnavailable
        return cast("dict[str, Any]", answer.json())

    async def forget(self, conversation: str) -> None:
        """Forget a conversation at once.

        Raises:
            BotUnavailable: Rasa could not be told; what it holds ends with its idle time.
        """
        try:
            answer = await self._http.delete(f"{self._url}/conversations/{conversation}")
        except httpx.HTTPError:
            raise BotUnavailable from None
        if answer.status_code != 204:
            raise BotUnavailable

    async def language(self) -> Optional[str]:
        """Name of the Swedish pipeline in use, or None while the bot does not answer."""
        try:
            answer = await self._http.get(f"{self._url}/")
            found = answer.json() if answer.status_code == 200 else None
        except (httpx.HTTPError, ValueError, RecursionError):
            return None
        return str(found["language"]) if isinstance(found, dict) and found.get("language") else None

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()


def is_answer(answer: Any) -> bool:
    """Whether what came has the shape that `bot.dialogue.channel` describes."""
    if not isinstance(answer, dict) or not isinstance(answer.get("kommun"), (str, type(None))) or not isinstance(answer.get("replies"), list):
        return False
    return bool(answer["replies"]) and all(_is_reply(reply) for reply in answer["replies"])


def _is_reply(reply: Any) -> bool:
    return (
        isinstance(reply, dict)
        and set(reply) == set(REPLY)
        and all(isinstance(reply[name], kinds) for name, kinds in REPLY.items())
        and all(isinstance(item, dict) for name in ("buttons", "sources") for item in reply[name])
        and all(isinstance(item, (str, dict)) for item in reply["contacts"])
    )
