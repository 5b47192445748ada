"""Nothing but the gateway answers for anything, and nothing but the gateway may be reached from elsewhere."""

from pathlib import Path

import httpx
import pytest

from tests.stack import Stack

LISTENING = "0A"
LOOPBACK = {"0100007F", "00000000000000000000000001000000"}


def listening(pid: int) -> set[str]:
    """Addresses, as the kernel writes them, on which a process listens."""
    own = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == LISTENING and f"socket:[{row[9]}]" in own}


@pytest.mark.parametrize("path", ["/status", "/version", "/domain", "/model", "/model/parse", "/conversations/x/tracker", "/webhooks/rest/webhook"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_rasas_http_api_is_off(stack: Stack, path: str, method: str) -> None:
    answer = httpx.request(method, f"http://127.0.0.1:{stack.variables['LOTSEN_RASA_PORT']}{path}", json={})
    assert answer.status_code in (404, 405)


def test_all_listen_on_loopback(stack: Stack) -> None:
    found = {name: set().union(*(listening(pid) for pid in stack.processes(name))) for name in ("bot.dialogue.server", "rasa_sdk", "bot.gateway.server")}
    assert all(found.values()), "each of them listens somewhere"
    assert set().union(*found.values()) <= LOOPBACK
