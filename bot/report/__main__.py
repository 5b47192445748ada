"""`python -m bot.report` measures the trained model and writes docs/understanding.md; `python -m bot.report ablation` measures what each part brings.

The ablation takes a while and keeps its figures in docs/understanding_ablation.json, from which the report takes them.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Optional, Sequence

from bot import settings
from bot.quiet import hush
from bot.report import data

FOLDER = settings.ROOT / "docs"
ABLATION = "understanding_ablation.json"


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a command.

    Returns:
        The exit code: 0 well, 1 there is no trained model.
    """
    hush()
    chosen = _parser().parse_args(arguments)
    if chosen.task == "ablation":
        return _ablation(chosen)
    return _report(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.report", description="How well messages are understood.")
    parser.add_argument("task", nargs="?", choices=("page", "ablation"), default="page", help="page (default) or ablation")
    parser.add_argument("--messages", type=Path, default=data.MESSAGES, metavar="FILE", help="the published set")
    parser.add_argument("--dialogues", type=Path, default=data.DIALOGUES, metavar="FILE", help="the published dialogues")
    parser.add_argument("--examples", type=Path, default=data.EXAMPLES, metavar="FILE", help="what is learned in the ablation")
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

    messages = data.every(data.messages(chosen.messages), chosen.one_of)
    try:
        found = verdicts(messages)
        followed = dialogues.play(dialogues.read(chosen.dialogues), LocalBot())
    except FileNotFoundError:
        print("Det finns ingen tränad modell. Kör make model.", file=sys.stderr)
        return 1
    kept = chosen.to / ABLATION
    write(found, followed, json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else None, len(data.examples(chosen.examples)), chosen.to)
    right = share([verdict.right for verdict in found])
    print(f"{chosen.to / PAGE}: right topic first {right.value:.3f}, of {right.of:,} messages")
    return 0


def _ablation(chosen: argparse.Namespace) -> int:
    from bot.report.ablation.diet import diet
    from bot.report.ablation.run import run
    from bot.report.ablation.spaces import FOLDER as FOLDER_OF_VECTORS

    examples, messages = (data.every(rows, chosen.one_of) for rows in (data.examples(chosen.examples), data.messages(chosen.messages)))
    # What is kept is only what was asked for last: a quick look must not throw away what the whole run has made.
    folder = FOLDER_OF_VECTORS if chosen.one_of == 1 else FOLDER_OF_VECTORS / f"one_of_{chosen.one_of}"
    figures = run(examples, messages, lambda line: print(line, flush=True), folder=folder, extra=None if chosen.without_diet else diet)
    file = chosen.to / ABLATION
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{file}: {figures['minutes']} minutes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
