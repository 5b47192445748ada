"""Measures a search through the gateway's HTTP door, with the real bot behind it.

Usage: python -m benchmarks.search [--rounds N]

Queries are those of `tests/reference/queries.tsv`, each as a whole and as it is typed: every beginning of three letters and more.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from bot.settings import ROOT
from tests.stack import Stack

TABLE = ROOT / "tests" / "reference" / "queries.tsv"
WARM_UP = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often all whole queries are asked")
    chosen = parser.parse_args()
    queries = [line.split("\t")[0] for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    typed = [query[:end] for query in queries[::6] for end in range(3, len(query), 3)]
    with tempfile.TemporaryDirectory() as folder:
        # So long a wait that every search has the bot's understanding: its time counts too.
        stack = Stack(Path(folder), LOTSEN_SEARCH_WAIT="10")
        stack.start()
        try:
            with httpx.Client(base_url=stack.url, timeout=30) as client:
                for query in queries[:WARM_UP]:
                    client.get("/api/search", params={"q": query})
                print(_line("whole queries", _measure(client, queries * chosen.rounds)))
                print(_line("as one types", _measure(client, typed)))
        finally:
            stack.stop()


def _measure(client: httpx.Client, queries: list[str]) -> list[float]:
    taken = []
    for query in queries:
        started = time.perf_counter()
        answer = client.get("/api/search", params={"q": query})
        if answer.status_code == 429:
            time.sleep(60 - time.time() % 60)
            continue
        answer.raise_for_status()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _line(name: str, taken: list[float]) -> str:
    ordered = sorted(taken)
    p95, p99 = (ordered[int(len(ordered) * share)] for share in (0.95, 0.99))
    return f"{name}: {len(ordered)}, median {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, longest {ordered[-1]:.0f} ms"


if __name__ == "__main__":
    main()
