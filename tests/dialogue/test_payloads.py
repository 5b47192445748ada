import pytest

from bot.dialogue.payloads import age, kommun, parse, topic

TOPICS, KOMMUNER, AGES = {"sextortion", "restart"}, {"1480"}, {"3-6", "unknown"}


@pytest.mark.parametrize(
    ("message", "intent", "entities"),
    [
        (topic("sextortion"), "sextortion", {}),
        (kommun("1480"), "give_location", {"kommun": "1480"}),
        (age("3-6"), "give_age", {"age_group": "3-6"}),
        (age("unknown"), "give_age", {"age_group": "unknown"}),
    ],
)
def test_payloads(message: str, intent: str, entities: dict[str, str]) -> None:
    data = parse(message, TOPICS, KOMMUNER, AGES)
    assert data is not None
    assert data["intent"] == {"name": intent, "confidence": 1.0}
    assert {entity["entity"]: entity["value"] for entity in data["entities"]} == entities


@pytest.mark.parametrize(
    "message",
    [
        "hej",
        "topic:nothing",
        "kommun:9999",
        "age:99",
        "topic:",
        "topic:sextortion ",
        "Topic:sextortion",
        "topic:sextortion{}",
        "/sextortion",
        "action:restart",
        "topic:action_restart",
    ],
)
def test_everything_else_is_text(message: str) -> None:
    assert parse(message, TOPICS, KOMMUNER, AGES) is None
