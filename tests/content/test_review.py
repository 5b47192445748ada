from datetime import date

import pytest

from bot.content import review
from bot.content.answers import Answer, Source
from bot.content.examples import Example

TODAY = date(2026, 11, 23)


def answer(topic: str, reviewed: str, *titles: str) -> Answer:
    return Answer(topic=topic, title=topic.upper(), now="x", reviewed=reviewed, sources=tuple(Source(title, "https://x.se") for title in titles))


ANSWERS = [
    answer("a", "2026-11-22", "Polisen (2016)", "BRIS"),
    answer("b", "2025-11-20", "Rapport 2009, ny utgåva 2025"),
    answer("c", "2024-01-01", "DN (2021)"),
]


def test_due_oldest_first() -> None:
    assert [(row.topic, row.months) for row in review.due(ANSWERS, TODAY)] == [("c", 34), ("b", 12)]
    assert [row.topic for row in review.due(ANSWERS, TODAY, 24)] == ["c"]
    assert [row.topic for row in review.by_age(ANSWERS, TODAY)] == ["c", "b", "a"]


def test_old_sources_by_the_year_in_the_title() -> None:
    assert [(row.topic, row.year) for row in review.old_sources(ANSWERS, TODAY)] == [("a", 2016), ("c", 2021)]
    assert [row.topic for row in review.old_sources(ANSWERS, TODAY, 6)] == ["a"]


@pytest.mark.parametrize(("title", "year"), [("BRIS", None), ("SOU 2021:23", 2021), ("Bilder (2016, ändrad 2020)", 2020), ("Nr 20212", None)])
def test_year_of(title: str, year: object) -> None:
    assert review.year_of(title) == year


def test_few_examples_fewest_first() -> None:
    examples = [Example("x", topic, 1) for topic in "aabccc"]
    assert [(row.topic, row.examples) for row in review.few_examples({row.topic: row for row in ANSWERS}, examples, 3)] == [("b", 1), ("a", 2)]
