"""Everything that can be found in the reference, as documents: topics, passages of answers, questions, kommuner, contacts, laws, figures, sources."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

from bot.contacts import source
from bot.contacts.importer import State
from bot.reference.catalogue import AGES, Catalogue, Topic
from bot.reference.passages import Passage, plain

TOPIC, ANSWER, QUESTION, KOMMUN, CONTACT, LAW, FIGURE, SOURCE = "topic", "answer", "question", "kommun", "contact", "law", "figure", "source"
KINDS = {
    TOPIC: "Ämnen",
    KOMMUN: "Kommuner",
    CONTACT: "Kontakter",
    LAW: "Lagar och rättigheter",
    ANSWER: "Ur svaren",
    FIGURE: "Siffror",
    QUESTION: "Så frågar föräldrar",
    SOURCE: "Källor",
}
"""Kinds of documents, and what a group of each is called."""

PAGES = {
    "topic": "/referens/amne/{}",
    "kommun": "/referens/kommun/{}",
    "contacts": "/referens/kontakter",
    "laws": "/referens/lagar",
}
MEANT = 12
"""So many of a topic's examples are also searched by meaning; all of them are by word."""

LONGEST_MEANT = 90
SOCIAL = ("report", "main")


@dataclass(frozen=True)
class Document:
    """Something that can be found.

    `names` are other words for it, never shown; `phone` is its number as digits, 112 and E.164 alike; `meant` is the text that stands for
    its meaning, or None where it is found by words only.
    """

    kind: str
    id: str
    title: str
    text: str
    url: str
    topic: Optional[str] = None
    names: tuple[str, ...] = ()
    phone: str = ""
    meant: Optional[str] = None


def topic_page(topic: str, anchor: str = "") -> str:
    """The address of a topic's page."""
    return PAGES["topic"].format(topic) + (f"#{anchor}" if anchor else "")


def documents(catalogue: Catalogue, state: State) -> list[Document]:
    """All documents.

    Args:
        catalogue: topics and laws.
        state: the contacts database.
    """
    return [*of_topics(catalogue), *of_laws(catalogue), *of_kommuner(state), *of_contacts(state)]


def of_topics(catalogue: Catalogue) -> Iterator[Document]:
    """Topics, their passages, figures, questions and sources; none for what is only about the conversation."""
    pages: dict[str, list[tuple[Topic, str]]] = {}
    for topic in catalogue.topics.values():
        if topic.small_talk:
            continue
        yield Document(TOPIC, topic.id, topic.title, plain(topic.now), topic_page(topic.id), topic.id, (topic.id.replace("_", " "),), meant=topic.title)
        yield from _passages(topic)
        for number, figure in enumerate(topic.figures):
            text = plain(figure.text)
            yield Document(FIGURE, f"{topic.id}-{number}", plain(figure.heading), text, topic_page(topic.id, "siffror"), topic.id, meant=text)
        chosen = _spread([text for text in topic.examples if len(text) <= LONGEST_MEANT], MEANT)
        for number, text in enumerate(topic.examples):
            yield Document(QUESTION, f"{topic.id}-{number}", text, "", topic_page(topic.id), topic.id, meant=text if text in chosen else None)
        for page in topic.sources:
            pages.setdefault(page.url, []).append((topic, page.title))
    for url, uses in pages.items():
        topic, title = uses[0]
        used_in = "Bär svaren: " + ", ".join(dict.fromkeys(used.title for used, _ in uses)) + "."
        yield Document(SOURCE, url, title, used_in, topic_page(topic.id, "kallor"), topic.id, (re.sub(r"^https?://(www\.)?", "", url),))


def _passages(topic: Topic) -> Iterator[Document]:
    groups: list[tuple[str, tuple[Passage, ...]]] = [("steg", topic.steps), ("mer", topic.more)]
    for name, found in groups:
        for number, passage in enumerate(found, start=1):
            anchor, heading, text = f"{name}-{number}", plain(passage.heading), plain(passage.text)
            url = topic_page(topic.id, anchor)
            yield Document(ANSWER, f"{topic.id}-{anchor}", heading or topic.title, text, url, topic.id, meant=f"{heading} {text}".strip())
    for group, text in topic.by_age.items():
        words = plain(text).replace("\n", " ")
        yield Document(ANSWER, f"{topic.id}-{group}", f"{topic.title}, {AGES[group]}", words, topic_page(topic.id, f"alder-{group}"), topic.id, meant=words)


def of_laws(catalogue: Catalogue) -> Iterator[Document]:
    """Laws, crimes and rights."""
    for law in catalogue.laws.values():
        found = catalogue.passages_of(law.id)
        text = plain(found[0][1].text) if found else ""
        meant = f"{law.name}: {', '.join(law.also)}"
        yield Document(LAW, law.id, law.name, text, f"{PAGES['laws']}#{law.id}", found[0][0].id if found else None, law.also, meant=meant)


def of_kommuner(state: State) -> Iterator[Document]:
    """Kommuner, by every name of theirs, of the places in them, and by their social services' numbers."""
    names = _place_names()
    services: dict[str, list[Mapping[str, Any]]] = {}
    for row in state["service_kommun"].values():
        services.setdefault(row["kommun_code"], []).append(state["service"][row["service_id"]])
    for code, kommun in state["kommun"].items():
        phones = " ".join(digits(row["phone"]) for row in services.get(code, ()) if row["kind"] in SOCIAL and row["phone"])
        lan = state["lan"][kommun["lan_code"]]["name"]
        other = (kommun["full_name"], code, *names.get(code, ()))
        yield Document(KOMMUN, code, kommun["name"], lan, PAGES["kommun"].format(code), None, tuple(dict.fromkeys(other)), phones)


def _place_names(folder: Path = source.FOLDER) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for file, column in (("localities.csv", "locality"), ("districts.csv", "name"), ("aliases.csv", "alias")):
        for row in source.parse_csv((folder / file).read_bytes()):
            names.setdefault(row["kommun_code"], []).append(row[column])
    return names


def of_contacts(state: State) -> Iterator[Document]:
    """National and regional services, and on-call services; a kommun's own stand with the kommun."""
    for row in state["service"].values():
        if row["kind"] not in SOCIAL:
            url = f"{PAGES['contacts']}#{row['id']}"
            names = (row["id"].replace("_", " "), row["kind"])
            phone = digits(row["phone"]) if row["phone"] else ""
            yield Document(CONTACT, row["id"], row["name"], row["purpose"], url, None, names, phone, meant=f"{row['name']}: {row['purpose']}")


def digits(phone: str) -> str:
    """A number's digits, as they are dialled within Sweden."""
    return re.sub(r"\D", "", phone)


def _spread(texts: list[str], number: int) -> set[str]:
    """So many of the texts, from the first to the last at even distances."""
    if len(texts) <= number:
        return set(texts)
    return {texts[position * (len(texts) - 1) // (number - 1)] for position in range(number)}
