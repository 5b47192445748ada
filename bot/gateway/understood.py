"""How the bot understands a sentence that a member of staff types. It is redacted as a parent's message is, and kept nowhere."""

from dataclasses import dataclass
from typing import Any, Mapping, Optional

from bot.gateway.bot_client import BotClient
from bot.gateway.chat import clean
from bot.privacy import redact

SURE = 0.3
"""Below this confidence the bot offers the nearest topics (config.yml)."""


@dataclass(frozen=True)
class Understood:
    """What the bot makes of a sentence: as the API gives it, and what the search uses of it."""

    view: dict[str, Any]
    vector: Optional[list[float]]
    likely: Mapping[str, float]
    kommun: Optional[str]


async def understood(bot: BotClient, query: str, titles: Mapping[str, str], kommuner: Mapping[str, str], seconds: float) -> Understood:
    """Ask the bot.

    Args:
        bot: Rasa's private channel.
        query: what was typed.
        titles: topic ids to titles.
        kommuner: codes to names.
        seconds: that it may take.

    Raises:
        BotUnavailable: no answer in time.
    """
    redacted = redact(clean(query))
    found = await bot.look(redacted.text, seconds)
    ranking = [{**entry, "title": titles.get(entry["topic"], entry["topic"])} for entry in found["ranking"]]
    first = ranking[0] if ranking else {"topic": "out_of_scope", "title": titles.get("out_of_scope", ""), "confidence": 0.0}
    code = found["kommun"] if found["kommun"] in kommuner else None
    view = {
        **{key: first[key] for key in ("topic", "title", "confidence")},
        "unsure": bool(found["unsure"]),
        "urgent": bool(found["urgent"]),
        "urgent_topic": found["urgent_topic"],
        "kommun": {"code": code, "name": kommuner[code]} if code else None,
        "child_age": found["child_age"],
        "ranking": ranking,
        "struck": sorted({item.kind for item in redacted.found}),
    }
    return Understood(view, found["vector"] or None, {entry["topic"]: entry["confidence"] for entry in ranking}, code)
