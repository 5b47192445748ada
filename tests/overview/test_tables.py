from datetime import date
from typing import Any

from bot.content.answers import Answer, Source
from bot.content.examples import Example
from bot.counts.store import Counts, Question, Verdict
from bot.overview.table import Table
from bot.overview.tables import asked, tables

TODAY = date(2026, 11, 23)
ANSWERS = {
    "a": Answer(topic="a", title="A", now="x", reviewed="2026-11-22", sources=(Source("Bris (2016)", "https://bris.se"),)),
    "b": Answer(topic="b", title="B", now="x", reviewed="2025-01-01"),
}
SERVICE: dict[str, Any] = {"doubtful": False, "page_updated": None, "checked": "2026-11-22", "read_at": "https://x.se", "url": None, "phone": "112"}
STATE: dict[str, Any] = {
    "lan": {"12": {"name": "Skåne län"}},
    "kommun": {code: {"name": name, "lan_code": "12", "website": None} for code, name in (("1280", "Malmö"), ("1281", "Lund"), ("1282", "Landskrona"))},
    "service": {
        "jour": {**SERVICE, "id": "jour", "kind": "jour", "name": "Jour"},
        "silent": {**SERVICE, "id": "silent", "kind": "jour", "name": "Utan nummer", "phone": None},
        "old": {**SERVICE, "id": "old", "kind": "annat", "name": "Gammal", "checked": "2025-11-22", "doubtful": True, "page_updated": "2019"},
    },
    "service_kommun": {"1": {"service_id": "jour", "kommun_code": "1280"}, "2": {"service_id": "silent", "kommun_code": "1281"}},
}


def by_name(found: list[Table]) -> dict[str, Table]:
    return {table.name: table for table in found}


def test_what_should_be_looked_at() -> None:
    found = by_name(tables(ANSWERS, [Example("x", "a", 1)] * 70, STATE, None, TODAY))
    assert [row["topic"] for row in found["svar"].rows] == ["b"]
    assert [(row["topic"], row["year"]) for row in found["kallor"].rows] == [("a", 2016)]
    assert [(row["topic"], row["examples"]) for row in found["exempel"].rows] == [("b", 0)]
    assert [row["name"] for row in found["jour"].rows] == ["Lund", "Landskrona"]
    assert [row["name"] for row in found["nummer"].rows] == ["Gammal"]
    assert [row["name"] for row in found["kontakter"].rows] == ["Gammal"]
    assert "fragor" not in found


def test_every_column_of_every_row_can_be_read() -> None:
    counts = Counts({Question("2026-W48", "a", "12"): 9}, {Verdict("a", True): 3})
    found = tables(ANSWERS, [], STATE, counts, TODAY)
    assert len(found) == 10
    missing = [(table.name, column.name) for table in found for row in table.rows for column in table.columns if column.name not in row]
    assert missing == []


def test_what_parents_ask() -> None:
    counts = Counts(
        {Question("2026-W47", "a", "12"): 9, Question("2026-W48", "a", "00"): 5, Question("2026-W48", "gone", "12"): 8, Question("2026-W48", "b", "00"): 3},
        {Verdict("a", True): 9, Verdict("a", False): 6},
    )
    found = by_name(asked(counts, ANSWERS, {"12": "Skåne län"}))
    assert [(row["title"], row["number"], row["number_words"]) for row in found["fragor"].rows] == [
        ("A", 14, "14"),
        ("(borttaget)", None, "visas inte"),
        ("B", None, "färre än 5"),
    ]
    assert [(row["week"], row["number"]) for row in found["veckor"].rows] == [("2026-W47", 9), ("2026-W48", 16)]
    assert [(row["lan"], row["number"]) for row in found["lan"].rows] == [("Skåne län", 17), ("okänt", 8)]
    assert [(row["yes"], row["no"]) for row in found["hjalpte"].rows] == [(9, 6)]
