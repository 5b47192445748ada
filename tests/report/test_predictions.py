from typing import Any

from bot.content.labelled import Message
from bot.report import predictions


def test_what_is_measured_is_what_runs(understander: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(predictions, "Understander", lambda: understander)
    texts = ["hej", "hur polisanmäler jag det här"]
    found = predictions.verdicts([Message(text, "greet") for text in texts])
    assert [(item.topic, item.confidence) for item in found] == [(item["topic"], item["confidence"]) for item in understander.understand(texts)]
    assert [item.right for item in found] == [True, False]
    assert all(len(item.ranking) == 5 for item in found)
