import pytest

from bot.content.lix import lix, plain


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", 0),
        ("12 – {tel:sos_112}", 2),
        ("Ring polisen.", 2 + 50),
        ("Hon gick hem. Han kom.", 5 / 2),
        ("Gör så här: ring nu!", 5 / 2),
        ("Är du rädd? Det är du inte ensam om.", 9 / 2),
        # Six letters are short, seven are long; digits and hyphens are no letters.
        ("banans bananer", 2 + 50),
        ("114-14 2021:23", 2),
        # A heading, an item and a paragraph each end a sentence.
        ("# Akut\n\n1. **Ring nu**\n2. Gå hem\n\n- Vila", 6 / 4),
        ("Läs [mer om det](https://www.polisen.se/utsatt-for-brott) här.", 5),
        ("Säg: ”Jag är här.” Gå inte.", 6 / 3),
        ("Kl. 8 på morgonen ringer du.", 6 / 2 + 100 * 1 / 6),
    ],
)
def test_lix(text: str, level: float) -> None:
    assert lix(text) == pytest.approx(level)


def test_newspaper_text_is_harder() -> None:
    easy = "Sitt nära barnet. Fråga lugnt. Lyssna mer än du pratar."
    hard = "Socialtjänstens förhandsbedömning omfattar samtliga orosanmälningar rörande grundskoleelevers hemförhållanden."
    assert lix(easy) < 30 < 60 < lix(hard)


def test_plain() -> None:
    assert plain("1. **Ring.** Se [sidan](https://x.se).") == "Ring. Se sidan."
