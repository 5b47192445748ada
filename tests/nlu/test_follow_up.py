"""Short messages after an answer: what is known of them, and how it is weighed. The dialogues themselves: tests/conversations/."""

from pathlib import Path

import numpy as np
import pytest

from bot.content import labelled
from bot.content.answers import Answer, all_answers
from bot.nlu import follow_up
from bot.nlu.follow_up import FollowUps, features, fit, is_short

TOPICS = ["police", "images", "money", "talk"]
BEFORE = Answer(topic="images", title="Bilder sprids", now="", reviewed="2026-11-23", next=("police",), offer_topic="talk")


def even(**chances: float) -> dict[str, float]:
    rest = (1 - sum(chances.values())) / (len(TOPICS) - len(chances))
    return {topic: chances.get(topic, rest) for topic in TOPICS}


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("och om han vägrar?", True),
        ("hur länge sparas det", True),
        ("ett två tre fyra fem sex sju åtta nio", True),
        ("ett två tre fyra fem sex sju åtta nio tio", False),
        ("", False),
        ("😢", False),
    ],
)
def test_what_is_short(text: str, short: bool) -> None:
    assert is_short(text) is short


def test_one_in_so_many_weighs_and_the_others_are_learned() -> None:
    every = list(follow_up.examples())
    weighing = [example for example in every if example.weighs]
    assert len(weighing) == pytest.approx(len(every) / follow_up.WEIGH, rel=0.2)
    learned = {row.text for row in labelled.follow_ups()}
    assert not learned & {follow_up.joined(example.text, all_answers()[example.after]) for example in weighing}
    assert len(learned) == len(every) - len(weighing)


def test_what_is_known() -> None:
    known = features(TOPICS, even(money=0.7), even(police=0.7), BEFORE)
    assert known.shape == (4, 8)
    assert np.exp(known[:, 0]).tolist() == pytest.approx([0.1, 0.1, 0.7, 0.1]), "by itself"
    assert np.exp(known[:, 1]).tolist() == pytest.approx([0.7, 0.1, 0.1, 0.1]), "with the title before"
    assert known[:, 2].tolist() == [0, 1, 0, 0], "the topic of the answer before"
    assert known[:, 3].tolist() == [1, 0, 0, 1], "the topics it leads on to"
    assert known[:, 4:].tolist() == pytest.approx(0.7 * known[:, :4]), "the same, by how sure it is by itself"


def test_learns_what_counts() -> None:
    """Messages that say nothing alone mean what the answer leads on to; messages that say much mean what they say."""
    known, right = [], []
    for topic in ("police", "talk"):
        known.append(features(TOPICS, even(), even(**{topic: 0.6}), BEFORE))
        right.append(TOPICS.index(topic))
    known.append(features(TOPICS, even(money=0.9), even(images=0.4), BEFORE))
    right.append(TOPICS.index("money"))
    model = fit(known * 10, right * 10, [1.0] * 30)
    assert [int(model.probabilities(rows).argmax()) for rows in known] == right
    assert model.probabilities(known[0]).sum() == pytest.approx(1)


def test_what_counts_more_is_believed() -> None:
    vague = features(TOPICS, even(), even(), BEFORE)
    for stays, topic in ((0.1, "police"), (10.0, "images")):
        model = fit([vague, vague], [TOPICS.index("images"), TOPICS.index("police")], [stays, 1.0])
        assert TOPICS[int(model.probabilities(vague).argmax())] == topic


def test_kept_and_read(tmp_path: Path) -> None:
    FollowUps([0.5, -1.25]).save(tmp_path / "weights.json")
    assert np.array_equal(FollowUps.load(tmp_path / "weights.json").weights, [0.5, -1.25])


def test_every_example_follows_an_answer() -> None:
    answers, rows = all_answers(), list(follow_up.examples())
    assert {row.after for row in rows} | {row.topic for row in rows} <= set(answers)
    assert all(is_short(row.text) for row in rows)
    assert len({(row.after, row.text.lower()) for row in rows}) == len(rows)
