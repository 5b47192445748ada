"""Runs the ablation: every variant on the published messages, the main ones also on writers whose examples they have not seen."""

import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Optional, Sequence

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, StratifiedKFold

from bot import language
from bot.content.labelled import Message
from bot.nlu.topic_model import SEED, best_temperature, softmax
from bot.nlu.vectors import LAYERS, drawn, gets_vector
from bot.report import numbers
from bot.report.ablation import calibration, spaces
from bot.report.ablation.learners import Side, timed, together
from bot.report.ablation.recipes import AS_IT_RUNS, RUNS, VARIANTS, Recipe, Space, Variant, said
from bot.report.ablation.spelling import Repair, damages

Array = NDArray[Any]
Say = Callable[[str], None]
Extra = Callable[[Sequence[Message], Sequence[Message], spaces.Vectors], "Outside"]

WRITER_FOLDS = 4
FOLDS = 4
"""Parts that the examples are held out in at random."""
ONE_OF = 3
"""So many examples stand for each that is learned once more with its spelling broken."""

MISSING = -10.0
"""Score of a topic that a fold has no example of."""

THRESHOLDS = [round(0.05 * step, 2) for step in range(1, 20)]
OUT_OF_SCOPE = "out_of_scope"


class Split(NamedTuple):
    """Which examples are learned (None: all) and which are asked (None: the messages instead)."""

    name: str
    train: Optional[Array] = None
    asked: Optional[Array] = None


class Outside(NamedTuple):
    """What a classifier that is no recipe made of the messages, and how it was trained."""

    name: str
    group: str
    topics: list[str]
    note: str


@dataclass(frozen=True)
class Job:
    """One training."""

    recipe: Recipe
    split: Split


def run(
    examples: Sequence[Message],
    messages: Sequence[Message],
    kept: Sequence[Message],
    say: Say,
    variants: Sequence[Variant] = VARIANTS,
    folder: Path = spaces.FOLDER,
    extra: Optional[Extra] = None,
    processes: int = -1,
    stands: Callable[[str], bool] = drawn,
) -> dict[str, Any]:
    """Run it all.

    Args:
        examples: what is learned, with the hand that wrote each.
        messages: the published set.
        kept: what calibrates the bot.
        say: is told how far it has come.
        variants: the table's lines; the first is what the others are compared with.
        folder: where sentence vectors are kept.
        extra: another classifier, from examples, messages and their vectors.
        processes: how many at once; -1 for one a processor.
        stands: whether an example is asked, of writers and parts that are held out, for all.

    Returns:
        Plain data for `docs/understanding_ablation.json`.
    """
    began = time.monotonic()
    asked_of = np.array([stands(example.text) for example in examples])
    splits = _splits(examples, asked_of)
    jobs = _jobs(variants, splits)
    material = _Material(examples, [*messages, *kept], {job.recipe for job in jobs}, say, folder, stands, everything=extra is not None)
    found = _train(jobs, material, say, processes)
    labels = [example.topic for example in examples]
    topics = sorted(set(labels))
    standing = [example for example, asked in zip(examples, asked_of) if asked]
    lines = [_line(variant, found, splits["hand"], asked_of, standing, messages, topics) for variant in variants]
    notes = []
    if extra is not None:
        outside = extra(examples, messages, material.vectors[Space()])
        notes.append(f"{outside.name}: {outside.note}")
        if outside.topics:
            lines.append(_measured(outside.name, outside.group, outside.topics, messages))
    for line in lines:
        line["difference"] = _rounded(numbers.difference(line["rights"], lines[0]["rights"]))
    for line in lines:
        del line["rights"]
    answers = calibration.columns(topics, [example.topic for example in standing])
    by_hand = _held_out(found, RUNS, splits["hand"], asked_of, topics)
    at_random = _held_out(found, RUNS, splits["random"], asked_of, topics)
    asked, own = np.split(found[RUNS, "messages"], [len(messages)])
    right = np.array([[message.is_met(topic) for topic in topics] for message in kept])
    return {
        "examples": len(examples),
        "writers": len({example.hand for example in examples}),
        "standing": len(standing),
        "messages": len(messages),
        "layers": said(LAYERS),
        "minutes": round((time.monotonic() - began) / 60),
        "folds_by_writer": len(splits["hand"]),
        "variants": lines,
        "calibration": []
        if by_hand is None or at_random is None
        else _calibrated(calibration.ways(at_random, by_hand, answers, own, right, asked), messages, topics),
        "unseen_writers": _unseen(best_temperature(own, right), by_hand, answers, standing, topics) if by_hand is not None else None,
        "notes": notes,
    }


