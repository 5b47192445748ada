"""Reading level by LIX: the length of the sentences plus the share of long words.

LIX = O/M + 100 * L/O, where O is the number of words, M the number of sentences (ended by a full stop, a question or exclamation
mark, or a colon) and L the number of words longer than six letters. C.-H. Björnsson, Läsbarhet (Stockholm: Liber, 1968).
Below 30 is read as very easy, 30 to 40 as easy, 40 to 50 as ordinary newspaper text.
"""

import re

LONG = 6
"""A word is long with more letters than this."""

LIMIT = 40
"""What parents read stays below this."""

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_REFERENCE = re.compile(r"\{(?:tel|link):[^}]*\}")
_BULLET = re.compile(r"^\s*(?:\d+\.|[-*#>]+)\s+", re.MULTILINE)
_WORD = re.compile(r"\w+(?:[-'’:.,]\w+)*")
_END = re.compile(r"[.!?:…]+(?=[\s”\"»)*]|$)|\n")


def plain(markdown: str) -> str:
    """A text as it is read: without Markdown's marks and the numbers of lists; a reference is one short word, a link its words."""
    text = _LINK.sub(r"\1", _REFERENCE.sub("112", markdown))
    return _BULLET.sub("", text).replace("**", "").replace("__", "")


def lix(markdown: str) -> float:
    """The reading level of a text.

    A heading, an item of a list and a paragraph each end a sentence, with or without a full stop. A number is a word, and never long.

    Args:
        markdown: a text, with or without Markdown.

    Returns:
        LIX; 0 for a text without words.
    """
    text = plain(markdown)
    sentences = sum(bool(_WORD.search(piece)) for piece in _END.split(text))
    words = _WORD.findall(text)
    if not words:
        return 0.0
    long_words = sum(sum(char.isalpha() for char in word) > LONG for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
