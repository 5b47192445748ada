"""A real Redis, started for the tests that claim it."""

import shutil
import subprocess
import time
from typing import Iterator

import pytest
import redis as client

from tests.stack import free_port


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Address of an empty Redis; the test is skipped where Redis is not installed."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("Redis is not installed (apt install redis-server)")
    port = free_port()
    server = subprocess.Popen([program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL, cwd="/")
    url = f"redis://127.0.0.1:{port}/0"
    try:
        for _ in range(100):
            try:
                client.Redis.from_url(url).ping()
                break
            except client.ConnectionError:
                time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait(10)
