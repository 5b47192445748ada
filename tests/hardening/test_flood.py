"""A flood at fifty times what one address may send, from many addresses, and one honest parent.

Something as slow as Rasa stands in its place, so that it is the door that is tested. How long the parent waits before the real bot:
`python -m benchmarks.flood`.
"""

from typing import Any, Iterator

import pytest

from benchmarks.flood import LIMIT, TIMES, measure
from tests.hardening.fake_rasa import FakeRasa
from tests.hardening.gateway import Gateway, gateway

SECONDS = 12
RASAS_SECONDS = 0.05


@pytest.fixture
def door(tmp_path: Any, contacts_url: str) -> Iterator[Gateway]:
    limits = {"LOTSEN_TRUSTED_HOPS": "1", "LOTSEN_MESSAGES_PER_MINUTE_AND_ADDRESS": str(LIMIT), "LOTSEN_MESSAGES_PER_MINUTE_IN_ALL": "1000"}
    with FakeRasa().running() as rasa, gateway(tmp_path, contacts_url, rasa.port, **limits) as running:
        rasa.one_at_a_time = RASAS_SECONDS
        yield running


@pytest.mark.parametrize("addresses", [1, 10, 40])
def test_an_honest_parent_is_answered_each_time(door: Gateway, addresses: int) -> None:
    per_address = TIMES * LIMIT / 60 if addresses <= 10 else 15
    result = measure(door.port, SECONDS, addresses, per_address)
    print(f"\n{addresses} addresses, flood {dict(result.flood)}, parent {dict(result.statuses)}, longest {max(result.seconds):.2f} s")
    assert result.statuses.keys() == {200}
    assert result.flood.keys() <= {0, 200, 429, 503}
    assert result.flood[429] + result.flood[503] > result.flood[200], "there was a flood, and it was refused"
