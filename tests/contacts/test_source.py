import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.contacts import source


def test_the_projects_own_data_has_no_fault() -> None:
    read = source.read()
    assert read.faults == []
    assert len(read.kommuner) == 290
    assert len(read.lan) == 21


def test_a_shared_on_call_service_stands_once() -> None:
    read = source.read()
    numbers = [row["phone"] for row in read.services if row["kind"] == "jour"]
    assert len(set(numbers)) == len(numbers)
    assert sum(name == "jour_sydost" for name, _ in read.for_kommuner) >= 9


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("kommuner.csv", "\n0114,", "\n114,", 2, "fyra siffror"),
        ("kommuner.csv", "\n0115,", "\n0114,", 3, "finns redan"),
        ("kommuner.csv", "08-590 970 70", "08-590", 2, "telefonnummer"),
        ("kommuner.csv", "Mo-Fr 08:00-17:00; PH off", "mån-fre 8-17", 0, "opening_hours"),
        ("kommuner.csv", ",https://www.upplandsvasby.se,", ",www.upplandsvasby.se,", 2, "https://"),
        ("kommuner.csv", "\n0114,Upplands Väsby,", "\n0114,Upplands, Väsby,", 2, "citattecken"),
        ("kommuner.csv", "jour_goteborg", "jour_goteberg", 0, "finns inte i jourer.csv"),
        ("kommuner.csv", ",jour,", ",jourr,", 2, "kolumnen jour saknas"),
        ("jourer.csv", "020-45 39 00", "sydost", 0, "telefonnummer"),
        ("national.yml", "- id: polisen_11414", "- id: sos_112", 0, "två gånger"),
        ("national.yml", "  name: Polisen 114 14\n", "", 0, "saknas"),
        ("national.yml", "  checked: 2026-11-22", "  checked: i går", 0, "datum"),
        ("national.yml", "- id: polisen_11414\n", "- id: polisen_11414\n  kind: taxi\n", 0, "taxi"),
        ("national.yml", "- id: polisen_11414\n", "- id: polisen_11414\n  telefon: x\n", 0, "okänd nyckel"),
    ],
)
def test_a_bad_row_is_named_and_only_that_is_left_out(tmp_path: Path, file: str, old: str, new: str, line: int, says: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(source.FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = source.read(folder).faults
    fault = next(fault for fault in faults if says in fault.text)
    assert fault.file == file or "jour" in says
    assert line in (0, fault.line)
    if file != "jourer.csv" and "kolumnen" not in says:
        assert len(source.read(folder).kommuner) >= 289


def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(source.FOLDER, folder)
    path = folder / "national.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n- id: [\n", encoding="utf-8")
    read = source.read(folder)
    assert [fault.file for fault in read.faults] == ["national.yml"]
    assert len(read.kommuner) == 290
    with pytest.raises(source.ContactDataError, match=r"national.yml rad \d+"):
        source.entries(folder)


@pytest.mark.parametrize(
    "content",
    ["code,name\n0114,Väsby\n".encode(), "code;name\n0114;Väsby\n".encode("cp1252"), "\ufeffcode;name\r\n0114;Väsby\r\n".encode()],
    ids=["utf-8", "windows-1252", "a spreadsheet's"],
)
def test_parse_csv(content: bytes) -> None:
    assert source.parse_csv(content) == [{"code": "0114", "name": "Väsby"}]


@pytest.mark.parametrize(("entry", "says"), [("text", "nycklar"), ({"lan": ["99"]}, "okänd länskod"), ({"kommuner": ["0000"]}, "okänd kommunkod")])
def test_entry_faults(entry: Any, says: str) -> None:
    assert any(says in text for text in source.entry_faults(entry, [], ["0180"], ["01"]))


def test_services_are_the_entries_by_id_and_read_once() -> None:
    assert list(source.services().values()) == source.entries()
    assert all(entry["id"] == name for name, entry in source.services().items())
    assert source.services() is source.services()
