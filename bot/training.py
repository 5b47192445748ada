"""Trains the model from `data/`, `config.yml` and `domain.yml`."""

import gc
import logging
import os

import rasa.model_training
from rasa.utils.log_utils import configure_structlog

from bot import language, settings
from bot.content.answers import all_answers
from bot.nlu import follow_up
from bot.nlu.follow_up import FollowUps
from bot.nlu.sentence_vectors import have_ready
from bot.understanding import Understander

FILES = ("data/nlu.yml", "data/rules.yml", "data/stories.yml")
KEPT = settings.BUILD / "follow_up_vectors.npz"


def train() -> None:
    """Train understanding and dialogue anew, and put the model where `settings.MODEL` says.

    Raises:
        RuntimeError: Rasa made no model.
    """
    # Rasa draws progress bars for steps of a second; the names of the components are progress enough.
    os.environ["LOG_LEVEL"] = "ERROR"
    configure_structlog(logging.WARNING)
    logging.getLogger("rasa.engine.training.hooks").setLevel(logging.INFO)
    # What the libraries have made by now stays; looking through it anew for what is not used any more takes seconds.
    gc.freeze()
    print(f"      Swedish pipeline: {language.name()}", flush=True)
    result = rasa.model_training.train(
        domain=str(settings.ROOT / "domain.yml"),
        config=str(settings.ROOT / "config.yml"),
        training_files=[str(settings.ROOT / name) for name in FILES],
        output=str(settings.MODEL.parent),
        fixed_model_name=settings.MODEL.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not settings.MODEL.is_file():
        raise RuntimeError("Rasa made no model")
    train_follow_ups(Understander()).save(settings.FOLLOW_UPS)


def train_follow_ups(understander: Understander) -> FollowUps:
    """Learn what short messages mean after an answer, from what the trained model makes of them.

    Args:
        understander: the trained model.
    """
    answers, examples = all_answers(), list(follow_up.examples())
    by_itself = [example.text for example in examples]
    in_context = [follow_up.joined(example.text, answers[example.after]) for example in examples]
    have_ready([*by_itself, *in_context], KEPT)
    alone, together = list(understander.rankings(by_itself)), list(understander.rankings(in_context))
    topics = sorted(alone[0])
    known = [follow_up.features(topics, own, both, answers[row.after]) for row, own, both in zip(examples, alone, together)]
    counts = [follow_up.STAYS if example.topic == example.after else 1.0 for example in examples]
    return follow_up.fit(known, [topics.index(example.topic) for example in examples], counts)
