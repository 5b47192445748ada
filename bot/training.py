"""Trains the model from `data/`, `config.yml` and `domain.yml`."""

import logging
import os

import rasa.model_training
from rasa.utils.log_utils import configure_structlog

from bot import language, settings

FILES = ("data/nlu.yml", "data/rules.yml", "data/stories.yml")


def train() -> None:
    """Train understanding and dialogue anew, and put the model where `settings.MODEL` says.

    Raises:
        RuntimeError: Rasa made no model.
    """
    # Rasa draws progress bars for steps of a second; the names of the components are progress enough.
    os.environ["LOG_LEVEL"] = "ERROR"
    configure_structlog(logging.WARNING)
    logging.getLogger("rasa.engine.training.hooks").setLevel(logging.INFO)
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
