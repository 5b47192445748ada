"""Measures this bot and the one that `rasa init` makes, in one run, in turns, on the same messages.

Usage: python -m benchmarks [--rounds N] [--quick]

For each: time to train and to start, memory of all its processes after the messages, a message's time through its HTTP door
(p50, p95, p99, longest), and messages a second at 1, 8 and 32 at a time. Times vary with the machine; the ratios are what counts.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.settings import MODEL, ROOT

MESSAGES = ROOT / "tests" / "nlu" / "test_set.jsonl"
WARM_UP = 15
AT_A_TIME = (1, 8, 32)
START_SECONDS = 180.0
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "TQDM_DISABLE": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


@dataclass
class Bot:
    """A bot to measure: how it is started, and how it is asked. Times in seconds, memory in MiB, latencies in milliseconds."""

    name: str
    command: list[str]
    folder: Path
    url: str
    body: Callable[[str], dict[str, Any]]
    variables: dict[str, str] = field(default_factory=dict)
    train: float = 0.0
    start: float = 0.0
    memory: float = 0.0
    latencies: list[float] = field(default_factory=list)
    rates: dict[int, list[float]] = field(default_factory=dict)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often the two take turns")
    parser.add_argument("--quick", action="store_true", help="do not train this bot anew")
    chosen = parser.parse_args()
    messages = [json.loads(line)["text"] for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    random.Random(1).shuffle(messages)
    with tempfile.TemporaryDirectory() as name:
        bots = [_ours(), _plain(Path(name))]
        print("Training ...", flush=True)
        bots[1].train = _timed([sys.executable, "-W", "ignore", "-m", "rasa", "init", "--no-prompt", "--init-dir", name], Path(name))
        if not chosen.quick:
            bots[0].train = _timed([sys.executable, "-W", "ignore", "-m", "bot", "train"], ROOT)
        for turn in range(chosen.rounds):
            for bot in bots:
                print(f"Round {turn + 1} of {chosen.rounds}: {bot.name} ...", flush=True)
                _measure(bot, messages[turn * 180 : turn * 180 + 180] or messages[:180])
    _report(*bots)


def _ours() -> Bot:
    port, rasa, actions = _free_port(), _free_port(), _free_port()
    return Bot(
        name="Föräldralotsen",
        command=[sys.executable, "-W", "ignore", "-m", "bot", "serve"],
        folder=ROOT,
        url=f"http://127.0.0.1:{port}/api/chat",
        body=lambda text: {"message": text},
        variables={"LOTSEN_PORT": str(port), "LOTSEN_RASA_PORT": str(rasa), "LOTSEN_ACTIONS_PORT": str(actions)},
    )


def _plain(folder: Path) -> Bot:
    port = _free_port()
    return Bot(
        name="rasa init",
        command=[sys.executable, "-W", "ignore", "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)],
        folder=folder,
        url=f"http://127.0.0.1:{port}/webhooks/rest/webhook",
        body=lambda text: {"sender": f"s{random.random()}", "message": text},
    )


def _measure(bot: Bot, messages: list[str]) -> None:
    with _running(bot):
        with httpx.Client(timeout=60) as client:
            for text in messages[:WARM_UP]:
                client.post(bot.url, json=bot.body(text)).raise_for_status()
            for text in messages[WARM_UP:]:
                started = time.perf_counter()
                client.post(bot.url, json=bot.body(text)).raise_for_status()
                bot.latencies.append((time.perf_counter() - started) * 1000)
        for number in AT_A_TIME:
            bot.rates.setdefault(number, []).append(asyncio.run(_rate(bot, messages[:96], number)))
        bot.memory = max(bot.memory, _memory())


@contextmanager
def _running(bot: Bot) -> Iterator[None]:
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(bot.command, cwd=bot.folder, env={**os.environ, **QUIET, **bot.variables}, stdout=quiet, stderr=quiet)
    try:
        while True:
            if process.poll() is not None or time.perf_counter() - started > START_SECONDS:
                raise RuntimeError(f"{bot.name} did not start")
            try:
                if httpx.post(bot.url, json=bot.body("hej"), timeout=10).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        taken = time.perf_counter() - started
        bot.start = min(bot.start or taken, taken)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


async def _rate(bot: Bot, messages: list[str], at_a_time: int) -> float:
    """Messages answered a second, with so many under way at once."""
    waiting = list(messages)

    async def ask(client: httpx.AsyncClient) -> None:
        while waiting:
            (await client.post(bot.url, json=bot.body(waiting.pop()))).raise_for_status()

    async with httpx.AsyncClient(timeout=120) as client:
        started = time.perf_counter()
        await asyncio.gather(*(ask(client) for _ in range(at_a_time)))
        return len(messages) / (time.perf_counter() - started)


def _memory() -> float:
    """MiB of all processes that this one has started, shared pages counted once."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total, queue = 0, list(children.get(os.getpid(), []))
    while queue:
        pid = queue.pop()
        queue += children.get(pid, [])
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _timed(command: list[str], folder: Path) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**os.environ, **QUIET}, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return time.perf_counter() - started


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _report(ours: Bot, plain: Bot) -> None:
    def share(bot: Bot, part: float) -> float:
        ordered = sorted(bot.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]

    rows: list[tuple[str, float, float]] = [
        ("p50 of a message, ms", share(ours, 0.5), share(plain, 0.5)),
        ("p95, ms", share(ours, 0.95), share(plain, 0.95)),
        ("p99, ms", share(ours, 0.99), share(plain, 0.99)),
        ("longest, ms", max(ours.latencies), max(plain.latencies)),
        *((f"messages a second, {n} at a time", statistics.median(ours.rates[n]), statistics.median(plain.rates[n])) for n in AT_A_TIME),
        ("memory of all processes, MiB", ours.memory, plain.memory),
        ("time to train, s", ours.train, plain.train),
        ("time to start, s", ours.start, plain.start),
    ]
    cores = os.cpu_count()
    print(f"\n{len(ours.latencies)} messages each, {cores} cores, model {MODEL.stat().st_size / 2**20:.1f} MiB")
    print(f"\n| | {ours.name} | {plain.name} | ratio |\n| --- | ---: | ---: | ---: |")
    for name, mine, other in rows:
        ratio = f"{mine / other:.2f}" if mine and other else "–"
        print(f"| {name} | {mine:.1f} | {other:.1f} | {ratio} |")


if __name__ == "__main__":
    main()
