"""Reads YAML together with the lines that things stand on, so that a finding can point at them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping

import yaml

from bot.files import YAML

Key = tuple[Any, ...]
"""The way to a value: keys of mappings and positions in lists, from the outside in."""


class Unreadable(ValueError):
    """The file is no YAML; `line` is where the reader stopped."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Located:
    """A file's content, and the first line of the text of each value in it."""

    value: Any
    lines: Mapping[Key, int]

    def line(self, *key: Any) -> int:
        """The line of a value, or of the nearest thing around it that there is."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


def read(path: Path, lines: bool = True) -> Located:
    """Read a file.

    Args:
        path: the file.
        lines: whether the lines are wanted; they take as long again.

    Raises:
        Unreadable: it is no YAML in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, YAML) if lines else None
        return Located(yaml.load(text, YAML), dict(_walk(root, ())) if root else {})
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        mark = getattr(problem, "problem_mark", None)
        raise Unreadable(mark.line + 1 if mark else 1) from problem


def _walk(node: yaml.Node, key: Key) -> Iterator[tuple[Key, int]]:
    # The words of a block (| or >) begin on the line after its mark.
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    yield key, node.start_mark.line + 1 + block
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _walk(value, (*key, name.value))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _walk(value, (*key, position))
