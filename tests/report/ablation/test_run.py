"""A small ablation from end to end, with the real network and the real pipeline."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Sequence

import pytest

from bot.content.labelled import Message
from bot.report import page
from bot.report.ablation.recipes import ALL_DAMAGES, LOGISTIC, NEAREST, RUNS, VECTORS, Variant
from bot.report.ablation.run import Outside, run
from bot.report.ablation.spaces import Vectors
from tests.report.rows import SOME

OWN = {
    "greet": ["hej på dig", "hallå där", "god morgon", "tjena"],
    "report_police": ["hur anmäler jag till polisen", "polisanmälan på nätet", "vill anmäla honom", "kan jag göra en anmälan"],
    "out_of_scope": ["hur kokar man ägg", "vad blir vädret i morgon", "recept på pannkakor", "vem vann matchen"],
}
EXAMPLES = [
    # Of those in other languages some are drawn for a vector, by each hand: in whatever is learned here some have one.
    Message(f"{text} {tail}".strip(), topic, kind="other" if place < 3 else "everyday", hand=hand)
    for hand, tail in zip("123", ["hjälp", "då", "nu"])
    for topic, texts in OWN.items()
    for place, text in enumerate(texts)
]
MESSAGES = [
    Message("hej hej", "greet", kind="everyday"),
    Message("jag vill polisanmala en man", "report_police", kind="messy"),
    Message("kan du ett recept", "out_of_scope", kind="everyday"),
]
KEPT = [Message("tjena tjena", "greet"), Message("anmäla en man", "report_police", ("greet",)), Message("vad är klockan", "out_of_scope")]
VARIANTS = (
    Variant("as the bot runs", "", (RUNS,), True),
    Variant("lemmas", "What is read", (replace(RUNS, words="lemmas"),), True),
    Variant("repaired", "Spelling", (replace(RUNS, repair="all"),)),
    Variant("broken", "Spelling", (replace(RUNS, damages=ALL_DAMAGES),)),
    Variant("mixed", "Classifier", (LOGISTIC, VECTORS, replace(NEAREST, strength=3)), True),
    Variant("a third of the writers", "Examples", (replace(RUNS, writers=0.34),)),
)


WHOLE = {"one_of": 1, "of": [len(EXAMPLES), len(MESSAGES)]}


def figures(folder: Path, examples: list[Message], **more: Any) -> dict[str, Any]:
    return run(examples, MESSAGES, KEPT, lambda _: None, VARIANTS, folder, processes=1, stands=lambda _: True, **more)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return figures(tmp_path_factory.mktemp("vectors"), EXAMPLES)


def test_it_says_on_what_it_was_made(found: dict[str, Any]) -> None:
    assert [found[name] for name in ("examples", "writers", "messages", "folds_by_writer")] == [36, 3, 3, 3]


@pytest.mark.parametrize(("place", "variant"), enumerate(VARIANTS))
def test_every_variant_has_its_line(place: int, variant: Variant, found: dict[str, Any]) -> None:
    line = found["variants"][place]
    assert (line["name"], line["group"]) == (variant.name, variant.group)
    assert line["right"][1] == 3
    assert line["kinds"].keys() == {"everyday", "messy"}
    assert ("unseen_writers" in line) == variant.grouped
    assert line.get("unseen_writers", [0, 36])[1] == 36


def test_it_learns(found: dict[str, Any]) -> None:
    assert found["variants"][0]["right"][0] >= 2
    assert found["variants"][0]["unseen_writers"][0] >= 30
    assert sum(right for right, _ in found["unseen_writers"]["hands"].values()) == found["variants"][0]["unseen_writers"][0]


def test_thresholds_are_chosen_on_examples(found: dict[str, Any]) -> None:
    unseen = found["unseen_writers"]
    assert {gain[1] + cost[1] for _, gain, cost in unseen["fallback"]} == {36}
    assert {(gain[1], cost[1]) for _, gain, cost in unseen["scope"]} == {(12, 24)}


def test_figures_are_plain_data_that_the_page_can_show(found: dict[str, Any]) -> None:
    again = json.loads(json.dumps(found))
    assert again == found
    assert "| a third of the writers |" in page.render(SOME, (), again | WHOLE, 36, 0.3)


def test_without_named_writers(tmp_path: Path) -> None:
    without = figures(tmp_path, [replace(example, hand="") for example in EXAMPLES])
    assert without["unseen_writers"] is None
    assert "unseen_writers" not in without["variants"][0]
    assert "as the bot runs" in page.render(SOME, (), without | WHOLE, 36, 0.3)


def one_word(examples: Sequence[Message], messages: Sequence[Message], vectors: Vectors) -> Outside:
    assert len(vectors.of([message.text for message in (*examples, *messages)])) == 39
    return Outside("other", "Classifier", ["greet"] * len(messages), "knows one word")


def test_another_classifier(tmp_path: Path) -> None:
    other = figures(tmp_path, EXAMPLES, extra=one_word)
    assert other["variants"][-1]["name"] == "other"
    assert other["variants"][-1]["right"] == [1, 3]
    assert other["notes"] == ["other: knows one word"]
