"""Reads `data/answers/`: one YAML list a theme, one entry a topic, written and reviewed by people."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Optional

import yaml

from bot.settings import DATA

FOLDER = DATA / "answers"
AGE_GROUPS = ("3-6", "7-12", "13-17")
UNKNOWN = "unknown"
"""Stands for an age group or a kommun that the parent has been asked for and has not given."""

KEYS = {"topic", "title", "urgent", "local", "ask_age", "reviewed", "now", "steps", "by_age", "more", "offer", "next", "contacts", "sources"}


class AnswerError(ValueError):
    """An answer cannot be used; the message, in Swedish, names the file, the topic and what to do."""


@dataclass(frozen=True)
class Source:
    """A page that bears what is said."""

    title: str
    url: str


@dataclass(frozen=True)
class Answer:
    """What a parent reads about one topic. Texts are Markdown, still holding references such as {tel:polisen_11414}.

    `by_age` maps an age group, and `unknown`, to words for it; `offer` is a yes/no question and the topic that yes leads to.
    """

    topic: str
    title: str
    now: str
    reviewed: str
    steps: str = ""
    more: str = ""
    urgent: bool = False
    local: bool = False
    ask_age: bool = False
    by_age: Mapping[str, str] = field(default_factory=dict)
    offer_question: str = ""
    offer_topic: Optional[str] = None
    next: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def load(folder: Path = FOLDER) -> dict[str, Answer]:
    """Read every answer.

    Args:
        folder: holds `*.yml`, each a list of answers.

    Returns:
        Topic ids to answers, in the order of the files' names and of the entries.

    Raises:
        AnswerError: a file cannot be read, a topic has two answers, a key is missing or unknown, or a topic that is pointed at
            has no answer.
    """
    found: dict[str, Answer] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise AnswerError(f"{path.name}: filen går inte att läsa. {error}") from error
        if not isinstance(entries, list):
            raise AnswerError(f"{path.name}: filen ska vara en lista med svar, ett för varje ämne.")
        for entry in entries:
            answer = _answer(path.name, entry)
            if answer.topic in found:
                raise AnswerError(f"{path.name}: ämnet {answer.topic} har redan ett svar. Ta bort det ena.")
            found[answer.topic] = answer
    for answer in found.values():
        pointed = [*answer.next, *([answer.offer_topic] if answer.offer_topic else [])]
        unknown = [topic for topic in pointed if topic not in found]
        if unknown:
            raise AnswerError(f"{answer.topic}: pekar på ämnen utan svar: {', '.join(unknown)}.")
    return found


@lru_cache(maxsize=1)
def all_answers() -> dict[str, Answer]:
    """The project's own answers, read once."""
    return load()


def faults(entry: Any) -> list[tuple[str, str]]:
    """What keeps an entry from being used, looked at by itself.

    Returns:
        The keys that are wrong, and what to do, in Swedish.
    """
    if not isinstance(entry, dict):
        return [("", "svaret ska vara nycklar med värden, och börja med - topic:")]
    found = [(key, f"saknar {key}") for key in ("topic", "title", "reviewed", "now") if not entry.get(key)]
    unknown = sorted(str(key) for key in set(entry) - KEYS)
    if unknown:
        found.append((unknown[0], f"har okända nycklar: {', '.join(unknown)}"))
    by_age = entry.get("by_age") or {}
    if not isinstance(by_age, dict) or (by_age and {str(group) for group in by_age} != {*AGE_GROUPS, UNKNOWN}):
        found.append(("by_age", f"by_age ska ha {', '.join(AGE_GROUPS)} och {UNKNOWN}"))
    offer = entry.get("offer") or {}
    if not isinstance(offer, dict) or (offer and set(offer) != {"question", "topic"}):
        found.append(("offer", "offer ska ha question och topic"))
    pages = entry.get("sources") or []
    if not isinstance(pages, list) or any(not isinstance(page, dict) or set(page) != {"title", "url"} for page in pages):
        found.append(("sources", "varje källa ska ha title och url"))
    return found


def _answer(file: str, entry: Any) -> Answer:
    problems = faults(entry)
    if problems:
        topic = entry.get("topic") if isinstance(entry, dict) else None
        raise AnswerError(f"{file}, {topic or '(ämne saknas)'}: {problems[0][1]}.")
    offer = entry.get("offer") or {}
    return Answer(
        topic=str(entry["topic"]),
        title=entry["title"],
        now=entry["now"].strip(),
        reviewed=str(entry["reviewed"]),
        steps=(entry.get("steps") or "").strip(),
        more=(entry.get("more") or "").strip(),
        urgent=bool(entry.get("urgent")),
        local=bool(entry.get("local")),
        ask_age=bool(entry.get("ask_age")),
        by_age={str(group): text.strip() for group, text in (entry.get("by_age") or {}).items()},
        offer_question=offer.get("question", ""),
        offer_topic=offer.get("topic"),
        next=tuple(entry.get("next") or ()),
        contacts=tuple(entry.get("contacts") or ()),
        sources=tuple(Source(**source) for source in entry.get("sources") or ()),
    )
