"""Decides what a message means while the bot is waiting for a kommun or an age."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.content.answers import UNKNOWN

NO_ANSWER = {"deny", "nlu_fallback", "out_of_scope", "affirm", "thanks", "greet"}
"""Intents that neither give what was asked for nor bring a new subject: the conversation goes on without it."""

LOOKS_LIKE_ANSWER = {
    "kommun": {"give_location", "local_support", "report_social_services"},
    "age_group": {"give_age"},
}
"""Intents that may carry the answer to each question, where the value was found in the message."""


def judge(form: str, slot: str, tracker: Tracker) -> list[EventType]:
    """What the latest message means while a form waits for its one slot, which it asks for once.

    Args:
        form: name of the validation action, for the rejection.
        slot: `kommun` or `age_group`.
        tracker: the conversation.

    Returns:
        The slot's value, or `unknown` where the parent gives none; nothing where the form has not asked yet.

    Raises:
        ActionExecutionRejection: the parent speaks of something else; a rule then leaves the form.
    """
    if tracker.get_slot("requested_slot") != slot:
        return []
    intent = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
    given = next(tracker.get_latest_entity_values(slot), None)
    if given and intent in LOOKS_LIKE_ANSWER[slot] | NO_ANSWER:
        return [SlotSet(slot, given)]
    if not given and intent in NO_ANSWER:
        return [SlotSet(slot, UNKNOWN)]
    raise ActionExecutionRejection(form, "another subject")


class ValidateKommunForm(FormValidationAction):
    """Waiting for the kommun."""

    def name(self) -> str:
        return "validate_kommun_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return judge(self.name(), "kommun", tracker)


class ValidateAgeForm(FormValidationAction):
    """Waiting for the child's age."""

    def name(self) -> str:
        return "validate_age_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return judge(self.name(), "age_group", tracker)
