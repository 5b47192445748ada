"""What the tests of the chat page's components share."""

import json
import time
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from bot.gateway.assets import PAGES
from tests.stack import Stack

FIXTURES = PAGES / "reply" / "fixtures"


def reply(name: str) -> dict[str, Any]:
    """An example reply."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def answer_with(page: Page, *names: str, conversation: str = "c" * 32) -> None:
    """From now on every message is answered with these example replies, for states that the real bot shows only at times."""
    body = {"conversation": conversation, "replies": [reply(name) for name in names], "kommun": None}
    page.route("**/api/chat", lambda route: route.fulfill(json=body))


def field(page: Page) -> Locator:
    """Where one writes."""
    return page.get_by_label("Skriv vad du undrar")


def say(page: Page, message: str) -> None:
    """Write and send, and wait for what comes back."""
    before = page.locator(".turn.bot").count()
    field(page).fill(message)
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.locator(".turn.bot").nth(before)).to_be_visible(timeout=20_000)


def focused(page: Page) -> str:
    """The accessible name, or else the id or tag, of what has the focus."""
    script = "e => (e.ariaLabel || (e.labels?.[0] ?? e).textContent.replace(/\\s+/g, ' ').trim()).slice(0, 60) || e.id || e.tagName"
    return str(page.evaluate(f"({script})(document.activeElement)"))


def is_forgotten(stack: Stack, conversation: str) -> bool:
    """Whether the server begins afresh with a conversation's id; waits a little for the message that has it forgotten."""
    for _ in range(20):
        body = {"message": "topic:thanks", "conversation": conversation}
        if httpx.post(f"{stack.url}/api/chat", json=body, timeout=30).json()["conversation"] != conversation:
            return True
        time.sleep(0.25)
    return False
