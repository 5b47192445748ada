import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.nlu.topic_model import Inputs, TopicModel

TOPICS = ["images", "money", "police"]


def made_up(seed: int, each: int = 20) -> tuple[Inputs, list[str]]:
    """Three topics, each with words and vectors of its own, some noise over them."""
    noise = np.random.default_rng(seed)
    labels = [topic for topic in TOPICS for _ in range(each)]
    place = np.repeat(np.arange(3), each)
    counts = noise.poisson(0.15, (len(labels), 30))
    counts[np.arange(len(labels)), place * 10] += 2
    vectors = noise.normal(0, 1, (len(labels), 384))
    vectors[:, :3] += 3 * np.eye(3)[place]
    return Inputs([csr_matrix(counts)], vectors), labels


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
