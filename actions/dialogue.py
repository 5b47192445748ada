"""Actions that carry a conversation on: yes, no, more, which source, a change of subject, and nothing understood."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, UserUttered
from rasa_sdk.executor import CollectingDispatcher

from actions import tracker as conversation
from actions.forms import other_subject
from bot.contacts import source
from bot.content.answers import all_answers
from bot.content.responses import FIRST_STEP, first_step
from bot.dialogue import payloads

ASKS_FOR_SOURCE = re.compile(r"käll|kall[ao]r?\b|varifr|vart?i?från|var står|vem säger|hur vet du|stämmer det|source", re.IGNORECASE)
ASKS_WHAT_TO_DO = re.compile(r"\bg[öo]ra?\b|börja|borja|\bförst|\bforst|\bfirst|what (do|should|can) (i|we)\b|what now|what to do", re.IGNORECASE)
ASKS_WHAT_THEN = re.compile(
    r"\bse(n|dan)\b|efter|ätter|nästa|nasta|[hd]ärnäst|följande|\bmera?\b|annat|andra|steg|vidare|utveckla|förklara|next|after|else|om det inte",
    re.IGNORECASE,
)
NEAREST = 3
NEAREST_KIND = "nearest_topics"
"""Marks, in a reply's metadata, that nothing was understood."""

NOT_A_SUGGESTION = {
    "nlu_fallback",
    "out_of_scope",
    "complaint",
    "affirm",
    "deny",
    "thanks",
    "goodbye",
    "greet",
    "restart",
    "ask_more",
    "give_age",
    "give_location",
    "danger_over",
}


def as_if_asked(topic: str) -> list[EventType]:
    """Events that let the conversation go on as though the parent had asked about the topic."""
    data = payloads.parse_data(payloads.topic(topic), topic)
    return [ActionExecuted("action_listen"), UserUttered(data["text"], data)]


def topic_buttons(topics: list[str]) -> list[dict[str, str]]:
    """A button for each topic, with its title."""
    return [{"title": all_answers()[topic].title, "payload": payloads.topic(topic)} for topic in topics]


class ActionTakeOffer(Action):
    """Yes: goes on to what the latest answer offered."""

    def name(self) -> str:
        return "action_take_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        offer = conversation.last_reply(tracker).get("offer")
        if offer:
            return as_if_asked(offer)
        dispatcher.utter_message(response="utter_affirm")
        return []


class ActionDeclineOffer(Action):
    """No: asks what instead, with the other next topics of the latest answer."""

    def name(self) -> str:
        return "action_decline_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        answer = all_answers().get(conversation.last_answer(tracker).get("topic", ""))
        if answer is None or not answer.next:
            dispatcher.utter_message(response="utter_deny")
        else:
            dispatcher.utter_message(
                text="Då tar vi inte det. Är det något av det här, eller vill du skriva själv?",
                buttons=topic_buttons(list(answer.next)),
                metadata={"topic": "deny"},
            )
        return []


def asks_what_first(text: str) -> bool:
    """Whether a message asks what to do now, and not what comes after that."""
    return bool(ASKS_WHAT_TO_DO.search(text)) and not ASKS_WHAT_THEN.search(text)


class ActionAskMore(Action):
    """More about the latest topic; where it comes from, or what to do first, when that was asked."""

    def name(self) -> str:
        return "action_ask_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        answers = all_answers()
        answer = answers.get(conversation.last_answer(tracker).get("topic", ""))
        text, latest = tracker.latest_message.get("text") or "", conversation.last_reply(tracker)
        if answer is None:
            dispatcher.utter_message(response="utter_ask_more")
        elif ASKS_FOR_SOURCE.search(text) and answer.sources:
            pages = "\n".join(f"- [{page.title}]({page.url})" for page in answer.sources)
            dispatcher.utter_message(
                text=f"Det jag skrev om ”{answer.title}” bygger på de här sidorna. Svaret granskades {answer.reviewed}.\n\n{pages}",
                buttons=topic_buttons(list(answer.next)),
                metadata={**conversation.last_answer(tracker), "contacts": []},
            )
        elif asks_what_first(text) and answer.urgent:
            dispatcher.utter_message(response=f"utter_{answer.topic}")
        elif asks_what_first(text) and answer.steps and latest.get("kind") != FIRST_STEP:
            dispatcher.utter_message(**first_step(answer, answers, source.services()))
        elif answer.more and latest.get("action") != f"utter_{answer.topic}_more":
            dispatcher.utter_message(response=f"utter_{answer.topic}_more")
        elif answer.next:
            dispatcher.utter_message(
                text=f"Mer än så har jag inte om ”{answer.title}”. Kanske hjälper något av det här:",
                buttons=topic_buttons(list(answer.next)),
                metadata={"topic": answer.topic},
            )
        else:
            dispatcher.utter_message(response="utter_ask_more")
        return []


class ActionAnswerByAge(Action):
    """Answers the topic that made the bot ask for the child's age."""

    def name(self) -> str:
        return "action_answer_by_age"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        resumed = other_subject("age_group", tracker)
        if resumed:
            return resumed
        topics = {name for name, answer in all_answers().items() if answer.ask_age}
        topic = conversation.latest_intent_among(tracker, topics)
        if topic is None:
            dispatcher.utter_message(response="utter_give_age")
        else:
            dispatcher.utter_message(response=f"utter_{topic}")
        return []


def not_understood_before(tracker: Tracker) -> bool:
    """Whether the bot's latest words already were that it had not understood."""
    latest = conversation.last_reply(tracker)
    return latest.get("kind") == NEAREST_KIND or latest.get("topic") == "complaint"


class ActionNearestTopics(Action):
    """Nothing was understood with confidence: offers the nearest topics and a way to a person; twice in a row, a person's numbers."""

    def name(self) -> str:
        return "action_nearest_topics"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if not_understood_before(tracker):
            dispatcher.utter_message(response="utter_talk_to_human")
            return []
        likely = [topic for topic in conversation.ranking(tracker) if topic in all_answers() and topic not in NOT_A_SUGGESTION]
        topics = (likely or list(payloads.START_TOPICS))[:NEAREST]
        dispatcher.utter_message(
            text="Jag är inte säker på att jag förstår rätt. Är det något av det här? Du kan också skriva på ett annat sätt, eller tala med en människa.",
            buttons=topic_buttons([*[topic for topic in topics if topic != "talk_to_human"], "talk_to_human"]),
            metadata={"topic": None, "kind": NEAREST_KIND},
        )
        return []


class ActionDangerOver(Action):
    """The danger is over: what now, and the way back to what was talked about before."""

    def name(self) -> str:
        return "action_danger_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        answers = all_answers()
        topics = conversation.answered_topics(tracker)
        urgent = next((topic for topic in topics if answers[topic].urgent), None)
        earlier = next((topic for topic in topics if not answers[topic].urgent and topic not in NOT_A_SUGGESTION), None)
        offered = answers["danger_over"].next
        after = answers[urgent].offer_topic if urgent else None
        buttons = topic_buttons([topic for topic in (earlier, after) if topic and topic not in offered])
        dispatcher.utter_message(response="utter_danger_over", buttons=buttons)
        return []


class ActionComplaint(Action):
    """The parent says that the bot did not help: asks once for other words, then gives a person's numbers."""

    def name(self) -> str:
        return "action_complaint"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dispatcher.utter_message(response="utter_talk_to_human" if not_understood_before(tracker) else "utter_complaint")
        return []
