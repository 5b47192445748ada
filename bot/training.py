"""Trains the model from `data/`, `config.yml` and `domain.yml`."""

import gc
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Sequence

from joblib.externals.loky import ProcessPoolExecutor

from bot import language, settings
from bot.content import labelled
from bot.content.answers import all_answers
from bot.nlu import follow_up
from bot.nlu.follow_up import FollowUp, FollowUps
from bot.nlu.vectors import gets_vector, have_ready
from bot.safety import classifier

if TYPE_CHECKING:
    from bot.understanding import Understander

FILES = ("data/nlu.yml", "data/rules.yml", "data/stories.yml")


def train() -> None:
    """Train understanding and dialogue anew, and put the model where `settings.MODEL` says.

    Raises:
        bot.content.answers.AnswerError: an answer cannot be used.
        RuntimeError: Rasa made no model.
    """
    # Rasa draws progress bars for steps of a second; the names of the components are progress enough.
    os.environ["LOG_LEVEL"] = "ERROR"
    print(f"      Swedish pipeline: {language.name()}", flush=True)
    rows = [*labelled.examples(), *labelled.follow_ups()]
    # The vectors are made in threads and danger is learned in a process, while Rasa is read and reads. The process is one of joblib's own, within
    # which what it spreads over processors is done in turn.
    with ThreadPoolExecutor(1) as thread, ProcessPoolExecutor(1) as process:
        have_ready(_embedded(rows), thread)
        classifier.have_ready(((row.text, row.topic) for row in rows), process)
        import rasa.model_training
        from rasa.utils.log_utils import configure_structlog

        from bot.understanding import Understander

        configure_structlog(logging.WARNING)
        logging.getLogger("rasa.engine.training.hooks").setLevel(logging.INFO)
        # What the libraries have made by now stays; looking through it anew for what is not used any more takes seconds.
        gc.freeze()
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


def train_follow_ups(understander: "Understander") -> FollowUps:
    """Learn what short messages mean after an answer, from what the trained model makes of them.

    Args:
        understander: the trained model.
    """
    answers, examples = all_answers(), _weighing()
    alone, together = (list(understander.rankings(texts)) for texts in _read_twice(examples))
    topics = sorted(alone[0])
    known = [follow_up.features(topics, own, both, answers[row.after]) for row, own, both in zip(examples, alone, together)]
    counts = [follow_up.STAYS if example.topic == example.after else 1.0 for example in examples]
    return follow_up.fit(known, [topics.index(example.topic) for example in examples], counts)


def _weighing() -> list[FollowUp]:
    return [example for example in follow_up.examples() if example.weighs]


def _read_twice(examples: Sequence[FollowUp]) -> tuple[list[str], list[str]]:
    """Follow-ups by themselves, and each with what was answered before."""
    answers = all_answers()
    return [example.text for example in examples], [follow_up.joined(example.text, answers[example.after]) for example in examples]


def _embedded(rows: Sequence[labelled.Message]) -> list[str]:
    """All that a training on these examples asks the vectors of."""
    learned = [row.text for row in rows if gets_vector(row.text, row.kind)]
    alone, together = _read_twice(_weighing())
    return [*learned, *alone, *together, *(message.text for message in labelled.calibration())]
