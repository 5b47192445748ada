"""Nothing that one can run, set or edit is without a word about it in the documentation."""

import argparse
import re
from typing import Iterator

import pytest
import yaml

from bot.cli import _parser
from bot.content.answers import KEYS, all_answers
from bot.settings import ROOT, VARIABLES

DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
EVERYTHING = "\n".join([*DOCS.values(), (ROOT / "README.md").read_text(encoding="utf-8")])
HANDBOOK = DOCS["innehall.md"]


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """The words of every command that does something, and its parser."""
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in nested:
        for name, below in action.choices.items():
            yield from commands(below, (*words, name))
    if not nested:
        yield words, parser


COMMANDS = dict(commands(_parser()))
OPTIONS = [
    (words, option)
    for words, parser in COMMANDS.items()
    for action in parser._actions
    for option in action.option_strings
    if option.startswith("--") and option != "--help"
]


def test_there_are_commands_to_look_for() -> None:
    assert {("ask",), ("try",), ("contacts", "import"), ("content", "check")} <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command(words: tuple[str, ...]) -> None:
    assert re.search(rf"bot {' '.join(words)}\b", EVERYTHING)


@pytest.mark.parametrize(("words", "option"), OPTIONS, ids=lambda value: value if isinstance(value, str) else " ".join(value))
def test_every_option(words: tuple[str, ...], option: str) -> None:
    # In the same paragraph or row, or in the text beside it: an option that no page names is one that nobody finds.
    assert any(option in page and re.search(rf"bot {' '.join(words)}\b", page) for page in DOCS.values())


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting(variable: str) -> None:
    assert re.search(rf"^\| .*`{variable}`.* \|", DOCS["drift.md"], re.MULTILINE)


def test_no_setting_is_documented_that_there_is_not() -> None:
    read_elsewhere = {"LOTSEN_SWEDISH_PIPELINE"}
    assert set(re.findall(r"LOTSEN_[A-Z_]+", DOCS["drift.md"])) - set(VARIABLES) - read_elsewhere == set()


def test_every_topic_with_its_title_and_file() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (.+) \| `(\d_\w+\.yml)` \|$", HANDBOOK, re.MULTILINE)
    files = {entry["topic"]: path.name for path in (ROOT / "data" / "answers").glob("*.yml") for entry in yaml.safe_load(path.read_text(encoding="utf-8"))}
    assert sorted(listed) == sorted((topic, answer.title, files[topic]) for topic, answer in all_answers().items())


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_part_of_an_answer(key: str) -> None:
    assert re.search(rf"^\| `{key}(?:: true)?` \|", HANDBOOK, re.MULTILINE)


def test_links_between_pages_lead_somewhere() -> None:
    for name, text in DOCS.items():
        for page, anchor in re.findall(r"\]\(([\w./-]*)#?([^)\s]*)\)", re.sub(r"https?://[^)\s]+", "https", text)):
            if page.startswith("https"):
                continue
            target = (ROOT / "docs" / page) if page else (ROOT / "docs" / name)
            assert target.exists(), (name, page)
            if anchor and target.suffix == ".md":
                headings = {
                    re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in target.read_text().splitlines() if line.startswith("#")
                }
                assert anchor in headings or f'id="{anchor}"' in target.read_text(), (name, anchor)
