"""The search over the reference: one index, by word and by meaning. Pure: a query in, ranked groups of results out.

By word: dictionary forms, beginnings of words as one types, parts of compounds, misspellings, and å, ä, ö however they are written. By
meaning: the query's vector beside those of the documents, and the topics that the bot's own understanding finds likely. A document's
score joins the ways as if they were independent reasons to show it.
"""

import math
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Any, Iterable, Mapping, Optional, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.words import fold, words
from bot.reference.documents import ANSWER, CONTACT, FIGURE, KINDS, KOMMUN, LAW, QUESTION, SOURCE, TOPIC, Document, digits
from bot.reference.meaning import NONE, Meanings

LONGEST_QUERY = 300
MOST_WORDS = 24
EXCERPT = 180
"""Characters of a text that a result shows."""

LONGEST_TITLE = 120
"""Characters of a title that a result shows: some questions are long."""

LEAST = 0.24
"""Results below this score are left out."""

IN_GROUP = {TOPIC: 5, KOMMUN: 4, CONTACT: 5, LAW: 4, ANSWER: 6, FIGURE: 3, QUESTION: 4, SOURCE: 3}
WEIGHT = {TOPIC: 1.0, KOMMUN: 1.0, CONTACT: 0.98, LAW: 0.99, ANSWER: 0.86, FIGURE: 0.84, QUESTION: 0.8, SOURCE: 0.72}
"""How much a kind counts beside the others when groups are put in order."""

BY_WORD, BY_MEANING, BY_UNDERSTANDING = 0.92, 0.62, 0.85
"""How sure each way can be by itself."""

NAMED = 0.94
"""How sure it is that the page of a kommun is wanted that is named among other words."""

WHOLE_NAME = 0.98
"""How sure it is that what is called just what was typed is meant."""

FAR, NEAR = 0.22, 0.75
"""Likeness to the query, after standardising, from which a document counts as near in meaning, and from which it means the same."""

EXACT, FORM, BEGINNING, PART, MISSPELT = 1.0, 0.96, 0.86, 0.6, 0.72
"""How good a match of a word is."""

TITLE, NAME, TEXT, BODY = 1.0, 0.94, 0.62, 0.8
"""How much a word counts where it stands; BODY is the text of what is little but text."""

SPEAKING = 6
"""So many of what belongs to a topic, those that fit the query best, speak for it."""

SHORTEST_PART, SHORTEST_MISSPELT = 5, 5
"""Letters of a word that may be found inside another, and that may be misspelt."""

MISSPELT_BY = (5, 8, 13)
"""Letters from which one, two and three may be wrong."""

NUMBER = re.compile(r"[\d\s()+/-]{3,}")
"""A telephone number, or the beginning of one, and nothing else."""

_LITTLE = (
    "och att det som en ett är var på i av för med den till har de inte om han hon jag vi du man nu men sig sin sitt sina min mitt mina mig dig oss er dem "
    "dom då så när hur vad vem vart kan ska skulle vill från vid eller bara där här också nog ju väl åt över under efter utan än ut in upp ner redan mycket "
    "ha hade blir bli blev får fick gör göra någon något några nån nåt alla allt the a of to"
)
STOPWORDS = frozenset(map(fold, _LITTLE.split()))


@dataclass(frozen=True)
class Part:
    """A stretch of text; `hit` where it matches the query."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Result:
    """Something found. `name` is the other name that a kommun was found by, or the topic that a passage or a question belongs to."""

    kind: str
    id: str
    title: tuple[Part, ...]
    excerpt: tuple[Part, ...]
    url: str
    topic: Optional[str]
    name: Optional[str]
    score: float


@dataclass(frozen=True)
class Group:
    """The results of one kind, best first."""

    kind: str
    title: str
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Match:
    """What a query's words match: for each, the terms and how well; and how much the word says."""

    terms: Mapping[int, float]
    weight: float


