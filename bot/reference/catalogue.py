"""Every answer as a topic of the reference: what to do, for each age, what to say, law, figures, sources, whom to ring. Plain data."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import yaml

from bot.contacts import source
from bot.contacts.choice import KOMMUN, REGION
from bot.content import answers as content
from bot.content.answers import AGE_GROUPS, UNKNOWN, Answer
from bot.content.responses import fill
from bot.content.review import year_of
from bot.files import YAML
from bot.reference.passages import Passage, is_figure, not_to_do, passages, plain, to_say, years
from bot.settings import DATA

LAWS = DATA / "laws.yml"
EXAMPLES = DATA / "nlu.yml"
SMALL_TALK = "7_samtal"
THEMES = {
    "1_akut": "Akut",
    "2_tecken": "Tecken",
    "3_hant": "Något har hänt",
    "4_prata": "Prata med barnet",
    "5_anmala": "Anmäla",
    "6_hjalp": "Hjälp och fakta",
    SMALL_TALK: "Samtalet med boten",
}
"""Files of `data/answers/`, and what they are called."""

AGES = {"3-6": "3–6 år", "7-12": "7–12 år", "13-17": "13–17 år", UNKNOWN: "Alla åldrar"}
LOCAL_NAMES = {
    KOMMUN: "Socialtjänsten i kommunen",
    REGION: "Allt annat som finns där familjen bor",
    "mika": "Mikamottagning",
    "bup": "Barn- och ungdomspsykiatrin, BUP",
    "koordinator": "Regionkoordinator",
}
"""What a reference to somebody near is called where no kommun is chosen."""


@dataclass(frozen=True)
class Law:
    """A law, crime or right that the answers speak of. `also` is what people search for; `words` stand in the answers."""

    id: str
    name: str
    also: tuple[str, ...]
    words: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether a plain text speaks of it."""
        lowered = text.lower()
        return any(word.lower() in lowered for word in self.words)


@dataclass(frozen=True)
class LawPassage:
    """What an answer says of a law."""

    law: str
    name: str
    text: str


@dataclass(frozen=True)
class Figure:
    """A passage with a figure, and the years that it names, newest first."""

    heading: str
    text: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class SourcePage:
    """A page that bears an answer; `year` is the one that its title names, if any."""

    title: str
    url: str
    year: "int | None"


@dataclass(frozen=True)
class Topic:
    """One topic. Texts are Markdown with numbers put in. `say` and `avoid` are the answer's own words, picked out."""

    id: str
    title: str
    theme: str
    urgent: bool
    reviewed: str
    now: str
    steps: tuple[Passage, ...]
    numbered: bool
    by_age: Mapping[str, str]
    more: tuple[Passage, ...]
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    laws: tuple[LawPassage, ...]
    figures: tuple[Figure, ...]
    sources: tuple[SourcePage, ...]
    next: tuple[str, ...]
    contacts: tuple[str, ...]
    examples: tuple[str, ...]

    @property
    def small_talk(self) -> bool:
        """Whether it is about the conversation itself, and nothing to look up."""
        return self.theme == SMALL_TALK


@dataclass(frozen=True)
class Catalogue:
    """All topics and laws, in the order of their files."""

    topics: Mapping[str, Topic]
    laws: Mapping[str, Law]

    def passages_of(self, law: str) -> list[tuple[Topic, LawPassage]]:
        """What the answers say of a law, each text once."""
        seen: dict[str, tuple[Topic, LawPassage]] = {}
        for topic in self.topics.values():
            for passage in topic.laws:
                if passage.law == law:
                    seen.setdefault(passage.text, (topic, passage))
        return list(seen.values())

    def figures(self) -> list[tuple[Topic, Figure]]:
        """Every figure, newest first."""
        found = [(topic, figure) for topic in self.topics.values() for figure in topic.figures]
        return sorted(found, key=lambda pair: -pair[1].years[0])


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The project's own, read once."""
    return load()


