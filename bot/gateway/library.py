"""What the reference is made of, in memory: the catalogue, the contacts as a whole, and the index, made anew when the contacts change."""

import threading
import time
from contextlib import suppress
from typing import Any, Callable, Mapping, Optional

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.contacts.importer import State, current
from bot.contacts.models import Change
from bot.reference.catalogue import Catalogue, catalogue
from bot.reference.documents import documents
from bot.reference.meaning import read
from bot.reference.search import Index

LOOK_AGAIN = 60.0
"""Seconds after which the contacts are looked at again."""


class Library:
    """The reference's data.

    Args:
        engine: of the contacts database.
        clock: seconds, for tests.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._making = threading.Lock()
        self._version: Any = None
        self._looked = 0.0
        self._state: Optional[State] = None
        self._index: Optional[Index] = None
        self._shared: Mapping[str, list[str]] = {}

    @property
    def catalogue(self) -> Catalogue:
        """Topics and laws."""
        return catalogue()

    def prepare(self) -> None:
        """Read everything now, so that the first who asks need not wait. A database that cannot be read is tried again when asked."""
        with suppress(SQLAlchemyError):
            self._refresh()

    def state(self) -> State:
        """All contacts, as of at most a minute ago.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        self._refresh()
        assert self._state is not None
        return self._state

    def index(self) -> Index:
        """The search.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database has never been read, and cannot be.
        """
        self._refresh()
        assert self._index is not None
        return self._index

    def kommuner_of(self, service: str) -> list[str]:
        """Codes of the kommuner that a service is named for, in order of code."""
        self._refresh()
        return self._shared.get(service, [])

    def _refresh(self) -> None:
        if self._index is not None and self._clock() - self._looked < LOOK_AGAIN:
            return
        with self._making:
            if self._index is not None and self._clock() - self._looked < LOOK_AGAIN:
                return
            with self._engine.connect() as connection:
                version = connection.execute(select(func.count(Change.id), func.max(Change.id))).one()
                if self._index is None or tuple(version) != self._version:
                    state = current(connection)
                    shared: dict[str, list[str]] = {}
                    for row in state["service_kommun"].values():
                        shared.setdefault(row["service_id"], []).append(row["kommun_code"])
                    self._shared = {name: sorted(codes) for name, codes in shared.items()}
                    self._index = Index(documents(self.catalogue, state), read())
                    self._state, self._version = state, tuple(version)
            self._looked = self._clock()
