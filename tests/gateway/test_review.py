"""/referens/granska: without JavaScript, and in a real browser."""

import csv
import io
import re
import threading
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from bot.contacts import hours, importer, source
from bot.contacts.database import connect, migrate
from bot.counts.store import Counts, Question, Verdict, add
from bot.gateway.app import create
from bot.settings import load
from tests.stack import free_port

ADDRESS = "/referens/granska"
COUNTS = Counts(
    {Question("2026-W47", "sextortion", "12"): 61, Question("2026-W48", "talk_prevent", "00"): 7, Question("2026-W48", "own_behaviour", "23"): 2},
    {Verdict("sextortion", True): 11, Verdict("sextortion", False): 5},
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('review') / 'contacts.db'}"
    engine = connect(url)
    migrate(engine)
    importer.apply(engine, importer.wanted(source.read()), "data/contacts", hours.now())
    add(engine, COUNTS)
    return url


@pytest.fixture(scope="module")
def door(database: str) -> Iterator[TestClient]:
    yield TestClient(create(load({"DATABASE_URL": database, "LOTSEN_RASA_PORT": "1"})))


class Links(HTMLParser):
    """Collects the addresses that a page leads to, and the ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: "list[tuple[str, str | None]]") -> None:
        found = dict(attributes)
        self.links += [found["href"]] if tag == "a" and found.get("href") else []  # type: ignore[list-item]
        self.ids += [found["id"]] if found.get("id") else []  # type: ignore[list-item]
        self.inline += (tag == "script" and not found.get("src")) or any(name.startswith("on") or name == "style" for name in found)


def column(text: str, table: str, place: int) -> list[str]:
    """The cells of one column of one table."""
    section = text.split(f'<section id="{table}"')[1].split("</section>")[0]
    cells = re.findall(r"<tr>(.*?)</tr>", section.split("<tbody>")[1], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[place]).strip() for row in cells]


def test_everything_on_one_page_with_counts(door: TestClient) -> None:
    page = door.get(ADDRESS)
    assert page.headers["content-type"].startswith("text/html")
    for name, title in (("svar", "Svar att granska"), ("kallor", "Gamla källor"), ("exempel", "Ämnen med få exempel")):
        assert re.search(rf'href="#{name}">.*{title}', page.text)
    for name in ("kallor", "jour", "nummer"):
        shown = int(re.search(rf'href="#{name}"><strong>(\d+)</strong>', page.text)[1])  # type: ignore[index]
        assert shown == len(column(page.text, name, 0)) > 10


def test_no_small_number_is_anywhere(door: TestClient) -> None:
    for text in (door.get(ADDRESS).text, *(door.get(ADDRESS, params={"csv": name}).text for name in ("fragor", "veckor", "lan"))):
        assert "färre än 5" in text or "2026-W48" in text
    assert column(door.get(ADDRESS).text, "fragor", 2) == ["61", "färre än 5", "visas inte"]
    assert column(door.get(ADDRESS).text, "lan", 1) == ["61", "färre än 5", "visas inte"]


@pytest.mark.parametrize(
    ("sort", "table", "place", "first", "last"),
    [
        ("jour.name", "jour", 1, "Al", "Överkalix"),
        ("jour.-name", "jour", 1, "Överkalix", "Al"),
        ("kallor.-year", "kallor", 2, "2021", "20"),
        ("veckor.-week", "veckor", 0, "2026-W48", "2026-W47"),
    ],
)
def test_sorted_by_a_link(door: TestClient, sort: str, table: str, place: int, first: str, last: str) -> None:
    page = door.get(ADDRESS, params={"sortera": sort}).text
    cells = column(page, table, place)
    assert cells[0].startswith(first)
    assert cells[-1].startswith(last)
    assert page.count("aria-sort=") == 1
    assert ('aria-sort="descending"' in page) is ("-" in sort)


@pytest.mark.parametrize("sort", ["", "jour", "jour.nothing", "x.y", "jour.-", "<script>alert(1)</script>.name", "." * 5000])
def test_a_sorting_that_there_is_not(door: TestClient, sort: str) -> None:
    page = door.get(ADDRESS, params={"sortera": sort})
    assert page.status_code == 200
    assert "alert(1)" not in page.text


def test_every_table_as_csv(door: TestClient) -> None:
    page = door.get(ADDRESS)
    addresses = [link for link in Links(page.text).links if "csv=" in link]
    assert len(addresses) >= 7
    for address in addresses:
        answer = door.get(address)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert re.fullmatch(r'attachment; filename="granska-[a-z]+-\d{4}-\d\d-\d\d.csv"', answer.headers["content-disposition"])
        assert answer.text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        name = re.search(r"csv=([a-z]+)", address)[1]  # type: ignore[index]
        assert len(rows) - 1 == len(column(page.text, name, 0))
    assert door.get(ADDRESS, params={"csv": "nothing"}).status_code == 404


def test_csv_as_sorted(door: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(door.get(ADDRESS, params={"csv": "jour", "sortera": "jour.-name"}).text.removeprefix("\ufeff"))))
    names = [row["name"] for row in rows]
    assert names[0] == "Överkalix"
    assert set(rows[0]) == {"code", "name", "lan", "website", "page"}


def test_links_within_the_page_lead_somewhere_and_nothing_is_inline(door: TestClient) -> None:
    found = Links(door.get(ADDRESS).text)
    assert [link for link in found.links if link.startswith("#") and link[1:] not in found.ids] == []
    assert len(found.ids) == len(set(found.ids))
    assert found.inline == 0


@pytest.fixture(scope="module")
def served(database: str) -> Iterator[str]:
    """Address of a running gateway."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create(load({"DATABASE_URL": database, "LOTSEN_RASA_PORT": "1"})), port=port, ws="none", log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_cut_off(browser: Browser, served: str, scheme: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"{served}{ADDRESS}?sortera=jour.-name")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_by_keyboard_without_javascript(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}{ADDRESS}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    section = page.locator("#veckor")
    heading = section.get_by_role("link", name=re.compile("^Vecka"))
    for expected in (["2026-W47", "2026-W48"], ["2026-W48", "2026-W47"]):
        heading.focus()
        page.keyboard.press("Enter")
        expect(section.locator("tbody td:first-child")).to_have_text(expected)
    expect(page).to_have_url(re.compile(r"sortera=veckor\.-week#veckor$"))
    context.close()


def test_counts_that_cannot_be_read_are_said_and_the_rest_is_shown(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'contacts.db'}"
    engine = connect(url)
    migrate(engine)
    importer.apply(engine, importer.wanted(source.read()), "data/contacts", hours.now())
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table judged")
    page = TestClient(create(load({"DATABASE_URL": url, "LOTSEN_RASA_PORT": "1"}))).get(ADDRESS)
    assert page.status_code == 200
    assert "går inte att läsa. Kör <code>make contacts</code>" in page.text
    assert 'id="jour"' in page.text
