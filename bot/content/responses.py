"""Turns answers into Rasa responses: texts with numbers put in, buttons, and metadata that reaches the API.

Every answer becomes `utter_<topic>`, with a variation a age group where the words differ, and `utter_<topic>_more` for
"berätta mer". What an action says of an answer is made here too.
"""

import re
from typing import Any, Mapping

from bot.contacts.choice import KOMMUN, REGION
from bot.contacts.models import KINDS
from bot.content.answers import AGE_GROUPS, UNKNOWN, Answer, AnswerError
from bot.dialogue import payloads

MORE_BUTTON = "Berätta mer"
DANGER_OVER_BUTTON = "Faran är över"
FIRST, THEN = "Börja med det här:", "Gå sedan vidare med stegen i svaret ovanför, ett i taget."
"""Before and after the first step, where it is said again."""
FIRST_STEP = "first_step"
"""Marks, in a reply's metadata, that the first step was said again."""
ASK_KOMMUN = "**Skriv vilken kommun ni är i**, så visar jag vem som svarar på socialtjänstens nummer just nu."
"""Ends an urgent answer where the kommun is not known."""
REFERENCE = re.compile(r"\{(tel|link):([a-z0-9_]+)\}")


def fill(text: str, contacts: Mapping[str, Mapping[str, Any]], where: str) -> str:
    """Put numbers and links in the place of references.

    Args:
        text: Markdown with {tel:id} and {link:id}.
        contacts: ids of national contacts to their entries in `data/contacts/national.yml`.
        where: the topic, for the error.

    Raises:
        AnswerError: a contact is unknown, or lacks the number or address that is asked for.
    """

    def put(match: "re.Match[str]") -> str:
        kind, name = match.groups()
        entry = contacts.get(name)
        value = entry and entry.get("phone" if kind == "tel" else "url")
        if not entry or not value:
            raise AnswerError(f"{where}: {match.group()} finns inte i data/contacts/national.yml med det som behövs.")
        return str(value) if kind == "tel" else f"[{entry['name']}]({value})"

    return REFERENCE.sub(put, text)


def compile_responses(answers: Mapping[str, Answer], contacts: Mapping[str, Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Make Rasa's `responses` section.

    Args:
        answers: topic ids to answers.
        contacts: ids of national contacts to their entries.

    Returns:
        Response names to their variations, as they would stand in a domain file.

    Raises:
        AnswerError: an answer refers to a contact that is not there.
    """
    responses: dict[str, list[dict[str, Any]]] = {}
    for answer in answers.values():
        unknown = [name for name in answer.contacts if name not in contacts and name not in (KOMMUN, REGION, *KINDS)]
        if unknown:
            raise AnswerError(f"{answer.topic}: okända kontakter: {', '.join(unknown)}.")
        groups = (*AGE_GROUPS, UNKNOWN) if answer.by_age else (UNKNOWN,)
        variations = [_urgent(answer, kommun_known, contacts) for kommun_known in (False, True)]
        responses[f"utter_{answer.topic}"] = variations if answer.urgent else [_variation(answer, group, answers, contacts) for group in groups]
        if answer.more:
            responses[f"utter_{answer.topic}_more"] = [_more(answer, answers, contacts)]
    return responses


def _urgent(answer: Answer, kommun_known: bool, contacts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """First whom to ring, then what to do meanwhile, and one button: nothing else to choose between."""
    parts = [answer.now, answer.steps, "" if kommun_known else ASK_KOMMUN]
    variation: dict[str, Any] = {
        "text": fill("\n\n".join(part for part in parts if part), contacts, answer.topic),
        "buttons": [{"title": DANGER_OVER_BUTTON, "payload": payloads.topic("danger_over")}],
        "metadata": {**metadata(answer), "offer": None},
    }
    if not kommun_known:
        variation["condition"] = [{"type": "slot", "name": "kommun", "value": None}]
    return variation


def _variation(answer: Answer, group: str, answers: Mapping[str, Answer], contacts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    parts = [answer.now, answer.by_age.get(group, ""), answer.steps, answer.offer_question]
    variation: dict[str, Any] = {
        "text": fill("\n\n".join(part for part in parts if part), contacts, answer.topic),
        "buttons": _with_more(answer, answers),
        "metadata": metadata(answer),
    }
    if group != UNKNOWN:
        variation["condition"] = [{"type": "slot", "name": "age_group", "value": group}]
    return variation


def _more(answer: Answer, answers: Mapping[str, Answer], contacts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "text": fill(answer.more, contacts, answer.topic),
        "buttons": _buttons(answer, answers),
        "metadata": {**metadata(answer), "contacts": []},
    }


def first_step(answer: Answer, answers: Mapping[str, Answer], contacts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What to do first, again: who asks that has had more than could be taken in.

    Args:
        answer: what was answered.
        answers: topic ids to answers.
        contacts: ids of national contacts to their entries.

    Returns:
        Text, buttons and metadata, as a variation of a response has them.
    """
    return {
        "text": fill("\n\n".join((FIRST, answer.now, THEN)), contacts, answer.topic),
        "buttons": _with_more(answer, answers),
        "metadata": {**metadata(answer), "offer": None, "kind": FIRST_STEP},
    }


def metadata(answer: Answer) -> dict[str, Any]:
    """What goes with an answer's words: see `Reply` in `bot/dialogue/channel.py`."""
    return {
        "topic": answer.topic,
        "urgent": answer.urgent,
        "reviewed": answer.reviewed,
        "sources": [{"title": source.title, "url": source.url} for source in answer.sources],
        "contacts": list(answer.contacts),
        "offer": answer.offer_topic,
    }


def _with_more(answer: Answer, answers: Mapping[str, Answer]) -> list[dict[str, str]]:
    buttons = _buttons(answer, answers)
    if answer.more:
        buttons.insert(1 if answer.offer_topic else 0, {"title": MORE_BUTTON, "payload": payloads.topic("ask_more")})
    return buttons


def _buttons(answer: Answer, answers: Mapping[str, Answer]) -> list[dict[str, str]]:
    topics = [*([answer.offer_topic] if answer.offer_topic else []), *answer.next]
    return [{"title": answers[name].title, "payload": payloads.topic(name)} for name in topics]
