"""Answers with the contacts of the parent's own kommun, sorted by what can be reached, and with others where those are missing."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import tracker as conversation
from actions.forms import LAN, other_subject
from bot import settings
from bot.contacts import hours
from bot.contacts.choice import FALLBACK, KOMMUN, NOW, REGION, SOCIAL, choose, day_of, reach, view
from bot.contacts.store import Contacts, Place, ServiceRow
from bot.content.answers import Answer, all_answers
from bot.dialogue import payloads
from bot.nlu.when import day_asked

WITHOUT_KOMMUN = ("polisen_11414", "varden_1177", "ecpat_vuxenstod")
NEXT = ("report_social_services", "report_police", "support_for_parent")
UNKNOWN_PLACE = (
    "Du når hjälp även utan att säga var du bor. Socialtjänsten finns i alla kommuner: ring kommunens växel och be om "
    "mottagningen för barn och unga. Vill du ha numren där ni bor räcker det att du skriver kommunens namn."
)


@lru_cache(maxsize=1)
def contacts() -> Contacts:
    """The contacts database of the settings, opened once."""
    return Contacts(settings.load().database_url)


class ActionLocalContacts(Action):
    """Shows whom to turn to in the parent's kommun; without a kommun, whom to turn to wherever one lives."""

    def name(self) -> str:
        return "action_local_contacts"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        resumed = other_subject("kommun", tracker)
        if resumed:
            return resumed
        choice = conversation.kommun_choice(tracker)
        if choice:
            ask_which(dispatcher, choice)
            return []
        at = hours.now()
        day = day_asked(tracker.latest_message.get("text") or "", day_of(at))
        place = contacts().place(conversation.kommun_code(tracker))
        lan = conversation.latest_lan(tracker)
        references = (KOMMUN, REGION, "sos_112", "polisen_11414") if place else (REGION, *WITHOUT_KOMMUN) if lan else WITHOUT_KOMMUN
        services = contacts().services(place.code if place else None, {*references, *FALLBACK}, lan)
        chosen = choose(references, place, services, at, day)
        topic = conversation.latest_intent_among(tracker, {name for name, answer in all_answers().items() if answer.local})
        answer = all_answers()[topic or "local_support"]
        dispatcher.utter_message(
            text=lead(place, chosen, at, day) if place else UNKNOWN_PLACE,
            buttons=_buttons(answer),
            metadata={
                "topic": answer.topic,
                "urgent": False,
                "reviewed": answer.reviewed,
                "sources": [],
                "contacts": [view(service, at, day, place) for service in chosen],
                "offer": None,
            },
        )
        return []


class ActionLocalSupport(Action):
    """Explains what help there is locally, once; a parent who then asks for another place, a day or a number gets just those."""

    def name(self) -> str:
        return "action_local_support"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if conversation.kommun_code(tracker) and conversation.has_said(tracker, {answer.topic for answer in all_answers().values() if answer.local}):
            # Something has to come of an action, or it counts as failed.
            return [SlotSet("kommun", conversation.kommun_code(tracker))]
        dispatcher.utter_message(response="utter_local_support")
        return []


class ActionAskKommun(Action):
    """Asks for the kommun: among those that a name can mean, within the län that was named, or openly."""

    def name(self) -> str:
        return "action_ask_kommun"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        choice = conversation.kommun_choice(tracker)
        lan = conversation.latest_lan(tracker)
        if choice:
            ask_which(dispatcher, choice)
        elif lan:
            region = next((place.lan for place in contacts().places() if place.lan_code == lan), "länet")
            dispatcher.utter_message(
                text=f"I vilken kommun i {region} bor ni? Skriv namnet på kommunen eller orten.",
                buttons=[{"title": "Visa utan kommun", "payload": payloads.topic("deny")}],
                metadata={"topic": None, "kind": LAN},
            )
        else:
            dispatcher.utter_message(response="utter_ask_kommun")
        return []


def ask_which(dispatcher: CollectingDispatcher, codes: list[str]) -> None:
    """Ask which of several kommuner is meant, the likeliest first."""
    places = [place for place in (contacts().place(code) for code in codes) if place]
    names = [place.where for place in places]
    dispatcher.utter_message(
        text=f"Det finns flera platser som heter så. Menar du {', '.join(names[:-1])} eller {names[-1]}?",
        buttons=[{"title": place.full_name, "payload": payloads.kommun(place.code)} for place in places],
        metadata={"topic": None},
    )


def lead(place: Place, chosen: list[ServiceRow], at: datetime, day: Optional[date] = None) -> str:
    """The words above the contacts: whom to ring now, and when the others can be reached.

    Args:
        place: the kommun.
        chosen: the services to be shown.
        at: the time of asking.
        day: another day that the parent asked about, or None.
    """
    own = [service for service in chosen if service.kind in SOCIAL and service.phone]
    when = hours.say_day(day) if day else None
    first = next((service for service in own if reach(service, at, day).rank == NOW), None)
    sentences = []
    if first and when:
        sentences.append(f"**På {when} når du socialtjänsten i {place.full_name} på {first.phone}.** {_who(first)}")
    elif first:
        sentences.append(f"**Ring {first.phone}.** {_who(first)} {_until(first, place, at)}")
    elif own:
        sentences.append(f"**Socialtjänsten i {place.full_name} har troligen stängt {'då' if when else 'just nu'}.**")
        sentences.append("Kan det inte vänta når du i många kommuner socialjouren genom 112.")
    else:
        sentences.append(f"**Vi har inget säkert nummer till socialtjänsten i {place.full_name}.**")
        sentences.append("Sök på orosanmälan på kommunens webbplats, eller ring kommunens växel.")
    if first and first.doubtful:
        sentences.append("Numret kan vara gammalt. Kontrollera det på kommunens webbplats.")
    closed = next((service for service in own if service.kind != "jour" and service is not first and reach(service, at, day).rank != NOW), None)
    if closed and not when:
        sentences.append(f"{'Mottagningen' if closed.kind == 'report' else 'Växeln'} {_opens(closed, at, said=first is None)}.")
    sentences.append("Är någon i fara ringer du alltid 112.")
    return " ".join(sentence.strip() for sentence in sentences)


def _who(service: ServiceRow) -> str:
    if service.kind == "report":
        return "Det är socialtjänstens mottagning för oro för barn."
    if service.kind == "main":
        return "Det är kommunens växel. Be om socialtjänstens mottagning för barn och unga."
    if service.phone == "112":
        return "Be om socialjouren. Den är till för det som inte kan vänta."
    return "Det är socialjouren, socialtjänsten när mottagningen har stängt. Den är till för det som inte kan vänta."


def _until(service: ServiceRow, place: Place, at: datetime) -> str:
    if not service.opening or service.doubtful:
        return f"Det gäller {place.full_name}."
    words = hours.say_state(service.opening, at)
    return f"Det gäller {place.full_name}, {words}." if words != "dygnet runt" else f"Det gäller {place.full_name}, dygnet runt."


def _opens(service: ServiceRow, at: datetime, said: bool) -> str:
    if service.opening and not service.doubtful:
        return hours.say_state(service.opening, at)
    opens = hours.state(hours.OFFICE, at).changes or at
    closed = "" if said else "har troligen stängt nu och "
    return f"{closed}öppnar igen {hours.say_day_from(day_of(opens), day_of(at))}"


def _buttons(answer: Answer) -> list[dict[str, str]]:
    return [{"title": all_answers()[name].title, "payload": payloads.topic(name)} for name in NEXT if name != answer.topic and name in all_answers()]
