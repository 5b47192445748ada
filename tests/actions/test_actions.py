"""The actions on trackers made by hand: tracker in, events and replies out."""

import asyncio
from typing import Any, Optional

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import ActionAskMore, ActionComplaint, ActionDeclineOffer, ActionNearestTopics, ActionTakeOffer, asks_what_first
from actions.forms import RESUMED, ValidateAgeForm, ValidateKommunForm, other_subject
from actions.local_contacts import ActionAskKommun, ActionLocalSupport
from actions.tracker import kommun_choice, kommun_code, last_answer, last_reply, latest_intent_among
from bot.content.responses import FIRST, FIRST_STEP

SEXTORTION = {"topic": "sextortion", "offer": "report_police"}


def said(intent: str, text: str = "", ranking: tuple[str, ...] = (), **entities: str) -> dict[str, Any]:
    """A parent's message."""
    found = [{"entity": name, "value": value} for name, value in entities.items()]
    parsed = {"text": text, "intent": {"name": intent}, "entities": found, "intent_ranking": [{"name": name} for name in ranking or (intent,)]}
    return {"event": "user", "text": text, "parse_data": parsed}


def replied(metadata: dict[str, Any], action: Optional[str] = None) -> dict[str, Any]:
    """Something the bot said."""
    return {"event": "bot", "metadata": {"metadata": metadata, "utter_action": action}}


def tracker(*events: dict[str, Any], **slots: Any) -> Tracker:
    """A conversation."""
    latest = next((event["parse_data"] for event in reversed(events) if event["event"] == "user"), {})
    return Tracker("id", slots, latest, list(events), False, None, {}, "action_listen")


