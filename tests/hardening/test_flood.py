"""A flood at fifty times what one address may send, from many addresses, and one honest parent. How long that one waits: `python -m benchmarks.flood`."""

from benchmarks.flood import measure
from tests.hardening.conftest import ADDRESS_LIMIT, BreakableStack

TIMES = 50
ADDRESSES = 10
SECONDS = 15


def test_an_honest_parent_is_answered_each_time(breakable: BreakableStack) -> None:
    result = measure(breakable.port, SECONDS, ADDRESSES, TIMES * ADDRESS_LIMIT / 60)
    assert result.statuses.keys() == {200}
    assert sum(result.statuses.values()) >= 3
    assert result.flood[429] > sum(result.flood.values()) / 2, "there was a flood, and it was refused"
    assert result.flood.keys() <= {200, 429, 503}
    assert sum(result.flood.values()) > ADDRESSES * ADDRESS_LIMIT


def test_a_flood_from_one_address_does_not_touch_another(breakable: BreakableStack) -> None:
    result = measure(breakable.port, 5, 1, 200)
    assert result.statuses.keys() == {200}
