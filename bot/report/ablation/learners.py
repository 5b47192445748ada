"""From examples and a recipe to predictions, out of the same parts as the bot's own classifier (bot/nlu/topic_model.py)."""

import time
from dataclasses import dataclass
from typing import Any, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from bot.nlu.ngrams import Ngrams
from bot.nlu.topic_model import SEED, main_directions, softmax, told_apart
from bot.report.ablation.recipes import Recipe

Array = NDArray[Any]
TEMPERATURES = {"svm": 0.2, "logistic": 1.0, "neighbours": 1.0}
"""Make scores of different learners alike enough to be averaged; they move no single learner's first place."""

LEAST = 1e-6
"""No probability is nought, so that its logarithm is a score."""


@dataclass(frozen=True)
class Side:
    """Messages as a recipe wants them: for the characters, for the words, and as vectors (n, *), nothing but noughts where one has none."""

    texts: Sequence[str]
    words: Sequence[str]
    vectors: Array


def scores(recipe: Recipe, train: Side, labels: Sequence[str], test: Side) -> tuple[list[str], Array]:
    """Learn and predict.

    Args:
        recipe: how.
        train: the examples.
        labels: their topics.
        test: the messages.

    Returns:
        The topics, sorted, and each message's score for each, shape (messages, topics).
    """
    known, asked = _matrices(recipe, train, test)
    topics = sorted(set(labels))
    if recipe.learner == "svm":
        machines = [told_apart(recipe.strength, known, np.asarray(labels) == topic) for topic in topics]
        found = asked @ np.stack([coefficients for coefficients, _ in machines], axis=1) + np.array([intercept for _, intercept in machines])
    else:
        found = np.log(np.maximum(_learner(recipe).fit(known, labels).predict_proba(asked), LEAST))
    return topics, np.asarray(found, dtype=np.float32)


def timed(place: int, recipe: Recipe, train: Side, labels: Sequence[str], test: Side) -> tuple[int, list[str], Array, float]:
    """As `scores`, with its place among many and the seconds that it took."""
    began = time.monotonic()
    return place, *scores(recipe, train, labels, test), time.monotonic() - began


def together(recipes: Sequence[Recipe], found: Sequence[Array]) -> Array:
    """The averaged probabilities of several recipes' scores for the same topics."""
    return np.mean([softmax(part / TEMPERATURES[recipe.learner]) for recipe, part in zip(recipes, found)], axis=0)


def _learner(recipe: Recipe) -> Any:
    if recipe.learner == "neighbours":
        return KNeighborsClassifier(int(recipe.strength), weights="distance", metric="cosine", algorithm="brute")
    # One topic against the rest: as good as all at once here, in half the time.
    return LogisticRegression(C=recipe.strength, solver="liblinear", multi_class="ovr", tol=1e-2, random_state=SEED)


def _matrices(recipe: Recipe, train: Side, test: Side) -> tuple[Any, Any]:
    blocks = list(_counts(recipe, train, test))
    if recipe.spaces:
        blocks.append(tuple(map(csr_matrix, _scaled(recipe, train.vectors, test.vectors))))
    known, asked = (hstack(list(side), format="csr", dtype=np.float32) for side in zip(*blocks))
    # Vectors alone are faster as they are.
    return (known, asked) if recipe.words or recipe.characters else (known.toarray(), asked.toarray())


def _counts(recipe: Recipe, train: Side, test: Side) -> Iterator[tuple[Any, Any]]:
    if recipe.words and recipe.characters and train.words is train.texts:
        ngrams = Ngrams()
        yield ngrams.fit_transform(train.texts), ngrams.transform(test.texts)
        return
    if recipe.words:
        ngrams = Ngrams()
        known = ngrams.fit_transform(train.words)
        until = len(ngrams.arrays()["words_weights"])
        yield known[:, :until], ngrams.transform(test.words)[:, :until]
    if recipe.characters:
        ngrams = Ngrams()
        known = ngrams.fit_transform(train.texts)
        after = len(ngrams.arrays()["words_weights"])
        yield known[:, after:], ngrams.transform(test.texts)[:, after:]


def _scaled(recipe: Recipe, train: Array, test: Array) -> tuple[Array, Array]:
    if recipe.scaling == "raw":
        return train * recipe.vector_weight, test * recipe.vector_weight
    known, asked = (side.any(axis=1)[:, None] for side in (train, test))
    embedded = train[known[:, 0]]
    mean, length = embedded.mean(axis=0), recipe.vector_weight / np.sqrt(train.shape[1])
    if recipe.scaling == "whitened":
        values, directions = np.linalg.eigh(np.cov(embedded.T))
        # The directions in which hardly anything differs would be noise, blown up.
        turn = directions / np.sqrt(values + 0.01 * values.mean())
        return (train - mean) * known @ turn * length, (test - mean) * asked @ turn * length
    scale = np.maximum(embedded.std(axis=0), 1e-6) / length
    turn = main_directions((embedded - mean) / scale, recipe.directions)
    return (train - mean) / scale * known @ turn, (test - mean) / scale * asked @ turn
