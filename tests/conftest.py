"""Slow set-up, shared: one bot in this process, one running stack, one contacts database."""

import os
from pathlib import Path
from typing import Any, Iterator

import pytest

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bot import settings


@pytest.fixture(scope="session")
def contacts_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a contacts database in a real SQLite file."""
    from bot.contacts import hours, importer, source
    from bot.contacts.database import connect, migrate

    url = f"sqlite:///{tmp_path_factory.mktemp('contacts') / 'contacts.db'}"
    engine = connect(url)
    migrate(engine)
    importer.apply(engine, importer.wanted(source.read()), "data/contacts", hours.now())
    return url


@pytest.fixture(scope="session")
def bot_here():  # type: ignore[no-untyped-def]
    """The real bot in this process."""
    from bot.dialogue.local import LocalBot

    return LocalBot()


@pytest.fixture(scope="session")
def understander():  # type: ignore[no-untyped-def]
    """The real model's understanding."""
    from bot.understanding import Understander

    return Understander()


@pytest.fixture(scope="session")
def host_site() -> Iterator["object"]:
    """A website that embeds the chat, on an origin of its own that the running stack lets frame it."""
    from tests.gateway.host_site import HostSite
    from tests.stack import free_port

    site = HostSite(free_port())
    yield site
    site.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, host_site: Any) -> Iterator["object"]:
    """Rasa, action server and gateway, running on free ports of loopback, and patient with a busy machine."""
    from tests.stack import Stack

    running = Stack(tmp_path_factory.mktemp("stack"), LOTSEN_EMBEDDING_SITES=host_site.url, LOTSEN_BOT_TIMEOUT="20")
    host_site.start(running.url)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def model() -> Path:
    """The trained model's file."""
    return settings.MODEL
