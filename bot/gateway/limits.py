"""How much one may send."""

import time
from typing import Callable, MutableMapping

from cachetools import TTLCache

MINUTE = 60.0
MOST_KEYS = 50_000


class RateLimit:
    """At most so many in each minute, a key at a time, in memory of bounded size.

    Args:
        per_minute: the greatest number.
        clock: seconds, for tests.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._counts: MutableMapping[tuple[str, int], int] = TTLCache(MOST_KEYS, 2 * MINUTE, timer=clock)
        self._clock = clock

    def allows(self, key: str) -> bool:
        """Count one more for the key; False where that is too many."""
        place = (key, int(self._clock() // MINUTE))
        count = self._counts.get(place, 0) + 1
        self._counts[place] = count
        return count <= self._per_minute
