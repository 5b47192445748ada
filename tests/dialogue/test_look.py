from typing import Any

import numpy as np
import pytest

from bot.dialogue.look import look
from bot.nlu.vectors import embed


@pytest.mark.parametrize(
    ("text", "topic", "urgent_topic", "kommun", "child_age"),
    [
        ("hon säger att hon inte vill leva längre", "child_suicidal", "child_suicidal", None, None),
        ("hur gör jag en orosanmälan i Hudiksvall", "report_social_services", None, "2184", None),
        ("hur pratar jag med min 14-åring om nakenbilder", "talk_prevent", None, None, 14),
    ],
)
def test_what_is_understood(bot_here: Any, text: str, topic: str, urgent_topic: str, kommun: str, child_age: int) -> None:
    found = look(bot_here.agent, text)
    assert found["ranking"][0]["topic"] == topic
    assert (found["urgent"], found["urgent_topic"]) == (urgent_topic is not None, urgent_topic)
    assert (found["kommun"], found["child_age"]) == (kommun, child_age)


def test_the_vector_is_the_sentences_own(bot_here: Any) -> None:
    text = "han har skickat pengar redan"
    assert np.allclose(look(bot_here.agent, text)["vector"], embed([text])[0], atol=1e-3)


def test_no_conversation_is_begun(bot_here: Any) -> None:
    import asyncio

    look(bot_here.agent, "hej")
    assert asyncio.run(bot_here.agent.tracker_store.retrieve("look")) is None


def test_without_a_model(bot_here: Any) -> None:
    class Nothing:
        processor = None

    with pytest.raises(RuntimeError):
        look(Nothing(), "hej")  # type: ignore[arg-type]
