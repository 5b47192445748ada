import csv
import io
from typing import Any, Optional

import pytest

from bot.overview.table import Column, Table, arranged, to_csv

COLUMNS = (Column("name", "Namn", link="page"), Column("number", "Antal", number=True))


def table(*rows: dict[str, Any]) -> Table:
    return Table("t", "T", "", COLUMNS, rows)


ROWS = [
    {"name": "Örebro", "number": 9},
    {"name": "Arboga", "number": 10},
    {"name": "Älvsbyn", "number": None, "number_words": "färre än 5"},
    {"name": "åmål", "number": 100},
    {"name": "Zinkgruvan", "number": 9},
]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (None, ["Örebro", "Arboga", "Älvsbyn", "åmål", "Zinkgruvan"]),
        ("nothing", ["Örebro", "Arboga", "Älvsbyn", "åmål", "Zinkgruvan"]),
        ("name", ["Arboga", "Zinkgruvan", "åmål", "Älvsbyn", "Örebro"]),
        ("-name", ["Örebro", "Älvsbyn", "åmål", "Zinkgruvan", "Arboga"]),
        ("number", ["Örebro", "Zinkgruvan", "Arboga", "åmål", "Älvsbyn"]),
        ("-number", ["åmål", "Arboga", "Örebro", "Zinkgruvan", "Älvsbyn"]),
    ],
)
def test_arranged(by: Optional[str], names: list[str]) -> None:
    assert [row["name"] for row in arranged(table(*ROWS), by).rows] == names


def test_a_heading_turns_the_order_it_is_in() -> None:
    name = COLUMNS[0]
    assert [arranged(table(), by).heading(name) for by in (None, "number", "name", "-name")] == ["name", "name", "-name", "name"]


def test_csv() -> None:
    rows = [{"name": 'Å, "x"\ny', "number": 3, "page": "/p"}, {"name": "=HYPERLINK(1)", "number": None, "number_words": "färre än 5"}]
    assert list(csv.reader(io.StringIO(to_csv(table(*rows))))) == [
        ["name", "number", "page"],
        ['Å, "x"\ny', "3", "/p"],
        ["'=HYPERLINK(1)", "färre än 5", ""],
    ]
