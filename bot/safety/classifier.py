"""Who is in danger now, by examples: the second layer beside the patterns.

Words, pairs of words and runs of characters, weighted by TF-IDF, and a logistic regression. Sentence vectors were tried
beside them and gave nothing (docs/beslut/0004-fara.md), so that this layer costs a millisecond and needs no large model.
"""

from typing import Any, Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.ngrams import Arrays, Ngrams

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
