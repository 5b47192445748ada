"""Names of people: lists of names, capital letters, and the words around decide together.

What is sure first: a name after "min dotter" or "heter", a first name with a surname, a first name that is nothing else. Words and
places that are also names (Liv, Nora) need more. Whoever was named once is known in the rest of the message.
"""

import re
from dataclasses import dataclass, field
from typing import Iterator, Optional

from bot.nlu.words import WORD
from bot.privacy import lists
from bot.privacy.findings import HIDDEN, Finding

PERSON = lists.words("person")
"""Words that a person's name stands after: "min dotter Nora"."""
ROLE = lists.words("role")
CALLED = lists.words("called")
NAMED = re.compile(
    r"(?i)(?<!\w)(?:namn(?:et)?(?: på \w{2,12})?(?: är| e|:)|vid namn|namnet|i efternamn|efternamn(?:et)?(?: är|:)?|förnamn(?:et)?(?: är|:)?|"
    r"mvh|hälsningar|hälsn|hälsar|vänligen|kram|kramar|\bnamn:|//?) ?[,:]?[\s\"'”“]{0,3}(?=\w)"
)
SELF = re.compile(r"(?i)(?<!\w)(?:jag är|det är|här är|detta är|de är|ja e|jag e) $")
THING = lists.words("thing")
NEVER = lists.words("never")
PLACE_BEFORE = lists.words("place_before")
IN_LOVE = lists.words("in_love")
BEFORE_NAME = lists.words("before_name")
SURE_BEFORE = lists.words("sure_before")
VERBS = lists.words("verbs")
SURE_VERBS = lists.words("sure_verbs")
IS = lists.words("is")
HAS = lists.words("has")
AFTER_IS = lists.words("after_is")
AFTER_HAS = lists.words("after_has")
AFTER_PLACE = lists.words("after_place")
INSTITUTION = lists.words("institution")
SAINT = lists.words("saint")
PARTICLES = lists.words("particles")
NOT_SURNAME = lists.words("not_surname")
SURNAME_ENDING = re.compile(
    r"[^\W\d_]{2,}(?:sson|ström|berg|lund|gren|qvist|kvist|quist|qvarn|dahl|stedt|strand|holm|mark|blad|blom|vall|wall|löf|löv|roth|borg|"
    r"bäck|lander|hult|fors|skog|rud|ović|ovic|evic|ević|ski|ska|wicz|oğlu|oglu|nen|enko|escu|yan|zadeh|pour|zai|lind|rup|feldt|sköld|hielm|"
    r"hjelm|stierna|crantz|krantz)"
)
SURE_ENDING = re.compile(
    r"[^\W\d_]{2,}(?:sson|ström|qvist|kvist|quist|gren|stedt|ović|ovic|evic|ević|wicz|oğlu|oglu|feldt|hielm|stierna|escu|zadeh|[lmt]inen|"
    r"[ae]nder(?:sen))|[^\W\d_]{3,}(?:lund|dahl|holm|löf|berg)"
)
SMALL_FIRST = lists.words("small_first")
"""Names that are also words, and are names in small letters too between "min dotter" and a verb."""
SMALL_SURNAMES = lists.words("small_surnames")
THINGS_WITH_ENDINGS = frozenset("fotboll skola våldsam")
SENTENCE = re.compile(r"[^ \u00a0,/&+’'-]|\n")
MANY = 6
SHOUT_SHARE = 0.6
MOST_PARTS = 4


@dataclass
class _Message:
    """A message's words, and which of them are struck so far."""

    text: str
    words: list["re.Match[str]"]
    low: list[str]
    cased: bool
    kept: list[int]
    announced: frozenset[int]
    struck: dict[int, int] = field(default_factory=dict)

    def raw(self, at: int) -> str:
        return self.words[at].group() if 0 <= at < len(self.words) else ""

    def word(self, at: int) -> str:
        return self.low[at] if 0 <= at < len(self.low) else ""

    def gap(self, at: int) -> str:
        """What stands between a word and the one before it; beyond the ends, a full stop."""
        return self.text[self.words[at - 1].end() : self.words[at].start()] if 0 < at < len(self.words) else "."

    def begins(self, at: int) -> bool:
        """Whether a sentence begins here, so that a capital says nothing."""
        return at <= 0 or bool(SENTENCE.search(self.gap(at)))

    def capital(self, at: int) -> bool:
        """Whether a capital says that this is a name."""
        raw = self.raw(at)
        if not self.cased or not raw or not raw[0].isupper():
            return False
        return len(raw) == 1 or not raw.isupper() or (len(raw) > 3 and (stem(self.low[at]) in lists.names().first or self.low[at] in lists.names().last))

    def whole_keep(self, at: int) -> bool:
        """Whether the word is part of something in the list of what is no private person."""
        return self.kept[at] > 0 if 0 <= at < len(self.kept) else False


