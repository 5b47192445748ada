"""POST /api/chat and DELETE /api/chat/{conversation}."""

import asyncio
import logging
import re
import secrets
import unicodedata
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Coroutine, Optional

from redis import RedisError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.contacts import hours, source
from bot.contacts.lookup import resolve
from bot.contacts.store import Contacts
from bot.content.answers import all_answers
from bot.counts.tally import Tally
from bot.dialogue import payloads
from bot.gateway.body import json_body, read_body
from bot.gateway.bot_client import BotClient, BotUnavailable
from bot.gateway.errors import Refused, error
from bot.gateway.limits import RateLimit, SharedLimit, of_whom
from bot.gateway.off import notice
from bot.gateway.turns import NoTurn, Turns
from bot.memory import memory
from bot.privacy import redact
from bot.safety.patterns import by_pattern, table
from bot.settings import Settings

logger = logging.getLogger(__name__)

LONGEST_ID = 64
NOT_NEEDED: dict[str, Any] = {
    **{"topic": None, "urgent": False, "buttons": [], "contacts": [], "sources": [], "reviewed": None},
    "text": "Du behöver inte skriva namn, nummer eller adresser. Det du skrev av det slaget ströks innan boten läste det, och det sparas inte.",
}
"""Said when a parent has given personal data."""

AT_ONCE = 4
"""Messages that Rasa, one process, is given at a time; the others wait in turn here, so that none is overtaken and starved."""

LONG = 600
"""Characters from which a message costs Rasa so much more than others that it is given one such at a time."""

MOST_WAITING = 300
"""Messages that may wait for their turn."""

LONGEST_QUEUE = 3.0
"""How many times the bot's own time a message may wait for its turn."""

ID = re.compile(r"[A-Za-z0-9_-]{32}")
"""How the ids look that are minted here."""


@dataclass(frozen=True)
class Question:
    """A checked request."""

    message: str
    conversation: Optional[str]
    kommun: Optional[str]


class Chat:
    """The chat's two addresses.

    Args:
        settings: limits and times.
        bot: Rasa's private channel.
        contacts: the contacts database.
        tally: counts what is answered.
    """

    def __init__(self, settings: Settings, bot: BotClient, contacts: Contacts, tally: Tally) -> None:
        self._settings = settings
        self.longest = settings.max_message_chars
        self._bot = bot
        self._contacts = contacts
        self._tally = tally
        # Their tables are read now, not at the first message.
        table().compile()
        redact("Anna 070-123 45 67")
        # From the file: the gateway has to start and to answer also while the database is down.
        self._kommuner = {row["code"]: row["name"] for row in source.kommuner()}
        self._known = memory(settings, "known")
        self._by_conversation = RateLimit(settings.messages_per_minute)
        self._by_address = RateLimit(settings.messages_per_minute_and_address)
        self._deletes = RateLimit(settings.messages_per_minute_and_address)
        self._in_all = SharedLimit(settings.messages_per_minute_in_all)
        self._turns = Turns(AT_ONCE, MOST_WAITING)
        self._long_turns = Turns(1, MOST_WAITING)
        self._overdue = 0
        self._late: set[asyncio.Task[None]] = set()

    async def post(self, request: Request) -> Response:
        """Answer a message."""
        try:
            whose = self.admit(request)
            return JSONResponse(await self.answer(await json_body(request, self._settings.max_body_bytes), whose))
        except Refused as refused:
            return refused.response

    async def delete(self, request: Request) -> Response:
        """Forget a conversation. Also by POST, the one way that a page has while it is being left."""
        whose = self._whose(request)
        if whose and not self._deletes.allows(whose):
            return error("too_many", {"Retry-After": "60"})
        try:
            await self.forget(request.path_params["conversation"])
        except Refused as refused:
            return refused.response
        return Response(status_code=204)

    def admit(self, request: Request) -> str:
        """Count a message before anything of it is read.

        Returns:
            Whose it is, for `answer`.

        Raises:
            Refused: there are too many.
        """
        whose = self._whose(request)
        if whose and not self._by_address.allows(whose):
            raise Refused("too_many", {"Retry-After": "60"})
        return whose

    def _whose(self, request: Request) -> str:
        return of_whom(client_address(request, self._settings.trusted_hops))

    async def read(self, request: Request) -> bytes:
        """A request's body.

        Raises:
            Refused: it is too large.
        """
        return await read_body(request, self._settings.max_body_bytes)

    async def answer(self, body: Any, whose: str) -> dict[str, Any]:
        """Answer a message that was admitted.

        Args:
            body: {"message", "conversation", "kommun"}, not checked yet.
            whose: what `admit` gave.

        Returns:
            What `POST /api/chat` gives.

        Raises:
            Refused: a field is wrong, there are too many messages, or the bot does not answer.
        """
        question = check(body, set(self._kommuner), self.longest)
        if self._settings.is_off:
            return notice(question.message)
        try:
            return await self._said(question, whose)
        except Refused:
            raise
        except Exception as failure:  # nothing of the message may reach a log, so neither may the failure's own words
            if not isinstance(failure, (BotUnavailable, NoTurn)):
                logger.error("A message could not be answered: %s", type(failure).__name__)
            # The patterns of danger need no bot and no database: what is urgent is told so all the same.
            raise Refused("unavailable_urgent" if by_pattern(question.message) else "unavailable", {"Retry-After": "5"}) from None

    async def _said(self, question: Question, whose: str) -> dict[str, Any]:
        conversation = question.conversation if question.conversation and question.conversation in self._known else None
        if conversation and not self._by_conversation.allows(conversation):
            raise Refused("too_many", {"Retry-After": "60"})
        # Last of all: what was refused before takes nothing from the others.
        if not self._in_all.allows(whose):
            raise Refused("too_many", {"Retry-After": "60"})
        was_known = conversation is not None
        conversation = conversation or secrets.token_urlsafe(24)
        async with AsyncExitStack() as turns:
            await self._wait_for_turns(turns, question, whose)
            message, struck = without_personal_data(question.message)
            try:
                answer = await self._in_time(self._bot.say(conversation, message, question.kommun), turns)
            finally:
                forgotten = was_known and conversation not in self._known
                if forgotten:  # while this message was on its way
                    await self._bot.forget(conversation)
        if not forgotten:
            self._known[conversation] = ""
        if struck:
            answer["replies"].append(NOT_NEEDED)
        view = self._view(conversation, answer)
        self._count(answer)
        return view

    async def _wait_for_turns(self, turns: AsyncExitStack, question: Question, whose: str) -> None:
        if self._overdue >= AT_ONCE:
            raise BotUnavailable  # Rasa is stuck: a parent is better served by the emergency numbers at once
        patience = LONGEST_QUEUE * self._settings.bot_timeout
        weight = 1 + len(question.message) // LONG
        if weight > 1:
            await turns.enter_async_context(self._long_turns.turn(whose, patience, weight))
        await turns.enter_async_context(self._turns.turn(whose, patience, weight))

    async def _in_time(self, call: Coroutine[Any, Any, dict[str, Any]], turns: AsyncExitStack) -> dict[str, Any]:
        """What the bot says, within its time. After that its turn is not free until it is done: else a flood would pile up within Rasa."""
        saying = asyncio.create_task(call)
        try:
            return await asyncio.wait_for(asyncio.shield(saying), self._settings.bot_timeout)
        except asyncio.TimeoutError:
            self._overdue += 1
            self._late.add(late := asyncio.create_task(self._give_back(saying, turns.pop_all())))
            late.add_done_callback(self._late.discard)
            raise BotUnavailable from None

    async def _give_back(self, saying: "asyncio.Task[dict[str, Any]]", turns: AsyncExitStack) -> None:
        async with turns:
            await asyncio.wait([saying])
            self._overdue -= 1
            saying.exception()  # read, so that it is not told of as forgotten

    async def forget(self, conversation: str) -> None:
        """Forget a conversation. One that is not known here may still be so to Rasa, when the gateway was started anew; so it is told all the same.

        Raises:
            Refused: the bot does not answer.
        """
        if not ID.fullmatch(conversation):
            return
        try:
            self._known.pop(conversation, None)
            await self._bot.forget(conversation)
        except (BotUnavailable, RedisError):
            raise Refused("unavailable", {"Retry-After": "5"}) from None

    def kommun(self, code: Optional[str]) -> Optional[str]:
        """A kommun's name, or None where there is none with that code."""
        return self._kommuner.get(code or "")

    def _count(self, answer: dict[str, Any]) -> None:
        """Count the topics that were answered, each once; of the parent only the län."""
        for topic in {reply["topic"] for reply in answer["replies"]} & set(all_answers()):
            self._tally.asked(topic, answer["kommun"])

    def _view(self, conversation: str, answer: dict[str, Any]) -> dict[str, Any]:
        code = answer["kommun"]
        replies = [{**reply, "contacts": self._resolve(reply["contacts"], code)} for reply in answer["replies"]]
        return {
            "conversation": conversation,
            "replies": replies,
            "kommun": {"code": code, "name": self._kommuner[code]} if code in self._kommuner else None,
        }

    def _resolve(self, contacts: list[Any], code: Optional[str]) -> list[Any]:
        """References become contacts; what an action has looked up already stays as it is."""
        if all(isinstance(contact, str) for contact in contacts):
            return list(resolve(self._contacts, contacts, code, hours.now()))
        return contacts


