"""`python -m bot.report` measures the trained model and writes docs/understanding.md; `python -m bot.report ablation` measures what each part brings.

The ablation takes a while and keeps its figures in docs/understanding_ablation.json, from which the report takes them. Rasa's own classifier, DIET,
takes longest; `python -m bot.report diet` measures it afterwards, on what the ablation was made with, and puts its line among the others. With
`--one-of N` it learns from one of so many of those examples, and the bot's own classifier beside it from the same.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

from bot import settings
from bot.content import labelled
from bot.quiet import hush

FOLDER = settings.ROOT / "docs"
ABLATION = "understanding_ablation.json"


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a command.

    Returns:
        The exit code: 0 well, 1 there is no trained model, or for "diet" no ablation of what there is now.
    """
    hush()
    chosen = _parser().parse_args(arguments)
    return {"page": _report, "ablation": _ablation, "diet": _diet}[chosen.task](chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.report", description="How well messages are understood.")
    parser.add_argument("task", nargs="?", choices=("page", "ablation", "diet"), default="page", help="page (default), ablation or diet")
    parser.add_argument("--messages", type=Path, default=labelled.MESSAGES, metavar="FILE", help="the published set")
    parser.add_argument("--dialogues", type=Path, default=labelled.DIALOGUES, metavar="FILE", help="the published dialogues")
    parser.add_argument("--examples", type=Path, default=labelled.EXAMPLES, metavar="FILE", help="what is learned in the ablation")
    parser.add_argument("--one-of", type=int, default=1, metavar="N", help="only one of so many examples and messages, for a quick look")
    parser.add_argument("--without-diet", action="store_true", help="leave out Rasa's own classifier, which takes minutes")
    parser.add_argument("--to", type=Path, default=FOLDER, metavar="FOLDER", help="where the page, its pictures and its figures are put; docs/ unless given")
    return parser


def _report(chosen: argparse.Namespace) -> int:
    from bot.dialogue.local import LocalBot
    from bot.report import dialogues
    from bot.report.numbers import share
    from bot.report.page import PAGE, write
    from bot.report.predictions import verdicts

    messages = labelled.every(labelled.messages(chosen.messages), chosen.one_of)
    try:
        found = verdicts(messages)
        followed = dialogues.play(dialogues.read(chosen.dialogues), LocalBot())
    except FileNotFoundError:
        print("Det finns ingen tränad modell. Kör make model.", file=sys.stderr)
        return 1
    kept = chosen.to / ABLATION
    write(found, followed, json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else None, len(labelled.examples(chosen.examples)), chosen.to)
    right = share([verdict.right for verdict in found])
    print(f"{chosen.to / PAGE}: right topic first {right.value:.3f}, of {right.of:,} messages")
    return 0


def _ablation(chosen: argparse.Namespace) -> int:
    from bot.report.ablation.diet import diet
    from bot.report.ablation.run import run

    every = labelled.examples(chosen.examples), labelled.messages(chosen.messages)
    examples, messages = (labelled.every(rows, chosen.one_of) for rows in every)
    figures = run(examples, messages, labelled.calibration(), _say, folder=_vectors(chosen.one_of), extra=None if chosen.without_diet else diet)
    figures |= {"one_of": chosen.one_of, "of": [len(rows) for rows in every]}
    _keep(figures, chosen.to)
    return 0


def _diet(chosen: argparse.Namespace) -> int:
    from bot.report.ablation.diet import diet
    from bot.report.ablation.recipes import VARIANTS
    from bot.report.ablation.run import run

    every = labelled.examples(chosen.examples), labelled.messages(chosen.messages)
    file = chosen.to / ABLATION
    kept = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    if kept.get("of") != [len(rows) for rows in every]:
        print("Det finns ingen ablation av de exempel som finns nu. Kör python -m bot.report ablation --without-diet.", file=sys.stderr)
        return 1
    examples, messages = (labelled.every(rows, kept["one_of"]) for rows in every)
    if chosen.one_of == 1:
        found = run(examples, messages, labelled.calibration(), _say, VARIANTS[:1], _vectors(kept["one_of"]), diet)
        lines = found["variants"][1:]
    else:
        examples = labelled.every(examples, chosen.one_of)
        # So few of them that each stands for all.
        found = run(examples, messages, labelled.calibration(), _say, VARIANTS[:1], _vectors(kept["one_of"] * chosen.one_of), diet, stands=lambda _: True)
        own, other = ({**line, "name": f"{line['name']}, on one of {chosen.one_of} examples", "group": "Classifier"} for line in found["variants"])
        # What is said of unseen writers and of the difference would be of these few examples.
        own.pop("unseen_writers", None)
        lines = [own, other]
        found["notes"] = [
            f"{note} Both learned from one of {chosen.one_of} examples; DIET's line is compared with the bot's on the same." for note in found["notes"]
        ]
    names = {line["name"] for line in lines}
    kept["variants"] = [*(other for other in kept["variants"] if other["name"] not in names), *lines]
    kept["notes"] = found["notes"]
    kept["minutes"] += found["minutes"]
    _keep(kept, chosen.to)
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _vectors(one_of: int) -> Path:
    """Where the vectors are kept. Only what was asked for last is: a quick look must not throw away what the whole run has made."""
    from bot.report.ablation.spaces import FOLDER as ALL

    return ALL if one_of == 1 else ALL / f"one_of_{one_of}"


def _keep(figures: Mapping[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / ABLATION
    file.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{file}: {figures['minutes']} minutes")


if __name__ == "__main__":
    raise SystemExit(main())
