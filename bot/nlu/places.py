"""Finds the parent's kommun in a message.

`Gazetteer.find` holds the decision of what is a place and what only looks like one; the graph component below it turns a find
into Rasa's entity `kommun`, whose value is the kommun's code.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional

import yaml
from rapidfuzz import fuzz, process
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contacts import source
from bot.nlu.certain import set_intent
from bot.nlu.words import Word, fold, words

BEFORE_A_PLACE = {"i", "fran", "till", "utanfor", "nara", "kring", "runt", "inom", "bor", "in", "pa", "vid", "ifran"}
AFTER_A_PLACE = {"kommun", "stad", "kommuns", "lan"}
BEFORE_A_NAME = {
    "dotter",
    "dottern",
    "son",
    "sonen",
    "heter",
    "barn",
    "flicka",
    "pojke",
    "tjej",
    "kille",
    "syster",
    "bror",
    "barnbarn",
    "van",
    "kompis",
    "lilla",
    "stora",
    "hos",
    "med",
}
LONGEST_NAME = 4
"""Words in the longest name."""
FUZZY_LENGTH = 5
FUZZY_SCORE = 88
"""Least similarity, 0 to 100 (rapidfuzz ratio), for a misspelt name; only where the words around call for a place."""
ORDINARY_ENDINGS = ("en", "et", "an", "na", "ar", "er", "or")
"""Lower-case words that end so are read as inflected nouns rather than as small localities."""


@dataclass(frozen=True)
class Find:
    """A place in a text: `text[start:end]` names the kommun with that code."""

    kommun_code: str
    start: int
    end: int


class Gazetteer:
    """All names of places, and the decision of what is one.

    Args:
        kommuner: official names to codes.
        localities: places with the number of postal codes; a name in several kommuner goes to the one with most.
        aliases: other names to codes.
        ordinary: names that are ordinary words too.
        first_names: names that are first names too.
    """

    def __init__(
        self,
        kommuner: Dict[str, str],
        localities: Iterable[source.Place],
        aliases: Dict[str, str],
        ordinary: Iterable[str],
        first_names: Iterable[str],
    ) -> None:
        self._small: Dict[str, str] = {}
        for place in sorted(localities, key=lambda place: place.postal_codes):
            self._small[fold(place.name)] = place.kommun_code
        self._large = {fold(name): code for name, code in {**kommuner, **aliases}.items()}
        # With å, ä and ö where they are written: Håbo is not Habo.
        self._exact = {name.lower(): code for name, code in {**kommuner, **aliases}.items()}
        self._ordinary = {fold(name) for name in ordinary}
        self._first_names = {fold(name) for name in first_names}

    def find(self, text: str) -> Optional[Find]:
        """The likeliest place in a message, or None.

        A name counts by itself when it is the whole message; otherwise the words around it and its capital letter decide.
        """
        found = words(text)
        folded = [fold(word.text) for word in found]
        for index in range(len(found)):
            for size in range(min(LONGEST_NAME, len(found) - index), 0, -1):
                written = " ".join(word.text for word in found[index : index + size]).lower()
                code = self._exact.get(written) or self._known(" ".join(folded[index : index + size]))
                if code and self._is_place(found, folded, index, size):
                    return Find(code, found[index].start, found[index + size - 1].end)
        return self._misspelt(found, folded)

    def _known(self, name: str) -> Optional[str]:
        for form in (name, name[:-1] if name.endswith("s") else name):
            code = self._large.get(form) or self._small.get(form)
            if code:
                return code
        return None

    def _is_place(self, found: List[Word], folded: List[str], index: int, size: int) -> bool:
        name = " ".join(folded[index : index + size])
        before = folded[index - 1] if index else ""
        after = folded[index + size] if index + size < len(folded) else ""
        capital = found[index].text[0].isupper()
        alone = size == len(found)
        called_for = before in BEFORE_A_PLACE or after in AFTER_A_PLACE
        stem = name[:-1] if name.endswith("s") else name
        if after in AFTER_A_PLACE:
            return True
        if (stem in self._first_names or name in self._first_names) and (before in BEFORE_A_NAME or after == "ar"):
            return False
        if name in self._ordinary or stem in self._ordinary:
            return alone or (called_for and before != "pa") or (capital and index > 0 and called_for)
        if name in self._large or stem in self._large:
            return True
        if capital:
            return alone or called_for
        return (alone or before in {"i", "fran", "bor", "ifran", "utanfor"}) and (alone or not name.endswith(ORDINARY_ENDINGS)) and len(name) > 3

    def _misspelt(self, found: List[Word], folded: List[str]) -> Optional[Find]:
        for index, name in enumerate(folded):
            before = folded[index - 1] if index else ""
            after = folded[index + 1] if index + 1 < len(folded) else ""
            called_for = before in {"i", "bor", "fran"} or after == "kommun" or len(folded) == 1
            if not called_for or len(name) < FUZZY_LENGTH or name.endswith(ORDINARY_ENDINGS) and after != "kommun":
                continue
            hit = process.extractOne(name, self._large.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE)
            if hit:
                return Find(self._large[hit[0]], found[index].start, found[index].end)
        return None


@lru_cache(maxsize=1)
def gazetteer(folder: Path = source.FOLDER) -> Gazetteer:
    """The gazetteer of `data/contacts/`, read once."""
    extra = yaml.safe_load((folder / "places.yml").read_text(encoding="utf-8"))
    return Gazetteer(
        kommuner={row["name"]: row["code"] for row in source.kommuner(folder)},
        localities=source.localities(folder),
        aliases=extra["aliases"],
        ordinary=extra["ordinary_words"],
        first_names=extra["first_names"],
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(GraphComponent):
    """Adds the entity `kommun` to messages that name a place."""

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "PlaceExtractor":
        """Make the component; it has no settings."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity where a place is found; what is a place and nothing else gets the intent `give_location`."""
        for message in messages:
            text = message.get(TEXT) or ""
            find = gazetteer().find(text)
            if find:
                if not words(text[: find.start] + " " + text[find.end :]):
                    set_intent(message, "give_location")
                entity = {
                    "entity": "kommun",
                    "value": find.kommun_code,
                    "start": find.start,
                    "end": find.end,
                    "extractor": type(self).__name__,
                }
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