def stem(word: str) -> str:
    """A name without the genitive's s, if it is a name so; lower case."""
    known = lists.names()
    if word in known.first or word in known.last or not (word.endswith("s") or "-" in word):
        return word
    for end in ("'s", "’s", "s"):
        if word.endswith(end) and (word[: -len(end)] in known.first or word[: -len(end)] in known.last):
            return word[: -len(end)]
    if "-" in word:
        parts = word.split("-")
        if all(part in known.first or part.removesuffix("s") in known.first for part in parts):
            return parts[0] if parts[0] not in known.words else parts[-1].removesuffix("s")
    return word


def is_genitive(name: str) -> bool:
    """Whether a found name ends with the genitive's s: Alvas, Anna Lindgrens."""
    last = re.split(r"[ \n]", name.lower())[-1]
    known = lists.names()
    if last in known.first or last in known.last or not last.endswith("s") or len(last) < 3:
        return False
    return last[:-1] in known.first or last[:-1] in known.last or bool(SURNAME_ENDING.fullmatch(last[:-1]))


def names(text: str) -> Iterator[Finding]:
    """Names of people.

    Args:
        text: the message, with everything found before hidden.

    Returns:
        A finding a name, with all its parts: "Anna Karin von Berg" is one.
    """
    message = _read(text)
    first = lists.names().first
    for at, word in enumerate(message.low):
        candidate = word in first or (message.cased and word != message.words[at].group()) or "-" in word or (word[-1] == "s" and stem(word) in first)
        if at not in message.struck and (candidate or message.word(at - 1) in CALLED or message.words[at].start() in message.announced):
            end = _cued(message, at) or _pair(message, at) or _alone(message, at)
            if end:
                _strike(message, at, end)
    _chains(message)
    _again(message)
    for start, end in _spans(message):
        yield Finding("name", message.words[start].start(), message.words[end - 1].end())


def _read(text: str) -> _Message:
    words = list(WORD.finditer(text))
    low = [match.group().lower() for match in words]
    letters = [match.group() for match in words if not match.group()[0].isdigit()]
    shouted = len(letters) >= MANY and sum(word[0].isupper() for word in letters) > SHOUT_SHARE * len(letters)
    kept = [0] * len(words)
    keep = lists.names().keep
    for at, word in enumerate(low):
        if word not in keep and (word[-1] != "s" or word[:-1] not in keep):
            continue
        for base in (word, word[:-1]) if word[-1] == "s" else (word,):
            for phrase in keep.get(base, ()):
                if (
                    len(phrase) == 1
                    or all(part.removesuffix("s") == phrase[k].removesuffix("s") for k, part in enumerate(low[at : at + len(phrase)]))
                    and at + len(phrase) <= len(low)
                ):
                    kept[at : at + len(phrase)] = [max(len(phrase), old) for old in kept[at : at + len(phrase)]]
    return _Message(text, words, low, not shouted, kept, frozenset(match.end() for match in NAMED.finditer(text)))


def _strike(message: _Message, start: int, end: int) -> None:
    for at in range(start, end):
        message.struck[at] = end


def _is_first(word: str) -> bool:
    return stem(word) in lists.names().first


def _surname(message: _Message, at: int, sure: bool = False) -> bool:
    """Whether a word is a surname by the list or its ending; `sure` for one that is hardly anything else."""
    word, known = message.word(at), lists.names()
    for base in (word, word.removesuffix("s")) if len(word) > 3 else (word,):
        if sure:
            if (base in known.last and base not in known.words and SURE_ENDING.fullmatch(base)) or (SURE_ENDING.fullmatch(base) and base not in known.places):
                return True
        elif base in known.last or SURNAME_ENDING.fullmatch(base):
            return True
    return False


