from typing import Any

import pytest

from bot.reference.passages import Passage, is_figure, not_to_do, passages, plain, sentences, to_say, years


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("", []),
        ("Ett stycke.", [("", "Ett stycke.")]),
        ("**Ring nu.** Säg var du är.", [("Ring nu.", "Säg var du är.")]),
        ("1. **Lugna barnet.** Skäll inte.\n2. Fråga.", [("Lugna barnet.", "Skäll inte."), ("", "Fråga.")]),
        ("- ett\n- två", [("", "ett"), ("", "två")]),
        ("Rad ett\nrad två.\n\nNytt.", [("", "Rad ett rad två."), ("", "Nytt.")]),
        ("Mitt i **fet** text.", [("", "Mitt i **fet** text.")]),
    ],
)
def test_passages(markdown: str, found: list[tuple[str, str]]) -> None:
    assert [(passage.lead, passage.text) for passage in passages(markdown)] == found


@pytest.mark.parametrize(
    ("markdown", "with_addresses", "text"),
    [
        ("**Ring** [Bris](https://www.bris.se).", False, "Ring Bris."),
        ("**Ring** [Bris](https://www.bris.se).", True, "Ring Bris (https://www.bris.se)."),
        ("inget", True, "inget"),
    ],
)
def test_plain(markdown: str, with_addresses: bool, text: str) -> None:
    assert plain(markdown, with_addresses) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ett. Två!", ["Ett.", "Två!"]),
        ("Säg: ”Jag tror dig. Tack.” Lyssna.", ["Säg: ”Jag tror dig. Tack.” Lyssna."]),
        ("Det var 28.4 procent. Sedan mer.", ["Det var 28.4 procent.", "Sedan mer."]),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**Lugna barnet.** ”Du har inte gjort fel.” Skäll inte.", ["Du har inte gjort fel."]),
        ("Tryck på ”Anmäl” eller ”Rapportera”.", []),
        ("**Säg inte så här.** ”Varför sa du inget?”", []),
        ("**Undvik det här.** ”Vad var det jag sa?”", []),
        ("**Lova inte att tiga.** ”Jag kan inte hålla det hemligt.”", ["Jag kan inte hålla det hemligt."]),
        ("Frågor som börjar med ”Varför då?” känns hårda.", []),
        ("”Ett exempel.” Och ”Ett exempel.” igen.", ["Ett exempel."]),
    ],
)
def test_what_to_say(text: str, said: list[str]) -> None:
    assert list(to_say(passages(text))) == said


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("Hota inte.", ["Hota inte."]),
        ("Radera inget.", ["Radera inget."]),
        ("Ta inga skärmbilder av nakenbilder.", ["Ta inga skärmbilder av nakenbilder."]),
        ("Räcker inte bevisen kan utredningen läggas ner.", []),
        ("Rör inte bilderna.", ["Rör inte bilderna."]),
        ("Vill inte barnet prata?", []),
        ("Det gör inget.", []),
        ("Ser du bilder, låt dem ligga kvar. Kopiera dem inte.", ["Ser du bilder, låt dem ligga kvar. Kopiera dem inte."]),
        ("Visa inga bilder. Skicka dem inte heller.", ["Visa inga bilder. Skicka dem inte heller."]),
        ("**Säg inte så här.** ”Varför sa du inget?”", ["Säg inte så här: ”Varför sa du inget?”"]),
        ("Säg: ”Hota inte.”", []),
    ],
)
def test_what_not_to_do(text: str, forbidden: list[str]) -> None:
    assert list(not_to_do(passages(text))) == forbidden


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("År 2022 svarade 28,4 procent ja.", True),
        ("Vart fjärde barn, skrev regeringen 2025.", True),
        ("28,4 procent svarade ja.", False),
        ("Så är det sedan 2022.", False),
        ("I Stockholm mötte man 49 personer under 2021.", True),
    ],
)
def test_figures(text: str, figure: bool) -> None:
    assert is_figure(Passage("", text)) is figure


@pytest.mark.parametrize(("text", "found"), [("2016 och 2022, och 2016", (2022, 2016)), ("rapport 2021:23", (2021,)), ("116 111", ()), ("0650-19 00 00", ())])
def test_years(text: str, found: tuple[Any, ...]) -> None:
    assert years(text) == found
