"""How much one may send."""

import ipaddress
import time
from typing import Callable, MutableMapping

from cachetools import TTLCache

MINUTE = 60.0
MOST_KEYS = 50_000
LONGEST_ADDRESS = 64
OWN_MACHINE = ("127.0.0.1", "::1")
"""Not limited by address: a proxy or the page's own host speaks for many parents."""

SHARE = 1 / 6
"""What one may have while all is left, as a part of all."""

LEAST_SHARE = 1 / 40
"""What one may always have, as a part of what is left."""


def of_whom(address: str) -> str:
    """Whose an address is, for counting: the network /64 of an IPv6 address, which one household has to itself; else the address.

    Args:
        address: as the network or a trusted proxy gives it.

    Returns:
        A short text; empty for the own machine.
    """
    if address in OWN_MACHINE:
        return ""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address[:LONGEST_ADDRESS]
    if isinstance(ip, ipaddress.IPv6Address):
        plain = ip.ipv4_mapped
        return str(plain) if plain else str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


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


class SharedLimit:
    """At most so many in each minute from all together, so shared that those who send much do not use up what others need.

    What each may have is a part of what is left, and that part shrinks too, with the cube of what is left, from `SHARE` to `LEAST_SHARE`. However many
    flood, at once or one after the other, they slow each other down before the end is reached, and whoever has sent little is let in. What is refused
    does not count.

    Source: after the dynamic thresholds of Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches" (1998);
    there the part does not shrink.

    Args:
        per_minute: the greatest number.
        clock: seconds, for tests.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._minute = -1
        self._left = per_minute
        self._given: dict[str, int] = {}

    def allows(self, who: str) -> bool:
        """Count one more; False where that is too many.

        Args:
            who: from `of_whom`; an empty one stands for many and has no share of its own.
        """
        minute = int(self._clock() // MINUTE)
        if minute != self._minute:
            self._minute, self._left, self._given = minute, self._per_minute, {}
        given = self._given.get(who, 0)
        part = max(SHARE * (self._left / self._per_minute) ** 3, LEAST_SHARE)
        if self._left <= 0 or (who and given >= part * self._left):
            return False
        self._left -= 1
        if who:
            self._given[who] = given + 1
        return True
