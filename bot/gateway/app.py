"""The gateway's web application: `uvicorn bot.gateway.app:create --factory`."""

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator, Awaitable, Callable, Optional

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import __version__
from bot import settings as project_settings
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
from bot.gateway.information import routes as information_routes
from bot.gateway.library import Library
from bot.gateway.metrics import Measured, Metrics
from bot.gateway.plain_page import PlainPage
from bot.gateway.reference import Reference
from bot.gateway.review import Review
from bot.gateway.templates import Templates
from bot.settings import Settings

CSP = b"content-security-policy"
HEADERS = {
    CSP: b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors ",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"cache-control": b"no-store",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


class SafeHeaders:
    """Adds to every response the headers that keep a page to itself.

    Args:
        app: the application.
        embedding_origins: the origins that may show the pages in a frame, beside our own.
    """

    def __init__(self, app: ASGIApp, embedding_origins: tuple[str, ...] = ()) -> None:
        self._app = app
        ancestors = " ".join(("'self'", *embedding_origins)).encode("ascii", "ignore")
        self._headers = {**HEADERS, CSP: HEADERS[CSP] + ancestors}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers where they are not set."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((name, value) for name, value in self._headers.items() if name not in present)]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def create(settings: Optional[Settings] = None) -> Starlette:
    """Make the application.

    Args:
        settings: read from the environment unless given.
    """
    chosen = settings or project_settings.load()
    bot = BotClient(chosen.rasa_url, chosen.bot_timeout, chosen.channel_secret)
    contacts = Contacts(chosen.database_url)
    engine = connect(chosen.database_url)
    tally = Tally(lambda counts: add(engine, counts))
    metrics = Metrics(tally)
    chat = Chat(chosen, bot, contacts, tally)
    assets = Assets()
    templates = Templates(assets, chosen.leave_to, off.words() if chosen.is_off else "")
    page = PlainPage(chat, templates)
    library = Library(engine)
    api = Api(chosen, library, bot, contacts)
    reference = Reference(library, api, contacts, templates, assets)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tally.start()
        reading = asyncio.create_task(run_in_threadpool(library.prepare))
        yield
        await reading
        await run_in_threadpool(tally.stop)
        await bot.close()

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
            Route("/readyz", _readiness(bot, contacts, chosen.is_off)),
            Route("/metrics", metrics.get),
            Route("/referens/granska", Review(engine, templates).get),
            *reference.routes(),
            Route("/static/{version}/{path:path}", assets.get),
        ],
        exception_handlers={HTTPException: _http_error, Exception: _unexpected},
        lifespan=lifespan,
    )
    app.state.tally = tally
    app.add_middleware(CORSMiddleware, allow_origins=chosen.embedding_origins, allow_methods=["GET", "POST", "DELETE"], allow_headers=["content-type"])
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
    status = exception.status_code if isinstance(exception, HTTPException) else 500
    return error({404: "not_found", 405: "method_not_allowed"}.get(status, "internal"))


async def _unexpected(request: Request, exception: Exception) -> Response:
    return error("internal")
