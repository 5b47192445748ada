import pytest

from bot.contacts.phones import e164


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("0304-60 10 00", "+46304601000"),
        ("08-590 970 70", "+46859097070"),
        ("020-45 39 00", "+4620453900"),
        ("070-005 03 80", "+46700050380"),
        ("+46 304 60 10 00", "+46304601000"),
        *((short, None) for short in ("112", "114 14", "1177", "116 111", "116 006", "116 016", "90101", "90 390")),
    ],
)
def test_e164(printed: str, number: str | None) -> None:
    assert e164(printed) == number


@pytest.mark.parametrize("printed", ["", "ring oss", "12345678901234", "0304", "08-1"])
def test_what_is_no_number(printed: str) -> None:
    with pytest.raises(ValueError, match="telefonnummer"):
        e164(printed)
