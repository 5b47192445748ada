from dataclasses import replace

import numpy as np
import pytest

from bot.nlu.topic_model import Inputs, TopicModel
from bot.report.ablation.learners import Side, scores, together
from bot.report.ablation.recipes import LOGISTIC, NEAREST, RUNS, VARIANTS, Recipe, Space
from tests.nlu.test_topic_model import TOPICS, made_up


def clear(seed: int) -> tuple[Inputs, list[str]]:
    """Made-up messages whose vectors tell by themselves what is meant."""
    inputs, labels = made_up(seed)
    topics = np.eye(len(TOPICS))[[TOPICS.index(label) for label in labels]]
    return Inputs(inputs.texts, inputs.vectors + np.tile(topics, inputs.vectors.shape[1] // len(TOPICS))), labels


def side(seed: int) -> tuple[Side, list[str]]:
    inputs, labels = clear(seed)
    return Side(inputs.texts, inputs.texts, inputs.vectors), labels


RECIPES = {recipe for variant in VARIANTS for recipe in variant.recipes}


@pytest.mark.parametrize("recipe", sorted(RECIPES, key=str), ids=str)
def test_every_recipe_learns(recipe: Recipe) -> None:
    (train, labels), (test, answers) = side(1), side(2)
    topics, found = scores(recipe, train, labels, test)
    assert found.shape == (len(answers), len(topics))
    assert np.mean([topics[place] == answer for place, answer in zip(found.argmax(axis=1), answers)]) > 0.9


def test_as_the_bot_runs_is_as_the_bot_runs() -> None:
    (train, labels), (test, _) = side(1), side(2)
    model = TopicModel().fit(clear(1)[0], labels)
    topics, found = scores(RUNS, train, labels, test)
    assert topics == model.topics
    order = np.argsort(-model.probabilities(clear(2)[0]), axis=1)
    assert np.array_equal(np.argsort(-found, axis=1), order)


@pytest.mark.parametrize("other", [replace(RUNS, words=""), replace(RUNS, characters=False), replace(RUNS, spaces=()), replace(RUNS, scaling="whitened")])
def test_what_is_left_out_makes_a_difference(other: Recipe) -> None:
    (train, labels), (test, _) = side(1), side(2)
    assert not np.allclose(scores(RUNS, train, labels, test)[1], scores(other, train, labels, test)[1])


def test_two_topics() -> None:
    texts = ["hej", "hej på dig", "hej då", "hejdå då"]
    train = Side(texts, texts, np.eye(4))
    topics, found = scores(replace(RUNS, spaces=(Space(),)), train, ["greet", "greet", "goodbye", "goodbye"], train)
    assert [topics[place] for place in found.argmax(axis=1)] == ["greet", "greet", "goodbye", "goodbye"]


def test_together_is_an_average() -> None:
    sure, unsure = np.array([[3.0, 0.0]]), np.array([[0.0, 0.1]])
    found = together([LOGISTIC, NEAREST], [sure, unsure])
    assert found.sum() == pytest.approx(1)
    assert found.argmax() == 0
