from pathlib import Path
from typing import Optional

import pytest

from bot.nlu import urgency

TABLE: list[tuple[str, Optional[str]]] = [
    ("hon är hos honom nu och vågar inte gå därifrån", "acute_danger"),
    ("han har låst in henne, hon är inlåst", "acute_danger"),
    ("min dotter blev våldtagen i natt", "acute_danger"),
    ("hon har precis blivit våldtagen", "acute_danger"),
    ("hon skriver att hon inte orkar leva längre", "child_suicidal"),
    ("han vill dö", "child_suicidal"),
    ("hon skar sig i armen igår", "child_suicidal"),
    ("min dotter kom aldrig hem igår och mobilen är avstängd", "child_missing"),
    ("vet inte vart hon tagit vägen", "child_missing"),
    ("han ska träffa en kille från Discord på lördag", "about_to_meet"),
    ("dom har bestämt träff imorgon", "about_to_meet"),
    # no danger at this moment
    ("jag dör av skam", None),
    ("hur vanligt är det med gromning", None),
    ("hur pratar man om samtycke", None),
    ("ska jag träffa en kurator", None),
    ("vad händer om någon sprider en bild", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "topic"), TABLE)
def test_by_pattern(text: str, topic: Optional[str]) -> None:
    assert urgency.by_pattern(text) == topic


@pytest.mark.parametrize(
    ("probabilities", "topic"),
    [
        ({"child_suicidal": 0.6, "sextortion": 0.4}, "child_suicidal"),
        ({"child_suicidal": 0.3, "acute_danger": 0.35, "sextortion": 0.35}, "acute_danger"),
        ({"child_suicidal": 0.2, "sextortion": 0.8}, None),
        ({}, None),
    ],
)
def test_by_classifier(probabilities: dict[str, float], topic: Optional[str]) -> None:
    assert urgency.by_classifier(probabilities) == topic


def test_a_broken_pattern_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "urgency.yml"
    broken.write_text("acute_danger:\n  patterns:\n    - (nu\n", encoding="utf-8")
    with pytest.raises(ValueError, match="acute_danger"):
        urgency.topics(broken)
