import json
from pathlib import Path
from typing import Any

import pytest

from bot.report import __main__ as command
from bot.report import predictions
from bot.report.ablation import recipes, run
from bot.understanding import Understander
from tests.report.ablation.test_run import EXAMPLES, MESSAGES, VARIANTS, figures
from tests.report.rows import SOME


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The options that name a small set of messages and examples, and a folder for the page."""
    rows = [json.dumps({"text": message.text, "topic": message.topic, "kind": message.kind}) for message in MESSAGES]
    (tmp_path / "set.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "dialogues.yml").write_text("[]", encoding="utf-8")
    blocks = [{"intent": example.topic, "metadata": {"hand": example.hand, "kind": example.kind}, "examples": f"- {example.text}\n"} for example in EXAMPLES]
    (tmp_path / "nlu.yml").write_text(json.dumps({"nlu": blocks}), encoding="utf-8")
    named = {"messages": "set.jsonl", "dialogues": "dialogues.yml", "examples": "nlu.yml", "to": "docs"}
    return [part for option, name in named.items() for part in (f"--{option}", str(tmp_path / name))]


def test_the_page_shows_the_figures_that_the_ablation_kept(files: list[str], tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(predictions, "verdicts", lambda messages: SOME[: len(messages)])
    monkeypatch.setattr(run, "run", lambda examples, messages, kept, say, **more: figures(tmp_path / "vectors", list(examples)))
    assert command.main(["ablation", "--without-diet", *files]) == 0
    assert command.main(files) == 0
    page = (tmp_path / "docs" / "understanding.md").read_text(encoding="utf-8")
    assert f"| {recipes.AS_IT_RUNS} |" in page
    assert "on 36 examples by 3 writers and 3 messages" in page
    assert "run again" not in page
    assert "right topic first 0.667, of 3 messages" in capsys.readouterr().out


def small(kept_in: Path) -> Any:
    """The ablation with few variants, few messages that calibrate, and all examples asked."""
    whole = run.run

    def quick(examples: Any, messages: Any, kept: Any, say: Any, variants: Any = VARIANTS, folder: Any = None, extra: Any = None, stands: Any = None) -> Any:
        return whole(examples, messages, kept[::10], say, variants, kept_in / "vectors", extra, processes=1, stands=lambda _: True)

    return quick


def test_diet_is_put_among_the_lines_that_were_kept(files: list[str], tmp_path: Path, monkeypatch: Any) -> None:
    asked = []

    def outside(examples: Any, messages: Any, vectors: Any) -> run.Outside:
        asked.append((len(examples), len(vectors.of([message.text for message in messages]))))
        assert vectors.of([example.text for example in examples]).any(axis=1).all()
        return run.Outside("DIET, 1 epoch", "Classifier", [messages[0].topic] * len(messages), f"run {len(asked)}")

    monkeypatch.setattr("bot.report.ablation.diet.diet", outside)
    monkeypatch.setattr(run, "run", small(tmp_path))
    assert command.main(["ablation", "--without-diet", *files]) == 0
    before = json.loads((tmp_path / "docs" / command.ABLATION).read_text(encoding="utf-8"))
    for time in (1, 2):
        assert command.main(["diet", *files]) == 0
        after = json.loads((tmp_path / "docs" / command.ABLATION).read_text(encoding="utf-8"))
        assert [line["name"] for line in after["variants"]] == [*(line["name"] for line in before["variants"]), "DIET, 1 epoch"]
        assert after["notes"] == [f"DIET, 1 epoch: run {time}"]
        assert after["variants"][:-1] == before["variants"]
    assert asked == [(36, 3), (36, 3)]


def test_diet_on_some_examples_is_put_beside_the_bot_on_the_same(files: list[str], tmp_path: Path, monkeypatch: Any) -> None:
    def outside(examples: Any, messages: Any, vectors: Any) -> run.Outside:
        return run.Outside("DIET, 1 epoch", "Classifier", [messages[0].topic] * len(messages), f"{len(examples)} examples")

    monkeypatch.setattr("bot.report.ablation.diet.diet", outside)
    monkeypatch.setattr(run, "run", small(tmp_path))
    assert command.main(["ablation", "--without-diet", *files]) == 0
    for _ in range(2):
        assert command.main(["diet", "--one-of", "2", *files]) == 0
    after = json.loads((tmp_path / "docs" / command.ABLATION).read_text(encoding="utf-8"))
    assert [line["name"] for line in after["variants"][-2:]] == [f"{recipes.AS_IT_RUNS}, on one of 2 examples", "DIET, 1 epoch, on one of 2 examples"]
    assert after["variants"][-1]["right"][1] == 3
    assert [note.split(" Both")[0] for note in after["notes"]] == ["DIET, 1 epoch: 18 examples"]
    assert command.main(files) == 0
    assert "DIET, 1 epoch, on one of 2 examples" in (tmp_path / "docs" / "understanding.md").read_text(encoding="utf-8")


def test_diet_without_an_ablation_of_these_examples(files: list[str], tmp_path: Path, capsys: Any) -> None:
    assert command.main(["diet", *files]) == 1
    assert "Kör python -m bot.report ablation" in capsys.readouterr().err
    assert not (tmp_path / "docs").exists()


def test_without_a_model(files: list[str], tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(predictions, "Understander", lambda: Understander(tmp_path / "none.tar.gz"))
    assert command.main(files) == 1
    assert "make model" in capsys.readouterr().err
    assert not (tmp_path / "docs").exists()
