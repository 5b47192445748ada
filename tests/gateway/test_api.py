"""The API, and its description: every address is described, and what is answered is as described."""

import csv
import io
import json
import re
from typing import Any, Iterator

import httpx
import jsonschema
import pytest
from jsonschema.validators import Draft202012Validator
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from bot.contacts import exchange
from bot.content.answers import all_answers
from bot.gateway.api import DESCRIPTION, description
from bot.gateway.app import create
from bot.reference.search import LONGEST_QUERY
from bot.settings import load
from tests.stack import Stack

KEYS = {"parameters", "requestBody", "responses", "tags", "operationId", "summary", "description"}


@pytest.fixture(scope="module")
def app(contacts_url: str) -> Starlette:
    return create(load({"DATABASE_URL": contacts_url, "LOTSEN_RASA_PORT": "1", "LOTSEN_BOT_TIMEOUT": "0.2"}))


@pytest.fixture(scope="module")
def alone(app: Starlette) -> Iterator[TestClient]:
    """The gateway without a bot behind it."""
    with TestClient(app) as client:
        yield client


def resolved(node: Any) -> Any:
    """A part of the description, with what it refers to."""
    while "$ref" in node:
        path = node["$ref"].removeprefix("#/").split("/")
        node = description()
        for key in path:
            node = node[key]
    return node


