"""Counting, sharing and queueing, with a clock of the test's own."""

import asyncio

import pytest

from bot.gateway.limits import RateLimit, SharedLimit, of_whom
from bot.gateway.turns import NoTurn, Turns


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("testclient", "testclient"),
        ("x" * 5000, "x" * 64),
    ],
)
def test_whose_an_address_is(address: str, whose: str) -> None:
    assert of_whom(address) == whose


def test_a_rate_begins_anew_each_minute() -> None:
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")
    now[0] = 61
    assert limit.allows("a")


@pytest.mark.parametrize("flooding", [1, 10, 40, 100])
@pytest.mark.parametrize("one_by_one", [False, True])
def test_who_sends_much_does_not_use_up_what_others_need(flooding: int, one_by_one: bool) -> None:
    limit = SharedLimit(1000, lambda: 0.0)
    tries = [number % flooding for number in range(500 * flooding)]
    flood = sum(limit.allows(f"flood {number}") for number in (sorted(tries) if one_by_one else tries))
    assert flood >= 100
    parent = sum(limit.allows("a parent") for _ in range(10))
    assert parent >= (7 if flooding <= 40 else 2)
    assert sum(limit.allows(f"late {number}") for number in range(5000)) == 1000 - flood - parent, "there is an end"


def test_what_stands_for_many_has_no_share_but_the_whole() -> None:
    limit = SharedLimit(100, lambda: 0.0)
    assert sum(limit.allows("") for _ in range(1000)) == 100


async def take(turns: Turns, who: str, order: list[str]) -> None:
    try:
        async with turns.turn(who, 5):
            order.append(who)
            await asyncio.sleep(0)
    except NoTurn:
        order.append(f"no {who}")


def test_who_has_had_the_fewest_goes_first() -> None:
    async def go() -> list[str]:
        turns, order = Turns(1, 50), list[str]()
        for _ in range(3):
            await take(turns, "flood", order)
        async with turns.turn("another", 5):
            waiting = [asyncio.create_task(take(turns, who, order)) for who in ["flood"] * 10 + ["parent", "", "flood", "second parent"]]
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        return order[3:]

    assert asyncio.run(go())[:3] == ["parent", "", "second parent"]


def test_of_many_at_once_only_the_first_is_before_the_others() -> None:
    async def go() -> list[str]:
        turns, order = Turns(1, 50), list[str]()
        async with turns.turn("another", 5):
            waiting = [asyncio.create_task(take(turns, who, order)) for who in ["flood"] * 10 + ["parent"]]
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        return order

    assert asyncio.run(go())[:2] == ["flood", "parent"]


def test_when_too_many_wait_the_one_who_has_had_most_is_sent_away() -> None:
    async def go() -> list[str]:
        turns, order = Turns(1, 2), list[str]()
        await take(turns, "flood", order)
        async with turns.turn("another", 5):
            waiting = [asyncio.create_task(take(turns, who, order)) for who in ("flood", "a", "b")]
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        return order[1:]

    assert sorted(asyncio.run(go())) == ["a", "b", "no flood"]


def test_turns_come_back_whatever_happens() -> None:
    async def go() -> None:
        turns = Turns(2, 50)
        for _ in range(20):
            with pytest.raises(ZeroDivisionError):
                async with turns.turn("a", 5):
                    raise ZeroDivisionError
        async with turns.turn("a", 5), turns.turn("b", 5):
            with pytest.raises(NoTurn):
                async with turns.turn("c", 0.01):
                    pass
            gone = asyncio.create_task(take(turns, "d", []))
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
        async with turns.turn("a", 1), turns.turn("b", 1):
            pass

    asyncio.run(go())
