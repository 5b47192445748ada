"""The sheet that is printed: what was advised, with numbers and sources, and nothing else."""

from playwright.sync_api import expect

from tests.gateway.conftest import Opener
from tests.gateway.pages.chatting import answer_with, say


def test_the_sheet(open_page: Opener) -> None:
    page = open_page("/")
    expect(page.get_by_role("button", name="Skriv ut eller spara råden")).to_be_hidden()
    answer_with(page, "steps")
    say(page, "något privat")
    page.evaluate("window.print = () => { window.dispatchEvent(new Event('beforeprint')); window.printed = true; }")
    page.get_by_role("button", name="Skriv ut eller spara råden").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    sheet = page.locator("body").inner_text()
    assert sheet.startswith("Råd från Föräldralotsen ")
    assert "ring 112" in sheet
    assert "Se efter om barnet beter sig annorlunda." in sheet
    assert "ECPAT Vuxenstöd" in sheet
    for hidden in ("något privat", "Skicka", "Lämna sidan", "Oroliga tecken", "Så går gromning till", "Skriv vad du undrar", "Nummer att ringa"):
        assert hidden not in sheet
    source = page.locator(".sources a").first
    expect(source).to_be_visible()
    assert source.get_attribute("href") in source.evaluate("one => getComputedStyle(one, '::after').content")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(source).to_be_hidden()


def test_it_fits_the_paper(open_page: Opener) -> None:
    page = open_page("/", viewport={"width": 1280, "height": 900}, color_scheme="dark")
    answer_with(page, "urgent")
    say(page, "något privat")
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 660, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 660
    assert page.locator(".bot .bubble").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")
