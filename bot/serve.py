"""Starts Rasa, the action server and the gateway under one supervisor, and says when the bot truly answers."""

import json
import os
import secrets
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import Mapping

from honcho.manager import Manager

from bot.discreet import no_dumps
from bot.settings import ROOT, Settings

GREETING = {"conversation": None, "message": "hej"}
WAIT_SECONDS = 300.0


def environment(settings: Settings, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables for the servers: nothing calls out, nothing listens beyond loopback unless told to, threads do not spin.

    Args:
        settings: addresses.
        base: what the servers inherit.
    """
    return {
        **base,
        "RASA_TELEMETRY_ENABLED": "false",
        "HF_HUB_OFFLINE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
        "SANIC_HOST": settings.actions_host,
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOTSEN_ACTIONS_URL": settings.actions_url,
        # Between the gateway and Rasa's channel; new at every start unless given, and in no file.
        "LOTSEN_CHANNEL_SECRET": settings.channel_secret or secrets.token_urlsafe(32),
        # One message at a time, one thread for it: several wait for each other now and then, busily (docs/beslut/0002-understanding.md).
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def commands(settings: Settings) -> dict[str, list[str]]:
    """Names of the servers and the commands that start them."""
    python = sys.executable
    debug = "--debug" if settings.log_level.upper() == "DEBUG" else "--quiet"
    return {
        "rasa": [python, "-m", "bot.dialogue.server"],
        "actions": [python, "-m", "bot.discreet", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port), debug],
        "gateway": [python, "-m", "bot.gateway.server"],
    }


def serve(settings: Settings) -> int:
    """Run everything until Ctrl-C, or until a server has failed too often.

    Returns:
        The exit code: 0 after Ctrl-C.
    """
    no_dumps()
    variables = environment(settings)
    manager = Manager()
    for name, command in commands(settings).items():
        kept = [sys.executable, "-m", "bot.keep", name, *command]
        manager.add_process(name, " ".join(f"'{part}'" for part in kept), env=variables, cwd=str(ROOT), quiet=False)
    threading.Thread(target=_announce, args=(settings,), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def answers(url: str) -> bool:
    """Whether the chat at an address answers a greeting."""
    body = json.dumps(GREETING).encode()
    request = urllib.request.Request(f"{url}api/chat", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return bool(json.load(answer)["replies"])
    except (urllib.error.URLError, OSError, ValueError, KeyError):
        return False


def _announce(settings: Settings) -> None:
    started = time.monotonic()
    while time.monotonic() - started < WAIT_SECONDS:
        if answers(settings.public_url):
            print(f"\nFöräldralotsen answers after {time.monotonic() - started:.0f} s: {settings.public_url}\n", flush=True)
            return
        time.sleep(0.25)
    print("\nThe bot does not answer yet; see the lines above for what is wrong.\n", flush=True)
