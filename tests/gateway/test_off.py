"""The switch: LOTSEN_OFF."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.gateway.app import create
from bot.settings import load


def door(contacts_url: str, off: str) -> TestClient:
    nobody = {"LOTSEN_RASA_PORT": "1", "LOTSEN_BOT_TIMEOUT": "0.2"}
    return TestClient(create(load({"DATABASE_URL": contacts_url, **nobody, "LOTSEN_OFF": off})))


@pytest.mark.parametrize(("value", "off"), [("", False), ("0", False), ("nej", False), ("NO", False), ("1", True), ("ja", True), ("sedan 3/12", True)])
def test_what_switches_off(value: str, off: bool) -> None:
    assert load({"LOTSEN_OFF": value}).is_off is off


@pytest.mark.parametrize(
    ("message", "urgent", "first"),
    [
        ("hur pratar jag med min tioåring om nätet", False, "Föräldralotsen är stängd just nu"),
        ("hon har tagit alla mina tabletter och svarar knappt", True, "**Ring 112 nu"),
    ],
)
def test_a_notice_and_the_numbers_in_the_shape_of_an_answer(contacts_url: str, message: str, urgent: bool, first: str) -> None:
    answer = door(contacts_url, "1").post("/api/chat", json={"message": message, "conversation": None})
    body: Any = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"conversation", "replies", "kommun"}
    (reply,) = body["replies"]
    assert set(reply) == {"topic", "text", "urgent", "buttons", "contacts", "sources", "reviewed"}
    assert (reply["urgent"], reply["text"].startswith(first)) == (urgent, True)
    assert [contact["phone"] for contact in reply["contacts"]] == ["112", "114 14", "116 111", "1177"]
    assert set(reply["contacts"][0]) == {"name", "phone", "hours", "open_now", "url", "note"}


def test_faults_are_told_as_ever(contacts_url: str) -> None:
    assert door(contacts_url, "1").post("/api/chat", json={"message": ""}).json()["error"]["code"] == "empty"


@pytest.mark.parametrize("path", ["/", "/referens/granska"])
@pytest.mark.parametrize("off", ["1", ""])
def test_pages_say_so(contacts_url: str, path: str, off: str) -> None:
    answer = door(contacts_url, off).get(path)
    assert answer.status_code == 200
    assert ("Föräldralotsen är stängd just nu" in answer.text) is bool(off)


@pytest.mark.parametrize(("off", "status", "says"), [("1", 200, "off"), ("", 503, "not ready")])
def test_ready_says_so(contacts_url: str, off: str, status: int, says: str) -> None:
    answer = door(contacts_url, off).get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (status, says)
