"""Checks what the content people keep: every finding with file, line, and what to do in Swedish.

`python -m bot content check` prints the findings, and a test holds that there are none. What the conversation does with the content is
tested elsewhere; here is only what somebody who writes answers can mend.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence
from urllib.parse import urlsplit

from bot.contacts import source
from bot.contacts.choice import KOMMUN, REGION
from bot.contacts.models import KINDS
from bot.contacts.source import Fault
from bot.content import answers, examples, languages, lix, located, words
from bot.content.answers import AGE_GROUPS, UNKNOWN
from bot.content.numbers import Numbers
from bot.content.responses import REFERENCE
from bot.nlu.follow_up import LONGEST as LONGEST_FOLLOW_UP
from bot.nlu.follow_up import is_short
from bot.settings import ROOT

ANSWERS, EXAMPLES, FOLLOW_UPS, DANGER, WORDS, LANGUAGES, CONTACTS, DOMAIN = (
    "data/answers",
    "data/nlu.yml",
    "data/follow_ups.yml",
    "data/urgency_examples.yml",
    "data/words_to_avoid.yml",
    "data/languages.yml",
    "data/contacts",
    "domain.yml",
)
PUBLISHED = ("tests/nlu/test_set.jsonl", "tests/nlu/place_set.jsonl", "tests/safety/safety_set.jsonl")
CALIBRATION = "data/calibration.jsonl"
DIALOGUES = "tests/conversations/follow_ups.yml"

SMALL_TALK = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "bot_challenge", "give_location", "give_age", "ask_more", "restart", "complaint"})
"""Topics that carry the conversation: a line or two, without steps."""

ABOUT_US = frozenset({"about_service", "talk_to_human", "plain_language", "out_of_scope"})
"""Topics about the service itself, which needs no source but itself."""

LONGEST_TITLE = 40
UNREADABLE = "filen går inte att läsa härifrån; se på indrag, kolon och citattecken"

_BRACE = re.compile(r"\{[^{}\n]*\}?|\}")
_MARKDOWN_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\n]*)\)")
_BARE_ADDRESS = re.compile(r"(?<!\]\()(?:https?://|www\.)\S+")
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d]{2,}")


@dataclass(frozen=True)
class Passage:
    """A text that a parent reads: where it stands, and whether it is running text, with sentences to measure."""

    file: str
    line: int
    name: str
    text: str
    running: bool = True

    def fault(self, text: str, at: int = 0) -> Fault:
        """A finding at a place in the text."""
        return Fault(self.file, self.line + self.text.count("\n", 0, at), f"{self.name}: {text}")


@dataclass(frozen=True)
class Entry:
    """An answer as it stands in its file, and where."""

    file: str
    content: located.Located
    position: int

    @property
    def value(self) -> Any:
        """The entry."""
        return self.content.value[self.position]

    @property
    def topic(self) -> str:
        """Its topic, or what can be said instead."""
        return str(self.value.get("topic") or "(ämne saknas)") if isinstance(self.value, dict) else "(ämne saknas)"

    def fault(self, key: str, text: str, *more: Any) -> Fault:
        """A finding at one of its keys."""
        return Fault(self.file, self.content.line(self.position, key, *more), f"{self.topic}: {text}")


def check(root: Path = ROOT, today: Optional[date] = None) -> list[Fault]:
    """Everything that should be mended.

    Args:
        root: the folder that `data/`, `domain.yml` and the published sets lie in.
        today: the day it is, unless today.

    Returns:
        The findings, by file and line.
    """
    found: list[Fault] = []
    domain = _read(root, DOMAIN, found)
    entries = [Entry(file, content, position) for file, content in _answer_files(root, found) for position in range(len(content.value))]
    unreadable = bool(found)
    try:
        contacts = source.entries(root / CONTACTS)
    except source.ContactDataError as problem:
        return [*found, *(Fault(f"{CONTACTS}/{fault.file}", fault.line, fault.text) for fault in problem.faults)]
    by_id = {entry["id"]: entry for entry in contacts}
    topics = list(domain.value["intents"]) if domain else []
    for entry in entries:
        found += entry_findings(entry, topics, by_id, {other.topic for other in entries}, today or date.today())
    found += _twice_findings(entries)
    if not unreadable:
        found += _unanswered_findings(domain, topics, {entry.topic for entry in entries})
    said = [passage for entry in entries for passage in _passages(entry)] + (_domain_passages(domain) if domain else [])
    numbers = Numbers(contacts)
    for passage in said:
        found += [*_reference_findings(passage, by_id), *_number_findings(passage, numbers), *_link_findings(passage), *_reading_findings(passage)]
    found += _language_findings(root, by_id, numbers, today or date.today(), found)
    purposes = list(_purposes(root, found))
    for passage in purposes:
        found += _unknown_number_findings(passage, numbers)
    found += _word_findings(root, [*said, *purposes])
    found += _example_findings(root, topics, found)
    found += _follow_up_findings(root, {entry.topic for entry in entries}, found)
    return sorted(set(found), key=lambda fault: (fault.file, fault.line, fault.text))


def entry_findings(entry: Entry, topics: Sequence[str], contacts: Mapping[str, Any], answered: "set[str]", today: date) -> list[Fault]:
    """What is wrong with the parts of one answer.

    Args:
        entry: the answer.
        topics: ids of all topics.
        contacts: ids of all national and regional contacts, and these.
        answered: ids of the topics with an answer.
        today: the day it is.
    """
    found = [entry.fault(key, f"{text}. Se tabellen i docs/innehall.md.") for key, text in answers.faults(entry.value)]
    if found:
        return found
    value, topic = entry.value, entry.topic
    if topics and topic not in topics:
        found.append(entry.fault("topic", "ämnet finns inte i domain.yml. Rätta stavningen, eller lägg till ämnet där."))
    if len(str(value["title"])) > LONGEST_TITLE:
        found.append(entry.fault("title", f"rubriken har {len(str(value['title']))} tecken. Korta den till högst {LONGEST_TITLE}: den står på en knapp."))
    found += _date_findings(entry, today)
    if topic not in SMALL_TALK:
        if not value.get("steps"):
            found.append(entry.fault("", "steps saknas. Skriv vad föräldern gör, i steg."))
        if not value.get("next") and not value.get("offer"):
            found.append(entry.fault("", "nästa steg saknas. Skriv ämnen under next, eller en fråga under offer."))
        if topic not in ABOUT_US and not value.get("sources"):
            found.append(entry.fault("", "källor saknas. Skriv minst en sida under sources som bär det som sägs."))
    offered = [("offer", value["offer"]["topic"], ("topic",))] if value.get("offer") else []
    for key, other, place in [*(("next", other, (number,)) for number, other in enumerate(value.get("next") or ())), *offered]:
        if other not in answered:
            found.append(entry.fault(key, f"pekar på {other}, som inte har något svar. Rätta stavningen eller ta bort raden.", *place))
        elif other == topic:
            found.append(entry.fault(key, "pekar på sig själv. Välj ett annat ämne.", *place))
    for number, name in enumerate(value.get("contacts") or ()):
        if name not in contacts and name not in (KOMMUN, REGION, *KINDS):
            found.append(entry.fault("contacts", f"kontakten {name} finns inte. Välj ett id ur data/contacts/national.yml eller regional.yml.", number))
    for number, page in enumerate(value.get("sources") or ()):
        if not well_formed(str(page["url"])):
            found.append(entry.fault("sources", f"adressen {page['url']!r} ska börja med https:// och gå att öppna.", number, "url"))
    return [*found, *_age_findings(entry)]


def well_formed(address: str) -> bool:
    """Whether a web address can be one: scheme, a host with a dot in it, nothing that cannot stand in an address."""
    if re.search(r"[\s<>\"{}|\\^`]", address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.hostname or "")) and port is None and not parts.username


def _date_findings(entry: Entry, today: date) -> Iterator[Fault]:
    try:
        if date.fromisoformat(str(entry.value["reviewed"])) > today:
            yield entry.fault("reviewed", f"granskat {entry.value['reviewed']}, som inte har varit än. Skriv dagen då någon läste källorna.")
    except ValueError:
        yield entry.fault("reviewed", f"{entry.value['reviewed']!r} är inget datum. Skriv det som 2026-11-22.")


def _age_findings(entry: Entry) -> Iterator[Fault]:
    by_age = {str(group): str(text or "").strip() for group, text in (entry.value.get("by_age") or {}).items()}
    if entry.value.get("ask_age") and not by_age:
        yield entry.fault("ask_age", "boten frågar efter åldern men svaret är detsamma. Skriv by_age, eller ta bort ask_age.")
    seen: dict[str, str] = {}
    for group in (*AGE_GROUPS, UNKNOWN) if by_age else ():
        if not by_age[group]:
            yield entry.fault("by_age", f"{group} är tomt. Skriv vad som gäller för den åldern.", group)
        elif by_age[group] in seen:
            yield entry.fault("by_age", f"{group} har samma ord som {seen[by_age[group]]}. Skriv vad som skiljer, eller lägg orden i steps.", group)
        seen.setdefault(by_age[group], group)


def _twice_findings(entries: Sequence[Entry]) -> Iterator[Fault]:
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.topic, entry)
        if other is not entry:
            yield entry.fault("topic", f"ämnet har redan ett svar i {other.file}. Ta bort det ena.")


def _language_findings(root: Path, contacts: Mapping[str, Any], numbers: Numbers, today: date, unreadable: list[Fault]) -> list[Fault]:
    """What is wrong with the lines in other languages; how hard they are to read, and which words to avoid, is known for Swedish only."""
    content = _read(root, LANGUAGES, unreadable)
    if content is None:
        return []
    if not isinstance(content.value, list):
        return [Fault(LANGUAGES, 1, "filen ska vara en lista med språk, där varje språk börjar med - code:")]
    found: list[Fault] = []
    for number, entry in enumerate(content.value):
        code = str(entry.get("code") or "(code saknas)") if isinstance(entry, dict) else "(code saknas)"
        problems = languages.faults(entry, today)
        found += [Fault(LANGUAGES, content.line(number, key), f"{code}: {text}. Se docs/innehall.md.") for key, text in problems]
        if problems or "line" not in entry:
            continue
        passage = Passage(LANGUAGES, content.line(number, "line"), code, entry["line"], running=False)
        found += [*_reference_findings(passage, contacts), *_number_findings(passage, numbers), *_link_findings(passage)]
        if languages.EMERGENCY not in entry["line"]:
            found.append(passage.fault(f"meningen saknar {languages.EMERGENCY}. Den står också där någon är i fara: välj en som nämner numret."))
        for place, page in enumerate(entry["sources"]):
            if not well_formed(str(page["url"])):
                text = f"{code}: adressen {page['url']!r} ska börja med https:// och gå att öppna."
                found.append(Fault(LANGUAGES, content.line(number, "sources", place, "url"), text))
    return found


def _unanswered_findings(domain: Optional[located.Located], topics: Sequence[str], answered: "set[str]") -> Iterator[Fault]:
    for number, topic in enumerate(topics):
        if domain and topic not in answered:
            yield Fault(DOMAIN, domain.line("intents", number), f"{topic}: ämnet har inget svar. Skriv ett i {ANSWERS}/.")


def _passages(entry: Entry) -> Iterator[Passage]:
    """Every text of an answer that a parent reads; the titles of sources are others' words."""
    if answers.faults(entry.value):
        return
    value = entry.value
    found: list[tuple[tuple[Any, ...], Any, bool]] = [(("title",), value["title"], False)]
    found += [((key,), value.get(key), True) for key in ("now", "steps", "more")]
    found += [(("by_age", str(group)), text, True) for group, text in (value.get("by_age") or {}).items()]
    if value.get("offer"):
        found.append((("offer", "question"), value["offer"]["question"], False))
    for key, text, running in found:
        if text:
            yield Passage(entry.file, entry.content.line(entry.position, *key), f"{entry.topic}, {' '.join(key)}", str(text), running)


