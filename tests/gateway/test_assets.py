"""Scripts and styles as they are sent."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.gateway.app import create
from bot.gateway.assets import PAGES, Assets
from bot.gateway.plain_page import SCRIPTS
from bot.settings import load

IMPORT = re.compile(r'^import .* from "([^"]+)";$', re.MULTILINE)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, contacts_url: str) -> TestClient:
    return TestClient(create(load({"DATABASE_URL": contacts_url, "LOTSEN_RASA_PORT": "1"})))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("chat/chat.js", "text/javascript"), ("chat.css", "text/css"), ("base/mark.svg", "image/svg+xml"), ("leave/leave.js", "text/javascript")],
)
def test_sent_compressed_and_for_good(client: TestClient, name: str, kind: str) -> None:
    url = Assets().url(name)
    answer = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in answer.headers["vary"]
    plain = client.get(url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content
    again = client.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        *("/static/0000000000000000/chat/chat.js", "/static/{}/nothing.js", "/static/{}/chat/chat.html", "/static/{}/reply/fixtures/urgent.json"),
        *("/static/{}/../app.py", "/static/{}/%2e%2e/%2e%2e/app.py", "/static/", "/static/{}/"),
    ],
)
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    answer = client.get(path.format(Assets().version))
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


def test_any_change_gives_new_addresses(tmp_path: Path) -> None:
    for part in ("base", "leave", "chat", "log", "reply", "verdict", "contacts", "composer", "view", "print"):
        (tmp_path / part).mkdir()
        (tmp_path / part / f"{part}.css").write_text("a{}", encoding="utf-8")
    versions = [Assets(tmp_path).version]
    (tmp_path / "base" / "base.css").write_text("b{}", encoding="utf-8")
    versions.append(Assets(tmp_path).version)
    (tmp_path / "base" / "new.js").write_text("", encoding="utf-8")
    versions.append(Assets(tmp_path).version)
    assert len(set(versions)) == 3
    assert Assets(tmp_path).version == versions[-1]


def test_the_page_names_every_script_that_the_chat_imports() -> None:
    found, queue = set(), ["chat/chat.js"]
    while queue:
        name = queue.pop()
        for path in IMPORT.findall((PAGES / name).read_text(encoding="utf-8")):
            imported = ((PAGES / name).parent / path).resolve().relative_to(PAGES).as_posix()
            if imported not in found:
                found.add(imported)
                queue.append(imported)
    assert found == set(SCRIPTS)


def test_the_first_view_of_the_chat_is_small(client: TestClient) -> None:
    names = (*SCRIPTS, "chat/chat.js", "chat.css", "base/mark.svg", "base/icons.svg")
    parts = [client.get("/").content, *(client.get(Assets().url(name)).content for name in names)]
    assert sum(len(gzip.compress(part, 9)) for part in parts) < 30 * 1024


def test_no_page_parses_html_or_keeps_anything_but_in_its_one_place() -> None:
    scripts = {path.relative_to(PAGES).as_posix(): path.read_text(encoding="utf-8") for path in PAGES.rglob("*.js")}
    parsing = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "new Function")
    for word in (*parsing, "localStorage", "indexedDB", "document.cookie"):
        assert [name for name, code in scripts.items() if word in code] == []
    assert [name for name, code in scripts.items() if "sessionStorage" in code] == ["keep/keep.js"]
    for path in PAGES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:|\|\s*safe\b|autoescape", text), path


def test_the_page_is_escaped(client: TestClient) -> None:
    page = client.get("/", params={"kommun": '"><script>alert(1)</script>', "ram": '1"'})
    assert "<script>alert" not in page.text
    posted = client.post("/", data={"message": "<script>alert(1)</script>", "conversation": '"><script>alert(2)</script>'})
    assert posted.status_code == 503
    assert "<script>alert" not in posted.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in posted.text
