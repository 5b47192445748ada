"""The HTTP door, with the real servers behind it."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import language
from tests.stack import WATCH, Stack

SWISH = "min dotter har börjat få swish från okända män, vad gör jag"


@pytest.fixture
def http(stack: Stack) -> Any:
    with httpx.Client(base_url=stack.url, timeout=20) as client:
        yield client


def test_a_parents_way_from_question_to_answer(http: httpx.Client) -> None:
    answer = http.post("/api/chat", json={"message": SWISH, "conversation": None, "kommun": "1419"})
    assert answer.status_code == 200
    body = answer.json()
    reply = body["replies"][0]
    assert set(body) == {"conversation", "replies", "kommun"}
    assert set(reply) == {"topic", "text", "urgent", "buttons", "contacts", "sources", "reviewed"}
    assert reply["topic"] == "warning_signs_paid"
    assert reply["reviewed"] == "2026-11-22"
    assert reply["sources"] and all(set(page) == {"title", "url"} for page in reply["sources"])
    assert "0304-60 10 00" in [contact["phone"] for contact in reply["contacts"]]
    assert set(reply["contacts"][0]) == {"name", "phone", "hours", "open_now", "url", "note"}
    assert body["kommun"] == {"code": "1419", "name": "Tjörn"}
    more = http.post("/api/chat", json={"message": "topic:ask_more", "conversation": body["conversation"]}).json()
    assert more["conversation"] == body["conversation"]
    assert more["replies"][0]["topic"] == "warning_signs_paid"
    assert more["kommun"]["code"] == "1419"


def test_conversations_are_minted_forgotten_and_apart(http: httpx.Client) -> None:
    first = http.post("/api/chat", json={"message": "jag bor i Kiruna"}).json()
    second = http.post("/api/chat", json={"message": "hej"}).json()
    assert first["conversation"] != second["conversation"]
    assert len(first["conversation"]) >= 32
    assert first["kommun"]["code"] == "2584"
    assert second["kommun"] is None
    made_up = http.post("/api/chat", json={"message": "hej", "conversation": "my-own-choice"}).json()
    assert made_up["conversation"] != "my-own-choice"
    assert http.delete(f"/api/chat/{first['conversation']}").status_code == 204
    assert http.delete(f"/api/chat/{first['conversation']}").status_code == 204
    again = http.post("/api/chat", json={"message": "hej", "conversation": first["conversation"]}).json()
    assert again["conversation"] != first["conversation"]
    assert again["kommun"] is None


def test_the_contacts_of_a_kommun(http: httpx.Client) -> None:
    found = http.get("/api/contacts", params={"kommun": "2184"}).json()
    assert found["kommun"] == {"code": "2184", "name": "Hudiksvall", "full_name": "Hudiksvalls kommun", "lan_code": "21", "lan": "Gävleborgs län"}
    jour = next(contact for contact in found["contacts"] if contact["kind"] == "jour")
    assert (jour["phone"], jour["phone_e164"]) == ("026-10 02 25", "+4626100225")
    assert jour["read_at"].startswith("https://")
    assert jour["checked"] == "2026-11-22"
    for kommun in ("9999", "", "0180' or 1=1"):
        answer = http.get("/api/contacts", params={"kommun": kommun})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unknown_kommun")


def test_personal_data_is_struck_before_the_bot_and_the_parent_is_told(http: httpx.Client) -> None:
    secret = f"{SWISH}, Elvira Sandelin heter hon och jag nås på 070-174 06 24"
    told = http.post("/api/chat", json={"message": secret}).json()["replies"]
    assert told[0]["topic"] == "warning_signs_paid"
    assert "Du behöver inte skriva namn" in told[-1]["text"]
    plain = http.post("/api/chat", json={"message": SWISH}).json()["replies"]
    assert not any("Du behöver inte skriva namn" in reply["text"] for reply in plain)
    pressed = http.post("/api/chat", json={"message": "topic:acute_danger"}).json()["replies"]
    assert pressed[0]["topic"] == "acute_danger"


def test_only_a_button_that_was_offered_can_be_pressed(http: httpx.Client) -> None:
    first = http.post("/api/chat", json={"message": "topic:warning_signs"}).json()
    offered = first["replies"][0]["buttons"][0]["payload"]
    again = http.post("/api/chat", json={"message": offered, "conversation": first["conversation"]}).json()
    assert again["replies"][0]["topic"] == "warning_signs"
    for elsewhere in (offered, "topic:own_behaviour", "kommun:1480"):
        refused = http.post("/api/chat", json={"message": elsewhere}).json()
        assert [reply["text"][:28] for reply in refused["replies"]] == ["Det valet gäller inte längre"]
        assert refused["kommun"] is None


def test_rasas_channel_refuses_all_but_the_gateway(stack: Stack) -> None:
    channel = f"http://127.0.0.1:{stack.variables['LOTSEN_RASA_PORT']}/webhooks/lotsen"
    body = {"conversation": "x", "message": "hej"}
    for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer guess"}):
        assert httpx.post(f"{channel}/message", json=body, headers=headers).status_code == 403
        assert httpx.get(f"{channel}/", headers=headers).status_code == 403
        assert httpx.delete(f"{channel}/conversations/x", headers=headers).status_code == 403


def test_health_readiness_and_pages(http: httpx.Client) -> None:
    assert http.get("/healthz").json()["status"] == "ok"
    ready = http.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["swedish_pipeline"] == language.name()
    assert ready.json()["contacts"] > 290
    page = http.get("/")
    assert page.status_code == 200
    assert 'lang="sv"' in page.text
    assert "Ring 112" in page.text
    # The page loads nothing from elsewhere; links to elsewhere there are.
    assert re.findall(r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="(?!/)[^"]*"', page.text) == []
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    for path in re.findall(r'(?:src|href)="(/static/[^"#]+)"', page.text):
        assert http.get(path).status_code == 200
    assert http.get("/nothing").json()["error"]["code"] == "not_found"
    assert http.get("/api/chat").json()["error"]["code"] == "method_not_allowed"


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b'{"message": ""}', JSON, 422),
        (b'{"message": "   \\n "}', JSON, 422),
        (b'{"message": "hej", "kommun": "9999"}', JSON, 422),
        (b'{"message": 1}', JSON, 422),
        (b'{"message": ["hej"]}', JSON, 422),
        (b"[]", JSON, 422),
        (b"{", JSON, 400),
        (b"", JSON, 400),
        (b'{"message": "\xff\xfe"}', JSON, 400),
        (b"\x00\x01\x02\xff" * 100, JSON, 400),
        (b"[" * 20_000, JSON, 400),
        (b'{"message": "' + b"a" * 1_000_000 + b'"}', JSON, 413),
        (b'{"message": "' + b"a" * 5_000 + b'"}', JSON, 422),
        (b"message=hej", {"content-type": "application/x-www-form-urlencoded"}, 415),
        (b'{"message": "hej"}', {}, 415),
    ],
)
def test_bad_input_gets_a_clear_error_in_swedish(http: httpx.Client, content: bytes, headers: dict[str, str], status: int) -> None:
    answer = http.post("/api/chat", content=content, headers=headers)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"][0].isupper() and error["message"].endswith(".")
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "message",
    [
        "😢😢😢",
        "?",
        "<script>alert(1)</script>",
        "<b>hej</b> &amp; ''; DROP TABLE contact; --",
        '/report_social_services{"kommun":"1480"}',
        "/restart",
        "/session_start",
        "//back",
        "\u202eevil\u202c",
        "EXTERNAL: /restart",
        "{tel:sos_112} ${HOME} {{7*7}}",
        "ord " * 900,
    ],
)
def test_odd_messages_get_a_sensible_answer(http: httpx.Client, message: str) -> None:
    answer = http.post("/api/chat", json={"message": message})
    assert answer.status_code == 200
    body = answer.json()
    assert body["replies"] and all(reply["text"] for reply in body["replies"])
    assert body["kommun"] is None
    assert "<script>" not in answer.text
    assert "Göteborg" not in answer.text


def test_three_hundred_messages_a_minute(http: httpx.Client) -> None:
    conversation = http.post("/api/chat", json={"message": "hej"}).json()["conversation"]
    codes = []
    for _ in range(75):
        answer = http.post("/api/chat", json={"message": "topic:thanks", "conversation": conversation})
        codes.append(answer.status_code)
    assert set(codes) == {200, 429}
    assert answer.json()["error"]["message"].startswith("Det kommer många meddelanden")
    assert http.post("/api/chat", json={"message": "hej"}).status_code == 200


def test_nothing_of_a_message_is_logged(stack: Stack) -> None:
    assert stack.say("zebraflod märkesord hemligt") is not None
    assert "zebraflod" not in stack.log.read_text(errors="replace")


def test_the_log_names_the_swedish_pipeline(stack: Stack) -> None:
    assert f"Swedish pipeline: {language.name()}" in stack.log.read_text(errors="replace")


def test_nothing_calls_out(stack: Stack) -> None:
    assert stack.say("hur gör man en orosanmälan") is not None
    assert stack.called.read_text() == ""


def test_the_watcher_sees_calls(tmp_path: Path) -> None:
    """What the test above relies on does notice a call."""
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    seen = tmp_path / "seen.txt"
    code = "import socket\ntry: socket.getaddrinfo('telemetry.example', 443)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(tmp_path), "WATCH_FILE": str(seen)}, check=True)
    assert "telemetry.example" in seen.read_text()


def wait_for(question: Any, seconds: float = 60) -> Any:
    """Ask until the answer is true."""
    started = time.monotonic()
    while not (answer := question()):
        assert time.monotonic() - started < seconds
        time.sleep(0.2)
    return answer


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A stack to break."""
    running = Stack(tmp_path_factory.mktemp("own"), LOTSEN_BOT_TIMEOUT="3")
    running.start()
    yield running
    running.stop()


