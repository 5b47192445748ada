"""The Swedish pipeline: the one place that chooses which is in use.

sv_core_news_sm 3.7.0 (Explosion, CC BY-SA 4.0) where it is installed; otherwise the small pipeline in `sv_talbanken/`,
trained by `train.py` on UD Swedish Talbanken (Joakim Nivre, Aaron Smith and others, CC BY-SA 4.0). Both give the same labels: SUC
tags, universal parts of speech with features, and lemmas.
"""

import importlib.util
import os
from pathlib import Path

import spacy
from spacy.language import Language

PUBLISHED = "sv_core_news_sm"
SHIPPED = Path(__file__).parent / "sv_talbanken"
FORCE = "LOTSEN_SWEDISH_PIPELINE"


def name() -> str:
    """Name of the pipeline in use: `sv_core_news_sm` or `sv_talbanken`.

    The variable LOTSEN_SWEDISH_PIPELINE, when set to one of the two names, overrides the choice.

    Raises:
        ValueError: the variable holds another name.
    """
    forced = os.environ.get(FORCE, "")
    if forced not in ("", PUBLISHED, SHIPPED.name):
        raise ValueError(f"{FORCE} must be {PUBLISHED} or {SHIPPED.name}, not {forced!r}")
    if forced:
        return forced
    return PUBLISHED if importlib.util.find_spec(PUBLISHED) else SHIPPED.name


def load() -> Language:
    """Load the pipeline in use: tagger, morphologizer and lemmatizer only.

    Raises:
        OSError: sv_core_news_sm was asked for but is not installed.
    """
    chosen = name()
    source = PUBLISHED if chosen == PUBLISHED else SHIPPED
    return spacy.load(source, exclude=["parser", "senter", "ner"])