def _domain_passages(domain: located.Located) -> list[Passage]:
    found = []
    for name, variations in (domain.value.get("responses") or {}).items():
        for number, variation in enumerate(variations):
            found.append(Passage(DOMAIN, domain.line("responses", name, number, "text"), name, variation["text"]))
            for place, button in enumerate(variation.get("buttons") or ()):
                line = domain.line("responses", name, number, "buttons", place, "title")
                found.append(Passage(DOMAIN, line, name, button["title"], running=False))
    return found


def _purposes(root: Path, found: list[Fault]) -> Iterator[Passage]:
    for name in ("national.yml", "regional.yml"):
        content = _read(root, f"{CONTACTS}/{name}", found)
        for number, entry in enumerate(content.value if content else ()):
            yield Passage(f"{CONTACTS}/{name}", content.line(number, "purpose"), entry["id"], entry["purpose"], running=False)  # type: ignore[union-attr]


def _reference_findings(passage: Passage, contacts: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    for brace in _BRACE.finditer(passage.text):
        match = REFERENCE.fullmatch(brace.group())
        if not match:
            yield passage.fault(f"{brace.group()!r} går inte att läsa. Skriv {{tel:id}} eller {{link:id}}, utan mellanslag.", brace.start())
            continue
        kind, name = match.groups()
        if name not in contacts:
            yield passage.fault(f"{brace.group()}: kontakten finns inte. Välj ett id ur data/contacts/national.yml.", brace.start())
        elif not contacts[name].get("phone" if kind == "tel" else "url"):
            what = "inget nummer" if kind == "tel" else "ingen adress"
            yield passage.fault(f"{brace.group()}: kontakten har {what}. Välj en annan, eller skriv in det hos kontakten.", brace.start())


def _number_findings(passage: Passage, numbers: Numbers) -> Iterator[Fault]:
    for start, number in numbers.find(_blank(REFERENCE, passage.text)):
        name = numbers.contact(number)
        what = f"Skriv {{tel:{name}}} i stället." if name else "Lägg in det i data/contacts/national.yml, och skriv {tel:id} här."
        yield passage.fault(f"numret {number} står i texten. {what}", start)


def _unknown_number_findings(passage: Passage, numbers: Numbers) -> Iterator[Fault]:
    for start, number in numbers.find(passage.text):
        if not numbers.contact(number):
            yield passage.fault(f"numret {number} finns inte hos någon kontakt. Rätta det, eller skriv in det under phone.", start)


def _link_findings(passage: Passage) -> Iterator[Fault]:
    for match in _MARKDOWN_LINK.finditer(passage.text):
        if not well_formed(match.group(1)):
            yield passage.fault(f"länken {match.group()!r} går inte att öppna. Adressen ska börja med https://.", match.start())
    for match in _BARE_ADDRESS.finditer(passage.text):
        yield passage.fault(f"adressen {match.group()!r} står i texten. Skriv {{link:id}}, eller [ord](adress).", match.start())


def _reading_findings(passage: Passage) -> Iterator[Fault]:
    level = lix.lix(passage.text) if passage.running else 0.0
    if level >= lix.LIMIT:
        yield passage.fault(f"svår att läsa: LIX {level:.0f}, ska vara under {lix.LIMIT}. Dela långa meningar och byt långa ord mot korta.")


def _word_findings(root: Path, passages: Sequence[Passage]) -> list[Fault]:
    try:
        avoided = words.load(root / WORDS)
    except words.WordListError as problem:
        return [Fault(WORDS, problem.line, str(problem))]
    return [
        passage.fault(f"”{match.group()}” ska inte stå här. {entry.why} Skriv i stället: {entry.instead}", match.start())
        for passage in passages
        for entry in avoided
        for match in entry.found(passage.text)
    ]


def _example_findings(root: Path, topics: Sequence[str], found: list[Fault]) -> list[Fault]:
    by_topic, danger = _read(root, EXAMPLES, found), _read(root, DANGER, found)
    if not by_topic or not danger:
        return []
    own = {EXAMPLES: list(examples.of_topics(by_topic)), DANGER: list(examples.of_danger(danger))}
    new = [*_topic_example_findings(by_topic, own[EXAMPLES], topics)]
    sets = {name: examples.published(root / name) for name in PUBLISHED}
    calibration, faults = _calibration(root, topics)
    new += faults
    own[CALIBRATION] = calibration
    for file, rows in own.items():
        for row, first in examples.twice(rows):
            new.append(Fault(file, row.line, f"{row.topic}: ”{_short(row.text)}” står redan under {first.topic}, rad {first.line}. Ta bort det ena."))
        for name, messages in sets.items():
            for row, message in examples.leaks(rows, messages):
                text = f"{row.topic}: ”{_short(row.text)}” liknar ”{_short(message)}” i {name}. Ta bort exemplet: annars mäts boten på sådant den fått läsa."
                new.append(Fault(file, row.line, text))
    for row, message in examples.leaks(own[EXAMPLES], [row.text for row in calibration]):
        text = f"{row.topic}: ”{_short(row.text)}” liknar ”{_short(message)}” i {CALIBRATION}. Ta bort exemplet: annars blir boten för säker på sin sak."
        new.append(Fault(EXAMPLES, row.line, text))
    return new


def _calibration(root: Path, topics: Sequence[str]) -> tuple[list[examples.Example], list[Fault]]:
    """The messages that calibrate the confidence, and what is wrong with their lines."""
    rows, found = [], []
    for line, content in enumerate((root / CALIBRATION).read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(content)
            text, right = row["text"], [row["topic"], *row.get("also", [])]
        except (ValueError, TypeError, KeyError):
            found.append(Fault(CALIBRATION, line, 'raden går inte att läsa. Den ska se ut så: {"text": "…", "topic": "…", "kind": "everyday"}'))
            continue
        rows.append(examples.Example(text, right[0], line))
        found += [Fault(CALIBRATION, line, f"{name}: ämnet finns inte i {DOMAIN}. Rätta stavningen.") for name in right if name not in topics]
    return rows, found


def _topic_example_findings(content: located.Located, rows: Sequence[examples.Example], topics: Sequence[str]) -> Iterator[Fault]:
    headings: dict[str, int] = {}
    for number, entry in enumerate(content.value["nlu"]):
        line = content.line("nlu", number, "intent")
        headings.setdefault(entry["intent"], line)
        kind = (entry.get("metadata") or {}).get("kind", "mixed")
        if kind not in examples.KINDS:
            yield Fault(EXAMPLES, line, f"{entry['intent']}: sorten ”{kind}” finns inte. Välj en av {', '.join(examples.KINDS)}.")
    for topic in (name for name in topics if name not in examples.WITHOUT):
        own = [row for row in rows if row.topic == topic]
        line = headings.get(topic, 1)
        if len(own) < examples.FEWEST:
            yield Fault(EXAMPLES, line, f"{topic}: {len(own)} exempel. Skriv minst {examples.FEWEST}, så som föräldrar skriver.")
        elif sum(not row.clean for row in own) * examples.MESSY < len(own):
            yield Fault(EXAMPLES, line, f"{topic}: för få röriga exempel. Minst vart tredje ska sakna stor bokstav eller punkt, som i verkligheten.")
    for topic, line in headings.items():
        if topics and topic not in topics:
            yield Fault(EXAMPLES, line, f"{topic}: ämnet finns inte i domain.yml. Rätta stavningen, eller lägg till ämnet där.")


def _follow_up_findings(root: Path, answered: "set[str]", unreadable: list[Fault]) -> list[Fault]:
    content, published = _read(root, FOLLOW_UPS, unreadable), _read(root, DIALOGUES, unreadable)
    if not content or not published:
        return []
    found: list[Fault] = []
    said: dict[tuple[str, str], int] = {}
    measured = {(before["topic"], examples.same(turn["say"])) for row in published.value for before, turn in zip(row["turns"], row["turns"][1:])}
    for after, topics in content.value.items():
        for topic, texts in (topics or {}).items():
            for name in {after, topic} - answered:
                found.append(Fault(FOLLOW_UPS, content.line(after, topic), f"{name}: ämnet har inget svar. Rätta stavningen."))
            for position, text in enumerate(texts or []):
                line, key = content.line(after, topic, position), (after, examples.same(text))
                if not is_short(text):
                    found.append(
                        Fault(FOLLOW_UPS, line, f"{topic}: ”{_short(text)}” är längre än {LONGEST_FOLLOW_UP} ord. Korta den, eller flytta den till {EXAMPLES}.")
                    )
                if key in said:
                    found.append(Fault(FOLLOW_UPS, line, f"{topic}: ”{_short(text)}” står redan efter {after}, rad {said[key]}. Ta bort det ena."))
                if key in measured:
                    found.append(Fault(FOLLOW_UPS, line, f"{topic}: ”{_short(text)}” står också efter {after} i {DIALOGUES}. Ta bort exemplet."))
                said.setdefault(key, line)
    return found


def _answer_files(root: Path, found: list[Fault]) -> Iterator[tuple[str, located.Located]]:
    for path in sorted((root / ANSWERS).glob("*.yml")):
        content = _read(root, f"{ANSWERS}/{path.name}", found)
        if content and isinstance(content.value, list):
            yield f"{ANSWERS}/{path.name}", content
        elif content:
            found.append(Fault(f"{ANSWERS}/{path.name}", 1, "filen ska vara en lista med svar, där varje svar börjar med - topic:"))


def _read(root: Path, name: str, found: list[Fault]) -> Optional[located.Located]:
    try:
        return located.read(root / name)
    except located.Unreadable as problem:
        found.append(Fault(name, problem.line, UNREADABLE))
    return None


def _blank(pattern: "re.Pattern[str]", text: str) -> str:
    """The text with what the pattern finds put out, every place kept."""
    return pattern.sub(lambda match: "_" * len(match.group()), text)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
