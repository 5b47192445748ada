"""Looks for marks wherever a message could have been left: files, databases, what processes were started with."""

import base64
import os
from pathlib import Path
from typing import Iterable, Iterator

from bot.settings import ROOT

PLACES = (ROOT, Path("/tmp"), Path("/var"), Path("/dev/shm"), Path("/run"))
"""Where a program may write, beside the folders that a test gives it, its home among them."""

STEP = 1 << 22


def spellings(mark: str) -> list[bytes]:
    """How a mark can look in a file: as text, two bytes a character, and within base64 at each of its three offsets."""
    plain = mark.lower().encode("ascii")
    coded = [base64.b64encode(b"\0" * offset + mark.encode("ascii"))[4 if offset else 0 : -4].lower() for offset in range(3)]
    return [plain, mark.lower().encode("utf-16-le"), *coded]


def in_bytes(content: bytes, marks: Iterable[str]) -> set[str]:
    """The marks that some bytes hold, in any spelling."""
    small = content.lower()
    return {mark for mark in marks if any(spelling in small for spelling in spellings(mark))}


def in_file(path: Path, marks: list[str]) -> set[str]:
    """The marks that a file holds; none where it cannot be read, or is gone."""
    found: set[str] = set()
    end = b""
    try:
        with path.open("rb") as content:
            while block := content.read(STEP):
                found |= in_bytes(end + block, marks)
                end = block[-200:]
    except OSError:
        pass
    return found


def in_files(marks: list[str], since: float, *folders: Path) -> dict[str, set[str]]:
    """Files that hold marks.

    Args:
        marks: what to look for.
        since: files last changed before that are not read; seconds of the clock.
        folders: where to look, beside PLACES.
    """
    return {str(path): found for path in _changed(since, {*PLACES, *folders}) if (found := in_file(path, marks))}


def in_processes(marks: list[str], pids: Iterable[int]) -> dict[str, set[str]]:
    """Command lines, environments, and open files without a name, that hold marks."""
    paths = [Path(f"/proc/{pid}/{name}") for pid in pids for name in ("cmdline", "environ")]
    for pid in pids:
        try:
            paths += [entry for entry in Path(f"/proc/{pid}/fd").iterdir() if _is_nameless_file(entry)]
        except OSError:
            continue
    return {str(path): found for path in paths if (found := in_file(path, marks))}


def _is_nameless_file(descriptor: Path) -> bool:
    try:
        return os.readlink(descriptor).endswith("(deleted)") and descriptor.is_file()
    except OSError:
        return False


def _changed(since: float, folders: set[Path]) -> Iterator[Path]:
    seen: set[str] = set()
    for folder in folders:
        for name, below, files in os.walk(folder):
            below[:] = [entry for entry in below if (real := os.path.join(name, entry)) not in seen and not seen.add(real)]  # type: ignore[func-returns-value]
            for file in files:
                path = Path(name, file)
                try:
                    state = path.lstat()
                except OSError:
                    continue
                if state.st_mtime >= since and path.is_file() and not path.is_symlink():
                    yield path
