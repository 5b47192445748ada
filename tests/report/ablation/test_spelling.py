from random import Random

import pytest

from bot.report.ablation.spelling import Repair, damages, drop_diacritics, misspell

TEXTS = [
    *["jag ringde socialtjänsten igår"] * 9,
    *["hon är på skolan", "socialtjänsten svarar inte för hon är borta", "en bra tjänst"] * 5,
    *["för mig", "skolan för oss"] * 4,
]


@pytest.fixture(scope="module")
def repair() -> Repair:
    return Repair(TEXTS)


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("jag ringde socialtjansten igar", "jag ringde socialtjänsten igår"),
        ("hon ar pa skolan", "hon är på skolan"),
        ("social tjänsten svarar inte", "socialtjänsten svarar inte"),
        ("jag ringde socialtjänsten igår.", "jag ringde socialtjänsten igår."),
        ("quite other words", "quite other words"),
        ("", ""),
    ],
)
def test_repair(typed: str, repaired: str, repair: Repair) -> None:
    assert repair(typed) == repaired


def test_words_of_their_own_are_not_joined() -> None:
    assert Repair(["för mig"] * 5 + ["förmig"] * 2)("för mig") == "för mig"


def test_a_slip_changes_little_and_the_same_each_time() -> None:
    text = "Min dotter har fått pengar av en okänd man"
    slips = {misspell(text, Random(seed)) for seed in range(30)}
    assert len(slips) > 10
    assert all(abs(len(slip) - len(text)) <= 3 for slip in slips)
    assert misspell(text, Random(5)) == misspell(text, Random(5))


@pytest.mark.parametrize("text", ["", "a", "oj!", "123 ?", "ja å nej"])
def test_short_messages_can_be_broken_too(text: str) -> None:
    for damage in damages([text]).values():
        assert isinstance(damage(text, Random(1)), str)


def test_diacritics() -> None:
    assert drop_diacritics("Åka på möte med André", Random(1)) == "Aka pa mote med Andre"


@pytest.mark.parametrize(("text", "broken"), [("ringde socialtjänsten", "ringde social tjänsten"), ("skolsköterskan", "skolsköterskan"), ("social", "social")])
def test_compounds_are_split_where_both_halves_are_words(text: str, broken: str) -> None:
    split = damages(["social tjänsten"] * 3)["split compounds"]
    assert split(text, Random(1)) == broken
