"""The bot in this process, without servers: for the command line and the tests."""

import asyncio
import logging
import secrets
from pathlib import Path
from typing import Any, Optional

from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

from bot import settings
from bot.contacts import source
from bot.dialogue.channel import converse
from bot.dialogue.tracker_store import ForgetfulTrackerStore


class ActionsHere(EndpointConfig):
    """Runs the custom actions in this process, where Rasa would otherwise ask the action server."""

    def __init__(self) -> None:
        super().__init__(url="here")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Answer as the action server does: its JSON."""
        return await self._executor.run(kwargs["json"])


class LocalBot:
    """A bot to talk to.

    Args:
        model: the trained model's file.

    Raises:
        FileNotFoundError: there is no model.
    """

    def __init__(self, model: Path = settings.MODEL) -> None:
        if not model.is_file():
            raise FileNotFoundError(model)
        configure_structlog(logging.WARNING)
        self.agent = Agent(action_endpoint=ActionsHere())
        self.agent.load_model(str(model))
        self.agent.tracker_store = ForgetfulTrackerStore(self.agent.domain)
        self.agent.processor.tracker_store = self.agent.tracker_store
        self._kommuner = {row["code"] for row in source.kommuner()}

    def say(self, message: str, conversation: Optional[str] = None, kommun: Optional[str] = None) -> dict[str, Any]:
        """One message and what is replied.

        Args:
            message: text or payload.
            conversation: id of the conversation; a new one unless given.
            kommun: the embedding site's kommun code.

        Returns:
            As `bot.dialogue.channel.converse`.

        Raises:
            RuntimeError: an action failed.
        """
        result = asyncio.run(converse(self.agent, conversation or secrets.token_urlsafe(8), message, kommun, self._kommuner, any_payload=True))
        if result is None:
            raise RuntimeError("an action failed")
        return result
