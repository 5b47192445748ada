"""`python -m bot try`: type messages and see what is understood of each, why, and the answer. Speaks Swedish, to those who keep the content.

What is typed goes the way of a parent's message: cleaned, redacted, understood, answered. Nothing of it is kept.
"""

import asyncio
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from bot import settings
from bot.contacts import hours
from bot.contacts.lookup import of_reply
from bot.contacts.store import Contacts
from bot.dialogue import payloads
from bot.dialogue.channel import text_only
from bot.dialogue.local import LocalBot
from bot.gateway.chat import clean
from bot.nlu.certain import FALLBACK
from bot.nlu.urgency import URGENT, URGENT_TOPIC, by_classifier
from bot.privacy import redact
from bot.safety.patterns import table

SHOWN = 4
"""The topic and its runner-ups."""

NEW = "/ny"
WELCOME = f"Skriv som en förälder. En siffra väljer en knapp, {NEW} börjar ett nytt samtal, Ctrl-D avslutar."
NOT_FOUND = "För osäkert: närmaste ämnen erbjuds i stället"
SURE, UNSURE = 0.6, 0.3
"""From these confidences the number is green, and yellow; below them red."""


@dataclass(frozen=True)
class Seen:
    """What was made of one message.

    `text` is what the bot saw, `struck` the kinds of personal data that were taken out; `ranking` has topics with confidence, likeliest
    first; `urgent` names the urgent topic, and `why` says in Swedish what found it.
    """

    text: str
    struck: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    unsure: bool
    entities: tuple[tuple[str, str], ...]
    urgent: Optional[str]
    why: str


class TryOut:
    """The bot, with a view of what it makes of a message.

    Args:
        kommun: the embedding site's kommun code, or None.
        bot: made unless given.
    """

    def __init__(self, kommun: Optional[str] = None, bot: Optional[LocalBot] = None) -> None:
        self._bot = bot or LocalBot()
        self._contacts = Contacts(settings.load().database_url)
        self._kommun = kommun
        self._buttons: list[Mapping[str, str]] = []
        self.forget()

    def forget(self) -> None:
        """Begin a new conversation."""
        self._conversation = secrets.token_urlsafe(8)
        self._buttons = []

    def chosen(self, typed: str) -> str:
        """The payload of the button whose number was typed, or what was typed."""
        number = int(typed) if typed.isdecimal() and len(typed) <= 2 else 0
        return self._buttons[number - 1]["payload"] if 0 < number <= len(self._buttons) else typed

    def look(self, message: str) -> Seen:
        """What is understood of a message, outside any conversation."""
        redacted = redact(message)
        return seen(redacted.text, tuple(item.kind for item in redacted.found), asyncio.run(self._bot.agent.parse_message(text_only(redacted.text))))

    def say(self, message: str) -> tuple[Optional[Seen], dict[str, Any]]:
        """A message of the conversation: what is understood, None for a button, and the answer with its contacts looked up."""
        text = clean(message)
        looked = None if payloads.PAYLOAD.fullmatch(text) else self.look(text)
        answer = self._bot.say(looked.text if looked else text, self._conversation, self._kommun)
        for reply in answer["replies"]:
            reply["contacts"] = of_reply(self._contacts, reply["contacts"], answer["kommun"], hours.now())
        self._buttons = [button for reply in answer["replies"] for button in reply["buttons"]]
        return looked, answer


def seen(text: str, struck: Sequence[str], parsed: Mapping[str, Any]) -> Seen:
    """What was made of a message.

    Args:
        text: the message as the bot saw it.
        struck: kinds of personal data that were taken out.
        parsed: Rasa's parse data.
    """
    ranking = [(entry["name"], float(entry["confidence"])) for entry in parsed.get("intent_ranking") or [] if entry["name"] != FALLBACK]
    entities = [(str(entry["entity"]), str(entry["value"])) for entry in parsed.get("entities") or []]
    urgent = parsed.get(URGENT_TOPIC) if parsed.get(URGENT) else None
    unsure = (parsed.get("intent") or {}).get("name") == FALLBACK
    return Seen(text, tuple(struck), tuple(ranking[:SHOWN]), unsure, tuple(entities), urgent, why_urgent(text, dict(ranking)) if urgent else "")


