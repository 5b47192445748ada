"""Starts the real servers for tests, watched for every address that they connect to or look up."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.settings import ROOT

WATCH = """
import os, sys
_seen = os.environ.get("WATCH_FILE")
def _note(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "unix"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name not in ("127.0.0.1", "::1", "localhost", "unix", "None", "0.0.0.0"):
        descriptor = os.open(_seen, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, (event + " " + name + "\\n").encode())
        os.close(descriptor)
if _seen:
    sys.addaudithook(_note)
"""
START_SECONDS = 120


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """The servers, as `make run` starts them.

    Args:
        folder: for the log and for the list of addresses called.
        variables: more environment variables.
    """

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.log = folder / "servers.log"
        self.called = folder / "called.txt"
        self.called.touch()
        (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.variables = {
            **os.environ,
            "LOTSEN_PORT": str(self.port),
            "LOTSEN_RASA_PORT": str(free_port()),
            "LOTSEN_ACTIONS_PORT": str(free_port()),
            "LOTSEN_CHANNEL_SECRET": secrets.token_urlsafe(16),
            "WATCH_FILE": str(self.called),
            "WATCH_FOLDER": str(folder),
            **variables,
        }

    def start(self) -> None:
        """Start, and wait until a message is answered.

        Raises:
            TimeoutError: no answer; the message holds the end of the log.
        """
        # serve() sets PYTHONPATH for its servers; the watcher is put before it by way of the variable that Python reads first.
        code = (
            "import os, sys; sys.path.insert(0, os.environ['WATCH_FOLDER'])\n"
            "import bot.serve as serve; plain = serve.environment\n"
            "serve.environment = lambda *a, **k: (lambda e: {**e, 'PYTHONPATH': os.environ['WATCH_FOLDER'] + os.pathsep + e['PYTHONPATH']})(plain(*a, **k))\n"
            "from bot import settings; sys.exit(serve.serve(settings.load()))"
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=self.variables, stdout=log, stderr=log, start_new_session=True
            )
        started = time.monotonic()
        while time.monotonic() - started < START_SECONDS:
            if self.process.poll() is not None:
                break
            if self.say("hej", timeout=5) is not None:
                return
            time.sleep(0.3)
        self.stop()
        raise TimeoutError(self.log.read_text(errors="replace")[-3000:])

    def say(self, message: str, timeout: float = 20) -> "httpx.Response | None":
        """One message in a new conversation; None where it is not answered with 200."""
        try:
            answer = httpx.post(f"{self.url}/api/chat", json={"message": message}, timeout=timeout)
        except httpx.HTTPError:
            return None
        return answer if answer.status_code == 200 else None

    def processes(self, word: str) -> list[int]:
        """Ids of this stack's processes whose command holds a word, those that only keep others running left out."""
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        found, queue = [], [self.process.pid]
        while queue:
            parent = queue.pop()
            queue += [pid for pid, its_parent in parents.items() if its_parent == parent]
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{parent}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
                if word in command and "bot.keep" not in command:
                    found.append(parent)
        return found

    def stop(self) -> None:
        """Ctrl-C, and wait for the end."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
