"""The gateway's server: uvicorn, with a watch over its connections.

Usage: python -m bot.gateway.server
"""

import logging
import resource
from functools import partial

import uvicorn

from bot import discreet, settings
from bot.gateway.app import create
from bot.gateway.connections import Watch, WatchedConnection
from bot.quiet import hush


def main() -> None:
    """Serve until told to stop."""
    chosen = settings.load()
    hush()
    discreet.seal(chosen.log_level)
    logging.getLogger("bot").setLevel(min(logging.getLogger().level, logging.INFO))
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    watch = Watch(chosen.request_seconds, chosen.max_connections, chosen.max_connections_per_address)
    uvicorn.run(
        create(chosen),
        host=chosen.host,
        port=chosen.port,
        http=partial(WatchedConnection, watch),  # type: ignore[arg-type]
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
