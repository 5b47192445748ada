"""Who is in danger now, by examples: the second layer beside the patterns.

Words, pairs of words and runs of characters, weighted by TF-IDF, and a logistic regression. Sentence vectors were tried
beside them and gave nothing (docs/beslut/0004-fara.md), so that this layer costs a millisecond and needs no large model.
"""

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping, Sequence, Tuple

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from bot.files import YAML
from bot.nlu.ngrams import Arrays, Ngrams
from bot.safety.patterns import table
from bot.settings import DATA

EXAMPLES = DATA / "urgency_examples.yml"
EXAMPLE_WEIGHT = 4.0
"""How much an example written for this counts beside one of `data/nlu.yml`, of which there are many more."""

STRENGTH = 10.0
"""Inverse of the regularisation, scikit-learn's C."""

TOLERANCE = 1e-3


class UrgencyModel:
    """Tells how likely a message is to be about danger now."""

    def __init__(self) -> None:
        self._ngrams = Ngrams(least_words=2)

    def fit(self, texts: Sequence[str], urgent: Sequence[bool], weights: Sequence[float]) -> "UrgencyModel":
        """Train.

        Args:
            texts: n messages.
            urgent: n answers.
            weights: how much each message counts.
        """
        # liblinear: the same regression in a quarter of the time that scikit-learn's own solver takes.
        regression = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", tol=TOLERANCE)
        regression.fit(self._ngrams.fit_transform(texts), np.asarray(urgent), sample_weight=np.asarray(weights))
        self._coefficients, self._intercept = regression.coef_[0].astype(np.float32), regression.intercept_
        return self

    def probabilities(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """The probability of danger now for each of n messages, shape (n,)."""
        if not texts:
            return np.zeros(0)
        return np.asarray(1 / (1 + np.exp(-(self._ngrams.transform(texts) @ self._coefficients + self._intercept))))

    def arrays(self) -> Arrays:
        """What has been learned, as plain arrays."""
        return {**self._ngrams.arrays(), "coefficients": self._coefficients, "intercept": self._intercept}

    def restore(self, arrays: Mapping[str, "np.ndarray[Any, Any]"]) -> "UrgencyModel":
        """Take up what was learned before; `arrays` are those of `arrays()`."""
        self._ngrams.restore(arrays)
        self._coefficients, self._intercept = arrays["coefficients"], arrays["intercept"]
        return self


def examples(path: Path = EXAMPLES) -> Tuple[List[str], List[str]]:
    """The messages with danger now, and those that only look so."""
    content = yaml.load(path.read_text(encoding="utf-8"), YAML)
    return list(content["fara"]), list(content["inte_fara"])


Told = Tuple[Tuple[str, str], ...]
"""Messages and their topics, sorted."""

_ready: "Dict[Told, Future[Arrays]]" = {}


def have_ready(told: Iterable[Tuple[str, str]], aside: Executor) -> None:
    """Begin to learn in another process, while this one has other things to do.

    Args:
        told: messages and their topics, as `learned` will be asked for.
        aside: where to learn.
    """
    known = tuple(sorted(set(told)))
    _ready[known] = aside.submit(_learn, known)


def learned(told: Iterable[Tuple[str, str]]) -> Arrays:
    """What is learned from messages and from the examples written for this, as `UrgencyModel.arrays` gives it.

    Args:
        told: messages and their topics.
    """
    known = tuple(sorted(set(told)))
    return _ready[known].result() if known in _ready else _learn(known)


def _learn(known: Told) -> Arrays:
    urgent = {topic.name for topic in table().topics}
    danger, none = examples()
    return (
        UrgencyModel()
        .fit(
            [*(text for text, _ in known), *danger, *none],
            [*(topic in urgent for _, topic in known), *(True for _ in danger), *(False for _ in none)],
            [*(1.0 for _ in known), *(EXAMPLE_WEIGHT for _ in (*danger, *none))],
        )
        .arrays()
    )