def without_personal_data(message: str) -> tuple[str, bool]:
    """A message as the bot may see it, and whether anything was struck. What a button sends names no one."""
    if payloads.PAYLOAD.fullmatch(message):
        return message, False
    redacted = redact(message)
    return redacted.text, bool(redacted.found)


def client_address(request: Request, trusted_hops: int) -> str:
    """Whom a request comes from.

    Args:
        request: the request.
        trusted_hops: how many proxies of our own stand before the gateway. Each adds the address it was called from at the end of
            X-Forwarded-For; what stands before those is anybody's claim and is not read.
    """
    claimed = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if trusted_hops and len(claimed) >= trusted_hops:
        return claimed[-trusted_hops]
    return request.client.host if request.client else ""


def check(body: Any, kommuner: set[str], longest: int) -> Question:
    """A request's body as a question.

    Args:
        body: what the JSON held.
        kommuner: all kommun codes.
        longest: most characters of a message.

    Raises:
        Refused: a field is of the wrong type, empty, too long or unknown.
    """
    if not isinstance(body, dict):
        raise Refused("bad_fields")
    message, conversation, kommun = body.get("message"), body.get("conversation"), body.get("kommun")
    if not isinstance(message, str) or not isinstance(conversation, (str, type(None))) or not isinstance(kommun, (str, type(None))):
        raise Refused("bad_fields")
    if len(message) > longest:
        raise Refused("too_long", limit=longest)
    if kommun is not None and kommun not in kommuner:
        raise Refused("unknown_kommun")
    text = clean(message)
    if not text:
        raise Refused("empty")
    return Question(text, conversation if conversation and len(conversation) <= LONGEST_ID else None, kommun)


def clean(message: str) -> str:
    """A message without what cannot be seen: control characters, direction marks, lone surrogates; white space is folded."""
    composed = unicodedata.normalize("NFC", message)
    visible = "".join(char if not unicodedata.category(char).startswith("C") else " " if char in "\n\r\t" else "" for char in composed)
    return " ".join(visible.split())
