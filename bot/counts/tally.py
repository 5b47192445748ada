"""Counts in memory and writes now and then, apart from the answers: counting never delays and never breaks one."""

import logging
import threading
from collections import Counter
from datetime import date
from typing import Callable, Optional

from sqlalchemy.exc import SQLAlchemyError

from bot.contacts import hours
from bot.counts.models import UNKNOWN_LAN
from bot.counts.store import Counts, Question, Verdict

logger = logging.getLogger(__name__)

SECONDS = 60.0
"""How often what has been counted is written."""


class Tally:
    """What has been counted and not yet written. Bounded: there are only so many topics, weeks and län.

    Args:
        write: adds counts to the database; may block and may raise SQLAlchemyError, which loses those counts and nothing else.
        today: the day it is, for tests.
        seconds: how often to write.
    """

    def __init__(self, write: Callable[[Counts], None], today: Callable[[], date] = lambda: hours.now().date(), seconds: float = SECONDS) -> None:
        self._write = write
        self._today = today
        self._seconds = seconds
        self._lock = threading.Lock()
        self._asked: Counter[Question] = Counter()
        self._judged: Counter[Verdict] = Counter()
        self._stopping = threading.Event()
        self._thread: Optional[threading.Thread] = None
        self.lost = 0
        """Counts that could not be written."""

    def asked(self, topic: str, kommun_code: Optional[str]) -> None:
        """Count one answer about a topic. Of the kommun only its län is kept."""
        key = Question(week(self._today()), topic, kommun_code[:2] if kommun_code else UNKNOWN_LAN)
        with self._lock:
            self._asked[key] += 1

    def judged(self, topic: str, helped: bool) -> None:
        """Count one verdict on a topic's answers."""
        with self._lock:
            self._judged[Verdict(topic, helped)] += 1

    def flush(self) -> None:
        """Write what has been counted; what cannot be written is lost."""
        with self._lock:
            counts = Counts(self._asked, self._judged)
            self._asked, self._judged = Counter(), Counter()
        if not counts.asked and not counts.judged:
            return
        try:
            self._write(counts)
        except SQLAlchemyError as problem:
            self.lost += sum(counts.asked.values()) + sum(counts.judged.values())
            logger.warning("Counts could not be written, and are lost: %s", type(problem).__name__)

    def start(self) -> None:
        """Write now and then, in a thread of its own."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="counts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, and end the thread; blocks."""
        self._stopping.set()
        if self._thread:
            self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            self.flush()


def week(day: date) -> str:
    """The week that a day lies in, as 2026-W48."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"
