import subprocess
import sys
import time

from bot.keep import keep


def test_what_ends_well_is_left_alone() -> None:
    assert keep("a", [sys.executable, "-c", "pass"]) == 0


def test_what_fails_too_often_is_given_up(capfd: object) -> None:
    assert keep("a", [sys.executable, "-c", "raise SystemExit(3)"], most=1) == 3


def test_told_to_stop_it_stops_its_child() -> None:
    kept = subprocess.Popen(
        [sys.executable, "-m", "bot.keep", "a", sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"], stdout=subprocess.PIPE
    )
    assert kept.stdout is not None
    assert kept.stdout.readline() == b"up\n"
    started = time.monotonic()
    kept.terminate()
    assert kept.wait(10) == 0
    assert time.monotonic() - started < 10
