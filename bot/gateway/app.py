"""The gateway's web application; `bot/gateway/server.py` serves it."""

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import AsyncIterator, Awaitable, Callable, Optional

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import __version__
from bot import settings as project_settings
from bot.collector import settle
from bot.contacts.database import connect
from bot.contacts.store import Contacts
from bot.counts.store import add
from bot.counts.tally import Tally
from bot.gateway import off
from bot.gateway.api import Api
from bot.gateway.assets import Assets
from bot.gateway.bot_client import BotClient
from bot.gateway.chat import Chat
from bot.gateway.contacts import endpoint as contacts_endpoint
from bot.gateway.embed import endpoint as embed_endpoint
from bot.gateway.errors import error
from bot.gateway.feedback import Feedback
from bot.gateway.headers import SafeHeaders, WholeFiles
from bot.gateway.information import routes as information_routes
from bot.gateway.library import Library
from bot.gateway.metrics import Measured, Metrics
from bot.gateway.plain_page import PlainPage
from bot.gateway.reference import Reference
from bot.gateway.review import Review
from bot.gateway.templates import Templates
from bot.settings import Settings

logger = logging.getLogger(__name__)


class OurCors(CORSMiddleware):
    """Starlette's, whose refusals are in Swedish too."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """The answer to a browser that asks before it sends."""
        response = super().preflight_response(request_headers)
        return response if response.status_code < 400 else error("bad_request")


class ErrorsInSwedish:
    """Answers what failed unexpectedly, inside of the headers that every response has; of the failure it logs the kind alone.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            return
        except Exception as failure:
            logger.error("A request failed: %s", type(failure).__name__)
            if scope["type"] != "http" or started:
                raise
            await error("internal")(scope, receive, send)


def create(settings: Optional[Settings] = None, bot: Optional[BotClient] = None) -> Starlette:
    """Make the application.

    Args:
        settings: read from the environment unless given.
        bot: the way to Rasa; made by the settings unless given.
    """
    chosen = settings or project_settings.load()
    client = bot or BotClient(chosen.rasa_url, chosen.bot_timeout, chosen.channel_secret)
    contacts = Contacts(chosen.database_url)
    engine = connect(chosen.database_url)
    tally = Tally(lambda counts: add(engine, counts))
    metrics = Metrics(tally)
    chat = Chat(chosen, client, contacts, tally)
    assets = Assets()
    templates = Templates(assets, chosen.leave_to, off.words() if chosen.is_off else "")
    page = PlainPage(chat, templates)
    library = Library(engine)
    api = Api(chosen, library, client, contacts)
    reference = Reference(library, api, contacts, templates, assets)

    def prepare() -> None:
        library.prepare()
        settle()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tally.start()
        reading = asyncio.create_task(run_in_threadpool(prepare))
        yield
        await reading
        await run_in_threadpool(tally.stop)
        await client.close()

    async def healthz(request: Request) -> Response:
        return JSONResponse({"status": "ok", "version": __version__})

    app = Starlette(
        routes=[
            Route("/", page.get),
            Route("/", page.post, methods=["POST"]),
            Route("/embed.js", embed_endpoint()),
            *information_routes(templates, chosen, contacts),
            Route("/api/chat", chat.post, methods=["POST"]),
            Route("/api/chat/{conversation}", chat.delete, methods=["DELETE"]),
            Route("/api/chat/{conversation}/forget", chat.delete, methods=["POST"]),
            Route("/api/feedback", Feedback(chosen, tally).post, methods=["POST"]),
            Route("/api/contacts", contacts_endpoint(contacts)),
            *api.routes(),
            Route("/healthz", healthz),
            Route("/readyz", _readiness(client, contacts, chosen.is_off)),
            Route("/metrics", metrics.get),
            Route("/referens/granska", Review(engine, templates).get),
            *reference.routes(),
            Route("/static/{version}/{path:path}", assets.get),
        ],
        exception_handlers={HTTPException: _http_error},
        lifespan=lifespan,
    )
    app.state.tally = tally
    # A redirect would be built from whatever Host the caller claims.
    app.router.redirect_slashes = False
    app.add_middleware(WholeFiles)
    app.add_middleware(OurCors, allow_origins=chosen.embedding_origins, allow_methods=["GET", "POST", "DELETE"], allow_headers=["content-type"])
    app.add_middleware(ErrorsInSwedish)
    app.add_middleware(SafeHeaders, embedding_origins=chosen.embedding_origins)
    app.add_middleware(Measured, metrics=metrics)
    return app


def _readiness(bot: BotClient, contacts: Contacts, off: bool) -> Callable[[Request], Awaitable[Response]]:
    async def readyz(request: Request) -> Response:
        pipeline = await bot.language()
        try:
            number = contacts.count()
        except SQLAlchemyError:
            number = 0
        ready = pipeline is not None and number > 0
        state = {"status": "off" if off else "ok" if ready else "not ready", "bot": pipeline is not None, "contacts": number, "swedish_pipeline": pipeline}
        return JSONResponse(state, 200 if ready or off else 503)

    return readyz


async def _http_error(request: Request, exception: Exception) -> Response:
    status, headers = (exception.status_code, exception.headers) if isinstance(exception, HTTPException) else (500, None)
    if status == 405:
        headers = {"Allow": "GET, HEAD", **(headers or {})}  # what a folder of files leaves out
    return error({400: "bad_request", 404: "not_found", 405: "method_not_allowed"}.get(status, "internal"), headers)