def run(action: Any, conversation: Tracker) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The events and the replies of an action."""
    dispatcher = CollectingDispatcher()
    result = action.run(dispatcher, conversation, {})
    events = asyncio.run(result) if asyncio.iscoroutine(result) else result
    return events, dispatcher.messages


def test_what_is_read_from_a_conversation() -> None:
    conversation = tracker(said("sextortion"), replied(SEXTORTION, "utter_sextortion"), said("greet"), replied({"topic": None}, "utter_x"))
    assert last_answer(conversation)["topic"] == "sextortion"
    assert last_reply(conversation)["action"] == "utter_x"
    assert latest_intent_among(conversation, {"sextortion", "thanks"}) == "sextortion"
    assert latest_intent_among(conversation, {"thanks"}) is None
    assert last_answer(tracker()) == last_reply(tracker()) == {}


@pytest.mark.parametrize(("slot", "code"), [("1480", "1480"), ("unknown", None), (None, None)])
def test_kommun_code(slot: Optional[str], code: Optional[str]) -> None:
    assert kommun_code(tracker(kommun=slot)) == code


@pytest.mark.parametrize(
    ("action", "events", "intents", "responses"),
    [
        (ActionTakeOffer(), [said("sextortion"), replied(SEXTORTION), said("affirm")], ["report_police"], []),
        (ActionTakeOffer(), [said("affirm")], [], ["utter_affirm"]),
        (ActionDeclineOffer(), [said("deny")], [], ["utter_deny"]),
        (ActionAskMore(), [said("ask_more")], [], ["utter_ask_more"]),
        (ActionAskMore(), [replied(SEXTORTION, "utter_sextortion"), said("ask_more", "mer")], [], ["utter_sextortion_more"]),
        (ActionAskMore(), [replied({**SEXTORTION, "kind": FIRST_STEP}), said("ask_more", "vad gör jag nu")], [], ["utter_sextortion_more"]),
        (ActionAskMore(), [replied({"topic": "child_missing"}, "utter_child_missing"), said("ask_more", "vad gör vi nu")], [], ["utter_child_missing"]),
        (ActionComplaint(), [said("complaint")], [], ["utter_complaint"]),
        (ActionComplaint(), [replied({"topic": "complaint"}), said("complaint")], [], ["utter_talk_to_human"]),
        (ActionComplaint(), [replied({"topic": "complaint"}), said("x"), replied(SEXTORTION), said("complaint")], [], ["utter_complaint"]),
        (ActionNearestTopics(), [replied({"kind": "nearest_topics"}), said("nlu_fallback")], [], ["utter_talk_to_human"]),
    ],
)
def test_turns(action: Any, events: list[dict[str, Any]], intents: list[str], responses: list[str]) -> None:
    returned, messages = run(action, tracker(*events))
    assert [event["parse_data"]["intent"]["name"] for event in returned if event["event"] == "user"] == intents
    assert [message["response"] for message in messages if message.get("response")] == responses


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("vad gör jag nu", True),
        ("va ska ja göra", True),
        ("var börjar jag?", True),
        ("what should I do", True),
        ("Vad är det första jag ska göra?", True),
        ("vad gör jag sen", False),
        ("och vad gör man efter det", False),
        ("nästa steg?", False),
        ("vad mer kan man göra", False),
        ("ok what do I do next", False),
        ("berätta mer", False),
        ("", False),
    ],
)
def test_who_asks_what_to_do_first(text: str, first: bool) -> None:
    assert asks_what_first(text) is first


def test_the_three_nearest_topics_and_a_person() -> None:
    ranking = ("nlu_fallback", "greet", "sextortion", "images_spread", "report_police", "phone_rules")
    _, (message,) = run(ActionNearestTopics(), tracker(said("nlu_fallback", "x", ranking)))
    payloads = [button["payload"] for button in message["buttons"]]
    assert payloads == ["topic:sextortion", "topic:images_spread", "topic:report_police", "topic:talk_to_human"]


def test_the_first_step_is_said_again() -> None:
    _, (message,) = run(ActionAskMore(), tracker(replied(SEXTORTION, "utter_sextortion"), said("ask_more", "vad gör jag nu")))
    assert message["text"].startswith(FIRST) and message["metadata"]["kind"] == FIRST_STEP
    assert message["buttons"] and message["metadata"]["topic"] == "sextortion"


def test_sources_are_listed() -> None:
    _, (message,) = run(ActionAskMore(), tracker(replied(SEXTORTION, "utter_sextortion"), said("ask_more", "vilken källa har du")))
    assert "](https://" in message["text"]
    assert "2026-11-22" in message["text"]


@pytest.mark.parametrize(
    ("form", "slot", "message", "value"),
    [
        (ValidateKommunForm(), "kommun", said("give_location", kommun="2480"), "2480"),
        (ValidateKommunForm(), "kommun", said("local_support", kommun="2480"), "2480"),
        (ValidateKommunForm(), "kommun", said("deny"), "unknown"),
        (ValidateKommunForm(), "kommun", said("nlu_fallback"), "unknown"),
        (ValidateKommunForm(), "kommun", said("acute_danger", kommun="2480"), "unknown"),
        (ValidateAgeForm(), "age_group", said("give_age", age_group="7-12"), "7-12"),
        (ValidateAgeForm(), "age_group", said("sextortion"), "unknown"),
    ],
)
def test_what_a_message_means_for_a_question(form: Any, slot: str, message: dict[str, Any], value: str) -> None:
    (event,), _ = run(form, tracker(message, requested_slot=slot))
    assert (event["name"], event["value"]) == (slot, value)
    assert run(form, tracker(message, requested_slot=None))[0] == []


@pytest.mark.parametrize(
    ("intent", "resumed", "kinds"),
    [
        ("acute_danger", False, ["slot", "action", "user"]),
        ("acute_danger", True, []),
        ("deny", False, []),
        ("give_location", False, []),
        ("report_social_services", False, []),
    ],
)
def test_another_subject_is_gone_on_with_once(intent: str, resumed: bool, kinds: list[str]) -> None:
    message = said(intent)
    message["parse_data"][RESUMED] = resumed
    assert [event["event"] for event in other_subject("kommun", tracker(message, kommun="unknown"))] == kinds


@pytest.mark.parametrize(
    ("message", "slots", "asked", "value"),
    [
        (said("give_location", kommun_choice="0180 0380"), {}, [], None),
        (said("give_location", lan="12"), {}, [], None),
        (said("give_location", lan="12"), {}, [replied({"kind": "kommun_in_lan"})], "unknown"),
    ],
)
def test_an_unclear_place_is_asked_about_once_more(message: dict[str, Any], slots: dict[str, str], asked: list[Any], value: Optional[str]) -> None:
    (event,), _ = run(ValidateKommunForm(), tracker(*asked, message, requested_slot="kommun", **slots))
    assert (event["name"], event["value"]) == ("kommun", value)


@pytest.mark.parametrize(
    ("message", "words", "payloads"),
    [
        (said("local_support"), "utter_ask_kommun", []),
        (said("give_location", kommun_choice="0180 0380"), "i Stockholm eller i Uppsala", ["kommun:0180", "kommun:0380"]),
        (said("give_location", lan="12"), "i Skåne län", ["topic:deny"]),
    ],
)
def test_how_the_kommun_is_asked_for(message: dict[str, Any], words: str, payloads: list[str]) -> None:
    _, (asked,) = run(ActionAskKommun(), tracker(message))
    assert words in (asked.get("text") or asked["response"])
    assert [button["payload"] for button in asked["buttons"]] == payloads


def test_a_kommun_that_is_known_settles_what_a_name_means() -> None:
    message = said("give_location", kommun_choice="0180 0380")
    assert kommun_choice(tracker(message)) == ["0180", "0380"]
    assert kommun_choice(tracker(message, kommun="0380")) == []


def test_what_help_there_is_is_explained_once() -> None:
    _, (first,) = run(ActionLocalSupport(), tracker(said("local_support"), kommun="1480"))
    assert first["response"] == "utter_local_support"
    events, messages = run(ActionLocalSupport(), tracker(replied({"topic": "local_support"}), said("local_support"), kommun="1480"))
    assert messages == []
    assert events
