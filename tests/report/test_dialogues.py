from pathlib import Path
from typing import Any

import pytest

from bot.report.dialogues import Dialogue, FollowedUp, Turn, play, read

TEXT = """
- name: polisen efter
  kind: other
  turns:
    - {say: "topic:sextortion", topic: sextortion}
    - {say: "ok och polisen?", topic: report_police, also: [after_report], kommun: "2480"}
"""


def test_a_dialogue_is_read(tmp_path: Path) -> None:
    (tmp_path / "some.yml").write_text(TEXT, encoding="utf-8")
    turns = (Turn("topic:sextortion", "sextortion"), Turn("ok och polisen?", "report_police", ("after_report",), "2480"))
    assert read(tmp_path / "some.yml") == [Dialogue("polisen efter", "other", turns)]


@pytest.mark.parametrize(
    ("found", "alone", "right", "right_alone"),
    [
        ("report_police", "greet", True, False),
        ("after_report", "report_police", True, True),
        ("sextortion", "after_report", False, True),
        ("", "", False, False),
    ],
)
def test_what_is_right(found: str, alone: str, right: bool, right_alone: bool) -> None:
    turn = FollowedUp("other", Turn("ok och polisen?", "report_police", ("after_report",)), found, alone)
    assert (turn.right, turn.right_alone) == (right, right_alone)


def test_a_dialogue_is_played(bot_here: Any) -> None:
    played = play([Dialogue("vart är vi", "same", (Turn("topic:sextortion", "sextortion"), Turn("berätta mer", "sextortion")))], bot_here)
    assert [(turn.kind, turn.found, turn.alone) for turn in played] == [("same", "sextortion", "ask_more")]
