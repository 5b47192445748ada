"""Measures a search through the gateway's HTTP door, with the real bot behind it, and in turns with it a message in the chat.

Usage: python -m benchmarks.search [--rounds N]

Both need the bot's understanding, which takes most of the time; the message is there to tell a slow search from a busy machine.
Queries are those of `tests/reference/queries.tsv`, each as a whole and as it is typed: beginnings of three letters and more.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
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
        stack = Stack(Path(folder), LOTSEN_SEARCH_WAIT="10", LOTSEN_BOT_TIMEOUT="30")
        stack.start()
        try:
            with httpx.Client(base_url=stack.url, timeout=30) as client:
                for query in queries[:WARM_UP]:
                    _search(client, query)
                    _message(client, query)
                for name, asked in (("whole queries", queries * chosen.rounds), ("as one types", typed)):
                    searches, messages = [], []
                    for query in asked:
                        searches.append(_search(client, query))
                        messages.append(_message(client, query))
                    print(_line(f"search, {name}", searches))
                    print(_line("message in the chat", messages))
        finally:
            stack.stop()


def _search(client: httpx.Client, query: str) -> float:
    return _timed(lambda: client.get("/api/search", params={"q": query}))


def _message(client: httpx.Client, text: str) -> float:
    return _timed(lambda: client.post("/api/chat", json={"message": text}))


def _timed(ask: Callable[[], httpx.Response]) -> float:
    """Milliseconds of a request; one that comes too soon after many others is asked again in the next minute."""
    while True:
        started = time.perf_counter()
        answer = ask()
        if answer.status_code != 429:
            answer.raise_for_status()
            return (time.perf_counter() - started) * 1000
        time.sleep(61 - time.time() % 60)


def _line(name: str, taken: list[float]) -> str:
    ordered = sorted(taken)
    p95, p99 = (ordered[int(len(ordered) * share)] for share in (0.95, 0.99))
    return f"{name}: {len(ordered)}, median {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, longest {ordered[-1]:.0f} ms"


if __name__ == "__main__":
    main()