def check(method: str, path: str, answer: httpx.Response) -> Any:
    """That an answer is one of those described; its JSON, if any."""
    responses = description()["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, f"{path} answers {answer.status_code}, which is not described"
    content = resolved(responses[str(answer.status_code)]).get("content", {})
    kind = answer.headers.get("content-type", "").split(";")[0]
    if not content:
        assert kind != "application/json"
        return None
    assert kind in content, f"{path} answers with {kind}, which is not described"
    if kind != "application/json":
        return None
    schema = {"components": description()["components"], **content[kind]["schema"]}
    Draft202012Validator(schema).validate(answer.json())
    return answer.json()


def test_the_description_is_well_formed() -> None:
    found = description()
    assert found["openapi"].startswith("3.1.")
    for name, schema in found["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema), name
    operations = [operation for path in found["paths"].values() for operation in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    assert all(set(operation) <= KEYS for operation in operations)
    text = DESCRIPTION.read_text(encoding="utf-8")
    for reference in re.findall(r'"(#/components/[^"]+)"', text):
        assert resolved({"$ref": reference})
    for path, methods in found["paths"].items():
        for operation in methods.values():
            named = {resolved(one)["name"] for one in operation.get("parameters", ()) if resolved(one)["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def test_every_address_is_described(app: Starlette) -> None:
    served = set()
    for route in app.routes:
        if isinstance(route, Route):
            path = re.sub(r"{(\w+):\w+}", r"{\1}", route.path)
            served |= {(path, method.lower()) for method in (route.methods or ()) if method != "HEAD"}
        else:
            assert isinstance(route, Mount)
            served.add((route.path + "/{path}", "get"))
    described = {(path, method) for path, methods in description()["paths"].items() for method in methods}
    assert served - described == set(), "not in bot/gateway/openapi.yml"
    assert described - served == set(), "described, but not there"


@pytest.mark.parametrize(
    ("method", "path", "values", "status"),
    [
        ("get", "/api/topics", {}, 200),
        ("get", "/api/topics/{id}", {"id": "sextortion"}, 200),
        ("get", "/api/topics/{id}", {"id": "nothing"}, 404),
        ("get", "/api/search", {"q": "hudiksvall"}, 200),
        ("get", "/api/search", {"q": "xyzzyxyzzy"}, 200),
        ("get", "/api/search", {}, 422),
        ("get", "/api/search", {"q": "   "}, 422),
        ("get", "/api/search", {"q": "a" * (LONGEST_QUERY + 1)}, 422),
        ("get", "/api/understand", {}, 422),
        ("get", "/api/understand", {"q": "hej"}, 503),
        ("get", "/api/contacts", {"kommun": "2184"}, 200),
        ("get", "/api/contacts", {"kommun": "9999"}, 422),
        ("get", "/api/contacts", {}, 422),
        ("get", "/api/contacts/export", {}, 200),
        ("get", "/api/contacts/export", {"format": "csv"}, 200),
        ("get", "/api/contacts/export", {"format": "xml"}, 422),
        ("get", "/api/openapi.json", {}, 200),
        ("get", "/healthz", {}, 200),
        ("get", "/readyz", {}, 503),
        ("get", "/metrics", {}, 200),
        ("get", "/referens/offline.json", {}, 200),
        ("get", "/referens/sw.js", {}, 200),
        ("get", "/referens/amne/{id}/text", {"id": "sextortion"}, 200),
        ("get", "/referens/kommun/{code}", {"code": "9999"}, 404),
    ],
)
def test_answers_are_as_described(alone: TestClient, method: str, path: str, values: dict[str, str], status: int) -> None:
    asked = {key: value for key, value in values.items() if f"{{{key}}}" not in path}
    answer = alone.request(method, path.format(**values), params=asked)
    assert answer.status_code == status
    check(method, path, answer)


@pytest.mark.parametrize("topic", sorted(all_answers()))
def test_every_topic_is_as_described(alone: TestClient, topic: str) -> None:
    body = check("get", "/api/topics/{id}", alone.get(f"/api/topics/{topic}"))
    assert body["id"] == topic
    assert "{tel:" not in json.dumps(body) and "{link:" not in json.dumps(body)


def test_the_validation_can_fail(alone: TestClient) -> None:
    body = alone.get("/api/topics/sextortion").json()
    schema = {"components": description()["components"], "$ref": "#/components/schemas/Topic"}
    for spoilt in ({**body, "more": "x"}, {**body, "unknown": 1}, {key: value for key, value in body.items() if key != "now"}):
        with pytest.raises(jsonschema.ValidationError):
            Draft202012Validator(schema).validate(spoilt)


@pytest.mark.parametrize("address", ["/api/topics", "/api/topics/sextortion", "/api/contacts/export", "/api/contacts/export?format=csv", "/api/openapi.json"])
def test_what_the_caller_has_is_not_sent_again(alone: TestClient, address: str) -> None:
    first = alone.get(address)
    tag = first.headers["etag"]
    again = alone.get(address, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert alone.get(address, headers={"If-None-Match": '"other"'}).content == first.content
    assert alone.get(address).headers["etag"] == tag


def test_what_is_searched_for_is_kept_by_no_one(alone: TestClient) -> None:
    for address in ("/api/search?q=bris", "/referens?q=bris"):
        assert alone.get(address).headers["cache-control"] == "no-store"


def test_contacts_as_csv_and_back(alone: TestClient) -> None:
    answer = alone.get("/api/contacts/export?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 290
    assert {row["licence"] for row in rows} == {"CC BY 4.0, Föräldralotsen"}
    assert {len(row["exported"]) for row in rows} == {10}
    assert next(row for row in rows if row["code"] == "2184")["main_phone"] == "0650-190 00"
    assert [row["code"] for _, row in exchange.read("a.csv", answer.content)] == [row["code"] for row in rows]
    assert "attachment" in answer.headers["content-disposition"]


def test_contacts_as_json_and_back(alone: TestClient) -> None:
    answer = alone.get("/api/contacts/export")
    body = answer.json()
    assert len(body["kommuner"]) == 290
    assert body["licence"]["name"] == "CC BY 4.0"
    assert next(row for row in body["services"] if row["id"] == "polisen_11414")["phone"] == "114 14"
    assert next(row for row in body["services"] if row["id"] == "barnahus_huddinge_botkyrka")["kommuner"] == ["0126", "0127"]
    assert len(exchange.read("a.json", answer.content)) == 290


def test_a_search_without_the_bot_finds_by_word(alone: TestClient) -> None:
    body = alone.get("/api/search", params={"q": "hudik"}).json()
    assert (body["by_meaning"], body["understood"]) == (False, None)
    first = body["groups"][0]["results"][0]
    assert (first["kind"], first["id"], first["url"]) == ("kommun", "2184", "/referens/kommun/2184")
    assert "0650-190 00" in [contact["phone"] for contact in first["contacts"]]


def test_searches_are_limited(contacts_url: str) -> None:
    few = create(load({"DATABASE_URL": contacts_url, "LOTSEN_RASA_PORT": "1", "LOTSEN_MESSAGES_PER_MINUTE_IN_ALL": "2"}))
    with TestClient(few) as client:
        found = [client.get("/api/search?q=bris").status_code for _ in range(3)]
        assert found == [200, 200, 429]
        check("get", "/api/search", client.get("/api/search?q=bris"))
        assert "många" in client.get("/referens?q=bris").text


# With the real bot behind it.


@pytest.fixture(scope="module")
def patient(stack: Stack, contacts_url: str) -> Iterator[TestClient]:
    """A gateway that waits for the stack's bot, however busy the machine is."""
    names = ("LOTSEN_RASA_PORT", "LOTSEN_CHANNEL_SECRET")
    found = {name: stack.variables[name] for name in names}
    with TestClient(create(load({**found, "DATABASE_URL": contacts_url, "LOTSEN_SEARCH_WAIT": "30", "LOTSEN_BOT_TIMEOUT": "30"}))) as client:
        yield client


def test_the_chat_is_as_described(patient: TestClient) -> None:
    said: list[Any] = ["min son hotas på nätet", "hon tänker ta livet av sig", "", 1]
    for body in [*({"message": message, "kommun": "2184"} for message in said), []]:
        check("post", "/api/chat", patient.post("/api/chat", json=body))
    check("post", "/api/chat", patient.post("/api/chat", content="{", headers={"content-type": "application/json"}))
    check("post", "/api/chat", patient.post("/api/chat", content="a=b"))
    check("post", "/api/chat", patient.post("/api/chat", json={"message": "a" * 70_000}))
    conversation = patient.post("/api/chat", json={"message": "hej"}).json()["conversation"]
    check("delete", "/api/chat/{conversation}", patient.delete(f"/api/chat/{conversation}"))
    check("post", "/api/chat/{conversation}/forget", patient.post("/api/chat/nobody/forget"))
    check("post", "/api/feedback", patient.post("/api/feedback", json={"topic": "sextortion", "helped": True}))
    check("post", "/api/feedback", patient.post("/api/feedback", json={}))
    assert check("get", "/readyz", patient.get("/readyz"))["status"] == "ok"


@pytest.mark.parametrize(
    ("query", "topic", "urgent", "kommun", "struck"),
    [
        ("någon hotar att sprida nakenbilder på min son om han inte betalar", "sextortion", False, None, []),
        ("hon säger att hon inte vill leva längre", "child_suicidal", True, None, []),
        ("hur gör jag en orosanmälan i Hudiksvall", "report_social_services", False, "2184", []),
        ("hur gör jag en polisanmälan, jag nås på 070-174 06 58", "report_police", False, None, ["phone"]),
    ],
)
def test_how_the_bot_understands(patient: TestClient, query: str, topic: str, urgent: bool, kommun: Any, struck: list[str]) -> None:
    body = check("get", "/api/understand", patient.get("/api/understand", params={"q": query}))
    assert (body["topic"], body["urgent"], body["struck"]) == (topic, urgent, struck)
    assert (body["kommun"] or {}).get("code") == kommun
    assert body["ranking"][0]["topic"] == topic


def test_a_search_with_the_bot_finds_by_meaning(patient: TestClient) -> None:
    body = check("get", "/api/search", patient.get("/api/search", params={"q": "han har skickat pengar redan"}))
    assert body["by_meaning"] is True
    assert body["understood"]["urgent"] is False
    topics = next(group for group in body["groups"] if group["kind"] == "topic")
    assert "sextortion" in [result["id"] for result in topics["results"][:3]]


def test_nothing_that_is_searched_for_is_logged(stack: Stack) -> None:
    word = "xylofonkatastrof"
    for address in ("/api/search", "/api/understand", "/referens"):
        assert httpx.get(f"{stack.url}{address}", params={"q": word}, timeout=20).status_code in (200, 503)
    assert word not in stack.log.read_text(errors="replace")
