"""Who is in danger now, by the patterns of `data/urgency.yml`: without models, in a millisecond or two.

The table is written by people who do not program; its head explains the notation. A message is spelled in one way (`int`, `ej` and `ente`
are all `inte`), cut into clauses, and each pattern is tried on each clause that holds a word of every kind the pattern needs. Patterns
under `svaga` do not count where the clause, or the message, says that it is not about now. Nothing here imports Rasa or spaCy.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Iterator, NamedTuple, Optional

import yaml

from bot.files import YAML
from bot.settings import DATA

PATTERNS = DATA / "urgency.yml"

LONGEST = 4_000
"""Characters read from each end of a message; what is longer is no message of a worried parent."""

WORDS_IN_CLAUSE = 80
WORDS_SHARED = 20
"""A run of words without a full stop is read in pieces of `WORDS_IN_CLAUSE` words, of which each shares `WORDS_SHARED` with the next."""

LONGEST_WORD = 40
SHORT = 2
"""Letters of words that are kept apart by å, ä and ö alone: `å` is no `a`, `sä` no `sa`."""

MISSPELT_FROM = 7
"""Letters a word has at least for one wrong, missing or extra letter to be forgiven."""

ANY_WORD = r"(?: \S+)"
NO_DENIAL = r"(?: (?!(?:inte|aldrig|ingen|inga|inget|not|never|no) )\S+)"
"""A word in between, and one that does not turn what follows into its opposite."""

GAPS = {"…": ANY_WORD + "{0,6}?", "..": ANY_WORD + "{0,2}?"}
SPELLING, GROUPS, NOT_NOW, CLAUSE, MESSAGE = "stavning", "ordgrupper", "inte_nu", "i_satsen", "i_meddelandet"
STRONG, WEAK, EXCEPT, POSITIVE, NEGATIVE = "starka", "svaga", "utom", "fara", "inte_fara"
PATTERN = "mönster"
OVER, IS_OVER, NOT_OVER = "faran_över", "över", "inte_över"
NUMBER = "tal"

_FOLD = str.maketrans("åäáàâãéèêëöøæüúùóòôíìîñç", "aaaaaaeeeeooauuuoooiiinc")
_LEXEME = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*|[.!?…;\n]+")
_APOSTROPHES = str.maketrans("", "", "'’´`")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_PIECE = re.compile(r"\s*(…|\.\.|<[^<>]*>|[()|?]|[^\s()|?<>…]+)")
_WRITTEN_WORD = re.compile(r"(?:\*?[^\W_]+|[^\W_]+\*)\Z")
_TURNS = frozenset({"nu", "idag", "ikvall", "inatt", "igar", "nyss", "precis", "imorse"})
_BECAUSE = "for"
_JOINS = frozenset({"och", "men", "fast", "utan"})


class Line(NamedTuple):
    """A line of the table as written, with its number (from 1)."""

    text: str
    number: int


class Finding(NamedTuple):
    """A pattern that a message fits: its topic, the line of the table, and the clause it was found in."""

    topic: str
    line: Line
    clause: str


@dataclass(frozen=True)
class Spelling:
    """How words are written in one way.

    Args:
        words: other spellings to the usual one.
        pairs: two words to the one they are the same as.
        misspelt: words with one letter left out to the words that they may be.
    """

    words: dict[str, str]
    pairs: dict["tuple[str, str]", str]
    misspelt: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def learn(self, word: str) -> None:
        """Forgive one wrong letter in this word from now on."""
        self.known.add(word)
        if len(word) >= MISSPELT_FROM:
            for shorter in _shorter(word):
                self.misspelt.setdefault(shorter, word)

    def clauses(self, text: str) -> list["list[str]"]:
        """Cut a text into clauses.

        Args:
            text: a message as written.

        Returns:
            The words of each clause, each in its usual spelling.
        """
        clauses: list[list[str]] = [[]]
        comma = False
        end = 0
        for match in _LEXEME.finditer(text):
            raw = match.group()
            comma = "," in text[end : match.start()]
            end = match.end()
            if not raw[0].isalnum():
                if not raw.startswith(".") or end >= len(text) or text[end].isspace():
                    clauses.append([])
                continue
            word = self.word(raw)
            words = clauses[-1]
            pair = self.pairs.get((words[-1], word)) if words else None
            if pair:
                words.pop()
                word = pair
            if words and ((word in _TURNS and (comma or words[-1] in _JOINS)) or (word == _BECAUSE and comma)):
                words = []
                clauses.append(words)
            words.append(word)
        return [piece for words in clauses for piece in _pieces(words)]

    def word(self, raw: str) -> str:
        """The usual spelling of one word, folded."""
        lowered = raw.lower().translate(_APOSTROPHES)[:LONGEST_WORD]
        usual = self.words.get(lowered)
        if usual:
            return usual
        folded = _REPEATED.sub(r"\1", lowered.translate(_FOLD))
        if len(folded) <= SHORT:
            return folded
        usual = self.words.get(folded, folded)
        if len(usual) >= MISSPELT_FROM and usual not in self.known:
            return self._corrected(usual)
        return usual

    def _corrected(self, word: str) -> str:
        for shorter in (word, *_shorter(word)):
            known = self.misspelt.get(shorter) or (shorter if shorter in self.known else None)
            if not known or len(known) < MISSPELT_FROM or (known[0], known[-1]) != (word[0], word[-1]):
                continue
            if len(known) != len(word) or sorted(known) == sorted(word):
                return known
        return word


@dataclass(frozen=True)
class Part:
    """One stretch of words that must be found in a clause.

    Args:
        source: regular expression on words with a space before each.
        needs: per kind of word that cannot be left out, the forms of which one must be there.
    """

    source: str
    needs: "tuple[frozenset[str], ...]"

    @cached_property
    def expression(self) -> "re.Pattern[str]":
        """The compiled expression; compiled when first needed, so that the program starts fast."""
        return re.compile(self.source + r"(?= |\Z)")


@dataclass(frozen=True)
class Pattern:
    """A pattern of the table.

    Args:
        line: as written.
        wholes: what must be found, each in some clause of the message; within a whole, each part in the same clause.
        unless: where one of these is in the same clause, the clause does not count.
        weak: whether it counts only where nothing says that it is not about now.
    """

    line: Line
    wholes: "tuple[tuple[Part, ...], ...]"
    unless: "tuple[Pattern, ...]" = ()
    weak: bool = False


@dataclass(frozen=True)
class Topic:
    """One urgent topic: its patterns, and lines that must be and must not be found."""

    name: str
    patterns: "tuple[Pattern, ...]"
    positive: "tuple[Line, ...]"
    negative: "tuple[Line, ...]"


class _Clause:
    """A clause of a message and what is known about it."""

    def __init__(self, words: list[str], table: "Table") -> None:
        self.text = "".join(f" {word}" for word in words)
        self.hits = table.kinds(words)
        self._table = table

    @cached_property
    def not_now(self) -> bool:
        """Whether the clause says that it is not about now."""
        return any(self.holds(pattern) for pattern in self._table.not_now_clause)

    def holds(self, pattern: Pattern) -> bool:
        """Whether a pattern of one whole is in this clause."""
        return all(self.has(whole) for whole in pattern.wholes)

    def has(self, whole: "tuple[Part, ...]") -> bool:
        """Whether all parts of a whole are in this clause."""
        needs = self._table.needs
        return all(needs[id(part)] <= self.hits for part in whole) and all(part.expression.search(self.text) for part in whole)


class Table:
    """The table of `data/urgency.yml`, ready to judge messages.

    Args:
        path: the file.

    Raises:
        ValueError: a line cannot be read; the message names the file, the section and the line.
    """

    def __init__(self, path: Path = PATTERNS) -> None:
        reader = _Reader(path)
        self.spelling = reader.spelling
        self.topics = reader.topics
        self.danger_over = reader.over
        self.not_now_clause, self.not_now_message = reader.not_now
        self.needs: dict[int, frozenset[int]] = {}
        self._exact: dict[str, list[int]] = {}
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        self._number = False
        kinds: dict[frozenset[str], int] = {}
        for part in self._parts():
            for forms in part.needs:
                if forms not in kinds:
                    kinds[forms] = len(kinds)
                    self._index(forms, kinds[forms])
            self.needs[id(part)] = frozenset(kinds[forms] for forms in part.needs)

    def compile(self) -> "Table":
        """Compile every expression now, where a server starts, and not while somebody waits for an answer."""
        for part in self._parts():
            part.expression  # noqa: B018  a cached property
        return self

    def _parts(self) -> "Iterator[Part]":
        patterns = [pattern for topic in (*self.topics, self.danger_over) for pattern in topic.patterns]
        patterns += [unless for pattern in patterns for unless in pattern.unless] + [*self.not_now_clause, *self.not_now_message]
        return (part for pattern in patterns for whole in pattern.wholes for part in whole)

    def _index(self, forms: "frozenset[str]", kind: int) -> None:
        for form in forms:
            if form.startswith("*"):
                self._ends.setdefault(form[1:], []).append(kind)
            elif form.endswith("*"):
                self._starts.setdefault(form[:-1], []).append(kind)
            else:
                self._exact.setdefault(form, []).append(kind)

    def kinds(self, words: list[str]) -> set[int]:
        """The kinds of words, of those that some pattern needs, that are among these words."""
        found: set[int] = set()
        for word in set(words):
            found.update(self._exact.get(word, ()))
            for place in range(len(word) + 1):
                found.update(self._starts.get(word[:place], ()))
                found.update(self._ends.get(word[place:], ()))
            if word[0].isdigit():
                found.update(self._exact.get(f"<{NUMBER}>", ()))
        return found

    def findings(self, text: str) -> Iterator[Finding]:
        """The patterns that a message fits.

        Args:
            text: a message as written; of a very long one, both ends are read.

        Returns:
            The findings, the gravest topic first; none where nothing says that someone is in danger now.
        """
        if len(text) > 2 * LONGEST:
            text = f"{text[:LONGEST]}\n{text[-LONGEST:]}"
        clauses = [_Clause(list(words), self) for words in dict.fromkeys(map(tuple, self.spelling.clauses(text)))]
        hits = frozenset().union(*(clause.hits for clause in clauses))
        calm = any(self._possible(pattern, hits) and any(clause.holds(pattern) for clause in clauses) for pattern in self.not_now_message)
        for topic in self.topics:
            for pattern in topic.patterns:
                if (pattern.weak and calm) or not self._possible(pattern, hits):
                    continue
                found = self._found(pattern, clauses)
                if found is not None:
                    yield Finding(topic.name, pattern.line, found.strip())

    def topic(self, text: str) -> Optional[str]:
        """The gravest urgent topic whose patterns a message fits, or None."""
        finding = next(self.findings(text), None)
        return finding.topic if finding else None

    def over(self, text: str) -> bool:
        """Whether a message says that the danger is over. Means something only where there has been one.

        Args:
            text: a message as written.
        """
        clauses = [_Clause(words, self) for words in self.spelling.clauses(text[:LONGEST])]
        return any(self._found(pattern, clauses) is not None for pattern in self.danger_over.patterns)

    def _possible(self, pattern: Pattern, hits: frozenset[int]) -> bool:
        return all(self.needs[id(part)] <= hits for whole in pattern.wholes for part in whole)

    def _found(self, pattern: Pattern, clauses: list[_Clause]) -> Optional[str]:
        last = None
        for whole in pattern.wholes:
            last = next((clause.text for clause in clauses if clause.has(whole) and self._counts(pattern, clause)), None)
            if last is None:
                return None
        return last

    def _counts(self, pattern: Pattern, clause: _Clause) -> bool:
        return not (pattern.weak and clause.not_now) and not any(clause.holds(unless) for unless in pattern.unless)


@lru_cache(maxsize=4)
def table(path: Path = PATTERNS) -> Table:
    """The table, read once.

    Args:
        path: the file.

    Returns:
        The table, ready to judge messages.

    Raises:
        ValueError: a line cannot be read; the message names the file, the section and the line.
    """
    return Table(path)


def by_pattern(text: str) -> Optional[str]:
    """The gravest urgent topic whose patterns a message fits, or None.

    Args:
        text: a message as written.

    Returns:
        The topic's id.
    """
    return table().topic(text)


def _pieces(words: list[str]) -> Iterator["list[str]"]:
    step = WORDS_IN_CLAUSE - WORDS_SHARED
    for start in range(0, max(len(words) - WORDS_SHARED, 1), step):
        piece = words[start : start + WORDS_IN_CLAUSE]
        if piece:
            yield piece


def _shorter(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(1, len(word) - 1)}


class _Reader:
    """Reads the table's file; keeps the lines' numbers for what it says about mistakes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._section = ""
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), YAML)
        except yaml.YAMLError as error:
            raise ValueError(f"{path.name} går inte att läsa: {error}") from error
        sections = self._mapping(root)
        self.spelling = self._spelling(sections.pop(SPELLING, None))
        self._groups: dict[str, tuple[str, list[frozenset[str]]]] = {NUMBER: (r" \d\S*", [frozenset({f"<{NUMBER}>"})])}
        self._section = GROUPS
        for name, node in self._mapping(sections.pop(GROUPS, None)).items():
            self._groups[name] = self._alternatives([self._sequence(line) for line in self._lines(node)])
        self._section = NOT_NOW
        contexts = self._mapping(sections.pop(NOT_NOW, None))
        self.not_now = (self._contexts(contexts.get(CLAUSE)), self._contexts(contexts.get(MESSAGE)))
        self.over = self._topic(OVER, sections.pop(OVER), IS_OVER, NOT_OVER) if OVER in sections else Topic(OVER, (), (), ())
        self.topics = tuple(self._topic(name, node) for name, node in sections.items())

    def _wrong(self, line: Line, why: str) -> ValueError:
        return ValueError(f"{self._path.name}, {self._section}, rad {line.number}: {line.text!r} går inte att läsa: {why}.")

    def _mapping(self, node: Optional[yaml.Node]) -> dict[str, yaml.Node]:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return {}
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(Line(str(getattr(node, "value", ""))[:40], node.start_mark.line + 1), "här ska stå rubriker med kolon")
        return {key.value: value for key, value in node.value}

    def _lines(self, node: Optional[yaml.Node]) -> list[Line]:
        """The lines of a list, or the parts between commas of a text."""
        if node is None:
            return []
        if isinstance(node, yaml.ScalarNode):
            return [Line(part.strip(), node.start_mark.line + 1) for part in node.value.split(",") if part.strip()]
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(Line("", node.start_mark.line + 1), "här ska stå en lista")
        for entry in node.value:
            if not isinstance(entry, yaml.ScalarNode):
                raise self._wrong(Line("", entry.start_mark.line + 1), "här ska stå en rad text")
        return [Line(entry.value, entry.start_mark.line + 1) for entry in node.value]

    def _spelling(self, node: Optional[yaml.Node]) -> Spelling:
        self._section = SPELLING
        spelling = Spelling({}, {})
        for usual, others in self._mapping(node).items():
            target = usual.lower().translate(_FOLD)
            for line in self._lines(others):
                written = line.text.lower().split()
                if len(written) == 2:
                    spelling.pairs[(written[0].translate(_FOLD), written[1].translate(_FOLD))] = target
                elif len(written) == 1:
                    spelling.words[written[0]] = target
                    if len(written[0]) > SHORT:
                        spelling.words.setdefault(written[0].translate(_FOLD), target)
                else:
                    raise self._wrong(line, "en annan stavning är ett eller två ord")
        return spelling

    def _contexts(self, node: Optional[yaml.Node]) -> "tuple[Pattern, ...]":
        return tuple(self._pattern(line) for lines in self._mapping(node).values() for line in self._lines(lines))

    def _topic(self, name: str, node: yaml.Node, positive: str = POSITIVE, negative: str = NEGATIVE) -> Topic:
        self._section = name
        entries = self._mapping(node)
        unknown = sorted(set(entries) - {STRONG, WEAK, EXCEPT, positive, negative})
        if unknown:
            raise self._wrong(Line(unknown[0], node.start_mark.line + 1), "okänd rubrik")
        unless = tuple(self._pattern(line) for line in self._lines(entries.get(EXCEPT)))
        patterns = [*self._patterns(entries.get(STRONG), unless, weak=False), *self._patterns(entries.get(WEAK), unless, weak=True)]
        return Topic(name, tuple(patterns), tuple(self._lines(entries.get(positive))), tuple(self._lines(entries.get(negative))))

    def _patterns(self, node: Optional[yaml.Node], unless: "tuple[Pattern, ...]", *, weak: bool) -> Iterator[Pattern]:
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(Line("", node.start_mark.line + 1), "här ska stå en lista")
        for entry in node.value:
            if isinstance(entry, yaml.MappingNode):
                parts = self._mapping(entry)
                if PATTERN not in parts or set(parts) - {PATTERN, EXCEPT}:
                    raise self._wrong(Line("", entry.start_mark.line + 1), f"här ska stå {PATTERN}: och {EXCEPT}:")
                own = tuple(self._pattern(line) for line in self._lines(parts.get(EXCEPT)))
                entry = parts[PATTERN]
            else:
                own = ()
            if not isinstance(entry, yaml.ScalarNode):
                raise self._wrong(Line("", entry.start_mark.line + 1), "här ska stå en rad text")
            yield self._pattern(Line(entry.value, entry.start_mark.line + 1), unless=own + unless, weak=weak)

    def _pattern(self, line: Line, *, unless: "tuple[Pattern, ...]" = (), weak: bool = False) -> Pattern:
        wholes = []
        for whole in line.text.split(" ++ "):
            parts = []
            for text in whole.split(" + "):
                source, needs = self._sequence(Line(text, line.number))
                if not needs:
                    raise self._wrong(line, "det måste finnas minst ett ord som inte kan utelämnas")
                parts.append(Part(source.replace(ANY_WORD, NO_DENIAL) if weak else source, tuple(needs)))
            wholes.append(tuple(parts))
        return Pattern(line, tuple(wholes), unless, weak)

    def _sequence(self, line: Line) -> "tuple[str, list[frozenset[str]]]":
        pieces = []
        place = 0
        text = line.text.strip().lower()
        while place < len(text):
            match = _PIECE.match(text, place)
            if not match:
                raise self._wrong(line, f"oväntat tecken {text[place]!r}")
            pieces.append(match.group(1))
            place = match.end()
        pieces.reverse()
        read = self._run(pieces, line)
        if pieces:
            raise self._wrong(line, f"{pieces[-1]!r} står för sig själv")
        return read

    def _run(self, pieces: list[str], line: Line) -> "tuple[str, list[frozenset[str]]]":
        """Read pieces (the next one last) up to `|`, `)` or the end."""
        source = ""
        needs: list[frozenset[str]] = []
        count = 0
        while pieces and pieces[-1] not in ("|", ")", "?"):
            piece = pieces.pop()
            count += 1
            if piece in GAPS:
                source += GAPS[piece]
                continue
            if piece == "(":
                own_source, own_needs = self._choice(pieces, line)
            elif piece.startswith("<"):
                name = piece[1:-1]
                if name not in self._groups:
                    raise self._wrong(line, f"ordgruppen <{name}> finns inte (eller står längre ner)")
                own_source, own_needs = self._groups[name]
            else:
                own_source, own_needs = self._word(piece, line)
            if pieces and pieces[-1] == "?":
                pieces.pop()
                source += f"(?:{own_source})?"
            else:
                source += own_source
                needs += own_needs
        if not count:
            raise self._wrong(line, "här saknas ett ord")
        return source, needs

    def _choice(self, pieces: list[str], line: Line) -> "tuple[str, list[frozenset[str]]]":
        read = [self._run(pieces, line)]
        while pieces and pieces[-1] == "|":
            pieces.pop()
            read.append(self._run(pieces, line))
        if not pieces or pieces.pop() != ")":
            raise self._wrong(line, "en parentes avslutas inte")
        return self._alternatives(read)

    def _alternatives(self, read: "list[tuple[str, list[frozenset[str]]]]") -> "tuple[str, list[frozenset[str]]]":
        source = "(?:" + "|".join(dict.fromkeys(source for source, _ in read)) + ")"
        if not all(needs for _, needs in read):
            return source, []
        return source, [frozenset().union(*(min(needs, key=len) for _, needs in read))]

    def _word(self, piece: str, line: Line) -> "tuple[str, list[frozenset[str]]]":
        piece = piece.translate(_APOSTROPHES)
        if not _WRITTEN_WORD.match(piece):
            raise self._wrong(line, f"{piece!r} är inget ord")
        bare = piece.strip("*")
        folded = bare.translate(_FOLD)
        usual = folded if "*" in piece else self.spelling.words.get(bare) or self.spelling.words.get(folded, folded)
        if piece.startswith("*"):
            return rf" \S*{usual}", [frozenset({f"*{usual}"})]
        if piece.endswith("*"):
            return rf" {usual}\S*", [frozenset({f"{usual}*"})]
        self.spelling.learn(usual)
        return f" {usual}", [frozenset({usual})]
