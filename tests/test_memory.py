import time
from typing import Callable, MutableMapping

import pytest

from bot.memory import memory
from bot.settings import load

pytest_plugins = ["tests.redis"]
Maker = Callable[..., MutableMapping[str, str]]


@pytest.fixture(params=["here", "redis"])
def make(request: pytest.FixtureRequest) -> Maker:
    """Makes a memory of either kind, with settings."""
    variables = {} if request.param == "here" else {"LOTSEN_REDIS_URL": request.getfixturevalue("redis_url")}
    return lambda **more: memory(load({**variables, **more}), request.node.originalname)


def test_keeps_and_forgets(make: Maker) -> None:
    kept = make()
    kept["a"], kept["b"] = "ett", "två å"
    assert (kept["a"], kept["b"], len(kept), set(kept)) == ("ett", "två å", 2, {"a", "b"})
    assert kept.pop("a") == "ett"
    assert "a" not in kept
    assert kept.pop("a", None) is None
    with pytest.raises(KeyError):
        del kept["a"]


def test_what_rests_is_forgotten(make: Maker) -> None:
    kept = make(LOTSEN_IDLE_SECONDS="1")
    kept["a"] = kept["b"] = "x"
    time.sleep(0.6)
    kept["b"] = "y"
    time.sleep(0.6)
    assert set(kept) == {"b"}


def test_kinds_are_apart(redis_url: str) -> None:
    settings = load({"LOTSEN_REDIS_URL": redis_url})
    memory(settings, "one")["a"] = "1"
    assert "a" not in memory(settings, "two")


@pytest.mark.parametrize(
    ("variables", "sizes", "left"),
    [
        ({"LOTSEN_MAX_CONVERSATIONS": "2"}, [1, 1, 1], "bc"),
        ({"LOTSEN_MAX_MEMORY_MB": "1"}, [400_000, 400_000, 400_000], "bc"),
        ({"LOTSEN_MAX_MEMORY_MB": "1"}, [900_000, 1, 900_000], "bc"),
    ],
)
def test_number_and_size_are_bounded(variables: dict[str, str], sizes: list[int], left: str) -> None:
    kept = memory(load(variables), "x")
    for name, size in zip("abc", sizes):
        kept[name] = "x" * size
    assert set(kept) == set(left)
