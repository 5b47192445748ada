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


class _AskOnce(FormValidationAction):
    """A form with one question, asked once."""

    slot: str

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Tell what the message means for the question.

        Raises:
            ActionExecutionRejection: the parent speaks of something else; a rule then leaves the form.
        """
        asked = tracker.get_slot("requested_slot") == self.slot
        intent = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
        if not asked:
            return []
        if intent in NO_ANSWER and not self._given(tracker):
            return [SlotSet(self.slot, UNKNOWN)]
        if self._given(tracker) and (intent in LOOKS_LIKE_ANSWER[self.slot] or intent in NO_ANSWER):
            return [SlotSet(self.slot, self._given(tracker))]
        raise ActionExecutionRejection(self.name(), "another subject")

    def _given(self, tracker: Tracker) -> Any:
        return next(tracker.get_latest_entity_values(self.slot), None)


class ValidateKommunForm(_AskOnce):
    """Waiting for the kommun."""

    slot = "kommun"

    def name(self) -> str:
        return "validate_kommun_form"


class ValidateAgeForm(_AskOnce):
    """Waiting for the child's age."""

    slot = "age_group"

    def name(self) -> str:
        return "validate_age_form"
