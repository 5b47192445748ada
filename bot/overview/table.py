"""A table with named columns: sorted, and written as CSV. Pure."""

import csv
import io
from dataclasses import dataclass, replace
from typing import Any, Mapping, Optional, Sequence

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: its name in addresses and CSV, its heading, and where its cells lead (the key of a row that holds the address)."""

    name: str
    title: str
    link: str = ""
    number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a heading.

    `task` tells a list of things to do, whose length counts; `chart` names the column whose numbers are drawn as bars; `empty` is said
    where there are no rows. A cell may be a number, a text, or None with the words in its place under the key `<name>_words`.
    """

    name: str
    title: str
    why: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: str = "Inget att göra här."
    chart: str = ""
    task: bool = True
    sorted_by: str = ""
    descending: bool = False

    @property
    def largest(self) -> float:
        """The longest bar's number."""
        return max((row[self.chart] for row in self.rows if isinstance(row.get(self.chart), (int, float))), default=0)

    def heading(self, column: Column) -> str:
        """What sorts by this column: its name, with a - before it where a click should turn the order."""
        return f"{'-' if self.sorted_by == column.name and not self.descending else ''}{column.name}"


def arranged(table: Table, by: Optional[str]) -> Table:
    """The table sorted.

    Args:
        table: with its rows in their own order.
        by: a column's name, with - before it for the largest first; None, or what is no column, leaves the order.
    """
    name = (by or "").lstrip("-")
    if name not in {column.name for column in table.columns}:
        return table
    down = (by or "").startswith("-")
    known = [row for row in table.rows if row.get(name) not in (None, "")]
    unknown = [row for row in table.rows if row.get(name) in (None, "")]
    # What is not known or not shown comes last in either direction.
    rows = [*sorted(known, key=lambda row: _order(row[name]), reverse=down), *unknown]
    return replace(table, rows=rows, sorted_by=name, descending=down)


def text(row: Row, column: Column) -> str:
    """A cell as it is read."""
    value = row.get(column.name)
    return str(row.get(f"{column.name}_words", "") if value is None else value)


def to_csv(table: Table) -> str:
    """The table as CSV with a header; addresses in columns of their own.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    out = io.StringIO()
    links = [column.link for column in table.columns if column.link and column.link not in {other.name for other in table.columns}]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(column.name for column in table.columns), *links])
    for row in table.rows:
        writer.writerow([_safe(cell) for cell in (*(text(row, column) for column in table.columns), *(str(row.get(link) or "") for link in links))])
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _order(value: Any) -> tuple[int, float, str]:
    """Numbers before words; words as Swedish sorts them: å, ä, ö last."""
    if isinstance(value, (int, float)):
        return 0, value, ""
    return 1, 0.0, str(value).lower().translate(_SWEDISH)


_SWEDISH = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e"})
