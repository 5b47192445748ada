"""What Rasa is given to learn from."""

import copy

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import labelled
from bot.dialogue.importer import ContentImporter, Example
from bot.nlu.sentence_vectors import EMBEDDED
from bot.settings import ROOT


@pytest.fixture(scope="module")
def importer() -> ContentImporter:
    return ContentImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data" / name) for name in ("nlu.yml", "rules.yml", "stories.yml")])


def test_examples_and_follow_ups(importer: ContentImporter) -> None:
    found = {(example.get(TEXT), example.get(INTENT)) for example in importer.get_nlu_data().training_examples}
    assert found == {(row.text, row.topic) for row in (*labelled.examples(), *labelled.follow_ups())}


def test_some_get_vectors_in_other_languages_more(importer: ContentImporter) -> None:
    embedded = {example.get(TEXT) for example in importer.get_nlu_data().training_examples if example.get(EMBEDDED)}
    by_kind = {kind: [row.text in embedded for row in labelled.examples() if row.kind == kind] for kind in ("english", "other", "everyday", "messy")}
    shares = {kind: sum(found) / len(found) for kind, found in by_kind.items()}
    assert 0 < max(shares["everyday"], shares["messy"]) < min(shares["english"], shares["other"]) < 1


def test_examples_are_read_once(importer: ContentImporter) -> None:
    assert importer.get_nlu_data() is importer.get_nlu_data()


def test_an_example_is_left_as_it_is() -> None:
    example: Example = Example.build("hej", "greet")
    assert copy.deepcopy(example) is example
    merged = TrainingData([example]).merge(TrainingData([Example.build("hej då", "goodbye")]))
    assert merged.training_examples[0] is example
    assert len(merged.training_examples) == 2


def test_what_changes_is_hashed_anew() -> None:
    example: Example = Example.build("hej", "greet")
    before = hash(example)
    example.set(INTENT, "greet")
    assert hash(example) == before
    example.set(INTENT, "goodbye")
    assert hash(example) != before


def test_responses_are_made_of_the_answers(importer: ContentImporter) -> None:
    assert importer.get_domain().responses
