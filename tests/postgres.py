"""A real PostgreSQL, started for the tests that claim it."""

import glob
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Iterator, Optional

import pytest

from tests.stack import free_port

DEBIAN = "/usr/lib/postgresql/*/bin"


def program(name: str) -> Optional[str]:
    """Path of one of PostgreSQL's programs, from Debian's package or the PATH."""
    return next(iter(sorted(glob.glob(f"{DEBIAN}/{name}"))), None) or shutil.which(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of an empty database; the test is skipped where PostgreSQL is not installed."""
    initdb, server = program("initdb"), program("pg_ctl")
    if not initdb or not server:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    # PostgreSQL refuses to run as root, and its folder must be open to whom it runs as.
    folder = Path(tempfile.mkdtemp(prefix="lotsen-pg-"))
    user = "nobody" if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    port = free_port()
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd="/", user=user, extra_groups=[] if user else None)

    run(initdb, "-D", str(data), "-U", "lotsen", "-A", "trust", "-E", "UTF8", "--no-sync")
    run(server, "-D", str(data), "-o", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1", "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://lotsen@127.0.0.1:{port}/postgres"
    finally:
        run(server, "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
