"""The whole redaction: every finder in turn, the surest first, each seeing only what the others left."""

import re
from typing import Callable, Iterator

from bot.privacy import addresses, names, numbers, online
from bot.privacy.findings import PLACEHOLDER, PLACEHOLDERS, Finding, Redacted, hide

FINDERS: tuple[Callable[[str], Iterator[Finding]], ...] = (
    online.emails,
    online.links,
    numbers.cards,
    numbers.accounts,
    numbers.personal_numbers,
    numbers.phones,
    addresses.addresses,
    numbers.plates,
    online.usernames,
    names.names,
)

NEED_DIGITS = {numbers.cards, numbers.accounts, numbers.personal_numbers, numbers.plates, addresses.addresses}
DIGIT = re.compile(r"\d")
WORTH_LOOKING = re.compile(r"\w")


def redact(text: str) -> Redacted:
    """Put a placeholder in the place of each personal detail.

    Args:
        text: what somebody wrote; any length, any characters.

    Returns:
        The text as everything else may see it, with what was found. Nothing of the text is kept or logged here.
    """
    seen = PLACEHOLDER.sub(lambda match: hide(match.group(), 0, len(match.group())), text)
    if not WORTH_LOOKING.search(seen):
        return Redacted(text, ())
    found: list[Finding] = []
    digits = DIGIT.search(seen)
    for finder in FINDERS:
        if finder in NEED_DIGITS and not digits:
            continue
        new = sorted(finder(seen), key=lambda finding: (finding.start, -finding.end))
        kept = _apart(new)
        found.extend(kept)
        seen = _hide_all(seen, kept)
    found.sort(key=lambda finding: finding.start)
    parts, at = [], 0
    for finding in found:
        parts += [text[at : finding.start], _placeholder(finding, text)]
        at = finding.end
    return Redacted("".join([*parts, text[at:]]), tuple(found))


def _placeholder(finding: Finding, text: str) -> str:
    """The word in its place; a name in the genitive stays one ("Alvas mobil" gives "[namn]s mobil")."""
    word = PLACEHOLDERS[finding.kind]
    owner = finding.kind == "name" and names.is_genitive(text[finding.start : finding.end]) and text[finding.end : finding.end + 2].strip() != ""
    return word + "s" if owner else word


def _apart(findings: list[Finding]) -> list[Finding]:
    """Without those that overlap an earlier one. Sorted by start in, sorted out."""
    kept: list[Finding] = []
    for finding in findings:
        if finding.start < finding.end and (not kept or finding.start >= kept[-1].end):
            kept.append(finding)
    return kept


def _hide_all(text: str, findings: list[Finding]) -> str:
    if not findings:
        return text
    parts, at = [], 0
    for finding in findings:
        parts += [text[at : finding.start], hide(text[finding.start : finding.end], 0, finding.end - finding.start)]
        at = finding.end
    return "".join([*parts, text[at:]])
