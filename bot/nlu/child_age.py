"""Finds the child's age in a message: the entities `child_age` (years, as text) and `age_group` (3-6, 7-12 or 13-17)."""

import datetime
import re
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.certain import set_intent
from bot.nlu.words import fold

_NUMBERS = [
    "noll",
    "ett",
    "tva",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "atta",
    "nio",
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
    "sexton",
    "sjutton",
    "arton",
]
_NUMBER = r"\d{1,2}|" + "|".join(sorted((word for word in _NUMBERS if word != "noll"), key=len, reverse=True))
_GRADES = ["ettan", "tvaan", "trean", "fyran", "femman", "sexan", "sjuan", "attan", "nian"]

AGE = re.compile(rf"(?<![\d.,:])\b({_NUMBER})\s?-?\s?(?:ars?\b|arig\w*|aring\w*|yo\b|years? old|ar\s?gam)")
NOT_AN_AGE = re.compile(r"(?:for|i|sen|sedan|over|under|efter|om|senaste|har|nastan|typ i)\s+(?:over |nastan |snart |ca |typ )?$")
AGO = re.compile(r"^\s*(?:sedan|sen|tillbaka|kvar|fran nu|dessforinnan)")
IS_AGED = re.compile(
    rf"\b(?:hon|han|hen|barnet|dottern?|sonen?|tjejen|killen|pojken|flickan|jag|den|ar|fyllde|fyller|fyllt|blir|blev|snart|bara|precis|nyss|knappt)\s+"
    rf"(?:ar |bara |just |precis |nyss |snart |blir |e |som ar )*({_NUMBER})\b"
    r"(?!\s?(?:kr|tusen|000|min|tim|dag|veck|man|gang|bild|killar|tjejer|ganger|st\b|:|\.\d))"
)
GRADE = re.compile(r"\b(?:ak|arskurs|klass)\s?(\d)\b|\b(?:i|gar)\s(\d)[:-]?an\b|\bi\s(" + "|".join(_GRADES) + r")\b")
BORN = re.compile(r"\b(?:fodd|fott)\s(?:ar\s)?(20\d\d)\b")
ALONE = re.compile(rf"\s*({_NUMBER})\s*(?:ar)?\s*[.!]?\s*")
STAGES = (
    (re.compile(r"\b(?:dagis\w*|forskol(?:an?|ebarn\w*)|smabarn\w*|toddler)\b"), "3-6"),
    (re.compile(r"\b(?:lagstadi\w*|mellanstadi\w*)\b"), "7-12"),
    (re.compile(r"\b(?:hogstadi\w*|gymnasi\w*|tonaring\w*|tonaren|i tonaren|teenager)\b"), "13-17"),
)
OLDEST = 17
STARTS_SCHOOL = 6
"""A child in grade n is about n + 6 years old."""


@dataclass(frozen=True)
class Age:
    """A child's age: whole years where they are said, always the group. `text[start:end]` says so."""

    years: Optional[int]
    group: str
    start: int
    end: int


def group(years: int) -> str:
    """The age group of a child; those below three go with the youngest, those above 17 with the oldest."""
    return "3-6" if years <= 6 else "7-12" if years <= 12 else "13-17"


def find(text: str, today: Optional[datetime.date] = None) -> Optional[Age]:
    """The child's age in a message, or None.

    Ages above 17 are taken to be somebody else's. Spans of time ("för tre år sedan") are no ages.

    Args:
        text: the message.
        today: for "född 2012"; today's date unless given.
    """
    folded = fold(text)
    year = (today or datetime.date.today()).year
    alone = ALONE.fullmatch(folded)
    if alone:
        return _age(_value(alone.group(1)), alone.span(1))
    for match in AGE.finditer(folded):
        if NOT_AN_AGE.search(folded[: match.start()]) and "aring" not in match.group() and "arig" not in match.group():
            continue
        if AGO.match(folded[match.end() :]):
            continue
        age = _age(_value(match.group(1)), match.span())
        if age:
            return age
    for match in IS_AGED.finditer(folded):
        age = _age(_value(match.group(1)), match.span(1))
        if age and match.group(1) not in ("ett", "sex"):
            return age
    grade = GRADE.search(folded)
    if grade:
        number = grade.group(1) or grade.group(2)
        value = int(number) if number else _GRADES.index(grade.group(3)) + 1
        return _age(value + STARTS_SCHOOL, grade.span())
    born = BORN.search(folded)
    if born:
        return _age(year - int(born.group(1)), born.span())
    for pattern, name in STAGES:
        stage = pattern.search(folded)
        if stage:
            return Age(None, name, *stage.span())
    return None


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.index(number)


def _age(years: int, span: "tuple[int, int]") -> Optional[Age]:
    return Age(years, group(years), *span) if 0 < years <= OLDEST else None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ChildAgeExtractor(GraphComponent):
    """Adds the entities `child_age` and `age_group` to messages that tell a child's age."""

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "ChildAgeExtractor":
        """Make the component; it has no settings."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities where an age is found; what is an age and nothing else gets the intent `give_age`."""
        for message in messages:
            text = message.get(TEXT) or ""
            age = find(text)
            if age is None:
                continue
            if ALONE.fullmatch(fold(text)):
                set_intent(message, "give_age")
            values = {"age_group": age.group, **({"child_age": str(age.years)} if age.years is not None else {})}
            entities = [
                {"entity": name, "value": value, "start": age.start, "end": age.end, "extractor": type(self).__name__} for name, value in values.items()
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages
