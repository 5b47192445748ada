import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.ngrams import BETWEEN, Ngrams, readable

TEXTS = ["hon är 13 och rädd", "en man skriver till henne", "en man skriver till min son", "vad gör jag nu"]


@pytest.fixture(scope="module")
def ngrams() -> Ngrams:
    trained = Ngrams()
    trained.fit_transform(TEXTS)
    return trained


@pytest.mark.parametrize(
    ("text", "read"),
    [("Hon är 13", "hon ar 13"), ("[namn] skriver till henne", "  skriver till henne"), ("ring [telefonnummer]", "ring  "), ("[", "["), ("", "")],
)
def test_what_is_read(text: str, read: str) -> None:
    assert readable(text) == read


def test_what_was_struck_does_not_count(ngrams: Ngrams) -> None:
    struck, never = ngrams.transform(["[namn] skriver till min son", "skriver till min son"])
    assert np.allclose(struck.toarray(), never.toarray())


def test_words_and_characters_each_have_one_units_length(ngrams: Ngrams) -> None:
    counts = ngrams.transform(TEXTS[:1]).toarray()[0]
    assert np.linalg.norm(counts) == pytest.approx(np.sqrt(2), abs=1e-5)


def test_what_was_learned_can_be_put_back(ngrams: Ngrams) -> None:
    again = Ngrams().restore(ngrams.arrays())
    assert np.array_equal(again.transform(TEXTS).toarray(), ngrams.transform(TEXTS).toarray())


def test_nothing_known_is_nothing(ngrams: Ngrams) -> None:
    assert ngrams.transform(["😢"]).nnz == 0


def test_what_is_learned_is_what_the_library_learns(ngrams: Ngrams) -> None:
    library = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True, preprocessor=readable)
    values = library.fit_transform(TEXTS)
    learned = ngrams.arrays()
    assert learned["characters_runs"].tobytes().decode().split(BETWEEN) == list(library.get_feature_names_out())
    assert np.allclose(learned["characters_weights"], library.idf_)
    assert np.allclose(Ngrams().fit_transform(TEXTS).toarray()[:, -values.shape[1] :], values.toarray())


def test_learning_gives_the_counts_that_are_given_later() -> None:
    fresh = Ngrams()
    assert np.allclose(fresh.fit_transform(TEXTS).toarray(), fresh.transform(TEXTS).toarray())
