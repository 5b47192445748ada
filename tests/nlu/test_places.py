from typing import Optional

import pytest

from bot.nlu.places import gazetteer

TABLE: list[tuple[str, Optional[str]]] = [
    # names as they stand, alone and among words
    ("Umeå", "2480"),
    ("vart vänder jag mig i Umeå", "2480"),
    ("vi bor på Tjörn", "1419"),
    ("jag bor i Nora", "1884"),
    ("Nora kommun", "1884"),
    ("socialtjänsten i Sala", "1981"),
    ("jag bor i sala", "1981"),
    ("på Gotland", "0980"),
    ("Upplands Väsby", "0114"),
    # lower case, without å, ä, ö, genitive, misspelt
    ("göteborg", "1480"),
    ("i goteborg", "1480"),
    ("ornskoldsvik", "2284"),
    ("Malmös socialtjänst", "1280"),
    ("bor i sundsval", "2281"),
    ("haparannda", "2583"),
    # other names, localities
    ("gbg", "1480"),
    ("sthlm", "0180"),
    ("Gothenburg", "1480"),
    ("jag bor i Skärhamn", "1419"),
    ("vi bor i Kista", "0180"),
    # what only looks like a place
    ("hur kan det vara så", None),
    ("sår på marken", None),
    ("min dotter Nora är 12", None),
    ("berg-och-dalbana", None),
    ("hon hade en ny trosa", None),
    ("i skolan", None),
    ("hon är i hallen", None),
    ("hon sitter i soffan hela helgen", None),
    ("hej min son mår dåligt", None),
    ("", None),
    ("😢😢", None),
]


@pytest.mark.parametrize(("text", "code"), TABLE)
def test_find(text: str, code: Optional[str]) -> None:
    find = gazetteer().find(text)
    assert (find.kommun_code if find else None) == code


def test_a_find_tells_where() -> None:
    text = "vi bor i Upplands Väsby nu"
    find = gazetteer().find(text)
    assert find is not None
    assert text[find.start : find.end] == "Upplands Väsby"


def test_every_kommun_is_found_by_its_name_after_i() -> None:
    from bot.contacts import source

    wrong = [row["name"] for row in source.kommuner() if getattr(gazetteer().find(f"vi bor i {row['name']}"), "kommun_code", None) != row["code"]]
    assert wrong == []
