"""The model behind the intent classifier: linear support vectors on words, characters and sentence vectors side by side.

Counts are weighted by TF-IDF, sentence vectors standardised: raw e5 vectors lie so close together (cosines 0.78 to 0.90) that
regularisation would drown them. Examples may lack a vector: then their words alone teach (bot/nlu/vectors.py says which). The confidence is
calibrated by temperature scaling (Guo et al. 2017, "On Calibration of Modern Neural Networks") on messages by writers that the model has not learned from.
"""

from dataclasses import dataclass
from typing import Any, Collection, List, Mapping, Sequence, Tuple

import numpy as np
from joblib import Parallel, delayed
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from bot.nlu.ngrams import Arrays, Ngrams

SEED = 20261122
TEMPERATURES = (0.02, 5.0)
STRENGTH = 0.6
"""Inverse of the regularisation, scikit-learn's C of LinearSVC."""
TOLERANCE = 0.7
"""When the learning stops, scikit-learn's tol of LinearSVC: a fit takes 36 s in place of 40 with 0.3, and the same messages are right."""
VECTOR_WEIGHT = 0.9
"""How much the sentence vectors count beside the words; 1 gives them unit length on average, as the words have and the characters."""

DIRECTIONS = 256
"""The vectors are learned from along so many directions, those in which the examples differ most: in four fifths of the time that 512 take, and as good
on messages by others (docs/beslut/0002-understanding.md). What is learned is turned back, so that nothing else knows of them."""

OUT_OF_SCOPE = "out_of_scope"
TURNED_AWAY = 0.0055
"""Share of real questions, among those that calibrate, that may be taken for out of scope: whoever asks about something else writes in more ways
than any examples show, so that scope takes what it may without turning parents away."""


@dataclass(frozen=True)
class Inputs:
    """n messages: their texts, and their sentence vectors as a dense (n, d) array, nothing but noughts where a message has none."""

    texts: Sequence[str]
    vectors: "np.ndarray[Any, Any]"

    @property
    def embedded(self) -> "np.ndarray[Any, Any]":
        """Whether each message has a vector, shape (n,)."""
        return np.asarray(self.vectors.any(axis=1))

    def rows(self, indices: "np.ndarray[Any, Any]") -> "Inputs":
        """Some of the messages."""
        return Inputs([self.texts[index] for index in indices], self.vectors[indices])


