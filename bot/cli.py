"""The command line: every task beside `make run` and `make test`. Heavy imports happen in the command that needs them."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence, TextIO

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

    evaluate = commands.add_parser("evaluate", help="score the understanding on a test set")
    evaluate.add_argument("file", metavar="FILE", help='JSONL with {"text", "topic", "also"?} a line; - for standard input')
    evaluate.add_argument("--json", action="store_true", help="print the score as JSON")
    evaluate.set_defaults(run=_evaluate)

    contacts = commands.add_parser("contacts", help="the contacts database").add_subparsers(required=True, metavar="TASK")
    build = contacts.add_parser("import", help="build the database from data/contacts/")
    build.set_defaults(run=_import_contacts)

    train = commands.add_parser("train", help="train the model from data/, config.yml and domain.yml (make model does this)")
    train.set_defaults(run=_train)

    serve = commands.add_parser("serve", help="start Rasa, the action server and the gateway (make run does this)")
    serve.set_defaults(run=_serve)
    return parser


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **kwargs: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **kwargs)

    def __call__(self, parser: argparse.ArgumentParser, *args: Any, **kwargs: Any) -> None:
        from bot import language

        print(f"Föräldralotsen {__version__}, svensk språkmodell: {language.name()}")
        parser.exit()


def _ask(chosen: argparse.Namespace) -> int:
    from bot.contacts.store import Contacts
    from bot.dialogue.local import LocalBot
    from bot.gateway.chat import Refused, check

    contacts = Contacts(settings.load().database_url)
    try:
        question = check({"message": chosen.text, "kommun": chosen.kommun}, {row["code"] for row in contacts.kommuner()}, settings.load().max_message_chars)
    except Refused as refused:
        raise InputError(json.loads(bytes(refused.response.body))["error"]["message"]) from None
    answer = LocalBot().say(question.message, kommun=question.kommun)
    for reply in answer["replies"]:
        print("\n" + reply["text"])
        references = reply["contacts"]
        found = contacts.resolve(references, answer["kommun"]) if all(isinstance(item, str) for item in references) else references
        for contact in found:
            print("  • " + ", ".join(part for part in (contact["name"], contact["phone"], contact["hours"], contact["url"]) if part))
        for source in reply["sources"]:
            print(f"  Källa: {source['title']}, {source['url']}")
        for button in reply["buttons"]:
            print(f"  [{button['title']}]")
    return 0


def _understand(chosen: argparse.Namespace) -> int:
    from bot.understanding import Understander

    rows = list(_rows(chosen.file, ("text",)))
    for found in Understander().understand([row["text"] for row in rows]):
        print(json.dumps(found, ensure_ascii=False), flush=False)
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


def _import_contacts(chosen: argparse.Namespace) -> int:
    from bot.contacts.build import build
    from bot.contacts.source import ContactDataError

    try:
        number = build(settings.load().database_url)
    except ContactDataError as problem:
        raise InputError(str(problem)) from None
    print(f"{number} contacts written.")
    return 0


def _train(chosen: argparse.Namespace) -> int:
    from bot.content.answers import AnswerError
    from bot.training import train

    try:
        train()
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
