"""What `data/nlu.yml` and the published test set must hold, beside what `bot/content/check.py` looks for."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.dialogue.context import DANGER_OVER
from bot.settings import ROOT

EXAMPLES: dict[str, list[str]] = {}
for entry in yaml.load((ROOT / "data" / "nlu.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
    EXAMPLES.setdefault(entry["intent"], []).extend(line[2:] for line in entry["examples"].splitlines())
TEST_SET = [json.loads(line) for line in (Path(__file__).parent / "test_set.jsonl").read_text(encoding="utf-8").splitlines()]
TOPICS = [name for name in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"] if name != DANGER_OVER]

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


@pytest.mark.parametrize(("topic", "word"), TEXTBOOK.items())
def test_at_least_a_third_without_the_textbook_word(topic: str, word: str) -> None:
    without = [text for text in EXAMPLES[topic] if not re.search(word, text, re.IGNORECASE)]
    assert len(without) >= len(EXAMPLES[topic]) / 3


def test_the_test_set_covers_every_topic() -> None:
    per_topic = Counter(row["topic"] for row in TEST_SET)
    assert set(per_topic) == set(TOPICS)
    assert min(per_topic.values()) >= 8
    assert all(set(row.get("also", [])) <= set(TOPICS) for row in TEST_SET)