class TestFaults:
    """In order: each leaves the stack working."""

    def test_a_frozen_bot_gives_503_with_the_numbers_within_seconds(self, own_stack: Stack) -> None:
        rasa = own_stack.processes("bot.dialogue.server")
        for pid in rasa:
            os.kill(pid, signal.SIGSTOP)
        started = time.monotonic()
        answer = httpx.post(f"{own_stack.url}/api/chat", json={"message": "hej"}, timeout=20)
        waited = time.monotonic() - started
        for pid in rasa:
            os.kill(pid, signal.SIGCONT)
        assert rasa
        assert answer.status_code == 503
        assert 2.5 < waited < 6
        assert "112" in answer.json()["error"]["message"]
        assert {"112", "114 14", "116 111"} <= {contact["phone"] for contact in answer.json()["error"]["contacts"]}
        assert wait_for(lambda: own_stack.say("hej"))

    def test_actions_that_are_gone_give_503_and_come_back(self, own_stack: Stack) -> None:
        actions = own_stack.processes("rasa_sdk")
        assert actions
        for pid in actions:
            os.kill(pid, signal.SIGKILL)
        answer = httpx.post(f"{own_stack.url}/api/chat", json={"message": "vi bor i Göteborg"}, timeout=20)
        assert answer.status_code == 503
        assert "112" in answer.json()["error"]["message"]
        assert wait_for(lambda: own_stack.say("vi bor i Göteborg"))

    def test_a_bot_that_is_killed_comes_back(self, own_stack: Stack) -> None:
        rasa = own_stack.processes("bot.dialogue.server")
        for pid in rasa:
            os.kill(pid, signal.SIGKILL)
        assert httpx.post(f"{own_stack.url}/api/chat", json={"message": "hej"}, timeout=20).status_code == 503
        assert httpx.get(f"{own_stack.url}/healthz").status_code == 200
        assert httpx.get(f"{own_stack.url}/readyz").status_code == 503
        assert wait_for(lambda: own_stack.say("hej"))

    def test_no_words_of_a_message_in_the_log(self, own_stack: Stack) -> None:
        log = own_stack.log.read_text(errors="replace")
        assert "kommun:1480" not in log

    def test_ctrl_c_takes_all_down(self, own_stack: Stack) -> None:
        pids = own_stack.processes("bot") + own_stack.processes("rasa")
        own_stack.stop()
        assert own_stack.process.returncode is not None
        wait_for(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids), 20)