class _Material:
    """Everything that trainings are fed with: texts repaired, broken, lemmatised, as vectors."""

    def __init__(
        self,
        examples: Sequence[Message],
        messages: Sequence[Message],
        recipes: Iterable[Recipe],
        say: Say,
        folder: Path,
        stands: Callable[[str], bool],
        everything: bool,
    ) -> None:
        self._examples, self._messages = examples, messages
        known = [example.text for example in examples]
        texts = [*known, *(message.text for message in messages)]
        self._damages = damages(known)
        repair = Repair(known) if any(recipe.repair for recipe in recipes) else str
        self._repaired = {text: repair(text) for text in texts}
        # Asked are messages, and examples that are held out and drawn.
        asked = [*(message.text for message in messages), *(text for text in known if stands(text))]
        needed: dict[Space, list[str]] = defaultdict(list)
        if everything:
            needed[Space()] += known
        for recipe in recipes:
            learned = [text for text, _, embedded in self._learned(recipe, range(len(examples))) if embedded]
            for space in recipe.spaces:
                needed[space] += [self._for_vectors(recipe, text) for text in (*learned, *asked)]
        self.vectors = {space: spaces.vectors(space, needed[space], say, folder) for space in sorted(needed)}
        self._lemmas = _lemmas(texts) if any(recipe.words == "lemmas" for recipe in recipes) else {}

    def train(self, recipe: Recipe, rows: Optional[Array]) -> tuple[Side, list[str]]:
        """What a recipe learns of these examples."""
        chosen = [int(row) for row in (range(len(self._examples)) if rows is None else rows)]
        if recipe.writers < 1:
            hands = sorted({self._examples[row].hand for row in chosen})
            Random(SEED).shuffle(hands)
            kept = set(hands[: max(1, round(recipe.writers * len(hands)))])
            chosen = [row for row in chosen if self._examples[row].hand in kept]
        learned = self._learned(recipe, chosen)
        return self._side(recipe, [text for text, _, _ in learned], [embedded for _, _, embedded in learned]), [topic for _, topic, _ in learned]

    def asked(self, recipe: Recipe, rows: Optional[Array]) -> Side:
        """What it is asked: the messages, or examples that were held out."""
        texts = [message.text for message in self._messages] if rows is None else [self._examples[row].text for row in rows]
        return self._side(recipe, texts, [True] * len(texts))

    def _learned(self, recipe: Recipe, rows: Iterable[int]) -> list[tuple[str, str, bool]]:
        """Texts, their topics, and whether they get a vector: the examples, then those whose spelling is broken."""
        chosen = [self._examples[row] for row in rows]
        own = [(example.text, example.topic, gets_vector(example.text, example.kind, recipe.embedded)) for example in chosen]
        return own + self._broken(recipe, rows)

    def _broken(self, recipe: Recipe, rows: Iterable[int]) -> list[tuple[str, str, bool]]:
        made = []
        for row in rows:
            example = self._examples[row]
            text, embedded = example.text, gets_vector(example.text, example.kind, recipe.embedded)
            for place, name in enumerate(recipe.damages):
                if row % ONE_OF == place % ONE_OF:
                    broken = self._damages[name](text, Random(f"{SEED} {name} {text}"))
                    made += [(broken, example.topic, embedded)] if broken != text else []
        return made

    def _side(self, recipe: Recipe, texts: Sequence[str], embedded: Sequence[bool]) -> Side:
        read = [self._repaired.get(text, text) if recipe.repair == "all" else text for text in texts]
        words = [self._lemmas.get(text, text) for text in texts] if recipe.words == "lemmas" else read
        places = np.flatnonzero(embedded)
        vectors = np.zeros((len(texts), sum(self.vectors[space].dimensions for space in recipe.spaces)), dtype=np.float32)
        if recipe.spaces:
            mine = [self._for_vectors(recipe, texts[place]) for place in places]
            vectors[places] = np.hstack([self.vectors[space].of(mine) for space in recipe.spaces])
        return Side(read, words, vectors)

    def _for_vectors(self, recipe: Recipe, text: str) -> str:
        return self._repaired.get(text, text) if recipe.repair else text


