from pathlib import Path

import pytest
import yaml

from bot.content.words import FILE, WordListError, load

REAL = load()
RAW = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def found(text: str) -> list[str]:
    return [match.group() for entry in REAL for match in entry.found(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Det är inte ditt fel.", []),
        ("Det är ditt fel.", ["ditt fel"]),
        ("Det är inte ditt  fel. Eller är det ditt\nfel?", ["ditt\nfel"]),
        ("Barnet var NAIVT.", ["NAIVT"]),
        ("En pedofil och pedofilen.", ["pedofil", "pedofilen"]),
        ("Brottet heter barnpornografibrott.", []),
        ("barnpornografi", ["barnpornografi"]),
        ("en horisont och kukeliku", ["kukeliku"]),
        ("Det är aldrig för sent att be om hjälp.", []),
        ("Nu är det för sent att anmäla.", ["för sent att"]),
    ],
)
def test_found(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_every_entry_says_why_and_what_instead() -> None:
    assert [entry for entry in REAL if len(entry.why) < 10 or not entry.instead] == []
    # An exception that holds none of its entry's words would excuse nothing.
    written = [(entry, phrase) for entry, raw in zip(REAL, RAW) for phrase in raw.get("except", ())]
    assert [phrase for entry, phrase in written if not entry.expression.search(phrase)] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("words: x", 1),
        ("- words: [a]\n  why: b\n  instead: c\n- words: [a]\n", 4),
        ("- words: [a\n", 2),
        ("- words: [a]\n  why: b\n  instead: c\n  exept: [d]\n", 1),
    ],
)
def test_a_list_that_cannot_be_used(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "words.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WordListError) as problem:
        load(path)
    assert problem.value.line == line
