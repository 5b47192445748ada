"""Rasa's own classifier, DIET (Bunk et al. 2020), on the same examples: counts and sentence vectors in, as Rasa's documentation puts it together."""

import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Sequence

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message as RasaMessage
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.labelled import Message
from bot.nlu.topic_model import SEED
from bot.report.ablation import spaces
from bot.report.ablation.run import Outside

EPOCHS = 5
"""Few, so that the training ends within ten minutes. Rasa's default is 300."""

CHARACTERS = {"analyzer": "char_wb", "min_ngram": 2, "max_ngram": 4, "min_df": 3}
LEARNING = {
    "epochs": EPOCHS,
    "batch_size": 128,
    "entity_recognition": False,
    "BILOU_flag": False,
    "constrain_similarities": True,
    "random_seed": SEED,
}


def diet(examples: Sequence[Message], messages: Sequence[Message], vectors: spaces.Vectors) -> Outside:
    """Train it on the examples, with the vectors that the bot has of them, and ask it the messages."""
    began = time.monotonic()
    learned = [RasaMessage({TEXT: example.text, INTENT: example.topic}) for example in examples]
    asked = [RasaMessage({TEXT: message.text}) for message in messages]
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        _featurised(learned, asked, vectors, storage)
        classifier = _made(DIETClassifier, LEARNING, storage)
        classifier.train(TrainingData(learned))
        classifier.process(asked)
    minutes = (time.monotonic() - began) / 60
    note = (
        f"{EPOCHS} epochs (Rasa's default is 300) on counts and sentence vectors, {minutes:.0f} minutes. It was still learning: "
        "no verdict on DIET, only on what it does in that time. Not tried on unseen writers."
    )
    return Outside(f"DIET, {EPOCHS} epochs", "Classifier", [message.get(INTENT)["name"] for message in asked], note)


def _featurised(learned: List[RasaMessage], asked: List[RasaMessage], vectors: spaces.Vectors, storage: LocalModelStorage) -> None:
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    tokenizer.process_training_data(TrainingData(learned))
    tokenizer.process(asked)
    for name, options in (("words", {}), ("characters", CHARACTERS)):
        counter = _made(CountVectorsFeaturizer, options, storage, name)
        counter.train(TrainingData(learned))
        counter.process_training_data(TrainingData(learned))
        counter.process(asked)
    for group in (learned, asked):
        for message, vector in zip(group, list(vectors.of([message.get(TEXT) for message in group]))):
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, "vectors"))


def _made(component: Any, options: Dict[str, Any], storage: LocalModelStorage, name: str = "") -> Any:
    context = ExecutionContext(GraphSchema({}), node_name=name or component.__name__)
    return component.create({**component.get_default_config(), **options}, storage, Resource(name or component.__name__), context)
