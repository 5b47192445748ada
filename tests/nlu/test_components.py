"""The components through the trained model."""

from typing import Any

import pytest

TABLE: list[tuple[str, dict[str, Any]]] = [
    ("min dotter har börjat få swish från okända män, vad gör jag", {"topic": "warning_signs_paid", "urgent": False}),
    ("hon är hos honom nu och vågar inte gå därifrån", {"topic": "acute_danger", "urgent": True}),
    ("hon skriver att hon inte orkar leva längre", {"topic": "child_suicidal", "urgent": True}),
    ("vart vänder jag mig i Umeå", {"topic": "local_support", "kommun_code": "2480"}),
    ("hon är tretton", {"topic": "give_age", "child_age": 13}),
    ("hej", {"topic": "greet", "urgent": False, "kommun_code": None, "child_age": None}),
    ("", {"topic": "out_of_scope", "confidence": 0.0}),
    ("   ", {"topic": "out_of_scope"}),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_understand(text: str, expected: dict[str, Any], understander: Any) -> None:
    (found,) = understander.understand([text])
    assert {key: found[key] for key in expected} == expected
    assert found["text"] == text


def test_ranking_and_confidence(understander: Any) -> None:
    (found,) = understander.understand(["hur polisanmäler jag det här"])
    confidences = [entry["confidence"] for entry in found["ranking"]]
    assert len(confidences) == 5
    assert confidences == sorted(confidences, reverse=True)
    assert found["confidence"] == confidences[0]
    assert found["topic"] == found["ranking"][0]["topic"] == "report_police"


def test_a_batch_gives_what_single_messages_give(understander: Any) -> None:
    texts = [text for text, _ in TABLE if text.strip()] * 20
    together = list(understander.understand(texts))
    for text, found in zip(texts[:5], together):
        (alone,) = understander.understand([text])
        assert (alone["topic"], alone["urgent"], alone["kommun_code"]) == (found["topic"], found["urgent"], found["kommun_code"])


@pytest.mark.parametrize(
    "text", ["😢", "?", "\u202eabc", "<script>alert(1)</script>", "/restart", '/intent{"slot":"x"}', "\x00\x01", "a" * 4000, "ordet " * 600]
)
def test_odd_text_is_understood_as_something(text: str, understander: Any) -> None:
    (found,) = understander.understand([text])
    assert found["topic"]
    assert 0 <= found["confidence"] <= 1
