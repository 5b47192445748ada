"""How long an honest parent waits while others flood the door, at fifty times what one address may send.

Usage: python -m benchmarks.flood [--seconds N] [--addresses N]

Starts everything with a limit of sixty messages a minute and address, and trusts one proxy, so that it can speak as many addresses. The model and
the contacts have to be built (`make model contacts`).
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.settings import ROOT

LIMIT = 60
TIMES = 50
CONNECTIONS = 40
PAUSE_SECONDS = 1.5
"""Between an honest parent's messages: within the limit of one address."""

LEAST = 3
"""So many honest messages are sent, however long the machine takes to answer them."""

HONEST = ("hur gör man en orosanmälan", "någon hotar att sprida bilder på min son", "vem kan jag prata med ikväll", "min dotter har fått swish av en okänd man")
LONG = "min son har fått ett meddelande av en vuxen som han inte känner och jag vet inte vad jag ska göra " * 40
FLOOD = ("hej", "hur gör man en orosanmälan", LONG[:4000], "topic:report_police", "070-174 06 24 " * 280)


@dataclass
class Result:
    """What came of a flood.

    Args:
        seconds: each honest message's time until its answer.
        statuses: the honest messages' statuses.
        flood: the flood's statuses; 0 where the connection broke.
        lasted: seconds that the flood went on.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    flood: Counter[int] = field(default_factory=Counter)
    lasted: float = 0.0


def measure(port: int, seconds: float, addresses: int, per_address: float) -> Result:
    """Flood, and ask honestly meanwhile.

    Args:
        port: the gateway's on loopback; it has to trust one proxy.
        seconds: how long, or longer where the machine is so slow that fewer than LEAST honest messages would be answered.
        addresses: how many flood.
        per_address: messages a second that each of them sends.
    """
    context = multiprocessing.get_context("spawn")
    told, over = context.SimpleQueue(), context.Event()
    flood = context.Process(target=_flood, args=(port, addresses, per_address, told, over))
    flood.start()
    result = Result()
    told.get()
    started = time.monotonic()
    number = 0
    while time.monotonic() - started < seconds or number < LEAST:
        asked = time.monotonic()
        # A connection of its own each time: between two messages of a person's the previous one has ended.
        body = {"message": HONEST[number % len(HONEST)]}
        answer = httpx.post(f"http://127.0.0.1:{port}/api/chat", json=body, headers={"X-Forwarded-For": "198.51.100.1"}, timeout=60)
        result.seconds.append(time.monotonic() - asked)
        result.statuses[answer.status_code] += 1
        number += 1
        time.sleep(PAUSE_SECONDS)
    over.set()
    result.lasted = time.monotonic() - started
    result.flood = Counter(told.get())
    flood.join()
    return result


def _flood(port: int, addresses: int, per_address: float, told: Any, over: Any) -> None:
    told.put(None)
    told.put(dict(asyncio.run(_all(port, addresses, per_address, over))))


async def _all(port: int, addresses: int, per_address: float, over: Any) -> Counter[int]:
    statuses: Counter[int] = Counter()
    # Each address has many connections: an answer that is waited for must not slow the flood down.
    share = per_address / CONNECTIONS
    flood = [asyncio.create_task(_one(port, f"203.0.113.{number}", share, statuses)) for number in range(addresses) for _ in range(CONNECTIONS)]
    while not over.is_set():
        await asyncio.sleep(0.1)
    for one in flood:
        one.cancel()
    for end in await asyncio.gather(*flood, return_exceptions=True):
        if isinstance(end, Exception):
            raise end
    return statuses


async def _one(port: int, address: str, rate: float, statuses: Counter[int]) -> None:
    number = 0
    began = time.monotonic()
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while True:
                await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
                body = json.dumps({"message": FLOOD[number % len(FLOOD)]}).encode()
                number += 1
                head = f"POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Forwarded-For: {address}\r\n"
                writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                answer = await reader.readuntil(b"\r\n\r\n")
                length = next(int(line[15:]) for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
                await reader.readexactly(length)
                statuses[int(answer[9:12])] += 1
        except (OSError, asyncio.IncompleteReadError):
            statuses[0] += 1
            await asyncio.sleep(0.2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flood", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--addresses", type=int, default=10)
    chosen = parser.parse_args()
    ports = [_free_port() for _ in range(3)]
    names = ("LOTSEN_PORT", "LOTSEN_RASA_PORT", "LOTSEN_ACTIONS_PORT")
    variables = {**dict(zip(names, map(str, ports))), "LOTSEN_TRUSTED_HOPS": "1", "LOTSEN_MESSAGES_PER_MINUTE_AND_ADDRESS": str(LIMIT)}
    command = [sys.executable, "-W", "ignore", "-m", "bot", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.DEVNULL) as servers:
        try:
            _wait(ports[0])
            calm = measure(ports[0], chosen.seconds, 0, 1)
            result = measure(ports[0], chosen.seconds, chosen.addresses, TIMES * LIMIT / 60)
        finally:
            servers.send_signal(signal.SIGINT)
    number = sum(result.flood.values())
    print(f"{chosen.addresses} addresses, {number} messages in {result.lasted:.0f} s ({number / result.lasted:.0f} a second): {dict(result.flood)}")
    for name, of in (("without the flood", calm), ("during the flood", result)):
        print(f"An honest parent {name}: {dict(of.statuses)}, median {statistics.median(of.seconds):.3f} s, longest {max(of.seconds):.3f} s")


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise TimeoutError("the servers do not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
