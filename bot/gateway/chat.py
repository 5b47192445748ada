"""POST /api/chat and DELETE /api/chat/{conversation}."""

import json
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, Mapping, MutableMapping, Optional

from cachetools import TTLCache
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.contacts import hours
from bot.contacts.lookup import resolve
from bot.contacts.store import Contacts
from bot.dialogue import payloads
from bot.gateway.bot_client import BotClient, BotUnavailable
from bot.gateway.errors import error
from bot.gateway.limits import RateLimit
from bot.privacy import redact
from bot.safety.patterns import by_pattern, table
from bot.settings import Settings

LONGEST_ID = 64
NOT_NEEDED: dict[str, Any] = {
    **{"topic": None, "urgent": False, "buttons": [], "contacts": [], "sources": [], "reviewed": None},
    "text": "Du behöver inte skriva namn, nummer eller adresser. Det du skrev av det slaget ströks innan boten läste det, och det sparas inte.",
}
"""Said when a parent has given personal data."""

OWN_MACHINE = {"127.0.0.1", "::1"}
"""Not limited by address: a proxy or the page's own host speaks for many parents."""


@dataclass(frozen=True)
class Question:
    """A checked request."""

    message: str
    conversation: Optional[str]
    kommun: Optional[str]


class Refused(Exception):
    """The request cannot be answered.

    Args:
        code: says why; a key of `bot.gateway.errors.MESSAGES`.
        headers: of the response.
        values: what the message's places are filled with.
    """

    def __init__(self, code: str, headers: Optional[Mapping[str, str]] = None, **values: Any) -> None:
        super().__init__(code)
        self.code, self.headers, self.values = code, headers, values

    @property
    def response(self) -> JSONResponse:
        """What is sent to a caller that speaks JSON."""
        return error(self.code, self.headers, **self.values)


class Chat:
    """The chat's two addresses.

    Args:
        settings: limits and times.
        bot: Rasa's private channel.
        contacts: the contacts database.
    """

    def __init__(self, settings: Settings, bot: BotClient, contacts: Contacts) -> None:
        self._settings = settings
        self.longest = settings.max_message_chars
        self._bot = bot
        self._contacts = contacts
        # Their tables are read now, not at the first message.
        table().compile()
        redact("Anna 070-123 45 67")
        self._kommuner = {place.code: place.name for place in contacts.places()}
        self._known: MutableMapping[str, bool] = TTLCache(settings.max_conversations, settings.idle_seconds)
        self._by_conversation = RateLimit(settings.messages_per_minute)
        self._by_address = RateLimit(settings.messages_per_minute_and_address)
        self._in_all = RateLimit(settings.messages_per_minute_in_all)

    async def post(self, request: Request) -> Response:
        """Answer a message."""
        try:
            self.admit(request)
            return JSONResponse(await self.answer(await self._json(request)))
        except Refused as refused:
            return refused.response

    async def delete(self, request: Request) -> Response:
        """Forget a conversation. Also by POST, the one way that a page has while it is being left."""
        try:
            await self.forget(request.path_params["conversation"])
        except Refused as refused:
            return refused.response
        return Response(status_code=204)

    def admit(self, request: Request) -> None:
        """Count a message before anything of it is read.

        Raises:
            Refused: there are too many.
        """
        address = client_address(request, self._settings.trusted_hops)
        if not self._in_all.allows("") or (address not in OWN_MACHINE and not self._by_address.allows(address)):
            raise Refused("too_many", {"Retry-After": "60"})

    async def read(self, request: Request) -> bytes:
        """A request's body.

        Raises:
            Refused: it is too large.
        """
        received = bytearray()
        async for chunk in request.stream():
            received += chunk
            if len(received) > self._settings.max_body_bytes:
                raise Refused("too_large", {"Connection": "close"})
        return bytes(received)

    async def answer(self, body: Any) -> dict[str, Any]:
        """Answer a message that was admitted.

        Args:
            body: {"message", "conversation", "kommun"}, not checked yet.

        Returns:
            What `POST /api/chat` gives.

        Raises:
            Refused: a field is wrong, there are too many messages, or the bot does not answer.
        """
        question = check(body, set(self._kommuner), self.longest)
        conversation = question.conversation if question.conversation in self._known else None
        if conversation and not self._by_conversation.allows(conversation):
            raise Refused("too_many", {"Retry-After": "60"})
        conversation = conversation or secrets.token_urlsafe(24)
        message, struck = without_personal_data(question.message)
        try:
            answer = await self._bot.say(conversation, message, question.kommun)
        except BotUnavailable:
            # The patterns of danger need no bot: what is urgent is told so all the same.
            raise Refused("unavailable_urgent" if by_pattern(question.message) else "unavailable", {"Retry-After": "5"}) from None
        self._known[conversation] = True
        if struck:
            answer["replies"].append(NOT_NEEDED)
        return self._view(conversation, answer)

    async def forget(self, conversation: str) -> None:
        """Forget a conversation, if there is one of that name.

        Raises:
            Refused: the bot does not answer.
        """
        if self._known.pop(conversation, None):
            try:
                await self._bot.forget(conversation)
            except BotUnavailable:
                raise Refused("unavailable", {"Retry-After": "5"}) from None

    def kommun(self, code: Optional[str]) -> Optional[str]:
        """A kommun's name, or None where there is none with that code."""
        return self._kommuner.get(code or "")

    async def _json(self, request: Request) -> Any:
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/json":
            raise Refused("not_json")
        try:
            return json.loads((await self.read(request)).decode("utf-8"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            raise Refused("bad_json") from None

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
