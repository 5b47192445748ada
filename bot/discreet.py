"""Keeps what a parent writes out of everything that a server prints, at every log level, and out of memory dumps.

Libraries put the text of messages into log lines, and errors carry it in their words: Rasa's debug lines hold whole conversations, and a failed
action's error holds the request. So no library's words are printed at all, except those that stand literally in its source. What remains says
where: logger, file and line, and for an error its kind and the lines of code that it came through.

Usage: python -m bot.discreet MODULE [ARGUMENT ...] runs a module so.
"""

import contextlib
import ctypes
import logging
import resource
import runpy
import sys
import threading
import traceback
from types import FrameType, TracebackType
from typing import Any, Optional, Type

from bot import settings
from bot.quiet import hush

OWN = "bot"
"""The logger whose lines are printed as they are: this project's own, which never holds a message."""

LEFT_OUT = "(words left out)"
MOST_FRAMES = 12
PR_SET_DUMPABLE = 4

ErrorInfo = tuple[Optional[Type[BaseException]], Optional[BaseException], Optional[TracebackType]]


def seal(level: str = "WARNING") -> None:
    """Let no words of a message out of this process from now on.

    Args:
        level: what is logged at all, such as DEBUG.

    Raises:
        ValueError: there is no such level.
    """
    no_dumps()
    plain = logging.getLogRecordFactory()
    # Every line of every logger is made here, whatever handlers a library sets up afterwards.
    logging.setLogRecordFactory(lambda *args, **kwargs: wordless(plain(*args, **kwargs)))
    logging.getLogger().setLevel(level.upper())
    sys.excepthook = _print_error
    threading.excepthook = lambda failure: _print_error(failure.exc_type, failure.exc_value, failure.exc_traceback)
    sys.unraisablehook = lambda failure: _print_error(failure.exc_type, failure.exc_value, failure.exc_traceback)


def wordless(record: logging.LogRecord) -> logging.LogRecord:
    """A log record without what may come from a message."""
    if record.exc_info:
        record.exc_text = where(record.exc_info)  # type: ignore[arg-type]
        record.exc_info = None
    if record.name != OWN and not record.name.startswith(f"{OWN}."):
        words = record.msg if _is_literal(record.msg, record.pathname, sys._getframe(1)) else LEFT_OUT
        # Without arguments the places in the words stay unfilled.
        record.msg, record.args = f"{record.module}:{record.lineno} {words}", ()
    return record


def where(error: ErrorInfo) -> str:
    """An error's kind and the lines of code that it came through, and those of what caused it, without its words."""
    parts: list[str] = []
    value, trace = error[1], error[2]
    seen: set[int] = set()
    while value is not None and id(value) not in seen:
        seen.add(id(value))
        frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
        parts.append(f"{type(value).__module__}.{type(value).__qualname__}")
        parts += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        value = value.__cause__ or (None if value.__suppress_context__ else value.__context__)
        trace = value.__traceback__ if value else None
    return "\n".join(parts)


def no_dumps() -> None:
    """No core dump of this process and its children, also where the system hands dumps to a program; no other process may read its memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):  # Linux alone has it
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _is_literal(message: object, path: str, frame: Optional[FrameType]) -> bool:
    """Whether the words stand as they are in the function that logs them."""
    while frame is not None and frame.f_code.co_filename != path:
        frame = frame.f_back
    return frame is not None and isinstance(message, str) and message in frame.f_code.co_consts


def _print_error(kind: Any, value: Optional[BaseException], trace: Optional[TracebackType]) -> None:
    if value is not None:
        print(where((kind, value, trace)), file=sys.stderr, flush=True)


def main() -> None:
    """Run the module that the command line names."""
    hush()
    seal(settings.load().log_level)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
