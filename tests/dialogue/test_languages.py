"""Where the line in the parent's own language stands."""

from types import SimpleNamespace
from typing import Any, Optional

import pytest

from bot.contacts import source
from bot.content.answers import all_answers
from bot.content.responses import fill
from bot.dialogue import payloads
from bot.dialogue.languages import lines, with_line, written

ENGLISH = "a man on snapchat is asking my daughter for pictures what should I do"
SWEDISH = "en man på snapchat ber min dotter om bilder vad ska jag göra"
PLAIN = payloads.topic(payloads.PLAIN_LANGUAGE)


def reply(text: str = "Ring.", urgent: bool = False, topic: Optional[str] = "sextortion", *offered: str) -> dict[str, Any]:
    return {"topic": topic, "text": text, "urgent": urgent, "buttons": [{"title": name, "payload": name} for name in offered]}


@pytest.mark.parametrize(
    ("text", "earlier", "has"),
    [
        (ENGLISH, [], True),
        (ENGLISH, [SWEDISH], True),
        (ENGLISH, ["ok", "hello"], True),
        (ENGLISH, [ENGLISH], False),
        (ENGLISH, ["what do the police do after I report it?", SWEDISH], False),
        (SWEDISH, [], False),
        (SWEDISH, [ENGLISH], False),
        ("ok thanks", [], False),
        (None, [], False),
        (None, [ENGLISH], False),
    ],
)
def test_once_above_the_first_reply(text: Optional[str], earlier: list[str], has: bool) -> None:
    first, second = with_line([reply(), reply("Mer.")], text, earlier)
    assert first["text"] == (f"{lines()['en']}\n\nRing." if has else "Ring.")
    assert second == reply("Mer.")
    assert [button["payload"] for button in first["buttons"]] == ([PLAIN] if has else [])


@pytest.mark.parametrize(
    ("text", "earlier", "has"),
    [
        (ENGLISH, [], True),
        (ENGLISH, [ENGLISH], True),
        ("help me now", [ENGLISH], True),
        ("help me now", [ENGLISH, "ok", SWEDISH], True),
        ("help me now", [], False),
        (SWEDISH, [], False),
        (None, [ENGLISH], False),
    ],
)
def test_below_whom_to_ring_every_time(text: Optional[str], earlier: list[str], has: bool) -> None:
    calm, urgent = with_line([reply("Först."), reply("**Ring 112.** Nu.\n\n1. Vänta.\n\n2. Lyssna.", True, "acute_danger", "topic:danger_over")], text, earlier)
    middle = f"{lines()['en']}\n\n" if has else ""
    assert calm == reply("Först.")
    assert urgent["text"] == f"**Ring 112.** Nu.\n\n{middle}1. Vänta.\n\n2. Lyssna."
    assert [button["payload"] for button in urgent["buttons"]] == ["topic:danger_over"]


def test_a_reply_of_one_paragraph() -> None:
    assert with_line([reply("Ring 112.", urgent=True)], ENGLISH, [])[0]["text"] == f"Ring 112.\n\n{lines()['en']}"
    assert with_line([], ENGLISH, []) == []


@pytest.mark.parametrize("topic", [name for name, answer in all_answers().items() if answer.urgent])
def test_whom_to_ring_stands_in_the_first_paragraph_of_what_is_urgent(topic: str) -> None:
    contacts = {entry["id"]: entry for entry in source.entries()}
    assert "112" in fill(all_answers()[topic].now, contacts, topic).split("\n\n")[0]


def test_the_button_to_other_languages_comes_once() -> None:
    assert [button["payload"] for button in with_line([reply("x", False, "about_service", "topic:a", PLAIN)], ENGLISH, [])[0]["buttons"]] == ["topic:a", PLAIN]
    assert with_line([reply(topic=payloads.PLAIN_LANGUAGE)], ENGLISH, [])[0]["buttons"] == []


def test_nothing_is_changed_in_place() -> None:
    made = reply()
    with_line([made], ENGLISH, [])
    assert made == reply()


def test_the_lines_hold_their_numbers() -> None:
    assert lines()["en"].startswith("**English.** If a child is in danger now, call 112. Police, not urgent: 114 14.")
    assert all("{" not in line for line in lines().values())


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Joku vieras mies kirjoittaa tyttärelleni joka ilta, mitä minun pitäisi tehdä?", "**Suomi.** 112 – hätänumero."),
        ("Ktoś pisze do mojej córki i prosi ją o zdjęcia, co mam zrobić?", "**Polski.** 112 – numer alarmowy"),
        ("Neki čovjek piše mojoj kćeri svaku večer i ne znam šta da radim", "**Bosanski, hrvatski, srpski.** 112 – broj za hitne"),
        ("Un hombre le escribe a mi hija todas las noches, ¿qué puedo hacer?", "**Español.** Si es una emergencia"),
        ("Ein fremder Mann schreibt meiner Tochter jeden Abend, was soll ich tun?", "**Deutsch.** In akuten Fällen rufen Sie"),
        ("یک مرد به دخترم پیام می‌دهد، چه کار کنم؟", "**فارسی.** در شرایط"),
        ("رجل يكتب لابنتي كل ليلة ولا أعرف ماذا أفعل", "Ring."),
        ("Nin aan garanayn ayaa gabadhayda fariimo u soo dira, maxaan sameeyaa?", "Ring."),
        ("Хтось пише моїй доньці щовечора, що мені робити?", "Ring."),
        ("Bir adam her gece kızıma mesaj yazıyor, ne yapmalıyım?", "Ring."),
    ],
)
def test_other_languages_have_a_line_where_one_was_found(text: str, begins: str) -> None:
    assert with_line([reply()], text, [])[0]["text"].startswith(begins)


def test_a_number_in_a_line_from_the_right_stays_whole() -> None:
    assert "\u2066112\u2069" in lines()["fa"]


def test_what_the_parent_wrote() -> None:
    events = [SimpleNamespace(type_name=kind, text=text) for kind, text in (("user", "hej"), ("bot", "Hej."), ("user", "topic:thanks"), ("user", None))]
    assert written(events) == ("hej", "")
