"""The line in the parent's own language that goes with a Swedish answer.

It stands in the reply's text as a paragraph that begins with the language's name in bold, "**English.** If a child …". So it is a sentence
to everybody: in the terminal, in the no-script page, in print, and for other sites that show the text as it is. A field of its own is no
way, since replies have a fixed shape; nor is a reply of its own, since whoever takes the first reply would take the line for the answer.
The pages know the names (bot/content/languages.py) and give the paragraph its `lang` and `dir`.
"""

from functools import lru_cache
from typing import Any, Iterable, Optional, Sequence

from bot.contacts import source
from bot.content.answers import all_answers
from bot.content.languages import all_languages
from bot.content.responses import fill
from bot.dialogue import payloads
from bot.nlu import other_language

PARAGRAPH = "\n\n"


def written(events: Iterable[Any]) -> tuple[str, ...]:
    """What the parent has typed in a conversation, without the buttons, the oldest first.

    Args:
        events: Rasa's events.
    """
    texts = (event.text or "" for event in events if event.type_name == "user")
    return tuple(text for text in texts if not payloads.PAYLOAD.fullmatch(text))


def with_line(replies: Sequence[dict[str, Any]], text: Optional[str], earlier: Sequence[str]) -> list[dict[str, Any]]:
    """The replies, with the line in the parent's language where it belongs.

    Once in a conversation above the first reply. Where somebody is in danger every time, also when the message is too short to tell, and
    below whom to ring. Nothing goes before that, and its one button stays alone.

    Args:
        replies: what is replied.
        text: what the parent typed; None for a button.
        earlier: what the parent typed before.
    """
    if text is None or not replies:
        return list(replies)
    urgent = next((place for place, entry in enumerate(replies) if entry["urgent"]), None)
    language = other_language.of(text)
    if urgent is not None and language is None:
        language = next(filter(None, map(other_language.of, reversed(earlier))), None)
    line = lines().get(language or "")
    if not line or (urgent is None and language in map(other_language.of, earlier)):
        return list(replies)
    place = urgent or 0
    changed = _below(replies[place], line) if urgent is not None else _above(replies[place], line)
    return [*replies[:place], changed, *replies[place + 1 :]]


def _above(entry: dict[str, Any], line: str) -> dict[str, Any]:
    payload = payloads.topic(payloads.PLAIN_LANGUAGE)
    buttons = list(entry["buttons"])
    if entry["topic"] != payloads.PLAIN_LANGUAGE and all(button["payload"] != payload for button in buttons):
        buttons.append({"title": all_answers()[payloads.PLAIN_LANGUAGE].title, "payload": payload})
    return {**entry, "text": line + PARAGRAPH + entry["text"], "buttons": buttons}


def _below(entry: dict[str, Any], line: str) -> dict[str, Any]:
    first, _, rest = entry["text"].partition(PARAGRAPH)
    return {**entry, "text": PARAGRAPH.join(part for part in (first, line, rest) if part)}


@lru_cache(maxsize=1)
def lines() -> dict[str, str]:
    """The lines as a parent reads them, with their numbers, by the language's code."""
    known = {code: language for code, language in all_languages().items() if language.line}
    return {code: f"**{language.name}.** {fill(language.line, source.services(), code)}" for code, language in known.items()}
