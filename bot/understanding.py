"""What the bot understands of messages: batches through the trained model, without any server."""

from pathlib import Path
from typing import Any, Iterator, Sequence, TypedDict

from rasa.core.channels.channel import UserMessage
from rasa.engine.graph import ExecutionContext
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot import settings
from bot.dialogue.channel import text_only
from bot.nlu.urgency import URGENT

BATCH = 64
RANKING = 5
FALLBACK = "nlu_fallback"


class Understanding(TypedDict):
    """One line of `python -m bot understand`. `child_age` is in years."""

    text: str
    topic: str
    confidence: float
    urgent: bool
    kommun_code: str | None
    child_age: int | None
    ranking: list[dict[str, Any]]


class Understander:
    """The trained model's understanding, without its dialogue.

    Args:
        model: the trained model's file.

    Raises:
        FileNotFoundError: there is no model.
    """

    def __init__(self, model: Path = settings.MODEL) -> None:
        if not model.is_file():
            raise FileNotFoundError(model)
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            storage, metadata = LocalModelStorage.from_model_archive(Path(folder), model)
            # The last of what understands. What comes after it reads commands such as /greet, for which it would have the whole domain read, six seconds.
            self._target = metadata.predict_schema.nodes[metadata.nlu_target].needs["messages"]
            schema = metadata.predict_schema.minimal_graph_schema([self._target])
            self._runner: GraphRunner = DaskGraphRunner.create(schema, storage, ExecutionContext(schema, metadata.model_id))

    def understand(self, texts: Sequence[str]) -> Iterator[Understanding]:
        """Understand messages, in order.

        Args:
            texts: any number; an empty one is out_of_scope.
        """
        for start in range(0, len(texts), BATCH):
            part = texts[start : start + BATCH]
            yield from (_understanding(text, message.as_dict()) for text, message in zip(part, self._parse(part)))

    def rankings(self, texts: Sequence[str]) -> Iterator[dict[str, float]]:
        """Every topic's probability for each message, in order.

        Args:
            texts: any number.
        """
        for start in range(0, len(texts), BATCH):
            for message in self._parse(texts[start : start + BATCH]):
                yield {entry["name"]: entry["confidence"] for entry in message.as_dict().get("intent_ranking") or [] if entry["name"] != FALLBACK}

    def _parse(self, texts: Sequence[str]) -> list[Message]:
        messages = [UserMessage(text_only(text)) for text in texts]
        inputs = {"__message__": messages, "__tracker__": DialogueStateTracker.from_events("understand", [])}
        return list(self._runner.run(inputs=inputs, targets=[self._target])[self._target])


def _understanding(text: str, parsed: dict[str, Any]) -> Understanding:
    ranking = [entry for entry in parsed.get("intent_ranking") or [] if entry["name"] != FALLBACK]
    if not ranking or not text.strip():
        ranking = [{"name": "out_of_scope", "confidence": 0.0}]
    values = {entity["entity"]: entity["value"] for entity in reversed(parsed.get("entities") or [])}
    age = values.get("child_age")
    return Understanding(
        text=text,
        topic=ranking[0]["name"],
        confidence=round(ranking[0]["confidence"], 4),
        urgent=bool(parsed.get(URGENT)),
        kommun_code=values.get("kommun") or (values.get("kommun_choice") or "").split(" ")[0] or None,
        child_age=int(age) if age else None,
        ranking=[{"topic": entry["name"], "confidence": round(entry["confidence"], 4)} for entry in ranking[:RANKING]],
    )
