"""Finds the place that a message speaks of: a kommun, one of several, or a län.

`is_place` holds the decision of what is a place and what only looks like one, from the name, the words around it and the Swedish
pipeline's tags. The graph component below turns a find into Rasa's entities `kommun`, `kommun_choice` and `lan`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Dict, List, Mapping, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from bot import language
from bot.nlu.certain import set_intent
from bot.nlu.place_names import PlaceName, PlaceNames, place_names
from bot.nlu.words import Word, fold, words

IN = {"i", "fran", "ifran", "utanfor", "inom"}
TOWARDS = {"till", "nara", "kring", "runt", "vid", "pa", "mot", "mellan", "genom", "via"}
LIVE = {
    *("bor", "bo", "bodde", "bott", "bosatt", "bosatta", "flyttat", "flyttade", "flytta", "flyttar", "hemma", "kommer", "kom", "skriven", "skrivna"),
    *("uppvuxen", "uppvuxna", "socialjouren", "socialtjansten", "socialen", "soc", "bup", "ungdomsmottagningen", "barnahus"),
}
COME = {"ar", "e", "a", "vi", "jag", "ja", "han", "hon", "dom", "familjen"}
KOMMUN = {
    *("kommun", "kommuns", "kommunen", "kn", "stad", "stads"),
    *("lan", "lans", "kommunens", "socialtjanst", "socialtjansten", "socialjour", "socialkontor"),
}
BEFORE_A_PLACE = IN | TOWARDS | {"region", "kommun", "socialtjansten", "socialjouren", "soc", "hej", "och", "eller", "stora", "lilla", "norra", "sodra"}
BEFORE_A_SURNAME = {"familjen", "froken", "herr", "fru", "lararen", "magister", "kurator", "kuratorn", "rektor", "rektorn", "polisen", "doktor", "fam"}
FILLER = {
    *("vi", "bor", "i", "pa", "och", "da", "men", "om", "jag", "kommun", "stad", "hej", "ja", "nej", "typ", "har", "det", "ar", "fran", "a", "e", "hur"),
    *("vad", "galler", "kommunen", "som", "in", "nu", "hemma", "bo", "familjen", "ni", "for", "inte", "utan", "menar", "menade", "ok", "okej", "vars"),
    *("de", "dar", "ute", "kom", "kommer", "ifran", "utanfor", "tack", "hemort", "ort", "orten", "svar"),
    *("we", "live", "from", "am", "in", "and", "what", "about", "my", "family"),
}
"""Words that leave a message about nothing but where: "och i Umeå då?"."""

POSTAL_CODE = re.compile(
    r"(?:^\W*|\b(?:postnummer|postnr|postkod|zip|i|på|bor|adress\w*)\W+(?:är\W+|nummer\W+|e\W+)?)"
    r"(?P<digits>[1-9]\d\d ?\d\d)\b(?!\W*(?:kr|kronor|spänn|sek|st|pix|[\d:.,-]))",
    re.IGNORECASE,
)
"""Five digits at the beginning of a message or where a place is spoken of, and no sum of money."""

SHORT = 4
LONGEST_NAME = 4
"""Words in the longest name."""

Tags = Callable[[], Mapping[int, str]]
"""Gives the universal part of speech of a message's words, by where they begin. Asked only where a word can name a place."""


@dataclass(frozen=True)
class Around:
    """What stands around a name. Words are folded; `before2` stands two words before; tags are universal parts of speech or empty."""

    before: str = ""
    before2: str = ""
    after: str = ""
    before_written: str = ""
    capital: bool = False
    first: bool = False
    cut_off: bool = False
    shouting: bool = False
    alone: bool = False
    length: int = 1
    tag: str = ""


@dataclass(frozen=True)
class Find:
    """A place in a text: `text[start:end]` names one of the kommuner `codes`, likeliest first, or else the län `lan`."""

    codes: tuple[str, ...]
    lan: Optional[str]
    start: int
    end: int


def is_place(name: PlaceName, around: Around) -> bool:
    """Whether a word, or some, that can name a place does so here.

    Args:
        name: what the words can mean.
        around: where they stand.
    """
    if around.alone or around.after in KOMMUN:
        return True
    if lives_there(around):
        return True
    if around.before == "heter" and around.before2 in KOMMUN:
        return True
    # An answer that goes on after the place: "Kisa, långt ut på landet".
    if around.first and around.cut_off and not name.first_name and not name.word:
        return True
    called_for = around.before in IN or around.before in TOWARDS
    if around.length < SHORT:
        return called_for and around.capital and not name.word
    # A capital means something only inside a sentence of a message that is not all capitals.
    marked = around.capital and not around.first and not around.shouting
    after_a_name = around.before_written[:1].isupper() and not around.before_written.isupper() and around.before not in BEFORE_A_PLACE
    if name.surname and marked and (after_a_name or around.before in BEFORE_A_SURNAME):
        return False
    if name.first_name or (name.surname and not name.big):
        return around.before in ("i", "utanfor", "inom") and (around.capital or not name.word)
    if name.word:
        if around.capital and not around.shouting:
            return around.before in IN | TOWARDS or (marked and around.tag == "PROPN" and around.length > SHORT)
        return name.big and around.before in ("i", "fran", "ifran") and around.tag == "PROPN" and around.length > SHORT
    if name.big:
        return True
    if around.capital and not around.shouting:
        return called_for or (marked and not after_a_name) or (around.first and around.length > SHORT + 2)
    return called_for and around.length > SHORT


