"""The private channel between the gateway and Rasa. It is reached on loopback only and speaks plain JSON.

POST /webhooks/lotsen/message  {"conversation": str, "message": str, "kommun": str | null}
  -> 200 {"replies": [Reply, ...], "kommun": str | null}, 502 where an action failed.
POST /webhooks/lotsen/understand  {"message": str} -> 200 what `bot.dialogue.look` gives, in no conversation.
DELETE /webhooks/lotsen/conversations/<conversation> -> 204.
GET /webhooks/lotsen/ -> 200 {"language": str} once a model is loaded.

A Reply is {"topic", "text", "urgent", "buttons", "contacts", "sources", "reviewed"}; contacts are ids of national contacts, `kommun`
for the parent's own, or whole contacts where an action has looked them up.
"""

import logging
from functools import lru_cache
from hmac import compare_digest
from typing import Any, Awaitable, Callable, Iterator, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import language, settings
from bot.contacts import source
from bot.content.answers import AGE_GROUPS, UNKNOWN, all_answers
from bot.content.responses import DANGER_OVER_BUTTON, fill
from bot.dialogue import payloads
from bot.dialogue.context import DANGER_OVER, Said, followed_up, in_context, leans_on, may_be_chosen, said
from bot.dialogue.languages import with_line, written
from bot.dialogue.look import look
from bot.dialogue.tracker_store import forget
from bot.nlu import other_language
from bot.nlu.follow_up import FollowUps, joined
from bot.nlu.urgency import URGENT_TOPIC

logger = logging.getLogger(__name__)

INTRODUCTION = "utter_introduction"
GONE = "utter_choice_gone"
FORGET = "restart"
LONGEST_HISTORY = 400
"""Events after which a conversation begins anew with what is known of place and age, some forty turns: none grows without end."""

LEAST_CONFIDENCE = 0.3
"""Of what a follow-up is taken to mean; as the threshold of the FallbackClassifier in config.yml."""

RANKED = 10
"""Topics of a message's ranking that a conversation keeps; the rest would only fill memory."""


class ReplyCollector(CollectingOutputChannel):
    """Collects what the bot says, with the metadata that Rasa's own collector drops."""

    @classmethod
    def name(cls) -> str:
        """Name of the channel."""
        return "lotsen"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply."""
        await self._persist_message(reply(message))


def reply(message: dict[str, Any]) -> dict[str, Any]:
    """A Reply from a message as Rasa's actions make it."""
    metadata = message.get("metadata") or {}
    return {
        "topic": metadata.get("topic"),
        "text": message.get("text") or "",
        "urgent": bool(metadata.get("urgent")),
        "buttons": [{"title": button["title"], "payload": button["payload"]} for button in message.get("buttons") or []],
        "contacts": metadata.get("contacts") or [],
        "sources": metadata.get("sources") or [],
        "reviewed": metadata.get("reviewed"),
    }


def text_only(message: str) -> str:
    """A parent's text, without what Rasa would take for a command: slashes at its beginning."""
    return message.lstrip("/ \t\r\n") or "?"


def action_failed(events: Iterator[Event], own_actions: set[str]) -> bool:
    """Whether an action of ours ended without any event, as it does when the action server cannot be reached.

    Args:
        events: the conversation's events, oldest first.
        own_actions: names of the actions that the action server runs, forms that it validates included.
    """
    waiting = False
    for event in events:
        # An action may return ActionExecuted itself; only those that a policy chose begin something new.
        if isinstance(event, ActionExecuted) and event.policy:
            if waiting:
                return True
            waiting = event.action_name in own_actions
        else:
            waiting = False
    return waiting


