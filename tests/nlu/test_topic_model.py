from pathlib import Path

import numpy as np
import pytest

from bot.nlu.topic_model import DIRECTIONS, OUT_OF_SCOPE, Inputs, TopicModel, best_temperature, main_directions, scope_bonus, softmax

TOPICS = ["images", "money", "police"]
OWN = {"images": "bilder på henne", "money": "pengar och swish", "police": "anmälan hos polisen"}
OTHERS = ["igår", "hon", "och", "sen", "kanske", "min", "dotter", "vet", "inte"]


def made_up(seed: int, each: int = 20) -> tuple[Inputs, list[str]]:
    """Three topics, each with words and vectors of its own, some noise over them; the vectors have more directions than are learned from."""
    noise = np.random.default_rng(seed)
    labels = [topic for topic in TOPICS for _ in range(each)]
    place = np.repeat(np.arange(3), each)
    texts = [f"{OWN[topic]} {' '.join(noise.choice(OTHERS, 3))}" for topic in labels]
    vectors = noise.normal(0, 1, (len(labels), DIRECTIONS + 89))
    vectors[:, :3] += 3 * np.eye(3)[place]
    return Inputs(texts, vectors), labels


@pytest.fixture(scope="module")
def trained() -> TopicModel:
    return learned()


def learned() -> TopicModel:
    inputs, labels = made_up(6)
    return TopicModel().fit(*made_up(1)).calibrate(inputs, [{label} for label in labels])


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


def test_two_trainings_are_the_same(trained: TopicModel) -> None:
    again = learned().arrays()
    for name, array in trained.arrays().items():
        assert np.array_equal(array, again[name]), name


def test_examples_without_a_vector_teach_by_their_words() -> None:
    inputs, labels = made_up(1)
    some = np.arange(len(labels)) % 3 == 0
    learned = Inputs(inputs.texts, inputs.vectors * some[:, None])
    assert np.array_equal(learned.embedded, some)
    model = TopicModel().fit(learned, labels)
    asked, answers = made_up(2)
    for vectors in (asked.vectors, np.zeros_like(asked.vectors)):
        found = model.probabilities(Inputs(asked.texts, vectors)).argmax(axis=1)
        assert np.mean([model.topics[place] == answer for place, answer in zip(found, answers)]) > 0.9


def test_who_is_often_wrong_is_less_sure(trained: TopicModel) -> None:
    inputs, labels = made_up(6, each=40)
    told = [{TOPICS[(TOPICS.index(label) + 1) % 3]} if place % 5 == 0 else {label} for place, label in enumerate(labels)]
    modest = TopicModel().restore(trained.arrays()).calibrate(inputs, told)
    assert modest.temperature > trained.temperature
    # What is right besides counts too.
    either = [{label, *others} for label, others in zip(labels, told)]
    assert TopicModel().restore(trained.arrays()).calibrate(inputs, either).temperature < modest.temperature


def test_the_temperature_is_found() -> None:
    noise = np.random.default_rng(1)
    scores = noise.normal(0, 0.8, (3000, 4))
    answers = (noise.random((3000, 1)) > np.cumsum(softmax(scores / 0.5), axis=1)).sum(axis=1)
    assert best_temperature(scores, answers[:, None] == np.arange(4)) == pytest.approx(0.5, abs=0.05)


def test_main_directions() -> None:
    spread = np.array([1.0, 5.0, 0.1, 3.0])
    vectors = np.random.default_rng(1).normal(0, 1, (2000, 4)) * spread
    found = main_directions(vectors, 2)
    assert np.allclose(np.abs(found), [[0, 0], [0, 1], [0, 0], [1, 0]], atol=0.1)
    assert np.allclose(found.T @ found, np.eye(2))
    assert main_directions(vectors, 0).shape == main_directions(vectors, 9).shape == (4, 4)


@pytest.mark.parametrize(
    ("ahead", "bonus"),
    [
        # Of a thousand real questions, by how much their topic is ahead of out_of_scope: five may be turned away.
        ([0.1] * 5 + [0.5] * 995, 0.5),
        ([0.1] * 7 + [0.5] * 993, 0.1),
        ([-0.2] * 10 + [0.5] * 190, 0.0),
    ],
)
def test_out_of_scope_takes_what_it_may(ahead: list[float], bonus: float) -> None:
    scores = np.array([[0.0, value] for value in ahead] + [[1.0, 0.0]])
    right = np.array([[False, True]] * len(ahead) + [[True, False]])
    assert scope_bonus(scores, [OUT_OF_SCOPE, "money"], right) == pytest.approx(bonus, abs=0.02)


def test_what_may_be_answered_either_way_is_not_turned_away() -> None:
    scores = np.array([[0.0, -1.0]] * 10 + [[0.0, 0.3]] * 10)
    right = np.array([[True, True]] * 10 + [[False, True]] * 10)
    assert scope_bonus(scores, [OUT_OF_SCOPE, "money"], right) == pytest.approx(0.3)


@pytest.mark.parametrize("topic", ["money", OUT_OF_SCOPE])
def test_no_bonus_where_there_is_nothing_to_weigh(topic: str) -> None:
    assert scope_bonus(np.zeros((2, 1)), [topic], np.array([[True], [True]])) == 0.0
