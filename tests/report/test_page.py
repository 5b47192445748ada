import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.content.labelled import Message
from bot.report import page
from bot.report.numbers import Verdict
from tests.report.rows import FOLLOWED, SOME, verdict


def line(name: str, group: str, right: int, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "group": group,
        "right": [right, 10],
        "macro_f1": [0.5, 0.4, 0.6],
        "kinds": {"everyday": [right, 8], "second_language": [0, 2]},
        "difference": [(right - 8) / 10, -0.9, 0.1],
        **more,
    }


ABLATION: dict[str, Any] = {
    "examples": 50,
    "writers": 3,
    "standing": 12,
    "messages": 4,
    "one_of": 2,
    "of": [100, 7],
    "layers": "layers 8, 10 and 12",
    "minutes": 4,
    "folds_by_writer": 3,
    "variants": [
        line("as the bot runs", "", 8, unseen_writers=[60, 100]),
        line("without words", "What is read", 7),
        line("logistic", "Classifier", 6),
        line("late", "What is read", 5),
    ],
    "calibration": [{"name": "none", "error": [0.2, 0.1, 0.3], "right": [8, 10]}],
    "unseen_writers": {
        "error": [0.06, 0.04, 0.08],
        "hands": {"1": [50, 60], "2": [10, 40]},
        "fallback": [[0.1, [2, 40], [0, 60]], [0.3, [20, 40], [9, 60]]],
        "scope": [[0.1, [4, 5], [1, 95]], [0.9, [1, 5], [0, 95]]],
        "scope_by_first_place": [[3, 5], [2, 95]],
    },
    "notes": ["DIET: left out."],
}


@pytest.fixture(scope="module")
def text() -> str:
    return page.render(SOME, FOLLOWED, ABLATION, 100, 0.3)


@pytest.mark.parametrize(
    "expected",
    [
        "| right topic first | 0.571 (0.250 to 0.842) | 7 |",
        "| right topic among the first three | 1.000 (0.646 to 1.000) | 7 |",
        "| decided by rule (danger, a place, an age), with confidence 1, and right | 0.000 (0.000 to 1.000) | 0 |",
        "| out of scope, and found so | 1.000 (0.207 to 1.000) | 1 |",
        "| real questions turned away as out of scope | 0.167 (0.030 to 0.564) | 6 |",
        "| wrong answers withheld, the nearest topics offered instead (confidence below 0.3) | 0.333 (0.061 to 0.792) | 3 |",
        "| right answers withheld | 0.000 (0.000 to 0.490) | 4 |",
        "| leads to another subject | 0.500 (0.095 to 0.905) | 0.000 (0.000 to 0.658) | 2 |",
        "| all | 0.667 (0.208 to 0.939) | 0.333 (0.061 to 0.792) | 3 |",
        "- “och skolan”: `school_role` understood as `greet`",
        "| messy | 0.500 (0.095 to 0.905) | 2 |",
        "| other languages | 0.000 (0.000 to 0.793) | 1 |",
        "| `greet` | 0.333 (0.061 to 0.792) | 3 | `goodbye` 1, `out_of_scope` 1 |",
        "| `goodbye` | `greet` | 1 |",
        "| none | 0.200 (0.100 to 0.300) | 0.800 (0.490 to 0.943) | 10 |",
        "0.10 withholds the most wrong answers while it withholds at most 3 of 100 right answers.",
        "0.10 finds the most while it turns away at most 3 of 100 real questions.",
        "| without words | 0.700 (0.397 to 0.892) | -0.100 (-0.900 to +0.100) | 0.500 (0.400 to 0.600) |  |",
        "on 50 examples by 3 writers and 4 messages",
        "DIET: left out.",
        "- messy: `goodbye` understood as `greet` (0.20): “hej \\| då”",
    ],
)
def test_figures_stand_on_the_page(text: str, expected: str) -> None:
    assert expected in text


def test_every_table_is_whole(text: str) -> None:
    for table in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        columns = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(columns) == 1, table


def test_a_group_stands_once(text: str) -> None:
    first_table = text[text.index("## What each part brings") : text.index("The same by kind")]
    assert first_table.count("**What is read**") == 1
    assert first_table.index("| late") < first_table.index("**Classifier**")


@pytest.mark.parametrize(("examples", "stale"), [(100, False), (101, True)])
def test_figures_of_other_examples_are_called_so(examples: int, stale: bool) -> None:
    assert ("it should be run again" in page.render(SOME, FOLLOWED, ABLATION, examples, 0.3)) is stale


@pytest.mark.parametrize(("one_of", "said"), [(1, False), (2, True)])
def test_a_part_of_the_examples_is_called_so(one_of: int, said: bool) -> None:
    ablation = {**ABLATION, "one_of": one_of}
    assert ("one of 2 of each topic's" in page.render(SOME, FOLLOWED, ablation, 100, 0.3)) is said


def test_without_an_ablation() -> None:
    assert "Not measured yet: `python -m bot.report ablation`." in page.render(SOME, (), None, 100, 0.3)


def test_long_messages_are_cut() -> None:
    assert " …”" in page.render([verdict("a", "b", text="ord " * 100)], (), None, 1, 0.3)


def test_what_nobody_reads_is_counted_and_not_shown() -> None:
    read, unread = verdict("a", "b", text="läst"), Verdict(Message("oläst", "a", kind="messy", hand="c"), (("b", 0.9),))
    text = page.render([read, unread], (), None, 1, 0.3)
    assert "Of the messages, 1 were written by hands that wrote no examples" in text
    assert "“läst”" in text
    assert "oläst" not in text
    assert "nobody has read" not in page.render([read], (), None, 1, 0.3)


def test_page_and_pictures_are_written(tmp_path: Path) -> None:
    page.write(SOME, FOLLOWED, ABLATION, 100, tmp_path)
    written = (tmp_path / "understanding.md").read_text(encoding="utf-8")
    linked = re.findall(r"!\[.+?\]\((.+?)\)", written)
    assert len(linked) == 3
    for name in linked:
        with Image.open(tmp_path / name) as picture:
            picture.load()


def test_the_threshold_in_use_is_that_of_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "config.yml"
    file.write_text("pipeline:\n  - name: Other\n  - name: FallbackClassifier\n    threshold: 0.42\n")
    assert page.threshold(file) == 0.42
    assert 0 < page.threshold() < 1