def _extend(message: _Message, at: int) -> int:
    """The end of the name whose first part is at `at`: middle names, particles, surnames, an initial."""
    end, known = at + 1, lists.names()
    if message.raw(at).lower().endswith("s") and stem(message.low[at]) != message.low[at]:
        return end
    while end < len(message.words) and end - at < MOST_PARTS + 1:
        if message.gap(end) not in (" ", "  ", "\u00a0") or message.word(end) in NOT_SURNAME or message.kept[end]:
            break
        low, raw = message.word(end), message.raw(end)
        following = end + 1 < len(message.words) and message.gap(end + 1) == " "
        if (
            low in PARTICLES
            and following
            and (
                message.capital(end + 1) or (not message.raw(at)[0].isupper() and _surname(message, end + 1) and low in ("von", "af", "al", "el", "van", "de"))
            )
        ):
            end += 2
            continue
        if message.cased and raw[0].isupper():
            initial = len(raw) == 1 and raw not in "IÅÖOA"
            a_name = message.capital(end) and (_surname(message, end) or _is_first(low) or (low not in known.places and not _shape_of_thing(low)))
            if initial or a_name:
                end += 1
                if initial or (low.endswith("s") and stem(low) != low):
                    break
                continue
            if raw.isupper() and len(raw) > 1 and _surname(message, end):
                end += 1
                continue
            break
        lower_ok = (
            (_surname(message, end) and low not in known.words and not _ordinary_surname(low))
            or low in SMALL_SURNAMES
            or (low in known.first and low not in known.words and low not in known.places and low not in VERBS)
        )
        if lower_ok and low not in NEVER and (not message.raw(at)[0].isupper() or not message.cased or _surname(message, end, sure=True)):
            end += 1
            continue
        break
    return end


def _ordinary_surname(word: str) -> bool:
    """Whether a surname in small letters is rather the word."""
    return not SURE_ENDING.fullmatch(word) and word in lists.names().last_words


def _shape_of_thing(word: str) -> bool:
    """Whether a capitalised word that no list knows looks like a school, a street, an organisation, an adjective."""
    return bool(
        re.search(
            r"(?:skolan?|skolans|gatan|vägen|torget|kyrkan|huset|sjukhuset|hemmet|centrum|kommun|gymnasiet|förskola|mottagningen|jouren|linjen|"
            r"polisen|tjänsten|banken|bladet|appen|ismen|dagen|stan|staden|inet|isk|iskt|iska|chatten|gården|parken)s?$",
            word,
        )
    )


def _cued(message: _Message, at: int) -> Optional[int]:
    """A name that the words before it announce."""
    word, known, previous = message.word(at), lists.names(), message.word(at - 1)
    if word in NEVER or at == 0 and not _is_first(word):
        return None
    gap = message.gap(at)
    single_keep = message.kept[at] == 1
    if message.kept[at] > 1:
        return None
    if previous in CALLED and gap.strip(" :\"'”“,") == "" and not _called_thing(message, at - 1):
        person = message.word(at - 2) in PERSON or message.word(at - 2) in ("han", "hon", "hen", "jag", "som", "dom", "de") or message.word(at - 3) in PERSON
        unknown = not single_keep and word not in known.places and _unknown_word(word)
        said = gap in (" ", ": ", ' "', " '", " ”", " “") and previous in ("heter", "hette", "heta") and person and word not in VERBS
        if (
            _is_first(word)
            and not (previous not in ("heter", "hette") and stem(word) in known.words and not message.capital(at))
            or (unknown and (message.capital(at) or said))
        ):
            return _extend(message, at)
        return None
    start = message.words[at].start()
    if start in message.announced and (
        _is_first(word)
        and (message.capital(at) or word not in known.words)
        or (
            message.capital(at)
            and not message.kept[at]
            and word not in known.places
            and (_surname(message, at) or _unknown_word(word))
            and message.text[start - 1] != "/"
        )
    ):
        return _extend(message, at)
    if (
        message.capital(at)
        and SELF.search(message.text, max(0, start - 12), start)
        and _is_first(word)
        and not single_keep
        and word not in known.places
        and word not in known.words
    ):
        return _extend(message, at)
    if (previous in ROLE or previous in PERSON) and word not in NOT_SURNAME:
        if message.text[message.words[at].start() : message.words[at].end()].isdigit() or gap.strip(" ,:(\"'”“–-") not in ("",) or "\n" in gap:
            return None
        close = gap in (" ", "  ")
        first = _is_first(word)
        if message.capital(at):
            if first and (close or stem(word) not in known.words):
                return _extend(message, at)
            if close and _surname(message, at) and (word not in known.places or previous in ROLE) and not single_keep:
                return _extend(message, at)
            unknown = (
                close
                and not single_keep
                and word not in known.places
                and word not in NOT_SURNAME
                and not _shape_of_thing(word)
                and not message.raw(at).isupper()
            )
            return (
                _extend(message, at) if unknown and previous not in ("barn", "barnet", "man", "person", "personen", "familj") and _unknown_word(word) else None
            )
        if not message.cased or message.raw(at)[0].islower() or message.raw(at).isupper():
            if (
                first
                and close
                and stem(word) not in known.words
                and not single_keep
                and word not in VERBS
                and (word not in known.places or previous in PERSON)
                and (word == stem(word) or len(word) > 4)
            ):
                return _extend(message, at)
            if close and first and word in SMALL_FIRST and message.word(at + 1) in VERBS:
                return _extend(message, at)
    return None