class LotsenChannel(InputChannel):
    """The input channel; named in `credentials.yml`."""

    @classmethod
    def name(cls) -> str:
        """Last part of the channel's address."""
        return "lotsen"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> "LotsenChannel":
        """Make the channel; there is nothing to set."""
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's addresses."""
        lotsen = Blueprint("lotsen")
        expected = f"Bearer {settings.load().channel_secret}".encode()

        @lotsen.middleware("request")
        async def only_the_gateway(request: Request) -> Optional[HTTPResponse]:
            given = request.headers.get("authorization", "").encode()
            known = len(expected) > len(b"Bearer ") and compare_digest(given, expected)
            return None if known else response.json({"error": "forbidden"}, status=403)

        kommuner = {row["code"] for row in source.kommuner()}
        other_language.prepare()
        source.services()

        @lotsen.get("/")
        async def ready(request: Request) -> HTTPResponse:
            if not request.app.ctx.agent or not request.app.ctx.agent.is_ready():
                return response.json({"language": None}, status=503)
            return response.json({"language": language.name()})

        @lotsen.post("/message")
        async def message(request: Request) -> HTTPResponse:
            body = request.json
            try:
                result = await converse(request.app.ctx.agent, body["conversation"], body["message"], body.get("kommun"), kommuner)
            except Exception as error:  # nothing of the message may reach a log, so neither may the error's own words
                logger.error("A message could not be handled: %s", type(error).__name__)
                return response.json({"error": "failed"}, status=502)
            return response.json(result or {"error": "action_failed"}, status=200 if result else 502)

        @lotsen.post("/understand")
        async def understand_only(request: Request) -> HTTPResponse:
            try:
                return response.json(look(request.app.ctx.agent, text_only(request.json["message"])))
            except Exception as error:  # as above
                logger.error("A message could not be understood: %s", type(error).__name__)
                return response.json({"error": "failed"}, status=502)

        @lotsen.delete("/conversations/<conversation:str>")
        async def delete(request: Request, conversation: str) -> HTTPResponse:
            agent = request.app.ctx.agent
            # After a message that is being handled, which would else be kept when it is done.
            async with agent.lock_store.lock(conversation):
                forget(agent.tracker_store, conversation)
            return response.empty()

        return lotsen


async def converse(
    agent: Agent, conversation: str, message: str, site_kommun: Optional[str], kommuner: set[str], *, any_payload: bool = False
) -> Optional[dict[str, Any]]:
    """Let Rasa answer one message.

    Args:
        agent: the loaded bot.
        conversation: id of the conversation, begun if it is new.
        message: a parent's text, or a button's payload.
        site_kommun: kommun of the embedding site, the default until the parent names one; or None.
        kommuner: all kommun codes.
        any_payload: whether a payload counts although no button of this conversation offered it; never for what comes from outside.

    Returns:
        {"replies": [Reply, ...], "kommun": code or None}, or None where an action failed.
    """
    before = await agent.tracker_store.retrieve(conversation)
    topics = set(agent.domain.intents)
    spoken, earlier = said(before.events if before else ()), written(before.events if before else ())
    parsed = payloads.parse(message, topics, kommuner, {*AGE_GROUPS, UNKNOWN})
    if parsed and not any_payload and not may_be_chosen(message, spoken, all_answers()):
        return {"replies": [reply(agent.domain.responses[GONE][0])], "kommun": known_kommun(before)}
    if before and len(before.events) > LONGEST_HISTORY:
        await begin_anew(agent, conversation, before)
        before = await agent.tracker_store.retrieve(conversation)
    if site_kommun in kommuner:
        await set_default_kommun(agent, conversation, str(site_kommun))
    known_events = len(before.events) if before else 0
    output = ReplyCollector()
    understood = parsed or await understand(agent, conversation, text_only(message), spoken)
    await agent.handle_message(UserMessage(understood["text"], output, conversation, parse_data=understood, input_channel=LotsenChannel.name()))
    tracker = await agent.tracker_store.retrieve(conversation)
    if tracker is None or not output.messages or action_failed(iter(list(tracker.events)[known_events:]), own_actions(agent)):
        forget(agent.tracker_store, conversation)
        return None
    replies = urgent_first(list(output.messages), urgent_topic(list(tracker.events)[known_events:]))
    replies = with_line(replies, None if parsed else text_only(message), earlier)
    introduction = agent.domain.responses.get(INTRODUCTION)
    if before is None and introduction and not any(entry["topic"] in ("greet", "about_service", "bot_challenge") for entry in replies):
        replies.append(reply(introduction[0]))
    if latest_intent(tracker) == FORGET:
        forget(agent.tracker_store, conversation)
    return {"replies": replies, "kommun": known_kommun(tracker)}


