"""The little Markdown that answers are written in, as plain data for the templates. `pages/markdown/markdown.js` does the same.

Allowed are paragraphs, `- ` and `1. ` lists, **bold** and [links](https://…) to web pages (http, https) and numbers (tel). Everything
else is text. A paragraph that begins with a language's name in bold ("**English.** …") is marked as that language. Both are held
to `pages/markdown/fixtures.json`.
"""

import re
from typing import Iterable, Mapping, NamedTuple, Optional, Sequence

INLINE = re.compile(r"\*\*(.+?)\*\*|\[([^\[\]]+)\]\(((?:https?://|tel:)[^\s()<>\"]+)\)")
NAME = re.compile(r"\*\*([^*]+)\.\*\*")
ITEM = re.compile(r"\s*(?:(\d{1,3})\.|[-*])\s+(.*)")

NO_LANGUAGES: Mapping[str, Mapping[str, str]] = {}


class Piece(NamedTuple):
    """A stretch of text: plain (`text`), `strong` with pieces within, or a `link` with its address."""

    kind: str
    text: str
    inner: tuple["Piece", ...] = ()
    url: str = ""


class Block(NamedTuple):
    """A paragraph (`p`) of one line, or a list (`ol`, `ul`) of several; `start` is an ordered list's first number; `lang` and `dir` are set
    where a paragraph is not Swedish."""

    kind: str
    lines: list[tuple[Piece, ...]]
    start: int = 1
    lang: str = ""
    dir: str = ""


def blocks(text: str, numbers: Sequence[str] = (), languages: Mapping[str, Mapping[str, str]] = NO_LANGUAGES) -> list[Block]:
    """An answer's words as blocks.

    Args:
        text: Markdown.
        numbers: phone numbers that become links wherever they stand in the text, as a whole.
        languages: names of languages to their `lang` and `dir`.
    """
    found: list[tuple[str, list[str], int]] = []
    for group in re.split(r"\n[^\S\n]*\n", text.replace("\r", "")):
        open_block: Optional[list[str]] = None
        for line in group.split("\n"):
            item = ITEM.fullmatch(line)
            if item:
                kind = "ol" if item[1] else "ul"
                if not found or found[-1][0] != kind:
                    found.append((kind, [], int(item[1] or 1)))
                open_block = found[-1][1]
                open_block.append(item[2].strip())
            elif not line.strip():
                continue
            elif open_block is None:
                open_block = [line.strip()]
                found.append(("p", open_block, 1))
            else:
                open_block[-1] += " " + line.strip()
    matcher = _numbers(numbers)
    return [
        Block(kind, [tuple(_pieces(line, matcher)) for line in lines], start, **(_language(lines[0], languages) if kind == "p" else {}))
        for kind, lines, start in found
    ]


def _language(line: str, languages: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    name = NAME.match(line)
    return languages.get(name[1], {}) if name else {}


def _numbers(numbers: Iterable[str]) -> "Optional[re.Pattern[str]]":
    longest_first = sorted({number for number in numbers if number}, key=len, reverse=True)
    return re.compile(rf"(?<![\d-])(?:{'|'.join(map(re.escape, longest_first))})(?![\d-])") if longest_first else None


def _pieces(text: str, numbers: "Optional[re.Pattern[str]]") -> Iterable[Piece]:
    last = 0
    for match in INLINE.finditer(text):
        yield from _plain(text[last : match.start()], numbers)
        if match[1]:
            yield Piece("strong", "", tuple(_pieces(match[1], numbers)))
        else:
            yield Piece("link", match[2], url=match[3])
        last = match.end()
    yield from _plain(text[last:], numbers)


def _plain(text: str, numbers: "Optional[re.Pattern[str]]") -> Iterable[Piece]:
    last = 0
    for match in numbers.finditer(text) if numbers else ():
        if match.start() > last:
            yield Piece("text", text[last : match.start()])
        yield Piece("link", match[0], url="tel:" + re.sub(r"[^\d+]", "", match[0]))
        last = match.end()
    if last < len(text):
        yield Piece("text", text[last:])
