"""Scores the redaction on a set of messages: what was missed of each kind, and what was struck for nothing.

`python -m bot.privacy.score [FILE]` prints it; the published set is `tests/privacy/data/redaction_set.jsonl`.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable, Mapping, Optional, Sequence

from bot.privacy import redact
from bot.settings import ROOT

PUBLISHED = ROOT / "tests" / "privacy" / "data" / "redaction_set.jsonl"


@dataclass
class Score:
    """Counts a kind, and the messages behind what went wrong.

    `secrets` is what there is to find, `hidden` how much of it is gone from the redacted text, `false` what was struck and no
    secret. `missed` holds (kind, value, message), `wrong` (kind, what was struck, message).
    """

    messages: int = 0
    secrets: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        """The share of a kind's secrets that are hidden."""
        return self.hidden[kind] / self.secrets[kind] if self.secrets[kind] else 1.0


def score(rows: Iterable[Mapping[str, Any]]) -> Score:
    """Redact every message and compare.

    Args:
        rows: {"text", "secrets": [{"kind", "value"}]}; a value stands in the text as it is written.

    Returns:
        The counts. A secret is hidden if what was struck, of whatever kind, covers every place where it stands.
    """
    result = Score()
    for row in rows:
        text, found = row["text"], redact(row["text"]).found
        result.messages += 1
        wanted: list[tuple[int, int]] = []
        for secret in row["secrets"]:
            spans = _places(text, secret["value"])
            wanted += spans
            result.secrets[secret["kind"]] += 1
            if spans and all(any(item.start <= start and end <= item.end for item in found) for start, end in spans):
                result.hidden[secret["kind"]] += 1
            else:
                result.missed.append((secret["kind"], secret["value"], text))
        for item in found:
            if not any(start < item.end and item.start < end for start, end in wanted):
                result.false[item.kind] += 1
                result.wrong.append((item.kind, text[item.start : item.end], text))
    return result


def _places(text: str, value: str) -> list[tuple[int, int]]:
    places, at = [], text.find(value)
    while at >= 0:
        end = at + len(value)
        if not (text[max(0, at - 1) : at].isalpha() and value[0].isalpha()):
            places.append((at, end))
        at = text.find(value, end)
    return places


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print the score of a file, or of the published set."""
    names = list(sys.argv[1:] if arguments is None else arguments)
    path = Path(names[0]) if names else PUBLISHED
    result = score(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    print(f"{result.messages} meddelanden, {sum(result.secrets.values())} uppgifter, {sum(result.false.values())} strukna utan skäl")
    for kind in sorted(result.secrets):
        print(f"  {kind:16} {result.hidden[kind]:4d} av {result.secrets[kind]:4d}  {result.recall(kind):.3f}")
    for kind, value, text in result.missed:
        print(f"  missad {kind}: {value} | {text}")
    for kind, value, text in result.wrong:
        print(f"  struken {kind}: {value} | {text}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
