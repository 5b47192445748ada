import itertools

import pytest

from bot.counts.store import Counts, Question, Verdict
from bot.counts.view import FEW, FEWEST, WITHHELD, shown, table


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], []),
        ([5], ["5"]),
        ([4], [FEW]),
        ([12, 5], ["12", "5"]),
        # Two of three are too small to show and less than five together: the sum would give them away.
        ([12, 9, 1], ["12", WITHHELD, FEW]),
        ([12, 9, 1, 3], ["12", WITHHELD, FEW, FEW]),
        ([12, 9, 2, 3], ["12", "9", FEW, FEW]),
        ([1, 20], [FEW, WITHHELD]),
        ([7, 7, 4], [WITHHELD, "7", FEW]),
    ],
)
def test_shown(numbers: list[int], words: list[str]) -> None:
    cells = shown(dict(enumerate(numbers)))
    assert [cell.words for cell in cells.values()] == words
    assert all(cell.number is None or str(cell.number) == cell.words for cell in cells.values())


@pytest.mark.parametrize("numbers", itertools.combinations_with_replacement([1, 2, 4, 5, 6, 11], 4))
def test_no_small_number_can_be_worked_out_from_the_sum(numbers: tuple[int, ...]) -> None:
    cells = shown(dict(enumerate(numbers)))
    assert all(cell.number is None or cell.number >= FEWEST for cell in cells.values())
    hidden = [number for number, cell in zip(numbers, cells.values()) if cell.number is None]
    visible = [cell for cell in cells.values() if cell.number is not None]
    # Whoever knows the sum of all knows the sum of the hidden ones: it is no small number, unless nothing is shown at all.
    assert not hidden or sum(hidden) >= FEWEST or not visible


def test_one_way_at_a_time() -> None:
    counts = Counts(
        {
            Question("2026-W48", "sextortion", "12"): 6,
            Question("2026-W47", "sextortion", "12"): 5,
            Question("2026-W47", "talk_prevent", "00"): 7,
        },
        {Verdict("sextortion", True): 9, Verdict("sextortion", False): 6, Verdict("talk_prevent", True): 5},
    )
    view = table(counts)
    assert {name: cell.number for name, cell in view.by_topic.items()} == {"sextortion": 11, "talk_prevent": 7}
    assert [(name, cell.number) for name, cell in view.by_week.items()] == [("2026-W47", 12), ("2026-W48", 6)]
    assert {name: cell.number for name, cell in view.by_lan.items()} == {"12": 11, "00": 7}
    assert {name: (yes.words, no.words) for name, (yes, no) in view.judged.items()} == {"sextortion": ("9", "6"), "talk_prevent": ("5", "0")}
