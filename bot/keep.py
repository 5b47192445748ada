"""Keeps one server running: starts it again when it fails, and gives up when it fails too often.

Usage: python -m bot.keep NAME COMMAND [ARGUMENT ...]
"""

import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Optional

MOST_RESTARTS = 3
WITHIN_SECONDS = 60.0
PAUSE_SECONDS = 0.5


def keep(name: str, command: list[str], most: int = MOST_RESTARTS, within: float = WITHIN_SECONDS) -> int:
    """Run a command until it ends well, is told to stop, or fails too often.

    Args:
        name: what to call it in the output.
        command: the program and its arguments.
        most: restarts allowed within the time.
        within: that time, in seconds.

    Returns:
        0 where it ended well or was told to stop, else its last exit code.
    """
    child: Optional[subprocess.Popen[bytes]] = None
    stopping = False

    def stop(number: int, frame: Optional[FrameType]) -> None:
        nonlocal stopping
        stopping = True
        if child and child.poll() is None:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    failures: list[float] = []
    while True:
        child = subprocess.Popen(command)
        code = child.wait()
        if stopping or code == 0:
            return 0
        now = time.monotonic()
        failures = [moment for moment in failures if now - moment < within] + [now]
        if len(failures) > most:
            print(f"{name} ended with code {code} for the {len(failures)}th time within {within:.0f} s; giving up.", flush=True)
            return code
        print(f"{name} ended with code {code}; starting it again.", flush=True)
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1], sys.argv[2:]))
