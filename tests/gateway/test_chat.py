import json
from typing import Any

import pytest

from bot.gateway.chat import Refused, check, clean
from bot.gateway.limits import RateLimit

KOMMUNER = {"0180", "1480"}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("hej", "hej"),
        ("  hej \n\n du ", "hej du"),
        ("\u202ehej\u202c\u200f", "hej"),
        ("he\x00j", "hej"),
        ("a\u0308r", "är"),
        ("\u200b\u200d ", ""),
        ("😢", "😢"),
        ("\ud800x", "x"),
    ],
)
def test_clean(message: str, text: str) -> None:
    assert clean(message) == text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "bad_fields"),
        ("hej", "bad_fields"),
        (None, "bad_fields"),
        ({}, "bad_fields"),
        ({"message": 3}, "bad_fields"),
        ({"message": None}, "bad_fields"),
        ({"message": "hej", "conversation": 3}, "bad_fields"),
        ({"message": "hej", "kommun": 180}, "bad_fields"),
        ({"message": "hej", "kommun": "9999"}, "unknown_kommun"),
        ({"message": "hej", "kommun": "180"}, "unknown_kommun"),
        ({"message": ""}, "empty"),
        ({"message": " \n\t\u200b"}, "empty"),
        ({"message": "x" * 101}, "too_long"),
    ],
)
def test_check_refuses(body: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(body, KOMMUNER, 100)
    error = json.loads(bytes(refused.value.response.body))["error"]
    assert error["code"] == code
    assert error["message"].endswith(".")


def test_check_accepts() -> None:
    question = check({"message": " hej ", "conversation": "abc", "kommun": "1480", "more": 1}, KOMMUNER, 100)
    assert (question.message, question.conversation, question.kommun) == ("hej", "abc", "1480")
    assert check({"message": "hej", "conversation": "a" * 65}, KOMMUNER, 100).conversation is None


def test_rate_limit() -> None:
    now = [0.0]
    limit = RateLimit(3, lambda: now[0])
    assert [limit.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert limit.allows("b")
    now[0] = 61.0
    assert limit.allows("a")
