from pathlib import Path

import numpy as np
import pytest

from bot.nlu.topic_model import DIRECTIONS, Inputs, TopicModel, main_directions, scope_bonus

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


def test_two_trainings_are_the_same(trained: TopicModel) -> None:
    again = TopicModel().fit(*made_up(1)).arrays()
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


def test_what_stands_for_all_calibrates() -> None:
    inputs, labels = made_up(1, each=40)
    wrong = np.arange(len(labels)) % 5 == 0
    told = [TOPICS[(TOPICS.index(label) + 1) % 3] if no else label for label, no in zip(labels, wrong)]
    by_right, by_wrong = (TopicModel().fit(inputs, told, list(drawn)) for drawn in (~wrong, wrong))
    # Who is asked only what is told wrong learns not to be sure.
    assert by_right.temperature < by_wrong.temperature


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
        # Of a hundred real questions, by how much their topic is ahead of out_of_scope: three may be turned away.
        ([0.1] * 3 + [0.5] * 97, 0.5),
        ([0.1] * 4 + [0.5] * 96, 0.1),
        ([-0.2] * 10 + [0.5] * 90, 0.0),
    ],
)
def test_out_of_scope_takes_what_it_may(ahead: list[float], bonus: float) -> None:
    scores = np.array([[0.0, value] for value in ahead] + [[1.0, 0.0]])
    answers = np.array(["money"] * len(ahead) + ["out_of_scope"])
    assert scope_bonus(scores, ["out_of_scope", "money"], answers) == pytest.approx(bonus, abs=0.02)


@pytest.mark.parametrize("answers", [["money", "money"], ["out_of_scope", "out_of_scope"]])
def test_no_bonus_where_there_is_nothing_to_weigh(answers: list[str]) -> None:
    topics = ["money"] if "money" in answers else ["out_of_scope"]
    assert scope_bonus(np.zeros((2, 1)), topics, np.array(answers)) == 0.0
