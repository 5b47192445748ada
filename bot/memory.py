"""Where conversations are kept: in this process, or in Redis where one is configured. Never on disk, never for long, never without bound."""

from typing import Iterator, MutableMapping

import redis
from cachetools import TTLCache

from bot.settings import Settings

REDIS_SECONDS = 1.0
"""Longest wait for Redis; a parent is better served by the emergency numbers than by silence."""


class RedisMemory(MutableMapping[str, str]):
    """Texts by name in Redis, each gone when its time is up.

    Redis itself bounds the whole: `maxmemory` with `maxmemory-policy allkeys-lru`, and no persistence (docs/drift.md).

    Args:
        url: address, such as redis://localhost:6379/0.
        kind: keeps what is kept here apart from all else in the same Redis.
        seconds: how long an entry lives after it was last set.
    """

    def __init__(self, url: str, kind: str, seconds: int) -> None:
        self._redis = redis.Redis.from_url(url, decode_responses=True, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)
        self._prefix = f"lotsen:{kind}:"
        self._seconds = seconds

    def __getitem__(self, name: str) -> str:
        """The text; KeyError where it is not there, or no longer."""
        found = self._redis.get(self._prefix + name)
        if found is None:
            raise KeyError(name)
        return str(found)

    def __setitem__(self, name: str, text: str) -> None:
        """Keep a text, its time begun anew."""
        self._redis.set(self._prefix + name, text, ex=self._seconds)

    def __delitem__(self, name: str) -> None:
        """Forget a text; KeyError where it is not there."""
        if not self._redis.delete(self._prefix + name):
            raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """The names of what is there."""
        return (str(key)[len(self._prefix) :] for key in self._redis.scan_iter(f"{self._prefix}*"))

    def __len__(self) -> int:
        """How many there are. Goes through all of them."""
        return sum(1 for _ in self)


def memory(settings: Settings, kind: str) -> MutableMapping[str, str]:
    """A place for texts by name, that forgets: after the idle time, and in this process also what is beyond its number and its size.

    Args:
        settings: idle time, greatest number and size, and Redis' address if there is one.
        kind: what is kept, such as `tracker`.

    Returns:
        The mapping. In Redis, its operations raise redis.RedisError where Redis does not answer.
    """
    if settings.redis_url:
        return RedisMemory(settings.redis_url, kind, settings.idle_seconds)
    most = settings.max_memory_mb * 1_000_000
    least = most / settings.max_conversations
    # An entry never counts for less than its share, so that the number is bounded as well as the size.
    return TTLCache(maxsize=most, ttl=settings.idle_seconds, getsizeof=lambda text: max(len(text), least))
