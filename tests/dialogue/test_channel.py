import asyncio
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet

from bot.dialogue.channel import action_failed, reply, text_only, urgent_first, urgent_topic
from bot.dialogue.tracker_store import forget

OWN = {"action_a"}
LISTEN = ActionExecuted("action_listen", policy="RulePolicy", confidence=1.0)
OURS = ActionExecuted("action_a", policy="RulePolicy", confidence=1.0)


@pytest.mark.parametrize(
    ("events", "failed"),
    [
        ([OURS, BotUttered("hej"), LISTEN], False),
        ([OURS, SlotSet("a", 1), LISTEN], False),
        ([OURS, LISTEN], True),
        ([OURS], True),
        ([OURS, ActionExecuted("action_listen"), LISTEN], False),
        ([LISTEN], False),
        ([], False),
    ],
)
def test_action_failed(events: list[Any], failed: bool) -> None:
    assert action_failed(iter(events), OWN) is failed


@pytest.mark.parametrize(
    ("message", "text"), [("hej", "hej"), ("/restart", "restart"), (" //x", "x"), ("/", "?"), ('/a{"b":1}', 'a{"b":1}'), ("och/eller", "och/eller")]
)
def test_text_only(message: str, text: str) -> None:
    assert text_only(message) == text


def test_reply() -> None:
    made = reply({"text": "Ring.", "buttons": [{"title": "A", "payload": "topic:a", "type": "x"}], "metadata": {"topic": "a", "urgent": True}})
    assert made == {
        "topic": "a",
        "text": "Ring.",
        "urgent": True,
        "buttons": [{"title": "A", "payload": "topic:a"}],
        "contacts": [],
        "sources": [],
        "reviewed": None,
    }


def test_a_conversation_can_be_forgotten(bot_here: Any) -> None:
    bot_here.say("kommun:1480", "to-forget")
    store = bot_here.agent.tracker_store
    assert asyncio.run(store.retrieve("to-forget")).get_slot("kommun") == "1480"
    forget(store, "to-forget")
    assert asyncio.run(store.retrieve("to-forget")) is None
    forget(store, "to-forget")


def test_conversations_end_and_are_bounded(bot_here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.dialogue.tracker_store import ForgetfulTrackerStore

    monkeypatch.setenv("LOTSEN_MAX_CONVERSATIONS", "2")
    monkeypatch.setenv("LOTSEN_IDLE_SECONDS", "60")
    store = ForgetfulTrackerStore(bot_here.agent.domain)
    for name in ("a", "b", "c"):
        asyncio.run(store.save(asyncio.run(store.get_or_create_tracker(name))))
    assert set(asyncio.run(store.keys())) == {"b", "c"}
    assert store.store.ttl == 60


@pytest.mark.parametrize("topic", ["acute_danger", "child_suicidal", "child_missing", "about_to_meet"])
def test_what_is_urgent_is_put_first_whatever_the_dialogue_said(topic: str) -> None:
    said = [{"topic": "sextortion", "urgent": False}]
    first, *rest = urgent_first(said, topic)
    assert (first["topic"], first["urgent"]) == (topic, True)
    assert "112" in first["text"].splitlines()[0]
    assert rest == said
    assert urgent_first([], topic)[0]["urgent"] is True


def test_what_is_urgent_already_or_not_at_all_stays_as_it_is() -> None:
    said = [{"topic": "child_missing", "urgent": True}]
    assert urgent_first(said, "acute_danger") == said
    assert urgent_first([{"urgent": False}], None) == [{"urgent": False}]
    assert urgent_topic([]) is None


def test_whom_to_ring_is_said_without_reading_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    urgent_first([], "acute_danger")
    monkeypatch.setattr("builtins.open", None)
    monkeypatch.setattr("pathlib.Path.open", None)
    assert urgent_first([], "child_suicidal")[0]["urgent"] is True
