"""GET /metrics, as Prometheus reads it: counts only. Nothing is told by topic, place or conversation, since a counter that is read every
few seconds would show a single parent."""

import time
from typing import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.counts.tally import Tally

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds. The bot's own limit is three."""

PARTS = ("/api/chat", "/api/feedback", "/api", "/referens", "/static", "/embed", "/healthz", "/readyz", "/metrics")
"""Requests are told apart by these beginnings and no further."""


class Metrics:
    """The gateway's counters, one set for each application.

    Args:
        tally: tells how many counts were lost.
    """

    def __init__(self, tally: Tally) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("lotsen_requests", "Requests answered.", ["part", "status"], registry=self._registry)
        self._seconds = Histogram("lotsen_request_seconds", "Time from a request to its answer.", ["part"], buckets=BUCKETS, registry=self._registry)
        self._registry.register(_Lost(tally))  # type: ignore[arg-type]

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        name = part(path)
        self._requests.labels(name, str(status)).inc()
        self._seconds.labels(name).observe(seconds)

    async def get(self, request: Request) -> Response:
        """The address's handler."""
        return Response(generate_latest(self._registry), headers={"content-type": CONTENT_TYPE_LATEST})


class _Lost:
    """Reads the number of lost counts when it is asked for."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        """The one metric."""
        yield CounterMetricFamily("lotsen_counts_lost", "Counts of topics that could not be written.", value=self._tally.lost)


class Measured:
    """Counts every request and its time.

    Args:
        app: the application.
        metrics: where to.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and look at the answer's status."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, look)
        finally:
            self._metrics.answered(scope["path"], status, time.perf_counter() - started)


def part(path: str) -> str:
    """Which part of the service a path belongs to; never the path itself, which may hold a conversation's id."""
    return next((name for name in PARTS if path == name or path.startswith(f"{name}/") or path.startswith(f"{name}.")), "/" if path == "/" else "other")
