"""`python -m bot content …`: what those who write the answers do with them. Speaks Swedish, since they are who reads it."""

import argparse
import sys
from datetime import date

from bot.content import check, review
from bot.content.answers import AnswerError, load


def run_check(chosen: argparse.Namespace) -> int:
    """Name what should be mended; exit code 2 where there is anything."""
    found = check.check()
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print(f"{len(found)} fynd. Rätta raderna och försök igen. Vad fynden betyder: docs/innehall.md.", file=sys.stderr)
        return 2
    print(f"Inga fynd. {len(load())} ämnen har svar med källor, datum och nästa steg.")
    return 0


def run_stale(chosen: argparse.Namespace) -> int:
    """List the answers that should be reviewed, and the sources that are old."""
    try:
        answers = list(load().values())
    except AnswerError as problem:
        print(problem, file=sys.stderr)
        return 2
    today = date.today()
    answers_due, sources = review.due(answers, today, chosen.months), review.old_sources(answers, today, chosen.years)
    for row in answers_due:
        print(f"{row.reviewed}  {row.topic}: {row.title}")
    print(f"{len(answers_due)} svar bör granskas igen.\n" if answers_due else f"Alla svar är granskade de senaste {chosen.months} månaderna.\n")
    for source in sources:
        print(f"{source.year}  {source.topic}: {source.source}\n      {source.url}")
    print(f"{len(sources)} källor är minst {chosen.years} år gamla. Finns det någon nyare?" if sources else "Ingen källa är gammal.")
    return 0
