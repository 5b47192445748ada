"""The gateway's own process, alone, with something else in Rasa's place."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import httpx

from bot.settings import ROOT
from tests.stack import free_port

START_SECONDS = 60


class Gateway:
    """What a test needs of it: address, process and log."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.port = port
        self.process = process
        self.log = log
        self.url = f"http://127.0.0.1:{port}"

    def say(self, message: str, timeout: float = 20) -> httpx.Response:
        """One message in a new conversation."""
        return httpx.post(f"{self.url}/api/chat", json={"message": message}, timeout=timeout)


@contextmanager
def gateway(folder: Path, contacts_url: str, rasa_port: int, **variables: str) -> Iterator[Gateway]:
    """Start it as `serve` does, and stop it at the end.

    Args:
        folder: for its log.
        contacts_url: the contacts database.
        rasa_port: where it finds Rasa.
        variables: more environment variables.
    """
    port = free_port()
    log = folder / "gateway.log"
    given = {"LOTSEN_PORT": str(port), "LOTSEN_RASA_PORT": str(rasa_port), "DATABASE_URL": contacts_url, "LOTSEN_CHANNEL_SECRET": "known-to-both"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bot.gateway.server"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **given, **variables},
            stdout=output,
            stderr=output,
        )
        running = Gateway(port, process, log)
        try:
            _wait(running)
            yield running
        finally:
            process.terminate()
            process.wait(20)


def _wait(running: Gateway) -> None:
    started = time.monotonic()
    while time.monotonic() - started < START_SECONDS:
        assert running.process.poll() is None, running.log.read_text(errors="replace")
        try:
            httpx.get(f"{running.url}/healthz", timeout=5)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(running.log.read_text(errors="replace"))
