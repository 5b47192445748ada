"""What a library or a failure says about a message does not come out of a sealed process; what stands in its source does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT

MARK = "zqmarkzq"
LOGS = {
    "words put together": ("library", "log.warning(f'got {mark}')"),
    "arguments": ("library", "log.warning('got %s', mark)"),
    "an error": ("library", "try:\n    raise ValueError(mark)\nexcept ValueError:\n    log.exception('failed')"),
    "an error of ours": ("bot.x", "try:\n    raise ValueError(mark)\nexcept ValueError:\n    log.exception('failed')"),
    "an error's cause": (
        "library",
        "try:\n  try:\n    int(mark)\n  except ValueError as e:\n    raise KeyError(mark) from e\nexcept KeyError:\n  log.exception('failed')",
    ),
    "an uncaught error": ("library", "raise ValueError(mark)"),
    "an error of a thread": ("library", "import threading\ndef fail(): raise ValueError(mark)\nt = threading.Thread(target=fail); t.start(); t.join()"),
    "an error that cannot be raised": ("library", "class A:\n    def __del__(self): raise ValueError(mark)\nA()"),
    "a task's error": (
        "library",
        "import asyncio\nasync def fail(): raise ValueError(mark)\nasync def go():\n  asyncio.create_task(fail()); await asyncio.sleep(0)\nasyncio.run(go())",
    ),
    "structured": ("library", "import structlog\nstructlog.get_logger('library').warning('event', text=mark)\nlog.warning('also')"),
    "a handler of its own": ("library", "own = logging.StreamHandler(); own.setFormatter(logging.Formatter()); log.addHandler(own); log.error(mark)"),
    "a warning": ("library", "import warnings; warnings.warn(mark)\nlog.warning('here')"),
}


def run(folder: Path, name: str, code: str, sealed: bool = True) -> str:
    """What a module prints."""
    setting = f"import logging, os\nmark = os.environ['MARK']\nlog = logging.getLogger({name!r})\n"
    structlog = "import structlog\nstructlog.configure(logger_factory=structlog.stdlib.LoggerFactory())\n" if "structlog" in code else ""
    (folder / "spoken.py").write_text(setting + structlog + code + "\n", encoding="utf-8")
    command = [sys.executable, "-m", *(["bot.discreet"] if sealed else []), "spoken"]
    variables = {**os.environ, "PYTHONPATH": f"{ROOT}:{folder}", "MARK": MARK, "LOTSEN_LOG_LEVEL": "DEBUG", "PYTHONWARNINGS": "default"}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


@pytest.mark.parametrize("what", LOGS)
def test_no_words_come_out(tmp_path: Path, what: str) -> None:
    assert MARK in run(tmp_path, *LOGS[what], sealed=False)
    printed = run(tmp_path, *LOGS[what])
    assert MARK not in printed
    assert printed, "that something happened is told"


@pytest.mark.parametrize(
    ("name", "code", "printed"),
    [
        ("library", "log.warning('the model is missing')", "WARNING library: spoken:4 the model is missing"),
        ("library", "log.debug('port %d in use', 5005)", "DEBUG library: spoken:4 port %d in use"),
        ("library", "log.warning(f'got {mark}')", "WARNING library: spoken:4 (words left out)"),
        ("bot.gateway", "log.warning('ready after %d s', 7)", "WARNING bot.gateway: ready after 7 s"),
        ("library", "try:\n    {}['a']\nexcept KeyError:\n    log.exception('failed')", "builtins.KeyError\n  "),
    ],
)
def test_what_stands_in_the_source_is_told(tmp_path: Path, name: str, code: str, printed: str) -> None:
    assert printed in run(tmp_path, name, code)


def test_no_dump_can_be_made(tmp_path: Path) -> None:
    code = "import resource, ctypes\nprint(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3))"
    assert "(0, 0) 0" in run(tmp_path, "x", code)