def lives_there(around: Around) -> bool:
    """Whether the words before say that someone lives at or comes from what follows: "bor i", "är från"."""
    if around.before in ("fran", "ifran") and around.before2 in COME:
        return True
    return around.before in IN and around.before2 in LIVE or around.before == "bor"


class Gazetteer:
    """Finds places in messages.

    Args:
        names: what places are called.
    """

    def __init__(self, names: PlaceNames) -> None:
        self._names = names

    def find(self, text: str, tags: Tags = dict) -> Optional[Find]:
        """The likeliest place in a message, or None.

        Args:
            text: the message.
            tags: gives the words' tags; none where they are not known.
        """
        found = words(text)
        if not found:
            return None
        folded = [fold(word.text) for word in found]
        plain = fold(text) == text.lower()
        best: Optional[Find] = None
        index = 0
        while index < len(found):
            hit = self._at(found, folded, index, plain, tags)
            if hit is None:
                index += 1
                continue
            find, size = hit
            if find.codes:
                return find
            best = best or find
            index += size
        return self._misspelt(found, folded) or best or self._postal_code(text)

    def _postal_code(self, text: str) -> Optional[Find]:
        for match in POSTAL_CODE.finditer(text):
            name = self._names.postal_code(match["digits"].replace(" ", ""))
            if name:
                return Find(name.codes, None, match.start("digits"), match.end("digits"))
        return None

    def _at(self, found: List[Word], folded: List[str], index: int, plain: bool, tags: Tags) -> Optional[tuple[Find, int]]:
        for size in range(min(LONGEST_NAME, len(found) - index), 0, -1):
            written = " ".join(word.text for word in found[index : index + size])
            name = self._names.find(written, plain)
            if name and is_place(name, around(found, folded, index, size, tags())):
                return Find(name.codes, name.lan, found[index].start, found[index + size - 1].end), size
        return None

    def _misspelt(self, found: List[Word], folded: List[str]) -> Optional[Find]:
        for index, name in enumerate(folded):
            here = around(found, folded, index, 1, {})
            answer = here.alone or (here.first and here.cut_off) or here.after in ("kommun", "kommunen", "stad") or lives_there(here)
            marked = here.capital and not here.first and not here.shouting
            called_for = here.before in IN | TOWARDS if marked else here.before in IN and len(name) > SHORT + 2
            if not answer and not called_for:
                continue
            hit = self._names.misspelt(found[index].text, 2 if len(name) > 7 and (answer or marked) else 1)
            if hit and hit.codes:
                return Find(hit.codes, hit.lan, found[index].start, found[index].end)
        return None


def around(found: List[Word], folded: List[str], index: int, size: int, tags: Mapping[int, str]) -> Around:
    """What stands around some of a message's words.

    Args:
        found: the message's words.
        folded: the same, folded.
        index: the first of the words in question.
        size: how many they are.
        tags: universal part of speech by where a word begins.
    """
    rest = folded[:index] + folded[index + size :]
    after = index + size
    written = found[index].text
    return Around(
        # "bör vara" is not "bor [i] Vara".
        before=folded[index - 1] if index and found[index - 1].text.lower() != "bör" else "",
        before2=folded[index - 2] if index > 1 else "",
        after=folded[after] if after < len(folded) else "",
        before_written=found[index - 1].text if index else "",
        capital=written[0].isupper(),
        first=index == 0,
        cut_off=after < len(found) and found[after].start > found[after - 1].end + 1,
        shouting=all(word.text.isupper() for word in found),
        alone=all(word in FILLER for word in rest),
        length=sum(len(word.text) for word in found[index : index + size]),
        tag=tags.get(found[index].start, ""),
    )


def tags_of(text: str, pipeline: Language) -> Tags:
    """The tags of a text, found when first asked for: most messages name nothing that could be a place."""
    return lru_cache(maxsize=1)(lambda: {token.idx: token.pos_ for token in pipeline(text)})


def entity(find: Find) -> Dict[str, Any]:
    """Rasa's entity for a find, without its place in the text."""
    if not find.codes:
        return {"entity": "lan", "value": find.lan}
    if len(find.codes) > 1:
        return {"entity": "kommun_choice", "value": " ".join(find.codes)}
    return {"entity": "kommun", "value": find.codes[0]}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(GraphComponent):
    """Adds the entity `kommun`, `kommun_choice` or `lan` to messages that name a place."""

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "PlaceExtractor":
        """Make the component; it has no settings."""
        extractor = cls()
        extractor._gazetteer = Gazetteer(place_names())
        extractor._pipeline = language.load()
        return extractor

    _gazetteer: Gazetteer
    _pipeline: Language

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity where a place is found; a message about nothing but where gets the intent `give_location`."""
        for message in messages:
            text = message.get(TEXT) or ""
            find = self._gazetteer.find(text, tags_of(text, self._pipeline))
            if find:
                rest = {fold(word.text) for word in words(text[: find.start] + " " + text[find.end :])}
                if rest <= FILLER:
                    set_intent(message, "give_location")
                span = {"start": find.start, "end": find.end, "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), {**entity(find), **span}], add_to_output=True)
        return messages
