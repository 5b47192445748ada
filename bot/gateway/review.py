"""GET /referens/granska: what should be looked at again and what parents ask, as a page and as CSV. Works without JavaScript."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Callable, Optional, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.contacts import hours, importer
from bot.content import examples, located
from bot.content.answers import all_answers
from bot.counts.store import Counts, read
from bot.gateway.errors import error
from bot.gateway.off import words
from bot.overview.table import Table, arranged, text, to_csv
from bot.overview.tables import tables
from bot.settings import DATA

ADDRESS = "/referens/granska"
SORT, CSV = "sortera", "csv"


class Review:
    """The addresses' handler.

    Args:
        engine: of the contacts database.
        off: whether the chat is switched off, which every page says.
        today: the day it is, for tests.
    """

    def __init__(self, engine: Engine, off: bool, today: Callable[[], date] = lambda: hours.now().date()) -> None:
        self._engine = engine
        self._off = off
        self._today = today
        pages = Environment(loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        pages.globals["asset"] = "/static/{}".format
        self._template = pages.get_template("review/review.html")

    def get(self, request: Request) -> Response:
        """The page, sorted as `?sortera=table.column` says (-column: largest first), or one table as CSV (`?csv=table`)."""
        try:
            found = self._tables()
        except SQLAlchemyError:
            return error("unavailable", {"Retry-After": "5"})
        wanted = request.query_params.get(CSV)
        found = [arranged(table, chosen(table, request.query_params.get(SORT))) for table in found]
        if wanted is None:
            return HTMLResponse(self._page(found))
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

    def _page(self, found: Sequence[Table]) -> str:
        counted = any(table.chart for table in found)
        return self._template.render(tables=found, counted=counted, text=text, address=ADDRESS, day=self._today().isoformat(), off=words() if self._off else "")


def chosen(table: Table, sorting: Optional[str]) -> Optional[str]:
    """The column to sort this table by, of `table.column`; None where another table is meant, or none."""
    name, _, column = (sorting or "").partition(".")
    return column if name == table.name else None


@lru_cache(maxsize=1)
def _examples() -> tuple[examples.Example, ...]:
    return tuple(examples.of_topics(located.read(DATA / "nlu.yml")))
