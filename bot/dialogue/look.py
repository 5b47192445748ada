"""How the bot understands a sentence, outside any conversation: for the staff's reference, which shows it beside what it finds.

The sentence's vector comes along, so that the gateway can search by meaning without a model of its own.
"""

from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.certain import FALLBACK
from bot.nlu.urgency import URGENT, URGENT_TOPIC
from bot.nlu.vectors import DIMENSIONS

RANKED = 5
DECIMALS = 4


def look(agent: Agent, text: str) -> dict[str, Any]:
    """What is understood of a sentence.

    Args:
        agent: the loaded bot.
        text: the sentence, redacted, without what Rasa would take for a command.

    Returns:
        {"ranking": [{"topic", "confidence"}], "unsure", "urgent", "urgent_topic", "kommun", "child_age", "vector"}.

    Raises:
        RuntimeError: no model is loaded.
    """
    processor = agent.processor
    if processor is None:
        raise RuntimeError("no model is loaded")
    message = _understand(processor, text)
    parsed = message.as_dict()
    ranking = [entry for entry in parsed.get("intent_ranking") or [] if entry["name"] != FALLBACK]
    values = {entity["entity"]: entity["value"] for entity in reversed(parsed.get("entities") or [])}
    age = values.get("child_age")
    return {
        "ranking": [{"topic": entry["name"], "confidence": round(float(entry["confidence"]), DECIMALS)} for entry in ranking[:RANKED]],
        "unsure": (parsed.get("intent") or {}).get("name") == FALLBACK,
        "urgent": bool(parsed.get(URGENT)),
        "urgent_topic": parsed.get(URGENT_TOPIC) if parsed.get(URGENT) else None,
        "kommun": values.get("kommun") or (values.get("kommun_choice") or "").split(" ")[0] or None,
        "child_age": int(age) if age else None,
        "vector": _vector(message),
    }


def _understand(processor: MessageProcessor, text: str) -> Message:
    """The message with its features, which Rasa's own parsing throws away."""
    target = processor.model_metadata.nlu_target
    inputs = {"__message__": [UserMessage(text)], "__tracker__": DialogueStateTracker.from_events("look", [])}
    return processor.graph_runner.run(inputs=inputs, targets=[target])[target][0]


def _vector(message: Message) -> list[float]:
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None or sentence.features.shape[-1] != DIMENSIONS:
        return []
    return [round(float(number), DECIMALS) for number in sentence.features.reshape(-1)]
