"""What `data/nlu.yml` and the published test set must hold."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.dialogue.context import DANGER_OVER
from bot.settings import ROOT

EXAMPLES: dict[str, list[str]] = {
    entry["intent"]: [line[2:] for line in entry["examples"].splitlines()]
    for entry in yaml.safe_load((ROOT / "data" / "nlu.yml").read_text(encoding="utf-8"))["nlu"]
}
TEST_SET = [json.loads(line) for line in (Path(__file__).parent / "test_set.jsonl").read_text(encoding="utf-8").splitlines()]
TOPICS = [name for name in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"] if name != DANGER_OVER]
CLEAN = re.compile(r"^[A-ZÅÄÖÉ][^\n]*[.?!]$")

# The word that a textbook would use for a topic; most parents do not.
TEXTBOOK = {
    "warning_signs": "tecken|signal",
    "warning_signs_grooming": "gro+ming|gromning",
    "warning_signs_paid": "sugar|sälja sex|säljer sex|prostitu|ersättning",
    "warning_signs_trafficking": "människohandel|trafficking",
    "sextortion": "utpress|sextortion",
    "images_spread": "spridit|spridits|sprids",
    "fake_images": "deepfake|manipuler|ai-gener",
    "report_social_services": "orosanm",
    "report_police": "polisanm",
    "remove_images": "ta bort|radera",
    "save_evidence": "bevis",
    "report_anonymously": "anonym",
    "child_suicidal": "självmord|suicid",
    "child_missing": "försvunn|saknad",
    "consent_and_school": "samtyck",
    "phone_rules": "föräldrakontroll|skärmtid",
    "unwanted_contact": "gro+ming|gromning|ofred",
    "local_support": "stöd|kontakt",
}


def same(text: str) -> str:
    """A message as it is compared: letters and digits only, in lower case."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def test_every_topic_has_examples() -> None:
    assert set(EXAMPLES) == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_at_least_thirty_examples_a_third_messy(topic: str) -> None:
    examples = EXAMPLES[topic]
    assert len(examples) >= 30
    messy = [text for text in examples if not CLEAN.match(text)]
    assert len(messy) >= len(examples) / 3


@pytest.mark.parametrize(("topic", "word"), TEXTBOOK.items())
def test_at_least_a_third_without_the_textbook_word(topic: str, word: str) -> None:
    without = [text for text in EXAMPLES[topic] if not re.search(word, text, re.IGNORECASE)]
    assert len(without) >= len(EXAMPLES[topic]) / 3


def test_no_example_stands_twice() -> None:
    counts = Counter(same(text) for examples in EXAMPLES.values() for text in examples)
    assert [text for text, times in counts.items() if times > 1] == []


def test_the_test_set_covers_every_topic_and_leaks_nothing() -> None:
    per_topic = Counter(row["topic"] for row in TEST_SET)
    assert set(per_topic) == set(TOPICS)
    assert min(per_topic.values()) >= 8
    examples = {same(text) for texts in EXAMPLES.values() for text in texts}
    assert [row["text"] for row in TEST_SET if same(row["text"]) in examples] == []
    assert all(set(row.get("also", [])) <= set(TOPICS) for row in TEST_SET)
