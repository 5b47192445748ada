"""Redaction does not hurt understanding: the same messages, with and without."""

import json
from typing import Any

from bot.evaluation import score
from bot.privacy import redact
from bot.settings import ROOT

TEST_SET = ROOT / "tests" / "nlu" / "test_set.jsonl"
SECRETS = "Min dotter Elvira Sandelin, {} Hon nås på 070-174 06 24."


def test_topics_are_found_as_well_with_redaction_as_without(understander: Any) -> None:
    rows = [json.loads(line) for line in TEST_SET.read_text(encoding="utf-8").splitlines()]

    def accuracy(texts: list[str]) -> float:
        found = [item["topic"] for item in understander.understand(texts)]
        return score([row["topic"] for row in rows], [row.get("also") or [] for row in rows], found).accuracy

    plain = [row["text"] for row in rows]
    assert accuracy([redact(text).text for text in plain]) >= accuracy(plain) - 0.005
    named = [SECRETS.format(text) for text in plain]
    assert accuracy([redact(text).text for text in named]) >= accuracy(named) - 0.005
