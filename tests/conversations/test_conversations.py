"""Runs the conversations of `dialogues.yml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import settings
from bot.contacts import hours
from bot.contacts.lookup import resolve
from bot.contacts.store import Contacts
from bot.dialogue import channel, payloads

ASKS = {"kommun": "I vilken kommun bor ni", "age": "Hur gammalt är barnet"}
CONVERSATIONS = yaml.safe_load((Path(__file__).parent / "dialogues.yml").read_text(encoding="utf-8"))


def test_there_are_at_least_forty() -> None:
    names = [conversation["name"] for conversation in CONVERSATIONS]
    assert len(set(names)) == len(names) >= 40


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation["name"])
def test_conversation(conversation: dict[str, Any], bot_here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = Contacts(settings.load().database_url)
    for turn in conversation["turns"]:
        with monkeypatch.context() as patch:
            if turn.get("unclear"):
                patch.setattr(channel, "understand", unclear)
            answer = bot_here.say(turn["say"], conversation["name"], conversation.get("kommun"))
        check(turn, answer, contacts)


async def unclear(agent: Any, conversation: str, text: str, spoken: Any) -> dict[str, Any]:
    """What comes of a message that nothing is sure about; which messages those are changes with every training."""
    nearest = [{"name": name, "confidence": 0.1} for name in ("sextortion", "images_spread", "phone_rules")]
    fallback = {"name": "nlu_fallback", "confidence": 0.3}
    return {**payloads.parse_data(text, "nlu_fallback"), "intent": fallback, "intent_ranking": [fallback, *nearest]}


def check(turn: dict[str, Any], answer: dict[str, Any], contacts: Contacts) -> None:
    replies = answer["replies"]
    topics = [reply["topic"] for reply in replies if reply["topic"]]
    everything = "\n".join(reply["text"] for reply in replies)
    for reply in replies:
        for contact in reply["contacts"]:
            known = resolve(contacts, [contact], answer["kommun"], hours.now()) if isinstance(contact, str) else [contact]
            everything += "".join(f"\n{item['name']} {item['phone']} {item['hours']} {item['note']}" for item in known)
    offered = [button["payload"] for reply in replies for button in reply["buttons"]]
    if "topics" in turn:
        assert topics == turn["topics"], everything
    if "asks" in turn:
        assert ASKS[turn["asks"]] in everything
    if "kommun" in turn:
        assert answer["kommun"] == turn["kommun"]
    if "urgent" in turn:
        assert any(reply["urgent"] for reply in replies) == turn["urgent"]
        assert "112" in replies[0]["text"].splitlines()[0]
    for words in turn.get("holds", []):
        assert words in everything
    for words in turn.get("lacks", []):
        assert words not in everything
    assert set(turn.get("offers", [])) <= set(offered)
