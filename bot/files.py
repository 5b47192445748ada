"""Files: how YAML is read, and those that are made from others when they are missing."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Callable

import yaml

YAML: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads YAML's plain types, much faster where the library was built with C."""


def made(path: Path, content: Callable[[], bytes]) -> Path:
    """A file, made where it is missing; nobody ever sees half of it, not even another process that makes it at the same time.

    Args:
        path: the file; its folder is made too.
        content: gives what it is to hold.

    Returns:
        The path.
    """
    if not path.is_file():
        whole = content()
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
            unfinished.write(whole)
        Path(unfinished.name).chmod(0o644)
        Path(unfinished.name).replace(path)
    return path
