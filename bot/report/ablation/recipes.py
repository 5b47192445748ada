"""What is compared: recipes for a classifier, and the table of variants. To try something else, add a line to VARIANTS."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.nlu.topic_model import DIRECTIONS, STRENGTH, VECTOR_WEIGHT
from bot.nlu.vectors import LAYERS as RUNS_ON_LAYERS
from bot.nlu.vectors import ONE_OF


class Space(NamedTuple):
    """A kind of sentence vectors: the layers of the network that they are taken from, and the prefix that e5 was trained with."""

    layers: tuple[int, ...] = RUNS_ON_LAYERS
    prefix: str = "query"


@dataclass(frozen=True)
class Recipe:
    """One classifier, from examples to predictions; what is said of none is as the bot runs.

    Args:
        words: what is counted in runs of one and two: "words", "lemmas" or "" for none.
        characters: whether runs of three to five characters are counted.
        spaces: sentence vectors, side by side.
        embedded: of so many examples in Swedish one gets a vector, of those in other languages more, as ONE_OF_FOREIGN says; 1 for all.
        scaling: of the vectors: "standardised", "whitened" or "raw".
        directions: of standardised vectors, along how many of the main directions they are learned from; 0 for all.
        vector_weight: the vectors' length on average.
        repair: spelling is repaired for "vectors", "all" or "" for nothing.
        damages: ways of breaking spelling in which a third of the examples each is learned once more.
        learner: "svm", "logistic" or "neighbours".
        strength: the inverse of the regularisation; of "neighbours", how many.
        writers: share of the writers whose examples are used.
    """

    words: str = "words"
    characters: bool = True
    spaces: tuple[Space, ...] = (Space(),)
    embedded: int = ONE_OF
    scaling: str = "standardised"
    directions: int = DIRECTIONS
    vector_weight: float = VECTOR_WEIGHT
    repair: str = ""
    damages: tuple[str, ...] = ()
    learner: str = "svm"
    strength: float = STRENGTH
    writers: float = 1.0


@dataclass(frozen=True)
class Variant:
    """A line of the table.

    Args:
        name: says what is other than in the bot.
        group: the heading it stands under.
        recipes: one, or several whose probabilities are averaged.
        grouped: whether it is also tried on writers it has not seen, which takes one training a fold.
    """

    name: str
    group: str
    recipes: tuple[Recipe, ...]
    grouped: bool = False


AS_IT_RUNS = "as the bot runs"
RUNS = Recipe()
VECTORS = Recipe(words="", characters=False, embedded=1)
COUNTS = Recipe(spaces=())
LOGISTIC = Recipe(learner="logistic", strength=30)
NEAREST = replace(VECTORS, learner="neighbours", strength=10)
ALL_DAMAGES = ("misspelt", "no diacritics", "split compounds")
LAYERS = ((12,), (10, 12), (8, 10, 12), RUNS_ON_LAYERS, (8,), (6,), (4,))


def said(layers: tuple[int, ...]) -> str:
    """Layers in words."""
    *others, last = map(str, layers)
    return f"layers {', '.join(others)} and {last}" if others else f"layer {last}"


def _one(name: str, group: str, recipe: Recipe, grouped: bool = False) -> Variant:
    return Variant(name, group, (recipe,), grouped)


VARIANTS = (
    _one(AS_IT_RUNS, "", RUNS, grouped=True),
    _one("without sentence vectors", "What is read", COUNTS, grouped=True),
    _one("without characters", "What is read", replace(RUNS, characters=False), grouped=True),
    _one("without words", "What is read", replace(RUNS, words="")),
    _one("sentence vectors alone", "What is read", VECTORS, grouped=True),
    _one("lemmas in place of words", "What is read", replace(RUNS, words="lemmas"), grouped=True),
    *(
        _one(f"of {said(layers)}", "Sentence vectors", replace(RUNS, spaces=(Space(layers),)), grouped=layers in ((12,), (6,)))
        for layers in LAYERS
        if layers != RUNS_ON_LAYERS
    ),
    _one("passage prefix", "Sentence vectors", replace(RUNS, spaces=(Space(prefix="passage"),))),
    _one("query and passage side by side", "Sentence vectors", replace(RUNS, spaces=(Space(), Space(prefix="passage")))),
    _one("whitened", "Sentence vectors", replace(RUNS, scaling="whitened"), grouped=True),
    _one("neither standardised nor whitened", "Sentence vectors", replace(RUNS, scaling="raw")),
    _one("of all examples", "Sentence vectors", replace(RUNS, embedded=1), grouped=True),
    _one(f"of one Swedish example in {2 * ONE_OF}", "Sentence vectors", replace(RUNS, embedded=2 * ONE_OF), grouped=True),
    _one("along all directions", "Sentence vectors", replace(RUNS, directions=0)),
    *(
        _one(f"along the {directions} main directions", "Sentence vectors", replace(RUNS, directions=directions))
        for directions in (128, 256, 384, 512)
        if directions != DIRECTIONS
    ),
    _one("weight 0.5", "Sentence vectors", replace(RUNS, vector_weight=0.5)),
    _one("weight 1", "Sentence vectors", replace(RUNS, vector_weight=1.0), grouped=True),
    _one("repaired before the vectors", "Spelling", replace(RUNS, repair="vectors"), grouped=True),
    _one("repaired before everything", "Spelling", replace(RUNS, repair="all")),
    *(_one(f"more examples: {name}", "Spelling", replace(RUNS, damages=(name,))) for name in ALL_DAMAGES),
    _one("more examples: all three", "Spelling", replace(RUNS, damages=ALL_DAMAGES), grouped=True),
    _one("SVM, C = 0.1", "Classifier", replace(RUNS, strength=0.1)),
    _one("SVM, C = 1", "Classifier", replace(RUNS, strength=1.0), grouped=True),
    _one("logistic regression, C = 10", "Classifier", replace(LOGISTIC, strength=10)),
    _one("logistic regression, C = 30", "Classifier", LOGISTIC, grouped=True),
    _one("logistic regression, C = 100", "Classifier", replace(LOGISTIC, strength=100)),
    _one("ten nearest examples, by vectors", "Classifier", NEAREST),
    Variant("SVM and nearest examples", "Classifier", (RUNS, NEAREST)),
    Variant("SVM and logistic regression", "Classifier", (RUNS, LOGISTIC)),
    Variant("one SVM for the counts, one for the vectors", "Classifier", (COUNTS, VECTORS)),
    _one("half of the writers", "Examples", replace(RUNS, writers=0.5)),
    _one("a quarter of the writers", "Examples", replace(RUNS, writers=0.25)),
)
"""Those with the same recipe share one training."""
