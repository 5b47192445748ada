"""Conversations live in memory only, are forgotten after a while, and cannot fill it."""

from typing import Any, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

from bot import settings
from bot.memory import memory


class ForgetfulTrackerStore(InMemoryTrackerStore):
    """Rasa's in-memory store, whose conversations end after idle time, and which has a greatest number and size.

    Each saving starts a conversation's time anew; beyond the bounds the one longest unused is forgotten.
    """

    def __init__(self, domain: Domain, event_broker: Optional[EventBroker] = None, **kwargs: Any) -> None:
        """Args: as Rasa gives them; `host` is unused."""
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)
        self.store = memory(settings.load(), "tracker")  # type: ignore[assignment]


def forget(store: TrackerStore, conversation: str) -> None:
    """Remove a conversation at once; one that is not there is no error.

    Args:
        store: a ForgetfulTrackerStore, or what Rasa wraps around it when it serves.
        conversation: its id.
    """
    inner = getattr(store, "_tracker_store", store)
    inner.store.pop(conversation, None)
