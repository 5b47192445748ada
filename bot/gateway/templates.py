"""HTML pages from the templates under `pages/`. Everything that is put in is escaped."""

from functools import partial
from typing import Any, Optional

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from bot.content import languages
from bot.gateway.assets import PAGES, Assets
from bot.gateway.errors import emergency_numbers
from bot.gateway.formatting import day_in_words, is_web, opening_words, telephone
from bot.gateway.markdown import blocks


class Templates:
    """Makes pages.

    Args:
        assets: for the addresses of scripts and styles.
        leave_to: where "Lämna sidan snabbt" leads.
        off: what every page says while the chat is switched off; empty while it is on.

    Templates may use `asset("chat/chat.js")`, `numbers` (the emergency contacts by the keys of `bot.gateway.errors.EMERGENCY`),
    `languages` (names of languages to how a paragraph in them is marked), `leave_to`, `off`, and the filters
    `telephone`, `day`, `web`, `opening_words` and `blocks`.
    """

    def __init__(self, assets: Assets, leave_to: str, off: str = "") -> None:
        environment = Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        marks = languages.names(languages.all_languages())
        environment.globals.update(asset=assets.url, languages=marks, numbers=emergency_numbers(), leave_to=leave_to, off=off)
        environment.filters.update(telephone=telephone, day=day_in_words, blocks=partial(blocks, languages=marks), opening_words=opening_words, web=is_web)
        environment.tests.update(web=is_web)
        self._templates = Jinja2Templates(env=environment)

    def page(self, request: Request, name: str, values: Optional[dict[str, Any]] = None, status: int = 200) -> Response:
        """A page as a response, which no cache keeps.

        Args:
            request: the request.
            name: the template's path under `pages/`.
            values: what the template needs.
            status: the response's.
        """
        response = self._templates.TemplateResponse(request, name, values or {}, status_code=status)
        response.headers["Cache-Control"] = "no-store"
        return response
