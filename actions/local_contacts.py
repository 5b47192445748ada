"""Answers with the contacts of the parent's own kommun, and with national ones where those are missing."""

from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import tracker as conversation
from actions.forms import other_subject
from bot import settings
from bot.contacts.store import Contacts, ContactView
from bot.content.answers import Answer, all_answers
from bot.dialogue import payloads

URGENT_FALLBACK = ("sos_112", "polisen_11414")
FALLBACK = ("polisen_11414", "varden_1177", "ecpat_vuxenstod")
NEXT = ("report_social_services", "report_police", "support_for_parent")


@lru_cache(maxsize=1)
def contacts() -> Contacts:
    """The contacts database of the settings, opened once."""
    return Contacts(settings.load().database_url)


def choose(local: list[ContactView], national: list[ContactView]) -> list[ContactView]:
    """Local contacts first; national ones after them, whatever the local ones lack, so that the list is never empty."""
    return [*local, *national]


class ActionLocalContacts(Action):
    """Shows whom to turn to in the parent's kommun; without a kommun, whom to turn to wherever one lives."""

    def name(self) -> str:
        return "action_local_contacts"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        resumed = other_subject("kommun", tracker)
        if resumed:
            return resumed
        code = conversation.kommun_code(tracker)
        place = contacts().kommun(code)
        local = contacts().local(code)
        topic = conversation.latest_intent_among(tracker, {name for name, answer in all_answers().items() if answer.local})
        answer = all_answers()[topic or "local_support"]
        dispatcher.utter_message(
            text=_text(place["full_name"] if place else None, local),
            buttons=_buttons(answer),
            metadata={
                "topic": answer.topic,
                "urgent": False,
                "reviewed": answer.reviewed,
                "sources": [],
                "contacts": choose(local, contacts().national(URGENT_FALLBACK if local else FALLBACK)),
                "offer": None,
            },
        )
        return []


def _buttons(answer: Answer) -> list[dict[str, str]]:
    return [{"title": all_answers()[name].title, "payload": payloads.topic(name)} for name in NEXT if name != answer.topic and name in all_answers()]


def _text(place: str | None, local: list[ContactView]) -> str:
    if place is None:
        return (
            "Du når hjälp även utan att säga var du bor. Socialtjänsten finns i alla kommuner: ring kommunens växel och be om "
            "mottagningen för barn och unga. Vill du ha numren där ni bor räcker det att du skriver kommunens namn."
        )
    if not any(contact["phone"] for contact in local):
        return (
            f"Vi har inget säkert nummer till socialtjänsten i {place}. Gå till kommunens webbplats och sök på orosanmälan, "
            "eller ring kommunens växel. Kan det inte vänta når du socialjouren genom 112."
        )
    return f"Här är socialtjänsten i {place}. Kan det inte vänta till dagen ringer du socialjouren, eller 112 vid fara."
