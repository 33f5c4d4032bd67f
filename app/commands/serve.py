"""Run the application in a server that says when it is ready."""

import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uvicorn

from app.errors import StartRefused
from app.settings import Settings

_GRACE_S = 10


class _Server(uvicorn.Server):
    """A server that calls back once its port is open."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(app: Callable[..., Any], settings: Settings, ready: Callable[[], None]) -> None:
    """Serve until told to stop; requests under way get ten seconds to end.

    Args:
        app: The application.
        settings: `host` and `port` are read.
        ready: Called once, when connections are accepted.

    Raises:
        StartRefused: The address or port cannot be had.
    """
    config = uvicorn.Config(
        app,
        log_config=None,  # one line per request comes from app.log
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    # The server ends requests in peace, then raises the signal anew: it is to end the process in peace too.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    with _listen(settings.host, settings.port) as listening, suppress(KeyboardInterrupt):
        _Server(config, ready).run([listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as fault:
        raise StartRefused(
            f"VERIDICT_HOST, VERIDICT_PORT: cannot listen on {host}:{port} ({fault.strerror})"
        ) from fault