def _unknown_word(word: str) -> bool:
    return len(word) > 2 and not word.isdigit() and word not in NEVER and word not in lists.names().words


def _called_thing(message: _Message, verb: int) -> bool:
    """Whether what is called so is an app, a school, a place: "appen heter", "en app som heter", "vad heter"."""
    back = [message.word(verb - k) for k in range(1, 4)]
    if back[0] == "som":
        return back[1] in THING or back[2] in THING and back[1] not in PERSON
    return back[0] in THING


def _pair(message: _Message, at: int) -> Optional[int]:
    """A first name and a surname, in any case, or an unknown word with a capital before a sure surname."""
    word, known = message.word(at), lists.names()
    if message.kept[at] > 1 or message.kept[at] and not _is_first(word) or word in NEVER and not message.capital(at) or at + 1 >= len(message.words):
        return None
    if message.gap(at + 1) not in (" ", "  ") and message.word(at + 1) not in PARTICLES:
        return None
    if _is_first(word) and word == stem(word) or (_is_first(word) and word in known.first):
        end = _extend(message, at)
        if end - at < 2:
            return None
        last = end - 1
        if message.word(end) in INSTITUTION and message.word(last).endswith("s") or message.word(at - 1) in SAINT:
            return None
        ambiguous = word in known.words or word in known.places
        if message.capital(at):
            if ambiguous and (message.begins(at) or word in known.places) and not (_surname(message, last) and message.capital(last)):
                return None
            return end
        if ambiguous:
            return end if _surname(message, last, sure=True) and message.word(at - 1) not in PLACE_BEFORE else None
        return (
            end
            if _surname(message, last, sure=True) or (_surname(message, last) and len(word) > 2) or (_is_first(message.word(last)) and len(word) > 3)
            else None
        )
    if message.capital(at) and message.capital(at + 1) and _surname(message, at + 1, sure=True) and not message.kept[at + 1] and _unknown_word(word):
        if (
            word in known.places
            or _shape_of_thing(word)
            or word in NOT_SURNAME
            or word in PERSON
            or word in ROLE
            or word in VERBS
            or message.word(at - 1) in SAINT
        ):
            return None
        if message.begins(at) and not message.raw(at)[0].isupper():
            return None
        return _extend(message, at + 1) if not message.begins(at) or not _swedish_beginning(word) else None
    return None


def _swedish_beginning(word: str) -> bool:
    """Whether a word at the beginning of a sentence is one that sentences begin with."""
    return word in BEFORE_NAME or word in NEVER or word in NOT_SURNAME or word.endswith(("en", "et", "ar", "er", "te", "de", "na", "igt", "ing"))


