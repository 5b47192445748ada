"""Ways of turning scores into probabilities, learned from scores for examples that were held out."""

from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from bot.nlu.topic_model import best_temperature, softmax

Array = NDArray[Any]

AS_IT_RUNS = "temperature, on messages by writers of their own (as the bot runs)"


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


def ways(random: Array, grouped: Array, answers: Array, kept: Array, right: Array, asked: Array) -> Mapping[str, Array]:
    """The messages' probabilities in each way.

    Args:
        random: scores of the examples, held out in folds drawn at random.
        grouped: the same, held out by writer.
        answers: the examples' topics, as columns.
        kept: scores of the messages that calibrate the bot.
        right: whether each topic is a right answer to them.
        asked: the messages' scores.
    """
    told = answers[:, None] == np.arange(random.shape[1])
    return {
        "none": softmax(asked),
        AS_IT_RUNS: softmax(asked / best_temperature(kept, right)),
        "temperature, on examples, folds at random": softmax(asked / best_temperature(random, told)),
        "temperature, on examples, folds by writer": softmax(asked / best_temperature(grouped, told)),
        "each topic by itself, sigmoid, folds at random": each_topic("sigmoid", random, answers, asked),
        "each topic by itself, isotonic, folds at random": each_topic("isotonic", random, answers, asked),
    }


def columns(topics: Sequence[str], labels: Sequence[str]) -> Array:
    """The labels' places among sorted topics."""
    return np.searchsorted(np.asarray(topics), np.asarray(labels))
