import importlib.util

import pytest

from bot import language

PIPELINES = [language.SHIPPED.name] + ([language.PUBLISHED] if importlib.util.find_spec(language.PUBLISHED) else [])


@pytest.fixture(params=PIPELINES)
def pipeline(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(language.FORCE, request.param)
    return str(request.param)


def test_the_choice_can_be_forced(pipeline: str) -> None:
    assert language.name() == pipeline


def test_labels(pipeline: str) -> None:
    nlp = language.load()
    assert {"tagger", "morphologizer"} <= set(nlp.pipe_names)
    doc = nlp("Flickorna skickade bilderna till en man i Stockholm.")
    tags = [token.tag_ for token in doc]
    assert tags[0] == "NN|UTR|PLU|DEF|NOM"
    assert doc[1].pos_ == "VERB"
    assert doc[0].lemma_.lower() == "flicka"
    assert doc[2].lemma_ == "bild"
    assert doc[7].pos_ == "PROPN"


def test_an_unknown_name_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(language.FORCE, "sv_other")
    with pytest.raises(ValueError, match="sv_other"):
        language.name()


def test_without_the_publishers_the_shipped_one_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(language.FORCE, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert language.name() == "sv_talbanken"