def _alone(message: _Message, at: int) -> Optional[int]:
    """A first name without a surname and without a word that announces it."""
    word, known = message.word(at), lists.names()
    base = stem(word)
    if base not in known.first or message.kept[at] or word in NEVER and message.begins(at):
        return None
    previous, following = message.word(at - 1), message.word(at + 1)
    if message.begins(at):
        previous = ""
    if message.begins(at + 1):
        following = ""
    if previous in SAINT or following in INSTITUTION or following in AFTER_PLACE and base in known.places or message.raw(at).isupper() and len(word) < 4:
        return None
    if previous == "i" and message.word(at - 2) not in IN_LOVE or previous in CALLED and _called_thing(message, at - 1):
        return None
    doing = (
        following in SURE_VERBS
        or (following in IS and (message.word(at + 2) in AFTER_IS or message.word(at + 2)[:1].isdigit()))
        or (following in HAS and message.word(at + 2) in AFTER_HAS)
    )
    if base in known.places:
        if previous in PLACE_BEFORE:
            return None
        sure = message.capital(at) and (doing or (previous in SURE_BEFORE and following not in AFTER_PLACE))
        return at + 1 if sure else None
    if message.capital(at):
        if base in known.words or (word in known.words):
            if message.begins(at):
                return at + 1 if doing else None
            if base in (
                "maj",
                "juni",
                "juli",
                "april",
                "august",
                "max",
                "may",
                "corona",
                "stella",
                "mercedes",
                "my",
                "hans",
                "per",
                "dag",
                "islam",
                "jihad",
                "ramadan",
                "jesus",
                "gud",
                "ica",
                "kim",
            ):
                return at + 1 if doing or previous in SURE_BEFORE else None
            return at + 1 if not (message.raw(at).isupper()) else None
        return at + 1
    if base in known.words or len(base) < 4 or message.raw(at)[0].isupper() and message.cased or base in VERBS or word != base and len(base) < 5:
        return None
    common = previous in SURE_BEFORE or doing or (previous in BEFORE_NAME and following in VERBS)
    return at + 1 if common and word not in lists.names().places else None


JOINS = re.compile(r" ?, ?| ?& ?| \+ ?")


def _chains(message: _Message) -> None:
    """Names beside a name: "Alva och Nora", "Ali, Love och Max"."""
    for at in range(len(message.words)):
        if at in message.struck and (at == 0 or at - 1 not in message.struck or message.struck[at - 1] <= at):
            _chain_forward(message, message.struck[at])
    for at in sorted(message.struck):
        joined = (
            at - 2
            if message.word(at - 1) in ("och", "o", "å", "samt", "eller") and message.gap(at) == " " and message.gap(at - 1) == " "
            else at - 1
            if at and JOINS.fullmatch(message.gap(at))
            else -1
        )
        beside = joined >= 0 and joined not in message.struck and not message.kept[joined] and message.capital(joined) and _is_first(message.word(joined))
        if beside and message.word(joined - 1) not in PLACE_BEFORE and message.word(joined) not in NEVER:
            _strike(message, joined, joined + 1)


def _chain_forward(message: _Message, at: int) -> None:
    while at < len(message.words):
        joined = message.word(at) in ("och", "o", "å", "samt", "eller") and message.gap(at) == " " and message.gap(at + 1) == " "
        next_name = at + 1 if joined else at if JOINS.fullmatch(message.gap(at)) else -1
        if next_name < 0 or next_name >= len(message.words) or next_name in message.struck or message.kept[next_name]:
            return
        word = message.word(next_name)
        if not _is_first(word) or word in NEVER or message.word(next_name + 1) in AFTER_PLACE:
            return
        if not message.capital(next_name) and (
            stem(word) in lists.names().words or word in lists.names().places or len(word) < 4 or message.raw(next_name)[0].isupper()
        ):
            return
        end = _extend(message, next_name)
        _strike(message, next_name, end)
        at = end


def _again(message: _Message) -> None:
    """Whoever is named once is a name wherever they come again."""
    if not message.struck:
        return
    known, lists_known = set(), lists.names()
    for at in message.struck:
        word = message.low[at]
        known.add(stem(word))
        if stem(word) == word and not (_is_first(word) or _surname(message, at)):
            known.add(word + "s")
    known -= NEVER | PARTICLES
    for at, word in enumerate(message.low):
        if (word not in known and stem(word) not in known) or at in message.struck or message.kept[at] > 1:
            continue
        plain = stem(word) not in lists_known.words and len(word) > 2 and word not in VERBS
        if stem(word) in lists_known.places and (message.word(at - 1) in PLACE_BEFORE or message.word(at + 1) in AFTER_PLACE):
            continue
        if (
            message.capital(at)
            and (plain or not message.begins(at) or message.word(at + 1) in VERBS)
            or (plain and stem(word) not in lists_known.places and not message.raw(at)[0].isupper())
        ):
            _strike(message, at, at + 1)


def _spans(message: _Message) -> Iterator[tuple[int, int]]:
    """Struck words side by side, as one name each."""
    at = 0
    while at < len(message.words):
        if at not in message.struck:
            at += 1
            continue
        end = message.struck[at]
        while end in message.struck and message.gap(end) == " " and message.struck[end] > end and not is_genitive(message.raw(end - 1)):
            end = message.struck[end]
        yield at, end
        at = end


assert not WORD.match(HIDDEN)
