"""Speaks with Rasa over its private channel."""

import asyncio
from typing import Any, Optional, cast

import httpx

AT_ONCE = 4
"""Messages that Rasa, one process, is given at a time; the others wait in turn here, so that none is overtaken and starved."""

LONGEST_QUEUE = 3.0
"""How many times the bot's own time a message may wait for its turn."""


class BotUnavailable(Exception):
    """Rasa or its actions did not answer in time, or failed. Holds no word of the message."""


class BotClient:
    """Rasa's private channel.

    Args:
        url: the channel's address, without a final slash.
        timeout: seconds that a whole answer may take.
        secret: what the channel knows the gateway by.
    """

    def __init__(self, url: str, timeout: float, secret: str = "") -> None:
        self._url = url
        self._timeout = timeout
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._looking = asyncio.Semaphore(1)
        headers = {"Authorization": f"Bearer {secret}"}
        self._http = httpx.AsyncClient(timeout=timeout, trust_env=False, headers=headers, limits=httpx.Limits(max_connections=64))

    async def say(self, conversation: str, message: str, kommun: Optional[str]) -> dict[str, Any]:
        """What the bot replies; see `bot.dialogue.channel` for the shape.

        Raises:
            BotUnavailable: no answer in time, or a failure.
        """
        body = {"conversation": conversation, "message": message, "kommun": kommun}
        try:
            await asyncio.wait_for(self._turns.acquire(), LONGEST_QUEUE * self._timeout)
        except asyncio.TimeoutError:
            raise BotUnavailable from None
        try:
            answer = await asyncio.wait_for(self._http.post(f"{self._url}/message", json=body), self._timeout)
        except (httpx.HTTPError, asyncio.TimeoutError):
            raise BotUnavailable from None
        finally:
            self._turns.release()
        if answer.status_code != 200:
            raise BotUnavailable
        return cast("dict[str, Any]", answer.json())

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
            await self._http.delete(f"{self._url}/conversations/{conversation}")
        except httpx.HTTPError:
            raise BotUnavailable from None

    async def language(self) -> Optional[str]:
        """Name of the Swedish pipeline in use, or None while the bot does not answer."""
        try:
            answer = await self._http.get(f"{self._url}/")
        except httpx.HTTPError:
            return None
        return cast("Optional[str]", answer.json().get("language")) if answer.status_code == 200 else None

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()
