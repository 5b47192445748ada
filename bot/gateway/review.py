"""GET /referens/granska: what should be looked at again and what parents ask, as a page and as CSV. Works without JavaScript."""

from datetime import date
from functools import lru_cache
from typing import Callable, Optional

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from bot.contacts import hours, importer
from bot.content import examples, located
from bot.content.answers import all_answers
from bot.counts.store import Counts, read
from bot.gateway.errors import error
from bot.gateway.templates import Templates
from bot.overview.table import Table, arranged, text, to_csv
from bot.overview.tables import tables
from bot.settings import DATA

ADDRESS = "/referens/granska"
SORT, CSV = "sortera", "csv"


class Review:
    """The addresses' handler.

    Args:
        engine: of the contacts database.
        templates: makes the page.
        today: the day it is, for tests.
    """

    def __init__(self, engine: Engine, templates: Templates, today: Callable[[], date] = lambda: hours.now().date()) -> None:
        self._engine = engine
        self._templates = templates
        self._today = today

    def get(self, request: Request) -> Response:
        """The page, sorted as `?sortera=table.column` says (-column: largest first), or one table as CSV (`?csv=table`)."""
        try:
            found = self._tables()
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        wanted = request.query_params.get(CSV)
        found = [arranged(table, chosen(table, request.query_params.get(SORT))) for table in found]
        if wanted is None:
            values = {"tables": found, "counted": any(table.chart for table in found), "text": text, "address": ADDRESS, "day": self._today()}
            return self._templates.page(request, "review/review.html", values)
        table = next((table for table in found if table.name == wanted), None)
        if table is None:
            return error("not_found")
        name = f"granska-{table.name}-{self._today().isoformat()}.csv"
        # With the mark that tells a spreadsheet that it is UTF-8.
        return Response("\ufeff" + to_csv(table), media_type="text/csv; charset=utf-8", headers={"content-disposition": f'attachment; filename="{name}"'})

    def _tables(self) -> list[Table]:
        with self._engine.connect() as connection:
            state = importer.current(connection)
        return tables(all_answers(), _examples(), state, self._counts(), self._today())

    def _counts(self) -> Optional[Counts]:
        try:
            return read(self._engine)
        except SQLAlchemyError:
            return None


def chosen(table: Table, sorting: Optional[str]) -> Optional[str]:
    """The column to sort this table by, of `table.column`; None where another table is meant, or none."""
    name, _, column = (sorting or "").partition(".")
    return column if name == table.name else None


@lru_cache(maxsize=1)
def _examples() -> tuple[examples.Example, ...]:
    return tuple(examples.of_topics(located.read(DATA / "nlu.yml")))
