from pathlib import Path

import pytest

from bot.files import made


def test_made_where_it_is_missing_and_kept_after(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    assert made(path, lambda: b"first") == path
    assert made(path, lambda: b"second").read_bytes() == b"first"


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        made(tmp_path / "file", fails)
    assert list(tmp_path.iterdir()) == []
