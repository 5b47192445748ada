import pytest

from bot.nlu import urgency


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("hon är hos honom nu och vågar inte gå därifrån", "acute_danger"),
        ("han vill dö", "child_suicidal"),
        ("vet inte vart hon tagit vägen", "child_missing"),
        ("dom har bestämt träff imorgon", "about_to_meet"),
        ("hur pratar man om samtycke", None),
    ],
)
def test_by_pattern(text: str, topic: str | None) -> None:
    assert urgency.by_pattern(text) == topic


def test_topics() -> None:
    assert [topic.name for topic in urgency.topics()] == ["acute_danger", "child_suicidal", "child_missing", "about_to_meet"]


@pytest.mark.parametrize(
    ("probabilities", "topic"),
    [
        ({"child_suicidal": 0.6, "sextortion": 0.4}, "child_suicidal"),
        ({"child_suicidal": 0.3, "acute_danger": 0.35, "sextortion": 0.35}, "acute_danger"),
        ({"child_suicidal": 0.2, "sextortion": 0.8}, None),
        ({}, None),
    ],
)
def test_by_classifier(probabilities: dict[str, float], topic: str | None) -> None:
    assert urgency.by_classifier(probabilities) == topic
