"""What the trained model makes of messages: what is measured is what runs."""

from typing import Sequence

from bot.content.labelled import Message
from bot.report.numbers import Verdict
from bot.understanding import Understander


def verdicts(messages: Sequence[Message]) -> list[Verdict]:
    """What is understood of messages.

    Raises:
        FileNotFoundError: there is no trained model.
    """
    found = Understander().understand([message.text for message in messages])
    return [Verdict(message, tuple((entry["topic"], entry["confidence"]) for entry in row["ranking"])) for message, row in zip(messages, found)]
