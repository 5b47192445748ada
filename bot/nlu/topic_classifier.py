"""The intent classifier: `TopicModel` as a Rasa graph component."""

from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import labelled
from bot.nlu.sentence_vectors import SentenceVectorFeaturizer
from bot.nlu.topic_model import STRENGTH, VECTOR_WEIGHT, Inputs, TopicModel
from bot.nlu.vectors import DIMENSIONS, embed

FILE = "topics.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Sets the intent, its calibrated confidence and the ranking of all topics.

    Wants one dense sentence feature, of some of the examples at least; the words it counts itself.
    """

    @classmethod
    def required_components(cls) -> List[Any]:
        """Sentence vectors must come before."""
        return [SentenceVectorFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`strength` and `vector_weight` as in `TopicModel`."""
        return {"strength": STRENGTH, "vector_weight": VECTOR_WEIGHT}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Args: as Rasa gives them to `create`."""
        self._model = TopicModel(config["strength"], config["vector_weight"])
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "TopicClassifier":
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TopicClassifier":
        """Load the trained component.

        Raises:
            ValueError: there is no trained model; unlike Rasa's own classifier, this one does not go on without.
        """
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / FILE, allow_pickle=False) as arrays:
            component._model.restore(arrays)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples, calibrate, and keep the result."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model.fit(_inputs(examples), [example.get(INTENT) for example in examples])
        asked = labelled.calibration()
        texts = [message.text for message in asked]
        self._model.calibrate(Inputs(texts, embed(texts)), [{message.topic, *message.also} for message in asked])
        with self._model_storage.write_to(self._resource) as folder:
            # Rasa packs the model slowly; what is small already costs it nothing.
            np.savez_compressed(folder / FILE, **self._model.arrays())
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after this component needs predictions for the examples."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and ranking."""
        usable = [message for message in messages if message.get(TEXT) and message.features]
        if not usable:
            return messages
        topics = self._model.topics
        for message, row in zip(usable, self._model.probabilities(_inputs(usable))):
            order = np.argsort(-row)
            ranking = [{"name": topics[i], "confidence": float(row[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def _inputs(messages: List[Message]) -> Inputs:
    none = np.zeros((1, DIMENSIONS), dtype=np.float32)
    vectors = [next((feature.features for feature in message.features if feature.is_dense()), none) for message in messages]
    return Inputs([message.get(TEXT) for message in messages], np.vstack(vectors))
