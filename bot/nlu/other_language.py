"""Which language other than Swedish a message is in, where that is sure. In this process, from tables within the library.

lingua tells languages apart by runs of letters. On short, misspelt or dialectal Swedish it is sure and wrong ("nej de e ente så" is Polish
to it), so a language also has to be seen in its small words, which parents use whatever they write about and however they spell.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from typing import Optional

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from bot.nlu.words import PLACEHOLDER

LANGUAGES = (
    *(Language.SWEDISH, Language.ENGLISH, Language.ARABIC, Language.SOMALI, Language.PERSIAN, Language.FINNISH, Language.POLISH),
    *(Language.BOSNIAN, Language.CROATIAN, Language.SERBIAN, Language.TURKISH, Language.UKRAINIAN, Language.RUSSIAN, Language.SPANISH),
    *(Language.ROMANIAN, Language.THAI, Language.GERMAN),
)
"""Without Danish and Norwegian: Swedish dialects look like them, and who writes them reads Swedish."""

SWEDISH, ENGLISH = "sv", "en"
ONE_LANGUAGE = {"hr": "bs", "sr": "bs"}
"""Written in Latin letters these cannot be told apart in a sentence, and who reads one reads the others."""

SURE = 0.9
"""lingua's confidence from which its word counts. Chosen, as the rest here, on Swedish messages that nothing is measured on."""

FEWEST_WORDS = {ENGLISH: 3, "latin": 4, "other": 2}
"""Words from which a message can be sure to be English, in another language with Latin letters, and in other letters."""

ENGLISH_WORDS = 3
"""So many English small words are English even where Swedish names ("orosanmälan", "Borås") make lingua doubt."""

OUTWEIGHS = 5
"""So many small words of the other language weigh up a Swedish one: a Swedish message may quote what somebody wrote in English."""

LONGEST = 1_000
"""Characters that are looked at."""

NEITHER = frozenset(
    {
        *("a", "an", "as", "at", "back", "be", "by", "do", "down", "fast", "for", "full", "go", "god", "han", "her", "i", "in", "is"),
        *("it", "just", "kr", "made", "man", "me", "men", "min", "my", "no", "over", "part", "per", "please", "sent", "sex", "so"),
        *("still", "take", "under", "via", "you"),
    }
)
"""Small words that say nothing between Swedish and English: both have them, dialect and haste make one the other, or Swedes use them too."""

NONE_OF_THESE = re.compile(r"[êûټډړښږڼېۍڕڵێۆەٹڈڑںےہ]")
"""Letters of languages that are not known here and that lingua takes for others: Kurdish, Pashto, Urdu."""

_SWEDISH_LETTERS = frozenset("åäö")
_WORD = re.compile(r"[^\W\d_]+")


def of(text: str) -> Optional[str]:
    """The language of a message.

    Args:
        text: what a parent wrote, redacted or not.

    Returns:
        An ISO 639-1 code, `bs` for Bosnian, Croatian and Serbian alike; None where it is Swedish, too short or not sure.
    """
    text = PLACEHOLDER.sub(" ", text[:LONGEST])
    words = _WORD.findall(text.lower())
    if len(words) < min(FEWEST_WORDS.values()) or NONE_OF_THESE.search(text.lower()):
        return None
    language, confidence = _likeliest(text)
    latin = sum(map(_is_latin, words)) * 2 > len(words)
    if not latin:
        return language if confidence >= SURE and language != SWEDISH and len(words) >= FEWEST_WORDS["other"] else None
    if language in (SWEDISH, ENGLISH):
        return ENGLISH if _is_english(words, sure=language == ENGLISH and confidence >= SURE) else None
    return language if confidence >= SURE and len(words) >= FEWEST_WORDS["latin"] and _is_seen(language, words) else None


def prepare() -> None:
    """Read lingua's tables, which takes it two seconds, now and not at a parent's first message."""
    _likeliest("det här är på svenska")


@lru_cache(maxsize=1)
def detector() -> LanguageDetector:
    """lingua for these languages, made once."""
    return LanguageDetectorBuilder.from_languages(*LANGUAGES).with_low_accuracy_mode().build()


def _likeliest(text: str) -> tuple[str, float]:
    """lingua's first guess and its confidence, those taken together that are one language here."""
    sums: dict[str, float] = {}
    for guess in detector().compute_language_confidence_values(text):
        code = guess.language.iso_code_639_1.name.lower()
        code = ONE_LANGUAGE.get(code, code)
        sums[code] = sums.get(code, 0.0) + guess.value
    return max(sums.items(), key=lambda item: item[1])


def _is_english(words: list[str], sure: bool) -> bool:
    if len(words) < FEWEST_WORDS[ENGLISH]:
        return False
    swedish, english = small_words(SWEDISH), small_words(ENGLISH)
    here = sum(word in english and word not in swedish and word not in NEITHER for word in words)
    there = sum(word in swedish and word not in english and word not in NEITHER for word in words)
    return here >= (1 if sure else ENGLISH_WORDS) and here >= OUTWEIGHS * there


def _is_seen(language: str, words: list[str]) -> bool:
    swedish, english, own = small_words(SWEDISH), small_words(ENGLISH), small_words(language)
    here = sum(word in own and word not in swedish and word not in english for word in words)
    if not own:
        return len(words) >= OUTWEIGHS * sum(word in swedish or not _SWEDISH_LETTERS.isdisjoint(word) for word in words)
    there = sum(word not in own and (word in swedish or "å" in word) for word in words)
    return here >= max(1, OUTWEIGHS * there)


@cache
def small_words(language: str) -> frozenset[str]:
    """A language's commonest words as spaCy lists them; empty where it has no list."""
    code = {"bs": "hr"}.get(language, language)
    try:
        return frozenset(import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS)
    except ModuleNotFoundError:
        return frozenset()


def _is_latin(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith("LATIN")
