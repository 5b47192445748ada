"""Who is in danger now, by examples: the second layer beside the patterns.

Words, pairs and triples of words, and runs of characters, weighted by TF-IDF, and a logistic regression. Sentence vectors were tried
beside them and gave nothing (docs/beslut/0004-fara.md), so that this layer costs a millisecond and needs no large model.
"""

from typing import Any, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.words import fold

STRENGTH = 10.0
"""Inverse of the regularisation, scikit-learn's C."""

ROUNDS = 300


class UrgencyModel:
    """Tells how likely a message is to be about danger now."""

    def fit(self, texts: Sequence[str], urgent: Sequence[bool], weights: Sequence[float]) -> "UrgencyModel":
        """Train.

        Args:
            texts: n messages.
            urgent: n answers.
            weights: how much each message counts.
        """
        folded = [fold(text) for text in texts]
        self._characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True).fit(folded)
        self._words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=r"\w+").fit(folded)
        self._regression = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=ROUNDS)
        self._regression.fit(self._features(folded), np.asarray(urgent), sample_weight=np.asarray(weights))
        return self

    def probabilities(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """The probability of danger now for each of n messages, shape (n,)."""
        if not texts:
            return np.zeros(0)
        return np.asarray(self._regression.predict_proba(self._features([fold(text) for text in texts]))[:, 1])

    def _features(self, folded: Sequence[str]) -> csr_matrix:
        return hstack([self._characters.transform(folded), self._words.transform(folded)], format="csr")
