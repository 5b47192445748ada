"""The lines in other languages, and how they are read."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.content.languages import EMERGENCY, OWN_IN, Language, LanguageError, all_languages, load, names
from bot.nlu.other_language import LANGUAGES


def test_each_can_be_recognised_and_is_named_in_itself() -> None:
    known = {language.iso_code_639_1.name.lower() for language in LANGUAGES} - {"hr", "sr", "sv"}
    assert set(all_languages()) <= known
    assert len(names(all_languages())) == len(all_languages())
    assert names(all_languages())["English"] == {"lang": "en", "dir": "ltr"}
    assert {code for code, language in all_languages().items() if language.dir == "rtl"} == {"ar", "fa"} & set(all_languages())


def test_the_english_line_says_whom_to_ring_and_that_one_may_have_an_interpreter() -> None:
    english = all_languages()[OWN_IN]
    for words in ("{tel:sos_112}", "{tel:polisen_11414}", "{tel:varden_1177}", "interpreter", "in Swedish"):
        assert words in english.line
    assert english.sources


@pytest.mark.parametrize("language", [language for language in all_languages().values() if language.line], ids=lambda language: language.code)
def test_a_line_names_112_and_stands_on_a_page_of_those_who_answer(language: Language) -> None:
    assert EMERGENCY in language.line
    assert urlsplit(language.sources[0].url).netloc.endswith(("sosalarm.se", "polisen.se"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "går inte att läsa"),
        ("code: en\n", "ska vara en lista"),
        ("- x\n", "nycklar med värden"),
        ("- {code: fi, name: Suomi}\n", "saknar dir"),
        ("- {code: fi, name: Suomi, dir: up}\n", "dir ska vara"),
        ("- {code: fi, name: Suomi, dir: ltr, colour: x}\n", "nyckeln colour finns inte"),
        ("- {code: fi, name: Suomi, dir: ltr}\n- {code: fi, name: Suomi, dir: ltr}\n", "två gånger"),
        ("- {code: fi, name: Suomi, dir: ltr, line: Soita, words: own, sources: [{title: x, url: https://x.se, seen: 2026-11-22}]}\n", "bara stå på engelska"),
        ("- {code: fi, name: Suomi, dir: ltr, line: Soita, words: quoted}\n", "källor saknas"),
    ],
)
def test_a_fault_stops_the_reading(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "languages.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LanguageError, match=says):
        load(path)