class TopicModel:
    """Predicts a topic's probability for each message.

    Args:
        strength: as STRENGTH says.
        vector_weight: as VECTOR_WEIGHT says.
    """

    def __init__(self, strength: float = STRENGTH, vector_weight: float = VECTOR_WEIGHT) -> None:
        self.strength = strength
        self.vector_weight = vector_weight
        self.temperature = 1.0
        self.scope_bonus = 0.0
        self.topics: List[str] = []
        self._ngrams = Ngrams()

    def fit(self, inputs: Inputs, topics: Sequence[str]) -> "TopicModel":
        """Train on messages and their topics.

        Args:
            inputs: n messages, some with vectors.
            topics: n topic ids.
        """
        counts = self._ngrams.fit_transform(inputs.texts)
        embedded = inputs.vectors[inputs.embedded]
        self._mean = embedded.mean(axis=0)
        self._scale = np.maximum(embedded.std(axis=0), 1e-6) * np.sqrt(embedded.shape[1]) / self.vector_weight
        vectors = self._standardised(inputs)
        directions = main_directions(vectors)
        # The library learns in this type, and would convert it for each topic.
        known = hstack([counts, csr_matrix(vectors @ directions)], format="csr", dtype=np.float64)
        labels = np.asarray(topics)
        self.topics = [str(topic) for topic in np.unique(labels)]
        # In processes of their own: all processors learn, and the library's chance, which threads would share, is the same in each training.
        machines = Parallel(n_jobs=-1)(delayed(told_apart)(self.strength, known, labels == topic) for topic in self.topics)
        of_counts, of_directions = np.split(np.stack([coefficients for coefficients, _ in machines], axis=1), [counts.shape[1]])
        # As they are kept, in half the memory: no difference that a ranking would show.
        self._coefficients = np.vstack([of_counts, directions @ of_directions]).astype(np.float16).astype(np.float32)
        self._intercepts = np.array([intercept for _, intercept in machines])
        return self

    def calibrate(self, inputs: Inputs, answers: Sequence[Collection[str]]) -> "TopicModel":
        """Have a confidence mean what it says.

        Args:
            inputs: n messages that the model has not learned from, as parents write them, all with vectors.
            answers: the topics that are right for each of the n.
        """
        scores = self._scores(inputs)
        right = np.array([[topic in of_one for topic in self.topics] for of_one in answers])
        self.scope_bonus = scope_bonus(scores, self.topics, right)
        self.temperature = best_temperature(self._with_bonus(scores), right)
        return self

    def probabilities(self, inputs: Inputs) -> "np.ndarray[Any, Any]":
        """Calibrated probabilities, shape (n, number of topics), columns as in `topics`."""
        return softmax(self._with_bonus(self._scores(inputs)) / self.temperature)

    def arrays(self) -> Arrays:
        """What has been learned, as plain arrays."""
        return {
            **self._ngrams.arrays(),
            "topics": np.array(self.topics, dtype=np.str_),
            "mean": self._mean,
            "scale": self._scale,
            "coefficients": self._coefficients.astype(np.float16),
            "intercepts": self._intercepts,
            "temperature": np.array(self.temperature),
            "scope_bonus": np.array(self.scope_bonus),
        }

    def restore(self, arrays: Mapping[str, "np.ndarray[Any, Any]"]) -> "TopicModel":
        """Take up what was learned before; `arrays` are those of `arrays()`."""
        self._ngrams.restore(arrays)
        self.topics = [str(topic) for topic in arrays["topics"]]
        self._mean, self._scale = arrays["mean"], arrays["scale"]
        self._coefficients, self._intercepts = arrays["coefficients"].astype(np.float32), arrays["intercepts"]
        self.temperature, self.scope_bonus = float(arrays["temperature"]), float(arrays["scope_bonus"])
        return self

    def _scores(self, inputs: Inputs) -> "np.ndarray[Any, Any]":
        counts = self._ngrams.transform(inputs.texts)
        # All of one type: numbers of two would have the whole matrix of coefficients converted for each message.
        words, vectors = np.split(self._coefficients, [counts.shape[1]])
        return np.asarray(counts @ words + self._standardised(inputs) @ vectors + self._intercepts)

    def _with_bonus(self, scores: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
        return np.asarray(scores + self.scope_bonus * (np.asarray(self.topics) == OUT_OF_SCOPE))

    def _standardised(self, inputs: Inputs) -> "np.ndarray[Any, Any]":
        return np.asarray((inputs.vectors - self._mean) / self._scale * inputs.embedded[:, None], dtype=np.float32)


def told_apart(strength: float, known: csr_matrix, own: "np.ndarray[Any, Any]") -> Tuple["np.ndarray[Any, Any]", float]:
    """One topic told from all others by a linear support vector machine.

    Args:
        strength: as STRENGTH says.
        known: n messages as numbers, a sparse (n, d) matrix.
        own: whether each of the n is of the topic.

    Returns:
        The coefficients, shape (d,), and the intercept.
    """
    machine = LinearSVC(C=strength, tol=TOLERANCE, random_state=SEED).fit(known, own)
    # In half the memory, which is handed on between processes for each topic.
    return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])


def main_directions(vectors: "np.ndarray[Any, Any]", most: int = DIRECTIONS) -> "np.ndarray[Any, Any]":
    """The directions in which vectors differ most: their principal components.

    Args:
        vectors: n centred vectors, shape (n, d).
        most: how many; 0 for all d.

    Returns:
        Unit vectors as columns, shape (d, at most `most`), the main one last.
    """
    return np.asarray(np.linalg.eigh(vectors.T @ vectors)[1][:, -most:])


def scope_bonus(scores: "np.ndarray[Any, Any]", topics: Sequence[str], right: "np.ndarray[Any, Any]") -> float:
    """What is added to the score of out_of_scope, so that it is found as often as TURNED_AWAY allows; 0 where that is too often already.

    Args:
        scores: of n messages that the model has not learned from, a column for each topic.
        topics: the columns' topic ids.
        right: whether each topic is a right answer, shaped as the scores.
    """
    outside = np.asarray(topics) == OUT_OF_SCOPE
    inside = ~right[:, outside].any(axis=1)
    if not outside.any() or not inside.any():
        return 0.0
    ahead = scores[inside][:, ~outside].max(axis=1, initial=-np.inf) - scores[inside][:, outside][:, 0]
    return max(0.0, float(np.quantile(ahead, TURNED_AWAY)))


def softmax(scores: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Probabilities from scores, row by row."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def best_temperature(scores: "np.ndarray[Any, Any]", right: "np.ndarray[Any, Any]") -> float:
    """The temperature that gives the right topics the highest likelihood.

    Args:
        scores: of n messages, a column for each topic.
        right: whether each topic is a right answer, shaped as the scores.
    """

    def loss(temperature: float) -> float:
        chosen = (softmax(scores / temperature) * right).sum(axis=1)
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=TEMPERATURES, method="bounded").x)