def load(folder: Path = content.FOLDER, laws: Path = LAWS, examples: Path = EXAMPLES) -> Catalogue:
    """Make the catalogue.

    Args:
        folder: the answers.
        laws: the laws.
        examples: what parents write.

    Raises:
        AnswerError: an answer cannot be used.
    """
    known = _laws(laws)
    contacts = {entry["id"]: entry for entry in source.entries()}
    themes = {topic: path.stem for path in sorted(folder.glob("*.yml")) for topic in re.findall(r"^- topic: *(\w+)", path.read_text(encoding="utf-8"), re.M)}
    written = _examples(examples)
    topics = {
        answer.topic: _topic(answer, themes[answer.topic], known, contacts, tuple(written.get(answer.topic, ()))) for answer in content.load(folder).values()
    }
    return Catalogue(topics, known)


def _examples(path: Path) -> dict[str, list[str]]:
    entries = yaml.load(path.read_text(encoding="utf-8"), YAML)["nlu"]
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(entry["intent"], []).extend(line.strip().removeprefix("-").strip() for line in entry["examples"].splitlines() if line.strip())
    return found


def _laws(path: Path) -> dict[str, Law]:
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {entry["id"]: Law(entry["id"], entry["name"], tuple(map(str, entry["also"])), tuple(map(str, entry["words"]))) for entry in entries}


def _topic(answer: Answer, theme: str, laws: Mapping[str, Law], contacts: Mapping[str, Any], examples: tuple[str, ...]) -> Topic:
    now, steps, more = (fill(text, contacts, answer.topic) for text in (answer.now, answer.steps, answer.more))
    by_age = {group: fill(answer.by_age[group], contacts, answer.topic) for group in (*AGE_GROUPS, UNKNOWN) if group in answer.by_age}
    everything = tuple(passage for text in (now, *by_age.values(), steps, more) for passage in passages(text))
    return Topic(
        id=answer.topic,
        title=answer.title,
        theme=theme,
        urgent=answer.urgent,
        reviewed=answer.reviewed,
        now=now,
        steps=passages(steps),
        numbered=bool(re.match(r"\d+\.", steps)),
        by_age=by_age,
        more=passages(more),
        say=to_say(everything),
        avoid=not_to_do(everything),
        laws=tuple(LawPassage(law.id, law.name, passage.markdown) for law in laws.values() for passage in everything if law.is_in(plain(passage.markdown))),
        figures=tuple(Figure(passage.heading, passage.markdown, years(plain(passage.markdown))) for passage in everything if is_figure(passage)),
        sources=tuple(SourcePage(page.title, page.url, year_of(page.title)) for page in answer.sources),
        next=tuple(dict.fromkeys([*([answer.offer_topic] if answer.offer_topic else []), *answer.next])),
        contacts=answer.contacts,
        examples=examples,
    )


def as_text(topic: Topic, titles: Mapping[str, str], address: str) -> str:
    """A topic as plain text, to be pasted into a letter or a note, with its sources and the day of its review.

    Args:
        topic: the topic.
        titles: topic ids to titles.
        address: where the topic stands, for whoever reads the text later.
    """
    parts = [topic.title.upper(), plain(topic.now, True)]
    steps = [plain(step.markdown, True) for step in topic.steps]
    parts.append("\n".join(f"{number}. {step}" if topic.numbered else step for number, step in enumerate(steps, start=1)))
    for group, text in topic.by_age.items():
        parts.append(f"{AGES[group].upper()}\n{plain(text, True)}")
    parts += [plain(passage.markdown, True) for passage in topic.more]
    if topic.sources:
        parts.append("Källor:\n" + "\n".join(f"- {page.title}, {page.url}" for page in topic.sources))
    if topic.next:
        parts.append("Se också: " + ", ".join(titles[name] for name in topic.next) + ".")
    parts.append(f"Föräldralotsen, granskat {topic.reviewed}. {address}")
    return "\n\n".join(part for part in parts if part) + "\n"
