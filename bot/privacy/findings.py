"""What is found in a message, and what stands in its place."""

import re
from dataclasses import dataclass

PLACEHOLDERS: dict[str, str] = {
    "personal_number": "[personnummer]",
    "phone": "[telefonnummer]",
    "email": "[e-postadress]",
    "address": "[adress]",
    "plate": "[registreringsnummer]",
    "link": "[länk]",
    "username": "[användarnamn]",
    "name": "[namn]",
    "bank": "[kontonummer]",
    "card": "[kortnummer]",
}
"""Kinds of personal data, with the Swedish word that the rest of the sentence is understood by."""

PLACEHOLDER = re.compile("|".join(re.escape(word) for word in PLACEHOLDERS.values()))

HIDDEN = "\ufffc"
"""Stands for every character of what is already found, so that offsets stay and nobody looks inside."""


@dataclass(frozen=True)
class Finding:
    """Personal data at `text[start:end]`; `kind` is a key of `PLACEHOLDERS`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Redacted:
    """A text without its personal data, and where that stood in the original, in order."""

    text: str
    found: tuple[Finding, ...]


def hide(text: str, start: int, end: int) -> str:
    """The text, as long as before, with `text[start:end]` hidden."""
    return text[:start] + HIDDEN * (end - start) + text[end:]
