"""Sets an intent that is certain for reasons of its own, whatever the classifier thought."""

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY
from rasa.shared.nlu.training_data.message import Message

FALLBACK = "nlu_fallback"


def set_intent(message: Message, topic: str) -> None:
    """Make a topic the message's intent with confidence 1 and the first of its ranking.

    Args:
        message: changed in place.
        topic: the intent's name.
    """
    intent = {INTENT_NAME_KEY: topic, "confidence": 1.0}
    rest = [entry for entry in message.get("intent_ranking") or [] if entry[INTENT_NAME_KEY] not in (topic, FALLBACK)]
    message.set(INTENT, intent, add_to_output=True)
    message.set("intent_ranking", [intent, *rest], add_to_output=True)
