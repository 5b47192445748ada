"""Decides what a message means while the bot is waiting for a kommun or an age."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, EventType, SlotSet, UserUttered
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.tracker import kommun_choice, last_reply, latest_lan
from bot.content.answers import UNKNOWN, all_answers

NO_ANSWER = {"deny", "nlu_fallback", "out_of_scope", "affirm", "thanks", "greet"}
"""Intents that neither give what was asked for nor bring a new subject: the conversation goes on without it."""

LAN = "kommun_in_lan"
"""Marks, in a reply's metadata, that the kommun has been asked for within a län."""

RESUMED = "resumed"
"""Key in a message's parse data: it has been put to the bot again after a form."""


def may_answer(slot: str) -> set[str]:
    """Intents that may carry the answer to a form's question, or have made the form ask it."""
    if slot == "kommun":
        return NO_ANSWER | {"give_location"} | {name for name, answer in all_answers().items() if answer.local}
    return NO_ANSWER | {"give_age"} | {name for name, answer in all_answers().items() if answer.ask_age}


def judge(slot: str, tracker: Tracker) -> list[EventType]:
    """What the latest message means for a form's one question.

    Args:
        slot: `kommun` or `age_group`.
        tracker: the conversation.

    Returns:
        The slot's value: what was given, or `unknown` where the parent gives none or speaks of something else, so that the form ends;
        None where it asks again, since a place may be any of several or is a whole län; nothing where it has not asked yet.
    """
    if tracker.get_slot("requested_slot") != slot:
        return []
    given = next(tracker.get_latest_entity_values(slot), None)
    unclear = kommun_choice(tracker) or (latest_lan(tracker) and last_reply(tracker).get("kind") != LAN)
    if slot == "kommun" and not given and unclear:
        # Asked once more, for what is missing: which of them, or where in the län.
        return [SlotSet(slot, None)]
    intent = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
    return [SlotSet(slot, given if given and intent in may_answer(slot) else UNKNOWN)]


def other_subject(slot: str, tracker: Tracker) -> list[EventType]:
    """Events that let the latest message be answered as though the form had not been waiting; empty where it was about the form.

    A kommun can be asked for again where it is needed; the age is asked for once.

    Args:
        slot: the slot of the form that has ended.
        tracker: the conversation.
    """
    message = tracker.latest_message
    intent = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
    # A message is resumed once only, so that no mistake in the rules can make the bot talk to itself for ever.
    if intent in may_answer(slot) or message.get(RESUMED):
        return []
    forgotten = [SlotSet(slot, None)] if slot == "kommun" and tracker.get_slot(slot) == UNKNOWN else []
    return [*forgotten, ActionExecuted("action_listen"), UserUttered(message.get("text"), {**message, RESUMED: True})]


class ValidateKommunForm(FormValidationAction):
    """Waiting for the kommun."""

    def name(self) -> str:
        return "validate_kommun_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return judge("kommun", tracker)


class ValidateAgeForm(FormValidationAction):
    """Waiting for the child's age."""

    def name(self) -> str:
        return "validate_age_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return judge("age_group", tracker)
