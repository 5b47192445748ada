"""Larger text, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from tests.gateway.conftest import Opener


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_larger_text(open_page: Opener) -> None:
    page = open_page("/")
    button = page.get_by_role("button", name="Större text")
    size = "parseFloat(getComputedStyle(document.querySelector('#message')).fontSize)"
    before = page.evaluate(size)
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) == pytest.approx(before * 1.25)
    button.click()
    assert page.evaluate(size) == before


def test_light_and_dark_as_the_system_has_it_or_as_chosen(open_page: Opener) -> None:
    light, dark = open_page("/"), open_page("/", color_scheme="dark")
    colours = ground(light), ground(dark)
    assert colours[0] != colours[1]
    for page, first, pressed in ((light, colours[1], "true"), (dark, colours[0], "false")):
        button = page.get_by_role("button", name="Mörkt")
        expect(button).not_to_have_attribute("aria-pressed", pressed)
        button.click()
        expect(button).to_have_attribute("aria-pressed", pressed)
        assert ground(page) == first
    dark.emulate_media(color_scheme="light")
    assert ground(dark) == colours[0]
