"""Reads `data/languages.yml`: what stands above a Swedish answer for a parent who writes another language."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Optional

import yaml

from bot.content.answers import Source
from bot.settings import DATA

FILE = DATA / "languages.yml"
OWN, QUOTED = "own", "quoted"
OWN_IN = "en"
"""The one language in which the project writes itself; in every other only what stands on an official page may be said."""

EMERGENCY = "{tel:sos_112}"
"""In every line, since it also stands where somebody is in danger."""

LONGEST = 30
"""Words of a line of our own."""

KEYS = {"code", "name", "dir", "line", "words", "sources"}


class LanguageError(ValueError):
    """The file cannot be used; the message, in Swedish, names the language and what to do."""


@dataclass(frozen=True)
class Language:
    """A language. `line` is Markdown that still holds references such as {tel:sos_112}; empty where no wording has been checked."""

    code: str
    name: str
    dir: str
    line: str = ""
    sources: tuple[Source, ...] = ()


def load(path: Path = FILE) -> dict[str, Language]:
    """Read the languages.

    Args:
        path: the file.

    Returns:
        Codes to languages, in the file's order.

    Raises:
        LanguageError: the file cannot be read, or an entry is not as it should be.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise LanguageError(f"{path.name}: filen går inte att läsa. {error}") from error
    if not isinstance(entries, list):
        raise LanguageError(f"{path.name}: filen ska vara en lista med språk.")
    found: dict[str, Language] = {}
    for entry in entries:
        problems = faults(entry)
        if problems or entry["code"] in found:
            raise LanguageError(f"{path.name}, {entry if problems else entry['code']}: {problems[0][1] if problems else 'språket står två gånger'}.")
        sources = tuple(Source(page["title"], page["url"]) for page in entry.get("sources") or ())
        found[entry["code"]] = Language(entry["code"], entry["name"], entry["dir"], (entry.get("line") or "").strip(), sources)
    return found


def faults(entry: Any, today: Optional[date] = None) -> list[tuple[str, str]]:
    """What keeps an entry from being used, looked at by itself.

    Args:
        entry: the language as it stands in the file.
        today: the day it is, unless today.

    Returns:
        The keys that are wrong, and what to do, in Swedish.
    """
    if not isinstance(entry, dict):
        return [("", "språket ska vara nycklar med värden, och börja med - code:")]
    found = [(key, f"saknar {key}") for key in ("code", "name", "dir") if not isinstance(entry.get(key), str) or not entry[key].strip()]
    found += [(str(key), f"nyckeln {key} finns inte. Välj bland {', '.join(sorted(KEYS))}") for key in sorted(set(entry) - KEYS, key=str)]
    if entry.get("dir") not in (None, "ltr", "rtl"):
        found.append(("dir", "dir ska vara ltr (från vänster) eller rtl (från höger)"))
    if "line" not in entry:
        return found
    if not isinstance(entry["line"], str) or not entry["line"].strip() or "\n\n" in entry["line"].strip():
        found.append(("line", "line ska vara ett enda stycke; finns ingen kontrollerad mening, ta bort raden"))
    elif len(entry["line"].split()) > LONGEST and entry.get("words") == OWN:
        found.append(("line", f"line har {len(entry['line'].split())} ord. Korta till högst {LONGEST}: svaret är det viktiga"))
    if entry.get("words") not in (OWN, QUOTED):
        found.append(("words", "words ska vara own (egna ord, bara engelska) eller quoted (ordagrant från sidan)"))
    elif entry["words"] == OWN and entry.get("code") != OWN_IN:
        found.append(("words", "egna ord får bara stå på engelska. Skriv av en mening från en officiell sida, eller ta bort line"))
    return found + _source_faults(entry.get("sources"), today or date.today())


def _source_faults(pages: Any, today: date) -> list[tuple[str, str]]:
    if not isinstance(pages, list) or not pages:
        return [("sources", "källor saknas. Skriv den officiella sida där meningen står")]
    if any(not isinstance(page, dict) or set(page) != {"title", "url", "seen"} for page in pages):
        return [("sources", "varje källa ska ha title, url och seen")]
    if any(not isinstance(page["seen"], date) or page["seen"] > today for page in pages):
        return [("sources", "seen ska vara dagen då någon läste sidan, till exempel 2026-11-22")]
    return []


@lru_cache(maxsize=1)
def all_languages() -> dict[str, Language]:
    """The project's own languages, read once."""
    return load()


def names(languages: Mapping[str, Language]) -> dict[str, dict[str, str]]:
    """How the pages mark a paragraph that begins with a language's name in bold: the name to its `lang` and `dir`."""
    return {language.name: {"lang": language.code, "dir": language.dir} for language in languages.values()}
