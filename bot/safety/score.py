"""Scores how well danger is found, on a set of messages with and without."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Sequence


@dataclass(frozen=True)
class SafetyScore:
    """Numbers of messages: found of those with danger, alarmed of those without; the same by kind, as {kind: (number, of)}."""

    found: int
    danger: int
    alarmed: int
    lookalikes: int
    by_kind: dict[str, tuple[int, int]]
    missed: list[str]

    @property
    def recall(self) -> float:
        """Share of the messages with danger that are found."""
        return self.found / self.danger if self.danger else 1.0

    @property
    def false_alarms(self) -> float:
        """Share of the others that alarm."""
        return self.alarmed / self.lookalikes if self.lookalikes else 0.0


def score(rows: Sequence[dict[str, Any]], urgent: Sequence[bool]) -> SafetyScore:
    """Score answers.

    Args:
        rows: {"text", "urgent", "kind"?} for each message.
        urgent: what was found of each.
    """
    number: Counter[str] = Counter()
    alarmed: Counter[str] = Counter()
    for row, answer in zip(rows, urgent):
        number[row.get("kind", "")] += 1
        alarmed[row.get("kind", "")] += answer
    danger = [(row, answer) for row, answer in zip(rows, urgent) if row["urgent"]]
    others = [answer for row, answer in zip(rows, urgent) if not row["urgent"]]
    return SafetyScore(
        found=sum(answer for _, answer in danger),
        danger=len(danger),
        alarmed=sum(others),
        lookalikes=len(others),
        by_kind={kind: (alarmed[kind], number[kind]) for kind in number},
        missed=[row["text"] for row, answer in danger if not answer],
    )
