"""An application behind a real port of loopback, for tests that come over HTTP."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

_PATIENCE_S = 60


@contextmanager
def running(app: Callable[..., Any]) -> Iterator[str]:
    """Serve an application on a free port of 127.0.0.1; gives its address, by the name `localhost`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            waited = time.monotonic() + _PATIENCE_S
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                assert time.monotonic() < waited, "the server did not start in time"
                time.sleep(0.02)
            yield f"http://localhost:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_PATIENCE_S)
