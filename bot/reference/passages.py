"""Cuts an answer's Markdown into passages, and finds in them what to say, what not to do, figures and years. Pure."""

import re
from dataclasses import dataclass
from typing import Iterable

LEAD = re.compile(r"\*\*(?P<lead>[^*]+)\*\*\s*")
ITEM = re.compile(r"^(?:\d+\.|-)\s+")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
QUOTE = re.compile(r"”([^”]+)”")
SENTENCE = re.compile(r"(?:[^.!?”]|”[^”]*”|(?<=\d)\.(?=\d)|\.(?=\S))+[.!?]*(?:\s|$)")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
FIGURE = re.compile(
    r"\b\d[\d  ]*(?:,\d+)?\s(?:procent|elever|personer|ärenden|domar|barn\b)"
    r"|\b[Vv]ar(?:t|je)?\s\w+(?:de|te|je)\s(?:barn|elev|flicka|pojke)|av (?:hundra|tio)\b|hälften av"
)
FORBIDDING = re.compile(r"^[A-ZÅÄÖ][a-zåäö]+ (?:(?:den|det|dem|honom|henne|dig|barnet) )?(?:inte|aldrig|inga|ingen|inget)\b")
NOT_TO_BE_SAID = re.compile(r"^(?:Säg inte|Undvik)")
NO_COMMAND = {
    *("Det", "Den", "De", "Du", "Barn", "Barnet", "Ni", "Vi", "Jag", "Man"),
    *("Alla", "Många", "Här", "Då", "Nej", "Ett", "En", "Finns", "Om", "Ofta", "Inte"),
}
IMPERATIVES_IN_R = {"Gör", "Hör", "Rör", "Kör", "Förhör", "Stör", "Lär"}
"""Other first words that end so are in the present tense: "Räcker inte bevisen" is a condition."""

POINTING_BACK = re.compile(r"^\w+ (?:den|det|dem)\b")
LEAST_WORDS = 2
"""A quotation with fewer words names a button, and is nothing to say."""


@dataclass(frozen=True)
class Passage:
    """A paragraph or a step. `lead` is the words in bold that it begins with, if any; `text` is Markdown without them."""

    lead: str
    text: str

    @property
    def markdown(self) -> str:
        """The whole passage."""
        return f"**{self.lead}** {self.text}".strip() if self.lead else self.text

    @property
    def heading(self) -> str:
        """The lead as a heading, without its full stop."""
        return self.lead.rstrip(".:")


def passages(markdown: str) -> tuple[Passage, ...]:
    """The paragraphs and list items of a text, in order, without their numbers."""
    found: list[Passage] = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = block.splitlines()
        items = [line for line in lines if ITEM.match(line)]
        for line in lines if len(items) > 1 else [" ".join(lines)]:
            text = ITEM.sub("", line).strip()
            lead = LEAD.match(text)
            found += [Passage(lead["lead"].strip(), text[lead.end() :].strip()) if lead else Passage("", text)] if text else []
    return tuple(found)


def plain(markdown: str, with_addresses: bool = False) -> str:
    """The words of a text without Markdown.

    Args:
        markdown: bold, links and lists, as the answers use them.
        with_addresses: put the address of a link after its name.
    """
    return LINK.sub(r"\1 (\2)" if with_addresses else r"\1", markdown).replace("**", "")


def sentences(text: str) -> list[str]:
    """The sentences of a plain text. What stands between quotation marks is never cut."""
    return [found.group().strip() for found in SENTENCE.finditer(text) if found.group().strip()]


def to_say(found: Iterable[Passage]) -> tuple[str, ...]:
    """What an answer suggests saying: its quotations, in order, each once."""
    said: dict[str, None] = {}
    for passage in found:
        if NOT_TO_BE_SAID.match(passage.lead):
            continue
        text = plain(passage.markdown)
        for match in QUOTE.finditer(text):
            before = text[: match.start()].rstrip(" ”")
            if _is_speech(match.group(1)) and not re.search(r"(?:inte|med)$", before):
                said.setdefault(match.group(1))
    return tuple(said)


def not_to_do(found: Iterable[Passage]) -> tuple[str, ...]:
    """What an answer says not to do or say: its sentences that forbid, in order, each once."""
    forbidden: dict[str, None] = {}
    for passage in found:
        if NOT_TO_BE_SAID.match(passage.lead):
            quotes = " ".join(f"”{quote}”" for quote in QUOTE.findall(passage.text) if _is_speech(quote))
            forbidden.setdefault(f"{passage.heading}: {quotes}" if quotes else plain(passage.markdown))
            continue
        before = ""
        for sentence in sentences(plain(passage.markdown)):
            if _forbids(sentence):
                forbidden.setdefault(f"{before} {sentence}".strip() if POINTING_BACK.match(sentence) else sentence)
            before = sentence
    return tuple(text for text in forbidden if not any(other != text and other.startswith(text) for other in forbidden))


def is_figure(passage: Passage) -> bool:
    """Whether a passage gives a figure and says from which year it is."""
    text = plain(passage.markdown)
    return bool(FIGURE.search(text) and YEAR.search(text))


def years(text: str) -> tuple[int, ...]:
    """The years that a text names, newest first."""
    return tuple(sorted({int(year) for year in YEAR.findall(text)}, reverse=True))


def _forbids(sentence: str) -> bool:
    first = sentence.split(" ", 1)[0]
    if not FORBIDDING.match(sentence) or sentence.endswith("?") or first in NO_COMMAND:
        return False
    return not first.endswith("r") or first in IMPERATIVES_IN_R


def _is_speech(quote: str) -> bool:
    return len(quote.split()) >= LEAST_WORDS and quote[0].isupper() and quote[-1] in ".?!"