def why_urgent(text: str, probabilities: Mapping[str, float]) -> str:
    """Which layer finds danger in a message, in the order that they are asked (bot/nlu/urgency.py).

    Args:
        text: the message as the bot saw it, and as urgent.
        probabilities: topic ids to confidence.
    """
    finding = next(table().findings(text), None)
    if finding:
        return f"data/urgency.yml rad {finding.line.number}, i ”{finding.clause}”"
    if by_classifier(dict(probabilities)):
        return "ämnet självt: exemplen i data/nlu.yml"
    return "exemplen i data/urgency_examples.yml; svaret på frågan kommer efter numren"


def show(console: Console, looked: Optional[Seen], answer: Mapping[str, Any]) -> None:
    """Print what was understood, and the answer."""
    if looked:
        for line in _lines(looked):
            console.print(line)
    if answer["kommun"]:
        console.print(_line("kommun", answer["kommun"]))
    for reply in answer["replies"]:
        _show_reply(console, reply)
    buttons = [button["title"] for reply in answer["replies"] for button in reply["buttons"]]
    if buttons:
        console.print(Text("  ".join(f"[{number}] {title}" for number, title in enumerate(buttons, start=1)), style="cyan"))
    console.print()


def _lines(looked: Seen) -> Iterator[Text]:
    if looked.struck:
        yield _line("struket", f"{', '.join(looked.struck)}: ", (looked.text, "dim"))
    for number, (topic, confidence) in enumerate(looked.ranking):
        colour = "green" if confidence >= SURE else "yellow" if confidence >= UNSURE else "red"
        amount = f"{confidence:.2f}".replace(".", ",")
        yield _line("ämne" if number == 0 else "", (amount, colour), "  ", (topic, "bold" if number == 0 else "dim"))
    if looked.unsure:
        yield _line("", (NOT_FOUND, "yellow"))
    if looked.entities:
        yield _line("uppgifter", ", ".join(f"{name} {value}" for name, value in looked.entities))
    yield _line("fara nu", (f"JA, {looked.urgent}", "bold red"), f" · {looked.why}") if looked.urgent else _line("fara nu", "nej")


def _line(name: str, *parts: "str | tuple[str, str]") -> Text:
    return Text.assemble((f"{name:<10}", "dim"), *parts)


def _show_reply(console: Console, reply: Mapping[str, Any]) -> None:
    head = f"{reply['topic'] or '(utan ämne)'}{'  granskat ' + reply['reviewed'] if reply['reviewed'] else ''}"
    console.rule(Text(head, style="bold red" if reply["urgent"] else "bold"), align="left", characters="─")
    console.print(Padding(Markdown(reply["text"]), (0, 2)))
    for contact in reply["contacts"]:
        console.print(Text("  • " + ", ".join(part for part in (contact["name"], contact["phone"], contact["hours"]) if part)))
    for source in reply["sources"]:
        console.print(Text(f"  Källa: {source['title']}", style="dim"))


def run(file: Optional[str], kommun: Optional[str]) -> int:
    """The command.

    Args:
        file: a message a line, each a conversation of its own; - for standard input; None to type.
        kommun: the embedding site's kommun code, or None.

    Returns:
        The exit code.

    Raises:
        FileNotFoundError: there is no such file, or no model.
    """
    lines = None if file is None else sys.stdin.read().splitlines() if file == "-" else Path(file).read_text(encoding="utf-8").splitlines()
    console = Console(highlight=False)
    bot = TryOut(kommun)
    if lines is not None:
        for line in filter(str.strip, lines):
            bot.forget()
            console.print(Text(f"› {line}", style="bold"))
            show(console, *bot.say(line))
        return 0
    import readline  # noqa: F401  arrows and history in input()

    console.print(Text(WELCOME, style="dim"))
    while True:
        try:
            typed = console.input(Text("› ", style="bold")).strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return 0
        if typed == NEW:
            bot.forget()
        elif clean(typed):
            show(console, *bot.say(bot.chosen(typed)))
