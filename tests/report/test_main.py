import json
from pathlib import Path
from typing import Any

import pytest

from bot.report import __main__ as command
from bot.report import predictions
from bot.report.ablation import recipes, run
from bot.understanding import Understander
from tests.report.ablation.test_run import EXAMPLES, MESSAGES, figures
from tests.report.rows import SOME


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The options that name a small set of messages and examples, and a folder for the page."""
    rows = [json.dumps({"text": message.text, "topic": message.topic, "kind": message.kind}) for message in MESSAGES]
    (tmp_path / "set.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "dialogues.yml").write_text("[]", encoding="utf-8")
    blocks = [{"intent": example.topic, "metadata": {"hand": example.hand}, "examples": f"- {example.text}\n"} for example in EXAMPLES]
    (tmp_path / "nlu.yml").write_text(json.dumps({"nlu": blocks}), encoding="utf-8")
    named = {"messages": "set.jsonl", "dialogues": "dialogues.yml", "examples": "nlu.yml", "to": "docs"}
    return [part for option, name in named.items() for part in (f"--{option}", str(tmp_path / name))]


def test_the_page_shows_the_figures_that_the_ablation_kept(files: list[str], tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(predictions, "verdicts", lambda messages: SOME[: len(messages)])
    monkeypatch.setattr(run, "run", lambda examples, messages, say, **more: figures(tmp_path / "vectors", list(examples)))
    assert command.main(["ablation", "--without-diet", *files]) == 0
    assert command.main(files) == 0
    page = (tmp_path / "docs" / "understanding.md").read_text(encoding="utf-8")
    assert f"| {recipes.AS_IT_RUNS} |" in page
    assert "on 36 examples by 3 writers and 3 messages" in page
    assert "run again" not in page
    assert "right topic first 0.667, of 3 messages" in capsys.readouterr().out


def test_without_a_model(files: list[str], tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(predictions, "Understander", lambda: Understander(tmp_path / "none.tar.gz"))
    assert command.main(files) == 1
    assert "make model" in capsys.readouterr().err
    assert not (tmp_path / "docs").exists()
