import threading
from datetime import date

import pytest
from sqlalchemy.exc import OperationalError

from bot.counts.store import Counts, Question, Verdict
from bot.counts.tally import Tally, week

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "name"),
    [(DAY, "2026-W48"), (date(2026, 1, 1), "2026-W01"), (date(2027, 1, 3), "2026-W53"), (date(2025, 12, 29), "2026-W01")],
)
def test_week(day: date, name: str) -> None:
    assert week(day) == name


def test_counts_are_kept_until_they_are_written() -> None:
    written: list[Counts] = []
    tally = Tally(written.append, lambda: DAY)
    tally.asked("sextortion", "1283")
    tally.asked("sextortion", "1280")
    tally.asked("sextortion", None)
    tally.judged("sextortion", True)
    assert written == []
    tally.flush()
    tally.flush()
    assert len(written) == 1
    assert dict(written[0].asked) == {Question("2026-W48", "sextortion", "12"): 2, Question("2026-W48", "sextortion", "00"): 1}
    assert dict(written[0].judged) == {Verdict("sextortion", True): 1}


def test_a_failing_database_loses_counts_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    def fail(counts: Counts) -> None:
        raise OperationalError("insert", {}, Exception("no database"))

    tally = Tally(fail, lambda: DAY)
    tally.asked("sextortion", "1283")
    tally.judged("sextortion", False)
    tally.flush()
    assert tally.lost == 2
    assert [record.getMessage() for record in caplog.records] == ["Counts could not be written, and are lost: OperationalError"]
    tally.asked("sextortion", None)
    tally.flush()
    assert tally.lost == 3


def test_counting_does_not_wait_for_the_database() -> None:
    may_end, began = threading.Event(), threading.Event()

    def slow(counts: Counts) -> None:
        began.set()
        may_end.wait(30)

    tally = Tally(slow, lambda: DAY, seconds=0.01)
    tally.start()
    tally.asked("sextortion", None)
    assert began.wait(30)
    tally.asked("sextortion", None)  # would hang here, were the database waited for
    may_end.set()
    tally.stop()


def test_what_is_left_is_written_at_the_end_and_nothing_is_counted_twice() -> None:
    written: list[Counts] = []
    tally = Tally(written.append, lambda: DAY, seconds=0.001)
    tally.start()
    threads = [threading.Thread(target=lambda: [tally.asked("sextortion", "1283") for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.stop()
    assert sum(sum(counts.asked.values()) for counts in written) == 2000
