"""All settings, read from the environment in one place; defaults keep everything on loopback."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
BUILD = ROOT / "build"
SAFETY_SET = ROOT / "tests" / "safety" / "safety_set.jsonl"
MODEL = BUILD / "models" / "lotsen.tar.gz"
FOLLOW_UPS = BUILD / "models" / "follow_ups.json"


@dataclass(frozen=True)
class Settings:
    """What can be set from outside; every field names its environment variable in `docs/drift.md`.

    Times are in seconds, sizes in the unit that the name says.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    rasa_host: str = "127.0.0.1"
    rasa_port: int = 5005
    actions_host: str = "127.0.0.1"
    actions_port: int = 5055
    database_url: str = f"sqlite:///{BUILD / 'contacts.db'}"
    bot_timeout: float = 3.0
    search_wait: float = 0.35
    idle_seconds: int = 30 * 60
    max_conversations: int = 10_000
    max_memory_mb: int = 500
    redis_url: str = ""
    max_message_chars: int = 4_000
    max_body_bytes: int = 64 * 1024
    messages_per_minute: int = 60
    messages_per_minute_and_address: int = 600
    messages_per_minute_in_all: int = 6_000
    trusted_hops: int = 0
    request_seconds: float = 10.0
    max_connections: int = 800
    max_connections_per_address: int = 100
    embedding_sites: str = ""
    contact: str = ""
    channel_secret: str = ""
    log_level: str = "WARNING"
    off: str = ""
    leave_to: str = "https://www.smhi.se/"

    @property
    def is_off(self) -> bool:
        """Whether the chat gives a notice and the emergency numbers in the place of answers."""
        return self.off.strip().lower() not in ("", "0", "nej", "no", "false")

    @property
    def embedding_origins(self) -> tuple[str, ...]:
        """The origins that may show the chat in a frame and call the API, such as https://www.tjorn.se."""
        return tuple(origin.rstrip("/") for origin in self.embedding_sites.split())

    @property
    def public_url(self) -> str:
        """Address of the chat page, with a final slash."""
        return f"http://{self.host}:{self.port}/"

    @property
    def rasa_url(self) -> str:
        """Address of Rasa's private channel, without a final slash."""
        return f"http://{self.rasa_host}:{self.rasa_port}/webhooks/lotsen"

    @property
    def actions_url(self) -> str:
        """Address of the action server's webhook."""
        return f"http://{self.actions_host}:{self.actions_port}/webhook"


VARIABLES: dict[str, str] = {
    "LOTSEN_HOST": "host",
    "LOTSEN_PORT": "port",
    "LOTSEN_RASA_HOST": "rasa_host",
    "LOTSEN_RASA_PORT": "rasa_port",
    "LOTSEN_ACTIONS_HOST": "actions_host",
    "LOTSEN_ACTIONS_PORT": "actions_port",
    "DATABASE_URL": "database_url",
    "LOTSEN_BOT_TIMEOUT": "bot_timeout",
    "LOTSEN_SEARCH_WAIT": "search_wait",
    "LOTSEN_IDLE_SECONDS": "idle_seconds",
    "LOTSEN_MAX_CONVERSATIONS": "max_conversations",
    "LOTSEN_MAX_MEMORY_MB": "max_memory_mb",
    "LOTSEN_REDIS_URL": "redis_url",
    "LOTSEN_MAX_MESSAGE_CHARS": "max_message_chars",
    "LOTSEN_MAX_BODY_BYTES": "max_body_bytes",
    "LOTSEN_MESSAGES_PER_MINUTE": "messages_per_minute",
    "LOTSEN_MESSAGES_PER_MINUTE_AND_ADDRESS": "messages_per_minute_and_address",
    "LOTSEN_MESSAGES_PER_MINUTE_IN_ALL": "messages_per_minute_in_all",
    "LOTSEN_TRUSTED_HOPS": "trusted_hops",
    "LOTSEN_REQUEST_SECONDS": "request_seconds",
    "LOTSEN_MAX_CONNECTIONS": "max_connections",
    "LOTSEN_MAX_CONNECTIONS_PER_ADDRESS": "max_connections_per_address",
    "LOTSEN_EMBEDDING_SITES": "embedding_sites",
    "LOTSEN_CONTACT": "contact",
    "LOTSEN_CHANNEL_SECRET": "channel_secret",
    "LOTSEN_LOG_LEVEL": "log_level",
    "LOTSEN_OFF": "off",
    "LOTSEN_LEAVE_TO": "leave_to",
}


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Args:
        environment: variable names to values; empty values count as unset.

    Returns:
        The settings, with defaults for what is unset.

    Raises:
        ValueError: a number could not be read; the message names the variable.
    """
    found: dict[str, object] = {}
    for variable, field in VARIABLES.items():
        value = environment.get(variable, "")
        if not value:
            continue
        kind = type(getattr(Settings, field))
        try:
            found[field] = kind(value)
        except ValueError as error:
            raise ValueError(f"{variable} must be a number of type {kind.__name__}, not {value!r}") from error
    return Settings(**found)  # type: ignore[arg-type]
