"""`python -m bot contacts …`, on a database of its own."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.contacts.database import connect


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A freshly built database, named in the environment."""
    path = tmp_path / "contacts.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    assert main(["contacts", "import"]) == 0
    capsys.readouterr()
    return path


def test_importing_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contacts", "import"]) == 0
    assert capsys.readouterr().out.startswith("0 ändringar gjorda.")


def test_a_kommuns_row(tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tjorn.csv"
    file.write_text("code,main_phone\n1419,0304-60 10 10\n", encoding="utf-8")
    assert main(["contacts", "import", "--dry-run", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "0304-60 10 00 -> 0304-60 10 10" in shown
    assert "Inget har ändrats." in shown
    assert main(["contacts", "export", "--kommun", "1419"]) == 0
    assert "0304-60 10 00" in capsys.readouterr().out
    assert main(["contacts", "import", str(file)]) == 0
    assert main(["contacts", "export", "--kommun", "1419", "--format", "json"]) == 0
    assert '"main_phone": "0304-60 10 10"' in capsys.readouterr().out
    with connect(f"sqlite:///{database}").connect() as connection:
        record = connection.exec_driver_sql("select at, before, after from change where origin = 'tjorn.csv' and field = 'phone'").one()
    assert tuple(record)[1:] == ("0304-60 10 00", "0304-60 10 10")
    assert record[0].startswith("20")


@pytest.mark.parametrize("command", ["import", "check"])
def test_a_bad_file_is_refused_with_line_and_reason(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tjorn.csv"
    file.write_text("code,main_phone\n1419,0304-60 10 10\n1421,ring oss\n", encoding="utf-8")
    assert main(["contacts", command, str(file)]) == 2
    assert "tjorn.csv rad 3: Orust: main_phone: 'ring oss' är inget telefonnummer" in capsys.readouterr().err
    assert main(["contacts", "export", "--kommun", "1419"]) == 0
    assert "0304-60 10 00" in capsys.readouterr().out


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tjorn.csv"
    file.write_text("1419", encoding="utf-8")
    assert main(["contacts", "check"]) == 0
    assert "290 kommuner" in capsys.readouterr().out


def test_export_to_a_file_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("all.csv", "all.json"):
        assert main(["contacts", "export", str(tmp_path / name)]) == 0
        assert main(["contacts", "import", str(tmp_path / name)]) == 0
        assert "0 ändringar gjorda." in capsys.readouterr().out
    assert main(["contacts", "export", "--kommun", "9999"]) == 2
    assert "9999" in capsys.readouterr().err


def test_stale(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contacts", "stale", "--months", "6"]) == 0
    lines = capsys.readouterr().out.splitlines()
    dates = [line[:10] for line in lines[:-1] if not line.startswith(" ")]
    assert dates == sorted(dates)
    assert lines[-1].endswith("bör kontrolleras igen.")
    with pytest.raises(SystemExit):
        main(["contacts", "stale", "--months", "ett"])


def test_a_row_with_a_fault_in_the_projects_data_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    from bot.contacts import source

    folder = tmp_path / "data"
    shutil.copytree(source.FOLDER, folder)
    path = folder / "kommuner.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0304-60 10 00", "ring oss"), encoding="utf-8")
    read = source.read
    monkeypatch.setattr(source, "read", lambda: read(folder))
    assert main(["contacts", "import"]) == 0
    captured = capsys.readouterr()
    assert "Hoppas över: kommuner.csv rad" in captured.err
    assert captured.out.startswith("0 ändringar gjorda.")
