"""The search: how words are matched, and the published table of what is found, with the real model and the real vectors."""

from pathlib import Path
from typing import Any, Optional

import pytest

from bot.contacts.database import connect
from bot.contacts.importer import current
from bot.dialogue.look import look
from bot.reference.catalogue import catalogue
from bot.reference.documents import KINDS, Document, documents
from bot.reference.meaning import FILE, Meanings, read
from bot.reference.search import EXCERPT, Group, Index, excerpt, parts

TABLE = Path(__file__).with_name("queries.tsv")
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def document(id: str, title: str, text: str = "", *names: str, kind: str = "topic", phone: str = "") -> Document:
    return Document(kind, id, title, text, f"/referens/amne/{id}", None, names, phone)


SMALL = Index(
    [
        document("a", "Orosanmälan till socialtjänsten", "Ring kommunen och be att få prata."),
        document("b", "Nakenbilder har spridits", "Anmäl bilden i appen."),
        document("c", "Håbo", "Uppsala län", "Bålsta", kind="kommun", phone="0171525 00".replace(" ", "")),
        document("d", "Habo", "Jönköpings län", kind="kommun", phone="0364428000"),
        document("e", "Kränkningar i skolan", "Skolan måste utreda."),
        document("f", "Bris", "Stöd till barn.", kind="contact", phone="116111"),
    ],
    Meanings({}, {"kommunen": "kommun", "spridits": "sprida", "bilden": "bild", "bilder": "bild"}),
)


def found(groups: list[Group]) -> list[str]:
    return [result.id for group in groups for result in group.results]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("orosanmälan", "a"),
        ("OROSANMALAN", "a"),
        ("oros", "a"),
        ("orosamälan", "a"),
        ("orosnmälan", "a"),
        ("nakenbild", "b"),
        ("spridits", "b"),
        ("sprida", "b"),
        ("bild", "b"),
        ("kränkningarnas", "e"),
        ("socialtjänst", "a"),
        ("håbo", "c"),
        ("habo", "d"),
        ("Bålsta", "c"),
        ("balsta", "c"),
        ("116 111", "f"),
        ("116111", "f"),
        ("+46171 525 00", "c"),
        ("0171", "c"),
        ("kommun", "a"),
        ("i skolan och det", "e"),
        ("xyzzy", None),
        ("", None),
        ("   ", None),
        ("%(/", None),
        pytest.param("a" * 5000, None, id="long"),
    ],
)
def test_words(query: str, first: Optional[str]) -> None:
    assert next(iter(found(SMALL.search(query))), None) == first


def test_a_kommun_that_the_bot_found_is_shown() -> None:
    assert found(SMALL.search("hjälp oss", kommun="c"))[0] == "c"


def test_what_the_bot_finds_likely_comes_first() -> None:
    assert found(SMALL.search("bilden", likely={"e": 0.9}))[0] == "e"


def test_a_number_is_that_number_whatever_the_bot_finds_likely() -> None:
    assert found(SMALL.search("116 111", [1.0], likely={"a": 0.99}))[0] == "f"
    assert found(SMALL.search("ring 116 111", likely={"a": 0.99}))[0] == "a"


def test_another_name_is_told() -> None:
    result = SMALL.search("bålsta")[0].results[0]
    assert (result.name, "".join(part.text for part in result.title)) == ("Bålsta", "Håbo")


def test_vectors_find_without_a_word_in_common() -> None:
    near = Index(
        [
            Document("topic", "a", "Ett", "", "/referens/amne/a", meant="ett"),
            Document("topic", "b", "Två", "", "/referens/amne/b", meant="två"),
            Document("topic", "c", "Tre", "", "/referens/amne/c", meant="tre"),
        ],
        Meanings({key: vector for key, vector in _vectors(("ett", [1, 0, 0]), ("två", [0, 1, 0]), ("tre", [0, 0, 1]))}, {}),
    )
    assert found(near.search("något helt annat", [0.1, 0.9, 0.0]))[0] == "b"
    assert found(near.search("något helt annat")) == []


def _vectors(*rows: tuple[str, list[float]]) -> Any:
    import numpy as np

    from bot.reference.meaning import key

    return [(key(text), np.array(row, dtype=np.float32)) for text, row in rows]


def test_highlights() -> None:
    assert [(part.text, part.hit) for part in parts("Anmäl bilden i appen", {"bilden"})] == [("Anmäl ", False), ("bilden", True), (" i appen", False)]
    assert "".join(part.text for part in parts("En-två tre.", {"tre", "tva"})) == "En-två tre."
    assert parts("", set()) == ()


def test_excerpts() -> None:
    text = "Först något långt som inte handlar om det. " * 6 + "Sedan kommer ordet preskription i en mening. " + "Till sist mer. " * 20
    cut = excerpt(text, {"preskription"})
    assert cut.startswith("… Sedan kommer") and cut.endswith(" …") and len(cut) <= EXCERPT + 4
    assert excerpt("Kort text.", {"kort"}) == "Kort text."


# The published table, with everything real.


@pytest.fixture(scope="module")
def everything(contacts_url: str) -> Index:
    assert FILE.is_file(), "run `python -m bot index`, as make test does"
    with connect(contacts_url).connect() as connection:
        index = Index(documents(catalogue(), current(connection)), read())
    assert index.has_meanings
    return index


def test_every_text_has_its_vector(contacts_url: str) -> None:
    with connect(contacts_url).connect() as connection:
        meant = {entry.meant for entry in documents(catalogue(), current(connection)) if entry.meant}
    kept = read()
    assert [text for text in meant if kept.of(text) is None] == []


def test_addresses_and_ids_are_unique(contacts_url: str) -> None:
    with connect(contacts_url).connect() as connection:
        every = documents(catalogue(), current(connection))
    assert len({(entry.kind, entry.id) for entry in every}) == len(every)
    assert {entry.kind for entry in every} == set(KINDS)


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 60
    assert len({row[0] for row in ROWS}) == len(ROWS)
    assert {row[3] for row in ROWS} == {"first", "top"}


@pytest.mark.parametrize(("query", "kind", "id", "place"), ROWS)
def test_what_is_found(everything: Index, bot_here: Any, query: str, kind: str, id: str, place: str) -> None:
    seen = look(bot_here.agent, query)
    likely = {entry["topic"]: entry["confidence"] for entry in seen["ranking"]}
    groups = everything.search(query, seen["vector"], likely, seen["kommun"])
    places = [(group, rank) for group, members in enumerate(groups) for rank, one in enumerate(members.results) if (one.kind, one.id) == (kind, id)]
    assert places, f"not found among {found(groups)[:8]}"
    assert places[0] == (0, 0) if place == "first" else max(places[0]) < 3, f"found at {places[0]} among {found(groups)[:8]}"
