"""The command line: every task beside `make run` and `make test`. Heavy imports happen in the command that needs them."""

import argparse
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Callable, Iterator, Optional, Sequence, TextIO

from bot import __version__, settings
from bot.quiet import hush


class InputError(Exception):
    """What was given cannot be used; the message says what and where."""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a command.

    Args:
        arguments: the words after `python -m bot`; those of the process unless given.

    Returns:
        The exit code: 0 well, 1 something is missing or failed, 2 the input cannot be used.
    """
    hush()
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen) or 0)
    except InputError as problem:
        print(f"Fel i indata: {problem}", file=sys.stderr)
        return 2
    except FileNotFoundError as problem:
        if problem.args and problem.args[0] == settings.MODEL:
            print("Det finns ingen tränad modell. Kör make model.", file=sys.stderr)
        else:
            print(f"Filen finns inte: {problem.filename or problem}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Föräldralotsen: every task beside make run and make test.")
    parser.add_argument("--version", action=_Version, help="print the version and the Swedish pipeline in use")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="one answer in the terminal")
    ask.add_argument("text", metavar="TEXT", help="what a parent writes")
    ask.add_argument("--kommun", metavar="CODE", help="four-digit code of the parent's kommun")
    ask.set_defaults(run=_ask)

    understand = commands.add_parser("understand", help="what is understood of many messages: JSONL in, JSONL out")
    understand.add_argument("file", metavar="FILE", help='JSONL with {"text": ...} a line; - for standard input')
    understand.set_defaults(run=_understand)

    redact = commands.add_parser("redact", help="take personal data out of many messages: JSONL in, JSONL out")
    redact.add_argument("file", metavar="FILE", help='JSONL with {"text": ...} a line; - for standard input')
    redact.set_defaults(run=_redact)

    evaluate = commands.add_parser("evaluate", help="score the understanding on a test set")
    evaluate.add_argument("file", metavar="FILE", help='JSONL with {"text", "topic", "also"?} a line; - for standard input')
    evaluate.add_argument("--json", action="store_true", help="print the score as JSON")
    evaluate.set_defaults(run=_evaluate)

    safety = commands.add_parser("safety", help="score how well danger is found: recall, and false alarms by kind")
    safety.add_argument("file", metavar="FILE", nargs="?", default=str(settings.SAFETY_SET), help='JSONL with {"text", "urgent", "kind"?} a line')
    safety.set_defaults(run=_safety)

    trying = commands.add_parser("try", help="type messages and see what is understood of each, and the answer")
    trying.add_argument("file", metavar="FILE", nargs="?", help="a message a line; - for standard input; typed unless given")
    trying.add_argument("--kommun", metavar="CODE", help="four-digit code of the parent's kommun")
    trying.set_defaults(run=_try)

    _add_contacts(commands.add_parser("contacts", help="the contacts database: import, check, export, stale"))
    _add_content(commands.add_parser("content", help="the answers and examples: check, stale"))

    train = commands.add_parser("train", help="train the model from data/, config.yml and domain.yml (make model does this)")
    train.set_defaults(run=_train)

    index = commands.add_parser("index", help="make what the reference's search needs, as far as anything has changed (make run does this)")
    index.set_defaults(run=_index)

    serve = commands.add_parser("serve", help="start Rasa, the action server and the gateway (make run does this)")
    serve.set_defaults(run=_serve)
    return parser


def _add_content(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(required=True, metavar="TASK")
    task = tasks.add_parser("check", help="name everything in data/ that should be mended, with file, line and what to do")
    task.set_defaults(run=_task("bot.content.cli", "run_check"))

    task = tasks.add_parser("stale", help="list the answers to review again and the sources that are old, oldest first")
    task.add_argument("--months", type=_number, default=12, metavar="N", help="reviewed at least so many months ago (12)")
    task.add_argument("--years", type=_number, default=5, metavar="N", help="sources from at least so many years ago (5)")
    task.set_defaults(run=_task("bot.content.cli", "run_stale"))


def _add_contacts(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(required=True, metavar="TASK")
    task = tasks.add_parser("import", help="bring the database to what data/contacts/, or a file from a kommun, says")
    task.add_argument("file", metavar="FILE", nargs="?", type=Path, help="CSV or JSON with one kommun or many; data/contacts/ unless given")
    task.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    task.set_defaults(run=_task("bot.contacts.cli", "run_import"))

    task = tasks.add_parser("check", help="name every row of data/contacts/, or of a file, that cannot be used")
    task.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a folder such as data/contacts/, or a CSV or JSON file; data/contacts/ unless given")
    task.set_defaults(run=_task("bot.contacts.cli", "run_check"))

    task = tasks.add_parser("export", help="write out every kommun's contacts")
    task.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to; .json gives JSON, anything else CSV; standard output unless given")
    task.add_argument("--kommun", metavar="CODE", help="only that kommun")
    task.add_argument("--format", choices=("csv", "json"), help="as which; by the file's name unless given")
    task.set_defaults(run=_task("bot.contacts.cli", "run_export"))

    task = tasks.add_parser("stale", help="list what should be checked again, oldest first")
    task.add_argument("--months", type=_number, default=6, metavar="N", help="checked at least so many months ago (6)")
    task.set_defaults(run=_task("bot.contacts.cli", "run_stale"))


def _task(module: str, task: str) -> Callable[[argparse.Namespace], int]:
    def run(chosen: argparse.Namespace) -> int:
        return int(getattr(importlib.import_module(module), task)(chosen))

    return run


def _number(value: str) -> int:
    if not value.isdigit():
        raise argparse.ArgumentTypeError(f"{value!r} är inget antal")
    return int(value)


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **kwargs: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **kwargs)

    def __call__(self, parser: argparse.ArgumentParser, *args: Any, **kwargs: Any) -> None:
        from bot import language

        print(f"Föräldralotsen {__version__}, svensk språkmodell: {language.name()}")
        parser.exit()


def _ask(chosen: argparse.Namespace) -> int:
    from bot.contacts import hours
    from bot.contacts.lookup import of_reply
    from bot.contacts.store import Contacts
    from bot.dialogue.local import LocalBot
    from bot.gateway.chat import check
    from bot.gateway.errors import Refused

    contacts = Contacts(settings.load().database_url)
    try:
        question = check({"message": chosen.text, "kommun": chosen.kommun}, {place.code for place in contacts.places()}, settings.load().max_message_chars)
    except Refused as refused:
        raise InputError(json.loads(bytes(refused.response.body))["error"]["message"]) from None
    answer = LocalBot().say(question.message, kommun=question.kommun)
    for reply in answer["replies"]:
        print("\n" + reply["text"])
        for contact in of_reply(contacts, reply["contacts"], answer["kommun"], hours.now()):
            print("  • " + ", ".join(part for part in (contact["name"], contact["phone"], contact["hours"], contact["url"]) if part))
        for source in reply["sources"]:
            print(f"  Källa: {source['title']}, {source['url']}")
        for button in reply["buttons"]:
            print(f"  [{button['title']}]")
    return 0


def _try(chosen: argparse.Namespace) -> int:
    from bot.contacts import source

    if chosen.kommun and chosen.kommun not in {row["code"] for row in source.kommuner()}:
        raise InputError(f"det finns ingen kommun med koden {chosen.kommun}")
    from bot.try_out import run

    return run(chosen.file, chosen.kommun)


def _understand(chosen: argparse.Namespace) -> int:
    from bot.understanding import Understander

    rows = list(_rows(chosen.file, ("text",)))
    for found in Understander().understand([row["text"] for row in rows]):
        print(json.dumps(found, ensure_ascii=False), flush=False)
    return 0


def _redact(chosen: argparse.Namespace) -> int:
    from bot.privacy import redact

    for row in _rows(chosen.file, ("text",)):
        result = redact(row["text"])
        print(json.dumps({"text": result.text, "found": [asdict(finding) for finding in result.found]}, ensure_ascii=False))
    return 0


def _evaluate(chosen: argparse.Namespace) -> int:
    from bot.evaluation import score
    from bot.understanding import Understander

    rows = list(_rows(chosen.file, ("text", "topic")))
    if not rows:
        raise InputError("filen har inga rader")
    found = [item["topic"] for item in Understander().understand([row["text"] for row in rows])]
    result = score([row["topic"] for row in rows], [row.get("also") or [] for row in rows], found)
    if chosen.json:
        print(json.dumps(asdict(result), ensure_ascii=False, indent=2))
        return 0
    low, high = result.interval
    print(f"{result.messages} messages, accuracy {result.accuracy:.3f} (95 % interval {low:.3f} to {high:.3f}), macro-F1 {result.macro_f1:.3f}")
    print("\nWorst topics (F1):")
    for topic, value in result.worst:
        print(f"  {value:.2f}  {topic}")
    print("\nCommonest confusions (meant -> understood):")
    for meant, understood, times in result.confusions:
        print(f"  {times:3d}  {meant} -> {understood}")
    return 0


def _safety(chosen: argparse.Namespace) -> int:
    from bot.safety.patterns import by_pattern
    from bot.safety.score import score
    from bot.understanding import Understander

    rows = list(_rows(chosen.file, ("text",)))
    texts = [row["text"] for row in rows]
    everything = score(rows, [item["urgent"] for item in Understander().understand(texts)])
    patterns = score(rows, [by_pattern(text) is not None for text in texts])
    for name, result in (("patterns alone", patterns), ("all layers", everything)):
        print(
            f"{name}: danger found {result.found} of {result.danger} ({result.recall:.3f}), "
            f"look-alikes alarmed {result.alarmed} of {result.lookalikes} ({result.false_alarms:.3f})"
        )
    print("\nAlarmed by kind, all layers:")
    for kind, (alarmed, number) in sorted(everything.by_kind.items()):
        print(f"  {alarmed:4d} of {number:4d}  {kind}")
    for text in everything.missed:
        print(f"missed: {text[:160]}")
    return 0 if not everything.missed else 1


def _train(chosen: argparse.Namespace) -> int:
    from bot.content.answers import AnswerError
    from bot.training import train

    try:
        train()
    except AnswerError as problem:
        raise InputError(str(problem)) from None
    return 0


def _index(chosen: argparse.Namespace) -> int:
    from bot.content.answers import AnswerError
    from bot.reference.build import main as build

    try:
        print(f"{build()} sentence vectors made, the rest kept.")
    except AnswerError as problem:
        raise InputError(str(problem)) from None
    return 0


def _serve(chosen: argparse.Namespace) -> int:
    from bot.serve import serve

    if not settings.MODEL.is_file():
        raise FileNotFoundError(settings.MODEL)
    return serve(settings.load())


def _rows(name: str, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if name == "-":
        yield from _parse(sys.stdin, "standard input", needed)
    else:
        with Path(name).open(encoding="utf-8", errors="replace") as lines:
            yield from _parse(lines, name, needed)


def _parse(lines: TextIO, name: str, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise InputError(f"{name}, rad {number}: raden är inte JSON") from None
        if not isinstance(row, dict) or any(not isinstance(row.get(key), str) for key in needed):
            raise InputError(f"{name}, rad {number}: {' och '.join(needed)} ska finnas och vara text")
        yield row
