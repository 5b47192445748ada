import json

import pytest

from bot.contacts import exchange, importer, source
from bot.contacts.source import ContactDataError


@pytest.fixture(scope="module")
def state() -> importer.State:
    return importer.wanted(source.read())


def edits(state: importer.State, name: str, text: str, encoding: str = "utf-8") -> list[str]:
    merged = exchange.merge(state, name, exchange.read(name, text.encode(encoding)))
    return [str(edit) for edit in importer.edits(state, merged)]


@pytest.mark.parametrize("write", [exchange.to_csv, exchange.to_json])
def test_what_is_handed_out_can_be_taken_in(state: importer.State, write: object) -> None:
    rows = exchange.flatten(state)
    assert len(rows) == 290
    text = write(rows)  # type: ignore[operator]
    assert edits(state, "x.json" if write is exchange.to_json else "x.csv", text) == []


def test_a_kommuns_own_line_without_a_header(state: importer.State) -> None:
    row = next(row for row in exchange.flatten(state) if row["code"] == "1419")
    line = ";".join(f'"{value}"' for value in {**row, "main_phone": "0304-60 10 10", "checked": "2026-11-23"}.values())
    changed = edits(state, "tjorn.csv", line, "cp1252")
    assert "~ service main_1419 phone: 0304-60 10 00 -> 0304-60 10 10" in changed
    assert all("1419" in edit for edit in changed)


def test_columns_that_are_left_out_stay(state: importer.State) -> None:
    changed = edits(state, "tjorn.csv", "code,main_hours,main_opening\n1419,vardagar 8–16,Mo-Fr 08:00-16:00; PH off\n")
    assert changed == [
        "~ service main_1419 hours: (tomt) -> vardagar 8–16",
        "~ service main_1419 opening: (tomt) -> Mo-Fr 08:00-16:00; PH off",
    ]


def test_an_empty_field_empties(state: importer.State) -> None:
    changed = edits(state, "tjorn.csv", "code,main_phone\n1419,\n")
    assert "- service main_1419: Växeln, Tjörns kommun, 0304-60 10 00" in changed


def test_a_number_sent_by_the_kommun_is_no_longer_doubtful(state: importer.State) -> None:
    changed = edits(state, "tjorn.csv", "code,main_phone,checked\n1419,0304-60 10 00,2026-11-23\n")
    assert "~ service main_1419 doubtful: yes -> no" in changed
    assert "~ service main_1419 page_updated: 2018-03-28 -> (tomt)" in changed


@pytest.mark.parametrize(
    ("columns", "changes"),
    [
        ('"jour_phone": "031 365 87 00"', ["+ service_kommun jour_goteborg 1419: *"]),
        (
            '"jour_phone": "0304-60 12 12", "jour_hours": "alla kvällar 17–23", "jour_opening": "Mo-Su 17:00-23:00"',
            ["+ service jour_1419: Socialjouren, Tjörns kommun, 0304-60 12 12", "+ service_kommun jour_1419 1419: *"],
        ),
    ],
)
def test_an_on_call_number_joins_the_one_that_is_shared(state: importer.State, columns: str, changes: list[str]) -> None:
    assert edits(state, "tjorn.json", f'{{"code": "1419", {columns}}}') == changes


def test_an_own_on_call_service_is_gone_when_the_kommun_joins_another(state: importer.State) -> None:
    own = exchange.merge(state, "a.json", exchange.read("a.json", b'{"code": "1419", "jour_phone": "0304-60 12 12"}'))
    joined = edits(own, "b.json", '{"code": "1419", "jour_phone": "031-365 87 00", "jour_hours": ""}')
    assert "- service jour_1419: Socialjouren, Tjörns kommun, 0304-60 12 12" in joined


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("a.csv", "", 1, "inga rader"),
        ("a.csv", "name\nTjörn\n", 2, "kommunkoden saknas"),
        ("a.csv", "code,telefon\n1419,1\n", 2, "okänd kolumn 'telefon'"),
        ("a.csv", "code,main_phone\n9999,1\n", 2, "ingen kommun med koden '9999'"),
        ("a.csv", "code,main_phone\n1419,12\n", 2, "telefonnummer"),
        ("a.csv", "code,jour_phone\n1419,abc\n", 2, "jour_phone"),
        ("a.csv", "code,name\n1419,Orust\n", 2, "ska vara 'Tjörn'"),
        ("a.csv", "code,checked\n1419,2026-11-22\n1419,2026-11-23\n", 3, "flera rader"),
        ("a.csv", "code;main_hours;main_opening\n1419;x;Mo-Fr 08:00-12:00; PH off\n", 2, "citattecken"),
        ("a.json", "{", 1, "inte JSON"),
        ("a.json", '["x"]', 1, "en kommun, en lista"),
    ],
)
def test_a_fault_is_named_with_its_line(state: importer.State, name: str, text: str, line: int, says: str) -> None:
    with pytest.raises(ContactDataError, match=says) as caught:
        edits(state, name, text)
    assert caught.value.faults[0].line == line


def test_one_bad_row_refuses_the_whole_file(state: importer.State) -> None:
    before = json.dumps(state, sort_keys=True)
    with pytest.raises(ContactDataError):
        edits(state, "a.csv", "code,main_phone\n1419,0304-60 10 10\n1421,abc\n")
    assert json.dumps(state, sort_keys=True) == before