class Index:
    """All documents, ready to be searched.

    Args:
        documents: what can be found.
        meanings: vectors and dictionary forms, as far as they are made.
    """

    def __init__(self, documents: Sequence[Document], meanings: Meanings = NONE) -> None:
        self._documents = list(documents)
        self._lemmas = {fold(word): fold(lemma) for word, lemma in meanings.lemmas.items()}
        self._terms: list[str] = []
        self._number: dict[str, int] = {}
        self._sizes = np.zeros(len(self._documents), dtype=np.float32)
        places: dict[int, dict[int, float]] = defaultdict(dict)
        for position, document in enumerate(self._documents):
            self._read(position, document, places)
        self._places = {term: (np.fromiter(found, dtype=np.int32), np.fromiter(found.values(), dtype=np.float32)) for term, found in places.items()}
        self._all_terms = "\n".join(self._terms)
        self._starts = [0, *accumulate(len(term) + 1 for term in self._terms)]
        self._by_lemma: dict[str, list[int]] = defaultdict(list)
        for term, number in self._number.items():
            # "dom" has a dictionary form in common with "domar", but nearly always means "de".
            if term not in STOPWORDS:
                self._by_lemma[self._lemmas.get(term, term)].append(number)
        self._named: dict[str, list[int]] = defaultdict(list)
        for position, document in enumerate(self._documents):
            if document.kind not in (QUESTION, ANSWER):
                for name in {_phrase(document.title), *map(_phrase, document.names)}:
                    self._named[name].append(position)
        self._phones = [(position, document.phone.split()) for position, document in enumerate(self._documents) if document.phone]
        self._kinds = np.array([list(KINDS).index(document.kind) for document in self._documents])
        self._topics = {document.id: position for position, document in enumerate(self._documents) if document.kind == TOPIC}
        self._of_topic: dict[str, list[int]] = defaultdict(list)
        for position, document in enumerate(self._documents):
            if document.topic in self._topics and document.kind != TOPIC:
                self._of_topic[document.topic].append(position)
        self._stand(meanings)

    @property
    def has_meanings(self) -> bool:
        """Whether anything can be found by meaning."""
        return self._vectors is not None

    def search(self, query: str, vector: Any = None, likely: Mapping[str, float] = {}, kommun: Optional[str] = None) -> list[Group]:
        """What is found for a query.

        Args:
            query: what was typed, whole or half.
            vector: the query's sentence vector, or None to search by word only.
            likely: topics that the bot's understanding finds likely, with their confidence.
            kommun: code of a kommun that the understanding found named.

        Returns:
            Groups with results, the group with the best result first.
        """
        typed = query.strip()[:LONGEST_QUERY]
        if NUMBER.fullmatch(typed):
            # Who types a number means that number: the words it stands among say nothing.
            vector, likely = None, {}
        matches = self._match(typed)
        scores = self._by_word(matches, len(words(typed)))
        scores = np.maximum(scores, self._by_number(typed))
        near = self._by_meaning(vector)
        reasons = 1 - (1 - BY_WORD * scores) * (1 - BY_MEANING * near)
        for topic, members in self._of_topic.items():
            # What its questions, steps and facts say about the query speaks for the topic too.
            position, best = self._topics[topic], np.sort(reasons[members])[-SPEAKING:]
            reasons[position] = max(reasons[position], 0.5 * float(best[-1]) + 0.35 * float(best.mean()))
        for topic, confidence in likely.items():
            if topic in self._topics:
                position = self._topics[topic]
                reasons[position] = 1 - (1 - reasons[position]) * (1 - BY_UNDERSTANDING * confidence)
        for position in self._named.get(_phrase(typed), ()):
            # Of "Håbo" and "Habo" it is the one that is written so.
            just_so = self._documents[position].title.lower() == typed.lower()
            reasons[position] = max(reasons[position], WHOLE_NAME + 0.01 * just_so)
        if kommun:
            for position, document in enumerate(self._documents):
                if document.kind == KOMMUN and document.id == kommun:
                    reasons[position] = max(reasons[position], NAMED)
        return self._groups(typed, reasons, matches)

    def _groups(self, typed: str, reasons: Any, matches: Sequence[Match]) -> list[Group]:
        groups = []
        hits = {self._terms[number] for match in matches for number, strength in match.terms.items() if strength >= PART}
        for number, (kind, title) in enumerate(KINDS.items()):
            positions = np.flatnonzero((self._kinds == number) & (reasons >= LEAST))
            best = positions[np.argsort(-reasons[positions], kind="stable")][: IN_GROUP[kind]]
            if len(best):
                first = float(reasons[best[0]])
                # What is much worse than the best of its kind is noise beside it.
                kept = [int(position) for position in best if reasons[position] >= 0.5 * first]
                results = tuple(self._result(self._documents[position], float(reasons[position]), hits) for position in kept)
                groups.append(Group(kind, title, results))
        return sorted(groups, key=lambda group: -group.results[0].score * WEIGHT[group.kind])

    def _result(self, document: Document, score: float, hits: set[str]) -> Result:
        text = excerpt(document.text, hits)
        title = parts(clipped(document.title), hits)
        others = () if any(part.hit for part in title) else document.names
        name = next((name for name in others if any(fold(word.text) in hits for word in words(name))), None)
        shown = name if document.kind == KOMMUN and name and not name.isdigit() else None
        if document.kind in (ANSWER, FIGURE, QUESTION) and document.topic in self._topics:
            shown = self._documents[self._topics[document.topic]].title
        return Result(document.kind, document.id, title, parts(text, hits), document.url, document.topic, shown, round(min(score, 1.0), 4))

    # By word

    def _read(self, position: int, document: Document, places: dict[int, dict[int, float]]) -> None:
        number = 0
        body = BODY if document.kind in (ANSWER, FIGURE) else TEXT
        # What a source is used for is shown, but is not what it is about.
        words_of = "" if document.kind == SOURCE else document.text
        for text, weight in ((document.title, TITLE), *((name, NAME) for name in document.names), (words_of, body)):
            for word in words(text):
                for term in _forms(_folded(word.text)):
                    found = places[self._term(term)]
                    found[position] = max(found.get(position, 0.0), weight)
                number += weight != NAME
        self._sizes[position] = max(1, number)

    def _term(self, term: str) -> int:
        if term not in self._number:
            self._number[term] = len(self._terms)
            self._terms.append(term)
        return self._number[term]

    def _match(self, typed: str) -> list[Match]:
        found = words(typed)[:MOST_WORDS]
        folded = [fold(word.text) for word in found]
        telling = [term for term in folded if term not in STOPWORDS and (len(term) > 1 or term.isdigit())] or folded
        unfinished = bool(folded) and not typed.endswith(" ")
        matches = []
        for term in dict.fromkeys(telling):
            last = unfinished and term == folded[-1]
            terms = self._matching(term, last)
            where = {int(place) for number in terms for place in self._places[number][0]} if len(terms) < 40 else set(range(len(self._documents) // 4))
            weight = math.log(1 + len(self._documents) / (1 + len(where)))
            matches.append(Match(terms, weight))
        return matches

    def _matching(self, term: str, unfinished: bool) -> dict[int, float]:
        found: dict[int, float] = {}
        lemma = self._lemmas.get(term, term)
        for number in self._by_lemma.get(lemma, ()):
            found[number] = FORM
        if term in self._number:
            found[self._number[term]] = EXACT
        if len(term) >= 2 and (unfinished or len(term) >= 4):
            for number in self._holding(term, anywhere=len(term) >= SHORTEST_PART):
                other = self._terms[number]
                near = other.startswith(term) and (unfinished or len(other) - len(term) <= 3)
                found.setdefault(number, BEGINNING if near else PART)
        if not found and len(term) >= SHORTEST_PART + 2:
            # A form that no text has: "kränkningarnas" has its beginning in common with "kränkningar".
            stem = term[: max(SHORTEST_PART, len(term) - 3)]
            found = dict.fromkeys(self._holding(stem, anywhere=False), PART)
        if not any(strength >= FORM for strength in found.values()) and len(term) >= SHORTEST_MISSPELT and not term.isdigit():
            most = sum(len(term) >= letters for letters in MISSPELT_BY)
            alike = process.extract(term, self._terms, scorer=OSA.distance, score_cutoff=most, limit=8)
            for other, distance, number in alike:
                if other[0] == term[0] or distance == 1:
                    found[number] = max(found.get(number, 0.0), MISSPELT - 0.08 * (distance - 1))
        if not found:
            # A compound that no text has, of which a part is known: "barnporrbrott".
            ends = [term[:end] for end in range(SHORTEST_PART, len(term))] + [term[start:] for start in range(1, len(term) - SHORTEST_PART + 1)]
            known = [other for other in ends if other in self._number and other not in STOPWORDS]
            found = {self._number[other]: PART for other in sorted(known, key=len)[-1:]}
        return found

    def _holding(self, part: str, anywhere: bool) -> list[int]:
        """The terms that begin with a part, or hold it anywhere."""
        before = "" if anywhere else "(?:^|(?<=\n))"
        return [bisect_right(self._starts, match.start()) - 1 for match in re.finditer(before + re.escape(part), self._all_terms)]

    def _by_word(self, matches: Sequence[Match], typed: int) -> Any:
        total = sum(match.weight for match in matches)
        scores = np.zeros(len(self._documents), dtype=np.float32)
        if not total:
            return scores
        matched = np.zeros(len(self._documents), dtype=np.float32)
        for match in matches:
            best = np.zeros(len(self._documents), dtype=np.float32)
            for number, strength in match.terms.items():
                where, weights = self._places[number]
                np.maximum.at(best, where, strength * weights)
            scores += match.weight * best
            matched += best > 0
        # Of two that hold the words, the one with fewer others is more about them; one with most of the words is more than half right.
        short = 0.88 + 0.12 * np.minimum(1.0, matched / self._sizes)
        return short * (scores / total) ** 1.25

    def _by_number(self, typed: str) -> Any:
        scores = np.zeros(len(self._documents), dtype=np.float32)
        wanted = digits(typed)
        if not NUMBER.fullmatch(typed) or len(wanted) < 3:
            return scores
        wanted = "0" + wanted[2:] if typed.startswith("+46") else wanted
        for position, phones in self._phones:
            for phone in phones:
                if phone == wanted:
                    scores[position] = WHOLE_NAME / BY_WORD
                elif phone.startswith(wanted):
                    scores[position] = max(scores[position], 0.8)
        return scores

    # By meaning

    def _stand(self, meanings: Meanings) -> None:
        found = [(position, meanings.of(document.meant)) for position, document in enumerate(self._documents) if document.meant]
        known = [(position, vector) for position, vector in found if vector is not None]
        self._meant = np.array([position for position, _ in known], dtype=np.int32)
        self._vectors = None
        if len(known) > 1:
            rows = np.array([vector for _, vector in known], dtype=np.float32)
            # The vectors lie close together: only what sets them apart says anything.
            self._mean, self._spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
            self._vectors = _unit((rows - self._mean) / self._spread)

    def _by_meaning(self, vector: Any) -> Any:
        scores = np.zeros(len(self._documents), dtype=np.float32)
        if vector is None or self._vectors is None:
            return scores
        asked = _unit((np.asarray(vector, dtype=np.float32) - self._mean)[None] / self._spread)[0]
        likeness = self._vectors @ asked
        scores[self._meant] = np.clip((likeness - FAR) / (NEAR - FAR), 0.0, 1.0)
        return scores


def parts(text: str, hits: Iterable[str]) -> tuple[Part, ...]:
    """A text cut where words that match begin and end.

    Args:
        text: the text.
        hits: folded words that match.
    """
    wanted, found, end = set(hits), [], 0
    for word in words(text):
        if not wanted.isdisjoint(_forms(fold(word.text))):
            if word.start > end:
                found.append(Part(text[end : word.start], False))
            found.append(Part(text[word.start : word.end], True))
            end = word.end
    if end < len(text):
        found.append(Part(text[end:], False))
    return tuple(found)


def clipped(title: str, longest: int = LONGEST_TITLE) -> str:
    """A title that is no longer than that, cut between words."""
    return title if len(title) <= longest else title[:longest].rsplit(" ", 1)[0] + " …"


def excerpt(text: str, hits: Iterable[str], longest: int = EXCERPT) -> str:
    """The stretch of a text with most matching words, beginning at a sentence where it can.

    Args:
        text: the text.
        hits: folded words that match.
        longest: most characters.
    """
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    wanted = set(hits)
    places = [word.start for word in words(flat) if fold(word.text) in wanted]
    starts = [0, *(match.end() for match in re.finditer(r"[.?!]\s", flat))]
    best = max(starts, key=lambda start: (sum(start <= place < start + longest for place in places), start)) if places else 0
    cut = flat[best : best + longest]
    whole = best + longest >= len(flat)
    return ("… " if best else "") + (cut if whole else cut.rsplit(" ", 1)[0] + " …")


def only(groups: Sequence[Group], number: int) -> list[Group]:
    """The groups with at most so many results each."""
    return [replace(group, results=group.results[:number]) for group in groups]


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


def _phrase(text: str) -> str:
    return " ".join(_folded(word.text) for word in words(text))


def _forms(term: str) -> tuple[str, ...]:
    """A word, and the parts of one with hyphens."""
    return (term, *term.split("-")) if "-" in term else (term,)


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