def _splits(examples: Sequence[Message], asked_of: Array) -> dict[str, list[Split]]:
    """The messages; the examples by writer, where more than one is named; and at random. Of what is held out those are asked that stand for all."""
    labels, hands = [example.topic for example in examples], [example.hand for example in examples]
    folds = min(WRITER_FOLDS, len(set(hands)))
    by_hand = GroupKFold(folds).split(labels, labels, hands) if folds > 1 else []
    at_random = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(labels, labels)
    return {
        "messages": [Split("messages")],
        "hand": [Split(f"writers {number}", train, asked[asked_of[asked]]) for number, (train, asked) in enumerate(by_hand, start=1)],
        "random": [Split(f"random {number}", train, asked[asked_of[asked]]) for number, (train, asked) in enumerate(at_random, start=1)],
    }


def _jobs(variants: Sequence[Variant], splits: Mapping[str, Sequence[Split]]) -> list[Job]:
    """Each training once, although several variants may want it."""
    wanted = [Job(RUNS, split) for split in splits["random"]] + [Job(RUNS, split) for split in splits["hand"]]
    for variant in variants:
        for recipe in variant.recipes:
            wanted += [Job(recipe, split) for split in [*splits["messages"], *(splits["hand"] if variant.grouped else [])]]
    return list({(job.recipe, job.split.name): job for job in wanted}.values())


def _train(jobs: Sequence[Job], material: _Material, say: Say, processes: int) -> dict[tuple[Recipe, str], Array]:
    topics = sorted({example.topic for example in material._examples})
    found: dict[tuple[Recipe, str], Array] = {}
    work = (
        delayed(timed)(place, job.recipe, *material.train(job.recipe, job.split.train), material.asked(job.recipe, job.split.asked))
        for place, job in enumerate(jobs)
    )
    for place, known, result, seconds in Parallel(n_jobs=processes, return_as="generator_unordered")(work):
        job = jobs[place]
        whole = np.full((len(result), len(topics)), MISSING, dtype=np.float32)
        whole[:, np.searchsorted(topics, known)] = result
        found[job.recipe, job.split.name] = whole
        say(f"[{len(found)}/{len(jobs)}] {_title(job.recipe)}, {job.split.name}: {seconds:.0f} s")
    return found


def _line(
    variant: Variant,
    found: Mapping[tuple[Recipe, str], Array],
    by_hand: Sequence[Split],
    asked_of: Array,
    standing: Sequence[Message],
    messages: Sequence[Message],
    topics: Sequence[str],
) -> dict[str, Any]:
    best = together(variant.recipes, [found[recipe, "messages"][: len(messages)] for recipe in variant.recipes]).argmax(axis=1)
    line = _measured(variant.name, variant.group, [topics[place] for place in best], messages)
    if variant.grouped and by_hand:
        held_out = [_held_out(found, recipe, by_hand, asked_of, topics) for recipe in variant.recipes]
        guessed = together(variant.recipes, held_out).argmax(axis=1)  # type: ignore[arg-type]
        line["unseen_writers"] = list(numbers.share([topics[place] == example.topic for place, example in zip(guessed, standing)]))
    return line


