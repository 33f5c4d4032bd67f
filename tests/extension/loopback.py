"""Small HTTP servers on loopback: one that serves pages, one that answers as the service does or does not."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sends: the parts of its body, and how long it waits before each, in seconds."""

    parts: Sequence[str]
    status: int = 200
    type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    waits_s: Sequence[float] = ()
    announced: int | None = None  # a Content-Length that the parts do not reach: the connection breaks off


@dataclass(frozen=True, slots=True)
class Asked:
    """What a server was sent."""

    path: str
    headers: dict[str, str]
    body: Any
    method: str = "GET"


Respond = Callable[[Asked], Answer]


class Server:
    """A server on loopback; `respond` says what it answers and may be set anew at any time."""

    def __init__(self, respond: Respond, port: int) -> None:
        self.respond = respond
        self.asked: list[Asked] = []
        self.broken_off = threading.Event()  # a caller has gone while it was being answered
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            do_POST = do_OPTIONS = do_DELETE = do_GET  # noqa: N815  names of the standard library

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                del format, args

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]

    @property
    def address(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        sent = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        asked = Asked(handler.path, dict(handler.headers), json.loads(sent) if sent else None, handler.command)
        self.asked.append(asked)
        answer = self.respond(asked)
        waits = [*answer.waits_s, *[0.0] * len(answer.parts)]
        try:
            handler.send_response(answer.status)
            for name, value in ({"Content-Type": answer.type} | answer.headers).items():
                handler.send_header(name, value)
            if answer.announced is not None:
                handler.send_header("Content-Length", str(answer.announced))
            handler.end_headers()
            for wait, part in zip(waits, answer.parts, strict=False):
                time.sleep(wait)
                handler.wfile.write(part.encode())
                handler.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            self.broken_off.set()

    def serve(self) -> None:
        """Answer until `stop`."""
        self._http.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        """Stop, and free the port."""
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving(respond: Respond, port: int = 0) -> Iterator[Server]:
    """Run a server on a port of loopback; 0 takes a free one."""
    server = Server(respond, port)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


def json_answer(value: object, status: int = 200, **headers: str) -> Answer:
    """Answer with JSON; a status over 399 makes it a problem document."""
    kind = "application/problem+json" if status > 399 else "application/json"
    return Answer([json.dumps(value)], status, kind, {name.replace("_", "-"): text for name, text in headers.items()})


def event(name: str, data: object, number: int = 0) -> str:
    """Write one event of a stream."""
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data)}\n\n"


def stream_answer(parts: Sequence[str], waits_s: Sequence[float] = (), announced: int | None = None) -> Answer:
    """Answer with a stream of events."""
    return Answer(parts, type="text/event-stream", waits_s=waits_s, announced=announced)


def page_answer(html: str) -> Answer:
    """Answer with a page."""
    return Answer(
        [f"<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>{html}"],
        type="text/html; charset=utf-8",
    )
