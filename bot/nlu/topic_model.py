"""The model behind the intent classifier: linear support vectors on words, characters and sentence vectors side by side.

Counts are weighted by TF-IDF, sentence vectors standardised: raw e5 vectors lie so close together (cosines 0.78 to 0.90) that
regularisation would drown them. The confidence is calibrated by temperature scaling (Guo et al. 2017, "On Calibration of Modern
Neural Networks") on predictions for examples that the model had not seen.
"""

from dataclasses import dataclass
from typing import Any, List, Sequence

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

SEED = 20261122
FOLDS = 3
TEMPERATURES = (0.02, 5.0)


@dataclass(frozen=True)
class Inputs:
    """Features of n messages: counts as a list of sparse (n, *) blocks, vectors as a dense (n, 384) array."""

    counts: List[csr_matrix]
    vectors: "np.ndarray[Any, Any]"

    def rows(self, indices: "np.ndarray[Any, Any]") -> "Inputs":
        """The features of some of the messages."""
        return Inputs([block[indices] for block in self.counts], self.vectors[indices])


class TopicModel:
    """Predicts a topic's probability for each message.

    Args:
        strength: inverse of the regularisation, scikit-learn's C of LinearSVC.
        vector_weight: how much the sentence vectors count beside the words; 1 gives them unit length on average.
    """

    def __init__(self, strength: float = 0.3, vector_weight: float = 1.0) -> None:
        self.strength = strength
        self.vector_weight = vector_weight
        self.temperature = 1.0

    def fit(self, inputs: Inputs, topics: Sequence[str]) -> "TopicModel":
        """Train on messages and their topics, and calibrate.

        Args:
            inputs: features of n messages.
            topics: n topic ids, each with at least FOLDS messages.
        """
        labels = np.asarray(topics)
        held_out = np.zeros((len(labels), len(set(topics))))
        for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(labels, labels):
            part = TopicModel(self.strength, self.vector_weight)._fit(inputs.rows(train), labels[train])
            held_out[test] = part._scores(inputs.rows(test))
        self._fit(inputs, labels)
        answers = np.searchsorted(self.topics, labels)
        self.temperature = _best_temperature(held_out, answers)
        return self

    def probabilities(self, inputs: Inputs) -> "np.ndarray[Any, Any]":
        """Calibrated probabilities, shape (n, number of topics), columns as in `topics`."""
        return _softmax(self._scores(inputs) / self.temperature)

    @property
    def topics(self) -> List[str]:
        """Topic ids, in the order of the columns."""
        return list(self._machine.classes_)

    def _fit(self, inputs: Inputs, labels: "np.ndarray[Any, Any]") -> "TopicModel":
        self._weights = [TfidfTransformer(sublinear_tf=True).fit(block) for block in inputs.counts]
        self._scaler = StandardScaler().fit(inputs.vectors)
        self._machine = LinearSVC(C=self.strength, random_state=SEED)
        self._machine.fit(self._together(inputs), labels)
        return self

    def _scores(self, inputs: Inputs) -> "np.ndarray[Any, Any]":
        return np.asarray(self._machine.decision_function(self._together(inputs)))

    def _together(self, inputs: Inputs) -> csr_matrix:
        vectors = self._scaler.transform(inputs.vectors) * (self.vector_weight / np.sqrt(inputs.vectors.shape[1]))
        counts = [weight.transform(block) for weight, block in zip(self._weights, inputs.counts)]
        return hstack([*counts, csr_matrix(vectors)], format="csr")


def _softmax(scores: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _best_temperature(scores: "np.ndarray[Any, Any]", answers: "np.ndarray[Any, Any]") -> float:
    """The temperature that gives the right topics the highest likelihood."""

    def loss(temperature: float) -> float:
        chosen = _softmax(scores / temperature)[np.arange(len(answers)), answers]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=TEMPERATURES, method="bounded").x)