def _measured(name: str, group: str, understood: Sequence[str], messages: Sequence[Message]) -> dict[str, Any]:
    verdicts = [numbers.Verdict(message, ((topic, 1.0),)) for message, topic in zip(messages, understood)]
    return {
        "name": name,
        "group": group,
        "right": list(numbers.share([verdict.right for verdict in verdicts])),
        "macro_f1": _rounded(numbers.macro_f1([message.topic for message in messages], [verdict.counted for verdict in verdicts])),
        "kinds": {kind: list(part) for kind, part in numbers.shares(verdicts, lambda verdict: verdict.message.kind).items()},
        "rights": [verdict.right for verdict in verdicts],
    }


def _held_out(found: Mapping[tuple[Recipe, str], Array], recipe: Recipe, splits: Sequence[Split], asked_of: Array, topics: Sequence[str]) -> Optional[Array]:
    """The scores of the examples that stand for all, each from the fold that had not seen it."""
    if not splits:
        return None
    whole = np.zeros((len(asked_of), len(topics)), dtype=np.float32)
    for split in splits:
        whole[split.asked] = found[recipe, split.name]
    return np.asarray(whole[asked_of])


def _calibrated(ways: Mapping[str, Array], messages: Sequence[Message], topics: Sequence[str]) -> list[dict[str, Any]]:
    lines = []
    for name, probabilities in ways.items():
        rights = [message.is_met(topics[place]) for message, place in zip(messages, probabilities.argmax(axis=1))]
        error = numbers.calibration_error(probabilities.max(axis=1), rights)
        lines.append({"name": name, "error": _rounded(error), "right": list(numbers.share(rights))})
    return lines


def _unseen(temperature: float, by_hand: Array, answers: Array, examples: Sequence[Message], topics: Sequence[str]) -> dict[str, Any]:
    """What the bot would make of writers it has not seen, with the temperature that it runs with: on this thresholds may be chosen."""
    probabilities = softmax(by_hand / temperature)
    sure, rights = probabilities.max(axis=1), probabilities.argmax(axis=1) == answers
    hands: dict[str, list[bool]] = defaultdict(list)
    for example, right in zip(examples, rights):
        hands[example.hand].append(bool(right))
    outside = answers == topics.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in topics else None
    return {
        "error": _rounded(numbers.calibration_error(sure, rights)),
        "hands": {hand: list(numbers.share(own)) for hand, own in hands.items()},
        "fallback": _plain(numbers.fallback_curve(sure, rights, THRESHOLDS)),
        "scope": [] if outside is None else _plain(numbers.scope_curve(probabilities[:, topics.index(OUT_OF_SCOPE)], outside, THRESHOLDS)),
        "scope_by_first_place": [] if outside is None else _first_place(probabilities.argmax(axis=1) == topics.index(OUT_OF_SCOPE), outside),
    }


def _first_place(called: Array, outside: Array) -> list[list[int]]:
    return [list(numbers.share(list(called[outside]))), list(numbers.share(list(called[~outside])))]


def _plain(curve: Sequence[numbers.Point]) -> list[list[Any]]:
    return [[point.threshold, list(point.gain), list(point.cost)] for point in curve]


def _rounded(estimate: numbers.Estimate) -> list[float]:
    return [round(float(value), 4) for value in (estimate.value, *estimate.interval)]


def _lemmas(texts: Sequence[str]) -> dict[str, str]:
    unique = list(dict.fromkeys(texts))
    pipeline = language.load()
    return {text: " ".join(token.lemma_ for token in document) for text, document in zip(unique, pipeline.pipe(unique, batch_size=256))}


def _title(recipe: Recipe) -> str:
    for variant in VARIANTS:
        if variant.recipes == (recipe,):
            return variant.name
    return AS_IT_RUNS if recipe == RUNS else str(replace(recipe))