def known_kommun(tracker: Optional[DialogueStateTracker]) -> Optional[str]:
    """The kommun that a conversation is about, or None."""
    kommun = tracker.get_slot("kommun") if tracker else None
    return None if kommun in (None, UNKNOWN) else str(kommun)


async def understand(agent: Agent, conversation: str, text: str, spoken: Said) -> dict[str, Any]:
    """Rasa's parse data for a message, with what the conversation before it makes of it.

    Args:
        agent: the loaded bot.
        conversation: id of the conversation.
        text: the message.
        spoken: what the bot has said before.
    """
    if agent.processor is None:
        raise RuntimeError("no model is loaded")
    parsed = await agent.processor.parse_message(UserMessage(text, sender_id=conversation))
    topic = in_context(text, parsed, spoken)
    if topic:
        return {**parsed, **payloads.parse_data(text, topic), "entities": parsed["entities"]}
    answer, model = leans_on(text, parsed, spoken, all_answers()), follow_ups()
    if answer and model:
        both = await agent.processor.parse_message(UserMessage(joined(text, answer), sender_id=conversation))
        together = {entry["name"]: float(entry["confidence"]) for entry in both["intent_ranking"] if entry["name"] in agent.domain.intents}
        parsed = followed_up(text, parsed, together, answer, model, LEAST_CONFIDENCE)
    return {**parsed, "intent_ranking": parsed["intent_ranking"][:RANKED]}


@lru_cache(maxsize=1)
def follow_ups() -> Optional[FollowUps]:
    """What was learned of short messages after an answer; None where the model was trained without."""
    return FollowUps.load(settings.FOLLOW_UPS) if settings.FOLLOW_UPS.is_file() else None


def urgent_topic(events: list[Event]) -> Optional[str]:
    """The urgent topic that was found in a message, or None.

    Args:
        events: what has happened since the message came, it included.
    """
    found = next((event for event in events if isinstance(event, UserUttered)), None)
    return found.parse_data.get(URGENT_TOPIC) if found else None  # type: ignore[return-value]


def urgent_first(replies: list[dict[str, Any]], topic: Optional[str]) -> list[dict[str, Any]]:
    """The replies, with whom to ring first where a message is urgent and nothing in them says so.

    Args:
        replies: what the dialogue came to, whatever that was.
        topic: the urgent topic, or None.
    """
    if topic is None or any(entry["urgent"] for entry in replies):
        return replies
    answer = all_answers()[topic]
    first = {
        **{"topic": topic, "text": fill(answer.now, source.services(), topic), "urgent": True, "contacts": list(answer.contacts), "sources": []},
        **{"buttons": [{"title": DANGER_OVER_BUTTON, "payload": payloads.topic(DANGER_OVER)}], "reviewed": answer.reviewed},
    }
    return [first, *replies]


def own_actions(agent: Agent) -> set[str]:
    """Names of what the action server runs."""
    forms = set(agent.domain.form_names)
    validated = {name for name in forms if f"validate_{name}" in agent.domain.user_actions}
    return {name for name in agent.domain.user_actions if name.startswith("action_")} | validated


def latest_intent(tracker: DialogueStateTracker) -> Optional[str]:
    """The intent of the latest message, counting those before a restart."""
    for event in reversed(tracker.events):
        if event.type_name == "user":
            return str(event.intent.get("name"))  # type: ignore[attr-defined]
    return None


async def begin_anew(agent: Agent, conversation: str, tracker: DialogueStateTracker) -> None:
    """Drop a conversation's history, and keep what the parent has said of place and age."""
    if agent.processor is None:
        return
    forget(agent.tracker_store, conversation)
    fresh = await agent.processor.fetch_tracker_with_initial_session(conversation)
    for name in ("kommun", "child_age", "age_group"):
        fresh.update(SlotSet(name, tracker.get_slot(name)), agent.domain)
    await agent.processor.save_tracker(fresh)


async def set_default_kommun(agent: Agent, conversation: str, code: str) -> None:
    """Give a conversation the embedding site's kommun, unless it has one or the parent has been asked."""
    processor = agent.processor
    if processor is None:
        return
    tracker = await processor.fetch_tracker_with_initial_session(conversation)
    if tracker.get_slot("kommun") is None:
        tracker.update(SlotSet("kommun", code), agent.domain)
        await processor.save_tracker(tracker)
