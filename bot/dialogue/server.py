"""Rasa's server with the private channel only: no HTTP API of its own, quiet, on loopback.

Usage: python -m bot.dialogue.server
"""

import logging
from functools import lru_cache
from typing import Any

from bot import discreet, settings
from bot.quiet import hush

hush()
discreet.seal(settings.load().log_level)

import jsonschema  # noqa: E402  both come before Rasa
from rasa.core.run import serve_application  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from rasa.utils.log_utils import configure_structlog  # noqa: E402

from bot import language  # noqa: E402
from bot.collector import settle  # noqa: E402

logger = logging.getLogger("bot.dialogue.server")


def check_schemas_once() -> None:
    """Let jsonschema check each schema once, not at every call.

    Rasa validates what the action server answers against one constant schema, and has that schema itself checked anew each time.
    """
    check = jsonschema.validators.validator_for({}).check_schema
    seen = lru_cache(maxsize=8)(lambda key: check(key.schema))

    def once(schema: Any, *args: Any, **kwargs: Any) -> None:
        seen(_Same(schema))

    jsonschema.validators.validator_for({}).check_schema = once


class _Same:
    """A schema as a key: equal where its words are equal."""

    def __init__(self, schema: Any) -> None:
        self.schema = schema
        self._words = repr(schema)

    def __hash__(self) -> int:
        return hash(self._words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._words == other._words


async def _settled(app: Any, loop: Any) -> None:
    settle()


def main() -> None:
    """Serve until told to stop."""
    level = logging.getLogger().level
    logging.getLogger("bot").setLevel(min(level, logging.INFO))
    configure_structlog(level)
    logger.info("Swedish pipeline: %s", language.name())
    chosen = settings.load()
    check_schemas_once()
    serve_application(
        model_path=str(settings.MODEL),
        interface=chosen.rasa_host,
        port=chosen.rasa_port,
        credentials=str(settings.ROOT / "credentials.yml"),
        enable_api=False,
        endpoints=AvailableEndpoints.read_endpoints(str(settings.ROOT / "endpoints.yml")),
        # Rasa loads the model before the server starts.
        server_listeners=[(_settled, "after_server_start")],
    )


if __name__ == "__main__":
    main()
