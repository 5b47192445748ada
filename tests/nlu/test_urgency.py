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


@pytest.mark.parametrize(
    ("name", "confidence", "kept"),
    [
        ("sextortion", 0.9, True),
        ("sextortion", 0.6, True),
        ("sextortion", 0.59, False),
        ("about_to_meet", 0.2, True),
        ("nlu_fallback", 0.9, False),
        ("give_location", 1.0, False),
        ("give_age", 1.0, False),
    ],
)
def test_what_is_kept_beside_danger(name: str, confidence: float, kept: bool) -> None:
    assert urgency.stands({"name": name, "confidence": confidence}) is kept


def test_nothing_understood_is_not_kept() -> None:
    assert not urgency.stands({})
