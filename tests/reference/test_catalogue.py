from pathlib import Path

import pytest

from bot.content.answers import all_answers
from bot.reference.catalogue import THEMES, as_text, catalogue
from bot.reference.passages import plain

TOPICS = catalogue().topics


def test_every_answer_is_a_topic() -> None:
    assert list(TOPICS) == list(all_answers())
    assert {topic.theme for topic in TOPICS.values()} == set(THEMES)


def test_numbers_are_put_in() -> None:
    for topic in TOPICS.values():
        for text in (topic.now, *topic.by_age.values(), *(passage.markdown for passage in (*topic.steps, *topic.more)), *topic.say, *topic.avoid):
            assert "{" not in text, topic.id
    assert "114 14" in TOPICS["sextortion"].now


def test_what_is_picked_out_stands_in_the_answer() -> None:
    for topic in TOPICS.values():
        whole = plain(" ".join([topic.now, *topic.by_age.values(), *(passage.markdown for passage in (*topic.steps, *topic.more))]))
        for line in topic.say:
            assert line in whole, topic.id
    assert "Du har inte gjort fel. Det är den som hotar som begår ett brott. Jag är inte arg." in TOPICS["sextortion"].say
    assert "Svara inte mer, men radera inget." in TOPICS["sextortion"].avoid
    assert "Säg inte så här: ”Varför sa du inget?” ”Vad var det jag sa?”" in TOPICS["talk_suspicion"].avoid
    assert not set(TOPICS["talk_suspicion"].say) & {"Varför sa du inget?", "Vad var det jag sa?"}


@pytest.mark.parametrize("law", sorted(catalogue().laws))
def test_every_law_is_spoken_of_in_an_answer(law: str) -> None:
    found = catalogue().laws[law]
    assert catalogue().passages_of(law)
    for word in found.words:
        assert any(word.lower() in plain(passage.markdown).lower() for topic in TOPICS.values() for passage in (*topic.steps, *topic.more)) or any(
            word.lower() in plain(topic.now).lower() for topic in TOPICS.values()
        ), f"no answer says {word!r}"


def test_every_figure_has_a_year() -> None:
    figures = catalogue().figures()
    assert len(figures) >= 12
    assert all(figure.years for _, figure in figures)
    newest = [figure.years[0] for _, figure in figures]
    assert newest == sorted(newest, reverse=True)


def test_sources_say_their_year() -> None:
    years = {page.title: page.year for page in TOPICS["unwanted_contact"].sources}
    assert years["Polisen: Mer tid på nätet – mer utsatt (2019)"] == 2019
    assert years["Polisen: Gromning"] is None


def test_as_text() -> None:
    titles = {topic.id: topic.title for topic in TOPICS.values()}
    text = as_text(TOPICS["warning_signs"], titles, "https://exempel.se/referens/amne/warning_signs")
    assert text.startswith("TECKEN ATT VARA UPPMÄRKSAM PÅ\n")
    for part in ("3–6 ÅR", "13–17 ÅR", "\n1. Se efter", "Källor:\n- ", "granskat 2026-", "https://exempel.se/referens/amne/warning_signs"):
        assert part in text
    assert "**" not in text and "](" not in text


def test_a_law_that_is_nowhere_has_no_passages(tmp_path: Path) -> None:
    from bot.reference.catalogue import load

    laws = tmp_path / "laws.yml"
    laws.write_text("- {id: a, name: A, also: [], words: [finns inte någonstans]}\n", encoding="utf-8")
    assert load(laws=laws).passages_of("a") == []
