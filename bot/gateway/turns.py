"""In which order messages reach the bot when more come than it can answer: who has asked the least lately goes first."""

import asyncio
import heapq
import time
from contextlib import asynccontextmanager
from itertools import count
from typing import AsyncIterator, Callable, MutableMapping

from cachetools import TTLCache

LATELY = 60.0
MOST_KNOWN = 50_000


class NoTurn(Exception):
    """There was no turn within the time, or too many wait already."""


class Turns:
    """So many turns at a time. A flood from some addresses so waits behind the parent who asks now and then.

    Args:
        at_once: turns at a time.
        most_waiting: so many may wait; beyond it the one who has had the most is sent away.
        clock: seconds, for tests.
    """

    def __init__(self, at_once: int, most_waiting: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = at_once
        self._most_waiting = most_waiting
        self._had: MutableMapping[str, int] = TTLCache(MOST_KNOWN, LATELY, timer=clock)
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = count()

    @asynccontextmanager
    async def turn(self, who: str, patience: float, weight: int = 1) -> AsyncIterator[None]:
        """Wait for a turn, and give it back at the end.

        Args:
            who: the address that asks; an empty one stands for nobody in particular and is never counted.
            patience: seconds that one may wait.
            weight: how many ordinary messages this one costs.

        Raises:
            NoTurn: as above.
        """
        had = self._had.get(who, 0)
        if who:
            # Counted when asked for, so that of many at once from one address only the first is before the others' first.
            self._had[who] = had + weight
        await self._wait(had + weight - 1, patience)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, rank: int, patience: float) -> None:
        if self._free and not self._waiting:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._order), turn))
        if len(self._waiting) > self._most_waiting:
            self._send_away(max(self._waiting))
        try:
            await asyncio.wait_for(asyncio.shield(turn), patience)
        except BaseException as reason:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._pass_on()  # it came at the very moment of giving up
            turn.cancel()
            if isinstance(reason, asyncio.TimeoutError):
                raise NoTurn from None
            raise

    def _send_away(self, entry: tuple[int, int, "asyncio.Future[None]"]) -> None:
        self._waiting.remove(entry)
        heapq.heapify(self._waiting)
        if not entry[2].done():
            entry[2].set_exception(NoTurn())

    def _pass_on(self) -> None:
        while self._waiting:
            turn = heapq.heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
