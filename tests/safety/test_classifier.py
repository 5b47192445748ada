"""The layer of danger that learns from examples."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.safety import classifier
from bot.safety.classifier import UrgencyModel

TOLD = [(f"{place} ingen svarar, hon är borta", "child_missing") for place in "abcd"] + [(f"{place} tack så mycket", "thanks") for place in "abcd"]


@pytest.fixture(scope="module")
def trained() -> UrgencyModel:
    return UrgencyModel().restore(classifier.learned(TOLD))


@pytest.mark.parametrize(("text", "urgent"), [("hon är borta och ingen svarar", True), ("tack så mycket", False)])
def test_danger_is_told_from_none(trained: UrgencyModel, text: str, urgent: bool) -> None:
    assert (trained.probabilities([text])[0] > 0.5) is np.bool_(urgent)


def test_the_order_of_messages_does_not_matter(trained: UrgencyModel) -> None:
    again = classifier.learned(reversed(TOLD))
    assert all(np.array_equal(array, again[name]) for name, array in trained.arrays().items())


def test_what_was_learned_aside_is_taken_up(trained: UrgencyModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classifier, "_ready", {})
    with ThreadPoolExecutor(1) as aside:
        classifier.have_ready(TOLD, aside)
    monkeypatch.setattr(classifier, "_learn", lambda known: {"known": np.array(len(known))})
    assert classifier.learned(reversed(TOLD)).keys() == trained.arrays().keys()
    # Other messages are learned from there and then.
    assert classifier.learned(TOLD[1:])["known"] == 7


def test_the_examples_are_read() -> None:
    danger, none = classifier.examples()
    assert len(danger) > 1000 < len(none)
    assert not set(danger) & set(none)
