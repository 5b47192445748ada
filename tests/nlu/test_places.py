"""What is a place and what only looks like one: `places.tsv`, a message, what is meant, and the kind of message, a line each.

What is meant is a kommun's code, several with | between, likeliest first, `lan:` with a län's code, or - for no place. Lines that
begin with ! are known failures, kept in the open.
"""

from pathlib import Path
from typing import Any, Optional

import pytest

from bot import language
from bot.contacts import source
from bot.nlu.place_names import place_names
from bot.nlu.places import Find, Gazetteer, tags_of

LINES = [line.split("\t") for line in (Path(__file__).parent / "places.tsv").read_text(encoding="utf-8").splitlines() if line]
KNOWN_FAILURE = [pytest.mark.xfail(strict=True)]
TABLE = [pytest.param(text.removeprefix("!"), meant, marks=KNOWN_FAILURE if text.startswith("!") else [], id=text[:60]) for text, meant, _ in LINES]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return language.load()


def find(text: str, pipeline: Any) -> Optional[Find]:
    return Gazetteer(place_names()).find(text, tags_of(text, pipeline))


def test_the_table_is_long_and_half_of_it_is_no_place() -> None:
    assert len(LINES) >= 800
    assert sum(meant == "-" for _, meant, _ in LINES) >= 300
    assert len({text for text, _, _ in LINES}) == len(LINES)


@pytest.mark.parametrize(("text", "meant"), TABLE)
def test_table(text: str, meant: str, pipeline: Any) -> None:
    found = find(text, pipeline)
    assert ("-" if found is None else "|".join(found.codes) or f"lan:{found.lan}") == meant


@pytest.mark.parametrize("form", ["{}", "vi bor i {}", "Jag bor i {}", "{} kommun", "och i {} då?", "socialjouren i {}", "hur är det i {}s kommun"])
def test_every_kommun_by_its_name(form: str, pipeline: Any) -> None:
    names = {row["name"]: row["code"] for row in source.kommuner()}
    wrong = [name for name, code in names.items() if (found := find(form.format(name), pipeline)) is None or found.codes != (code,)]
    assert wrong == []


def test_every_kommun_in_lower_case_and_without_its_dots(pipeline: Any) -> None:
    plain = str.maketrans("åäö", "aao")
    wrong = []
    for row in source.kommuner():
        found = find(f"vi bor i {row['name'].lower().translate(plain)}", pipeline)
        if found is None or row["code"] not in found.codes:
            wrong.append(row["name"])
    assert wrong == []


def test_every_locality(pipeline: Any) -> None:
    codes: dict[str, set[str]] = {}
    for place in source.localities():
        codes.setdefault(place.name, set()).add(place.kommun_code)
    kommuner = {row["name"] for row in source.kommuner()}
    wrong = [name for name in codes if name not in kommuner and not (set(getattr(find(f"vi bor i {name}", pipeline), "codes", ())) & codes[name])]
    assert wrong == []


def test_a_find_tells_where(pipeline: Any) -> None:
    text = "vi bor i Upplands Väsby nu"
    found = find(text, pipeline)
    assert found is not None
    assert text[found.start : found.end] == "Upplands Väsby"


@pytest.mark.parametrize("text", ["", "😢😢", "...", "12", "Å", "i " * 2000])
def test_what_says_nothing(text: str, pipeline: Any) -> None:
    assert find(text, pipeline) is None
