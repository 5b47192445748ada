"""Ways of turning scores into probabilities, learned from scores for examples that were held out."""

from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from bot.nlu.topic_model import TEMPERATURES, softmax

Array = NDArray[Any]


def temperature(scores: Array, answers: Array) -> float:
    """The temperature that gives the right topics the highest likelihood.

    Args:
        scores: of n messages for each topic.
        answers: n topics, as columns.
    """

    def loss(value: float) -> float:
        return float(-np.log(np.maximum(softmax(scores / value)[np.arange(len(answers)), answers], 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=TEMPERATURES, method="bounded").x)


def each_topic(kind: str, scores: Array, answers: Array, asked: Array) -> Array:
    """Each topic's probability from its own score, and all of a message brought to the sum of one.

    Args:
        kind: "sigmoid" (Platt 1999) or "isotonic" (Zadrozny and Elkan 2002).
        scores: held out, (n, topics).
        answers: n topics, as columns.
        asked: scores of the messages, (m, topics).

    Returns:
        Probabilities, (m, topics).
    """
    found = np.empty(asked.shape)
    for topic in range(scores.shape[1]):
        own, right = scores[:, topic], answers == topic
        if kind == "sigmoid":
            found[:, topic] = LogisticRegression(C=1e6).fit(own[:, None], right).predict_proba(asked[:, topic, None])[:, 1]
        else:
            found[:, topic] = IsotonicRegression(out_of_bounds="clip").fit(own, right).predict(asked[:, topic])
    # Where every topic is impossible by itself, all are alike.
    found += 1e-6
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def ways(random: Array, grouped: Array, answers: Array, asked: Array) -> Mapping[str, Array]:
    """The messages' probabilities in each way.

    Args:
        random: scores of the examples, held out in folds drawn at random.
        grouped: the same, held out by writer.
        answers: the examples' topics, as columns.
        asked: the messages' scores.
    """
    return {
        "none": softmax(asked),
        "temperature, folds at random (as the bot runs)": softmax(asked / temperature(random, answers)),
        "temperature, folds by writer": softmax(asked / temperature(grouped, answers)),
        "each topic by itself, sigmoid, folds at random": each_topic("sigmoid", random, answers, asked),
        "each topic by itself, isotonic, folds at random": each_topic("isotonic", random, answers, asked),
    }


def columns(topics: Sequence[str], labels: Sequence[str]) -> Array:
    """The labels' places among sorted topics."""
    return np.searchsorted(np.asarray(topics), np.asarray(labels))
