"""What is counted of the answers and of what parents say of them, and what /metrics tells; with the real bot behind the gateway."""

import json
from pathlib import Path
from typing import Any, Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.contacts import hours, importer, source
from bot.contacts.database import connect, migrate
from bot.counts.store import Counts, Question, Verdict, read
from bot.counts.tally import week
from bot.gateway.app import create
from bot.gateway.feedback import PER_MINUTE
from bot.gateway.metrics import part
from bot.settings import load
from tests.stack import Stack


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'contacts.db'}"
    engine = connect(url)
    migrate(engine)
    importer.apply(engine, importer.wanted(source.read()), "data/contacts", hours.now())
    return url


@pytest.fixture
def behind(stack: Stack, database: str) -> dict[str, str]:
    """Settings of a gateway of our own before the running bot."""
    return {"DATABASE_URL": database, **{name: stack.variables[name] for name in ("LOTSEN_RASA_PORT", "LOTSEN_CHANNEL_SECRET")}}


@pytest.fixture
def door(database: str) -> Iterator[TestClient]:
    """A gateway without a bot."""
    with TestClient(create(load({"DATABASE_URL": database, "LOTSEN_RASA_PORT": "1", "LOTSEN_BOT_TIMEOUT": "0.2"}))) as client:
        yield client


def test_an_answer_is_counted_by_topic_week_and_lan(behind: dict[str, str]) -> None:
    with TestClient(create(load(behind))) as client:
        assert client.post("/api/chat", json={"message": "hur gör man en polisanmälan", "kommun": "1283"}).status_code == 200
        assert client.post("/api/chat", json={"message": "hur gör man en polisanmälan"}).status_code == 200
    this_week = week(hours.now().date())
    counted = read(connect(behind["DATABASE_URL"])).asked
    assert counted == {Question(this_week, "report_police", "12"): 1, Question(this_week, "report_police", "00"): 1}


def test_a_parent_is_answered_though_nothing_can_be_counted(behind: dict[str, str]) -> None:
    with connect(behind["DATABASE_URL"]).begin() as connection:
        connection.exec_driver_sql("drop table asked")
    with TestClient(create(load(behind))) as client:
        assert client.post("/api/chat", json={"message": "hur gör man en polisanmälan"}).status_code == 200
        client.app.state.tally.flush()  # type: ignore[attr-defined]
        assert client.post("/api/chat", json={"message": "hur gör man en polisanmälan"}).status_code == 200
        assert metrics(client)["lotsen_counts_lost_total", ()] == 1


def test_a_verdict_is_counted_by_topic(door: TestClient, database: str) -> None:
    for helped in (True, False, True):
        answer = door.post("/api/feedback", json={"topic": "sextortion", "helped": helped})
        assert (answer.status_code, answer.content) == (204, b"")
    door.app.state.tally.flush()  # type: ignore[attr-defined]
    assert read(connect(database)) == Counts({}, {Verdict("sextortion", True): 2, Verdict("sextortion", False): 1})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"topic": "sextortion", "helped": "yes"}, 422, "bad_feedback"),
        ({"topic": "sextortion", "helped": 1}, 422, "bad_feedback"),
        ({"topic": "sextortion"}, 422, "bad_feedback"),
        ({"topic": "no_such_topic", "helped": True}, 422, "bad_feedback"),
        ({"topic": ["sextortion"], "helped": True}, 422, "bad_feedback"),
        ({"topic": "sextortion", "helped": True, "comment": "tack"}, 422, "bad_feedback"),
        ({"topic": "sextortion", "helped": True, "conversation": "abc"}, 422, "bad_feedback"),
        ([], 422, "bad_feedback"),
        ("{", 400, "bad_json"),
        ("x" * 70_000, 413, "too_large"),
    ],
)
def test_anything_else_is_refused(door: TestClient, database: str, body: Any, status: int, code: str) -> None:
    content = body if isinstance(body, str) else json.dumps(body)
    answer = door.post("/api/feedback", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    door.app.state.tally.flush()  # type: ignore[attr-defined]
    assert read(connect(database)) == Counts({}, {})


def test_only_json_and_only_so_often(door: TestClient) -> None:
    assert door.post("/api/feedback", content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    said = [door.post("/api/feedback", json={"topic": "sextortion", "helped": True}).status_code for _ in range(PER_MINUTE + 5)]
    assert said[0] == 204
    assert said[-1] == 429
    assert door.get("/api/feedback").status_code == 405


def metrics(client: TestClient) -> dict[tuple[str, tuple[str, ...]], float]:
    """Names and labels to values, as Prometheus reads them."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {(sample.name, tuple(sample.labels.values())): sample.value for family in families for sample in family.samples}


def test_metrics_count_requests_by_part_and_status(door: TestClient) -> None:
    door.post("/api/chat", json={"message": "min dotter Anna i Ovanåker"})
    door.delete("/api/chat/abc-secret-id")
    door.get("/")
    door.get("/wp-login.php")
    found = metrics(door)
    assert found["lotsen_requests_total", ("/api/chat", "503")] == 1
    assert found["lotsen_requests_total", ("/api/chat", "204")] == 1
    assert found["lotsen_requests_total", ("/", "200")] == 1
    assert found["lotsen_requests_total", ("other", "404")] == 1
    assert found["lotsen_request_seconds_count", ("/api/chat",)] == 2
    assert found["lotsen_counts_lost_total", ()] == 0


def test_metrics_tell_of_no_message_topic_or_place(door: TestClient) -> None:
    door.post("/api/chat", json={"message": "min dotter Anna i Ovanåker", "kommun": "2121"})
    door.delete("/api/chat/abc-secret-id")
    door.post("/api/feedback", json={"topic": "sextortion", "helped": True})
    text = door.get("/metrics").text
    assert [word for word in ("Anna", "Ovan", "2121", "abc-secret-id", "sextortion") if word in text] == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "/"),
        ("/api/chat", "/api/chat"),
        ("/api/chat/some-id", "/api/chat"),
        ("/api/topics/x", "/api"),
        ("/referens/kommun/0180", "/referens"),
        ("/embed.js", "/embed"),
        ("/static/chat.js", "/static"),
        ("/apichat", "other"),
        ("//", "other"),
    ],
)
def test_part(path: str, name: str) -> None:
    assert part(path) == name
