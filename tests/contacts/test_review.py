from datetime import date
from typing import Any

import pytest

from bot.contacts.review import stale


def service(**values: Any) -> dict[str, Any]:
    return {
        **{"id": "x", "name": "n", "phone": None, "doubtful": False, "url": None, "read_at": "https://example.org/"},
        **{"page_updated": None, "checked": "2026-11-22"},
        **values,
    }


@pytest.mark.parametrize(
    ("values", "today", "since"),
    [
        ({}, "2026-11-23", None),
        ({}, "2027-05-22", None),
        ({}, "2027-05-25", "2026-11-22"),
        ({"page_updated": "2018-03-28"}, "2026-11-23", None),
        ({"page_updated": "2018-03-28", "doubtful": True}, "2026-11-23", "2018-03-28"),
        ({"page_updated": "2018", "doubtful": True}, "2026-11-23", "2018"),
        ({"page_updated": "2026", "doubtful": True}, "2026-11-23", "2026"),
        ({"doubtful": True}, "2026-11-23", None),
    ],
)
def test_stale(values: dict[str, Any], today: str, since: str | None) -> None:
    found = stale({"service": {"x": service(**values)}}, date.fromisoformat(today), 6)
    assert [item.since for item in found] == ([since] if since else [])


def test_oldest_first_with_the_page_to_look_at() -> None:
    rows = {
        "a": service(id="a", checked="2025-01-02", url="https://example.org/a"),
        "b": service(id="b", checked="2025-01-01"),
    }
    found = stale({"service": rows}, date(2026, 11, 23), 6)
    assert [(item.id, item.page) for item in found] == [("b", "https://example.org/"), ("a", "https://example.org/a")]
