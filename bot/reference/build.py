"""Makes what the search by meaning needs: `python -m bot reference`. Needs the model of sentence vectors and the Swedish pipeline, not Rasa's."""

from typing import Iterable, Mapping

from bot import language, settings
from bot.contacts.database import connect
from bot.contacts.importer import current
from bot.nlu.vectors import KIND, embed
from bot.nlu.words import WORD
from bot.reference.catalogue import catalogue
from bot.reference.documents import documents
from bot.reference.meaning import build


def main() -> int:
    """Bring `build/search.npz` to what the documents hold.

    Returns:
        How many vectors were made.
    """
    with connect(settings.load().database_url).connect() as connection:
        found = documents(catalogue(), current(connection))
    words = [text for document in found for text in (document.title, document.text) if text and document.kind not in ("kommun",)]
    return build([document.meant for document in found if document.meant], words, embed, lemmas, KIND)


def lemmas(texts: Iterable[str]) -> Mapping[str, str]:
    """The commonest dictionary form of each word of the texts, in lower case; words that are their own are left out."""
    counts: dict[str, dict[str, int]] = {}
    for document in language.load().pipe(texts, batch_size=256):
        for token in document:
            word, lemma = token.text.lower(), token.lemma_.lower()
            if WORD.fullmatch(word) and WORD.fullmatch(lemma):
                forms = counts.setdefault(word, {})
                forms[lemma] = forms.get(lemma, 0) + 1
    commonest = {word: max(forms, key=lambda lemma: (forms[lemma], lemma)) for word, forms in counts.items()}
    return {word: lemma for word, lemma in commonest.items() if lemma != word}
