from pathlib import Path

import numpy as np
import pytest

from bot.nlu.topic_model import Inputs, TopicModel

TOPICS = ["images", "money", "police"]
OWN = {"images": "bilder på henne", "money": "pengar och swish", "police": "anmälan hos polisen"}
OTHERS = ["igår", "hon", "och", "sen", "kanske", "min", "dotter", "vet", "inte"]


def made_up(seed: int, each: int = 20) -> tuple[Inputs, list[str]]:
    """Three topics, each with words and vectors of its own, some noise over them."""
    noise = np.random.default_rng(seed)
    labels = [topic for topic in TOPICS for _ in range(each)]
    place = np.repeat(np.arange(3), each)
    texts = [f"{OWN[topic]} {' '.join(noise.choice(OTHERS, 3))}" for topic in labels]
    vectors = noise.normal(0, 1, (len(labels), 384))
    vectors[:, :3] += 3 * np.eye(3)[place]
    return Inputs(texts, vectors), labels


@pytest.fixture(scope="module")
def trained() -> TopicModel:
    return TopicModel().fit(*made_up(1))


def test_learns_and_generalises(trained: TopicModel) -> None:
    inputs, labels = made_up(2)
    probabilities = trained.probabilities(inputs)
    assert np.allclose(probabilities.sum(axis=1), 1)
    found = [trained.topics[i] for i in probabilities.argmax(axis=1)]
    assert np.mean([a == b for a, b in zip(found, labels)]) > 0.9


def test_confidence_is_calibrated(trained: TopicModel) -> None:
    inputs, labels = made_up(3, each=200)
    probabilities = trained.probabilities(inputs)
    right = np.array([trained.topics[i] for i in probabilities.argmax(axis=1)]) == np.array(labels)
    assert abs(probabilities.max(axis=1).mean() - right.mean()) < 0.1


def test_order_of_messages_does_not_matter(trained: TopicModel) -> None:
    inputs, _ = made_up(4)
    turned = inputs.rows(np.arange(59, -1, -1))
    assert np.allclose(trained.probabilities(inputs), trained.probabilities(turned)[::-1])


def test_what_was_learned_is_plain_arrays(trained: TopicModel, tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", **trained.arrays())
    with np.load(tmp_path / "model.npz", allow_pickle=False) as arrays:
        again = TopicModel().restore(arrays)
    inputs, _ = made_up(5)
    assert again.topics == trained.topics
    assert np.array_equal(again.probabilities(inputs), trained.probabilities(inputs))


def test_two_trainings_give_the_same_model(trained: TopicModel) -> None:
    again = TopicModel().fit(*made_up(1)).arrays()
    assert all(np.array_equal(array, again[name]) for name, array in trained.arrays().items())
