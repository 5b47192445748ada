"""The chat page, and the chat without scripts: a form that is posted and a page with the answer."""

from typing import Any, Optional
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.chat import Chat
from bot.gateway.errors import Refused, emergency_contacts, problem
from bot.gateway.templates import Templates

PAGE = "chat/chat.html"
SCRIPTS = (
    *("base/dom.js", "chat/api.js", "composer/composer.js", "contacts/contacts.js", "frame/frame.js", "keep/keep.js", "leave/leave.js"),
    *("log/log.js", "markdown/markdown.js", "print/print.js", "reply/reply.js", "speech/speech.js", "verdict/verdict.js", "view/view.js"),
)
"""What chat.js imports, named in the page so that a browser asks for all of it at once."""

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 16
FORGOTTEN = "Det du har skrivit är glömt. Du kan börja om från början."


class PlainPage:
    """The address `/`.

    Args:
        chat: what answers.
        templates: what makes the pages.
    """

    def __init__(self, chat: Chat, templates: Templates) -> None:
        self._chat = chat
        self._templates = templates

    async def get(self, request: Request) -> Response:
        """The start: `?kommun=CODE` gives the embedding site's kommun, `?ram=1` the page for a frame."""
        return self._page(request, dict(request.query_params))

    async def post(self, request: Request) -> Response:
        """Answer a message that the form sent: `message` as it was typed, or a pressed button's `payload`.

        Nothing of the conversation but its id stands in the page, so each answer is a page of its own.
        """
        fields: dict[str, str] = {}
        try:
            whose = self._chat.admit(request)
            fields = await self._form(request)
            if "forget" in fields:
                await self._chat.forget(fields.get("conversation", ""))
                return self._page(request, {**fields, "conversation": ""}, notice=FORGOTTEN)
            return self._page(request, fields, answer=await self._chat.answer(self._question(fields), whose))
        except Refused as refused:
            status, found = problem(refused.code, **refused.values)
            page = self._page(request, fields, error=found, status=status)
            page.headers.update(refused.headers or {})
            return page

    async def _form(self, request: Request) -> dict[str, str]:
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != FORM:
            raise Refused("not_form")
        try:
            return dict(parse_qsl((await self._chat.read(request)).decode("utf-8"), encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS))
        except (UnicodeDecodeError, ValueError):
            raise Refused("not_form") from None

    def _question(self, fields: dict[str, str]) -> dict[str, Any]:
        kommun = fields.get("kommun")
        return {
            "message": fields.get("payload") or fields.get("message", ""),
            "conversation": fields.get("conversation"),
            # A link with a kommun that is not there gives the chat without one.
            "kommun": kommun if self._chat.kommun(kommun) else None,
        }

    def _page(
        self,
        request: Request,
        fields: dict[str, str],
        answer: Optional[dict[str, Any]] = None,
        error: Optional[dict[str, Any]] = None,
        notice: str = "",
        status: int = 200,
    ) -> Response:
        kommun = fields.get("kommun", "")
        values = {
            "frame": fields.get("ram") == "1",
            "scripts": SCRIPTS,
            "emergency": emergency_contacts(),
            "longest": self._chat.longest,
            "kommun": kommun if self._chat.kommun(kommun) else "",
            "conversation": answer["conversation"] if answer else fields.get("conversation", ""),
            "asked": "" if error or not answer else fields.get("message", ""),
            # What could not be sent stays in the field.
            "typed": fields.get("message", "") if error else "",
            "replies": answer["replies"] if answer else [],
            "error": error,
            "notice": notice,
        }
        return self._templates.page(request, PAGE, values, status)
