"""Silences what libraries say about their own future; it is nothing that those who run the bot can act on."""

import logging
import os
import warnings
from typing import Any


def hush() -> None:
    """No warnings of libraries, no telemetry, log lines from WARNING up. Wants to be called before Rasa is imported."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.simplefilter("ignore")
    # Some libraries set the filters anew when they are imported.
    warnings.showwarning = _nothing
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


def _nothing(*args: Any, **kwargs: Any) -> None:
    """Show no warning."""
