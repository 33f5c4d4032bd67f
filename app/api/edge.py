"""What every request passes before a route: its id and log line, the Host check, CORS, the size of its body."""

import asyncio
import re
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import errors
from app.api import problems
from app.log import Log, trace

REQUEST_ID = "X-Request-Id"
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = ("DELETE", "GET", "POST")
_HEADERS = ("Authorization", "Content-Type", "Last-Event-ID", "X-API-Key", REQUEST_ID)
_EXPOSED = ("ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", REQUEST_ID)


def facts_of(scope: Scope) -> dict[str, Any]:
    """Give the facts that the log line of a request will have; routes add to them."""
    facts: dict[str, Any] = scope.setdefault("state", {}).setdefault("facts", {})
    return facts


class RequestLog:
    """Give every request an id, log it when it is answered, and turn what nobody caught into a bare 500.

    Args:
        app: What it stands in front of.
        log: Where the line goes.
    """

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        facts = facts_of(scope)
        given = Headers(scope=scope).get(REQUEST_ID, "")
        facts["id"] = given if _GIVEN_ID.fullmatch(given) else str(uuid4())
        status, started = 0, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = facts["id"]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as fault:  # noqa: BLE001  the last line of defence: whatever it is, it must not leave the service
            facts["trace"] = trace(fault)
            if not status:
                await problems.internal(scope["path"])(scope, receive, send_with_id)
        facts |= {"method": scope["method"], "route": route_of(scope), "status": status}
        facts["ms"] = round((time.perf_counter() - started) * 1_000, 1)
        (self._log.error if "trace" in facts else self._log.info)("request", **facts)


def route_of(scope: Scope) -> str | None:
    """Give the template of the route that answered, such as `/v1/verdicts/{id}`; None where none did."""
    path = getattr(scope.get("route"), "path", None)
    return str(path) if path else None


class HeadAsGet:
    """Answer HEAD as GET would, without the body.

    Source:
        RFC 9110, section 9.1: a server must support GET and HEAD.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        scope["method"] = "GET"
        await self._app(scope, receive, send_head)


class HostCheck:
    """Refuse requests for a host that this service is not: a page that rebinds its name cannot call it.

    Args:
        app: What it stands in front of.
        hosts: Names without port, lower case; `*` lets all pass.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 421."""
        if scope["type"] == "http" and not self._knows(Headers(scope=scope).getlist("host")):
            refusal = errors.HostRefused("this service does not go by the name in the Host header")
            await problems.respond(refusal, scope["path"])(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, given: Sequence[str]) -> bool:
        if "*" in self._hosts:
            return True
        return len(given) == 1 and re.sub(r":\d*$", "", given[0].lower()) in self._hosts


class BodyLimit:
    """Refuse bodies over the limit, by their announced length at once, else as soon as they pass it.

    Args:
        app: What it stands in front of.
        most: Bytes.
        streams: Paths whose bodies are read as they come, with the bytes that each may have.
    """

    def __init__(self, app: ASGIApp, most: int, streams: Mapping[str, int]) -> None:
        self._app = app
        self._most = most
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._streams.get(scope["path"], self._most)
        refusal = f"the body may have {most:,} bytes at the most"
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > most:
            await problems.respond(errors.TooLarge(refusal), scope["path"])(scope, receive, send)
            return
        received = 0

        async def receive_within() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, refusal)  # the one kind that the framework's body reader lets through
            return message

        await self._app(scope, receive_within, send)


class BodyClock:
    """Refuse bodies that come too slowly: a pause that is too long, or too long a time in all.

    Args:
        app: What it stands in front of.
        pause_s: Longest wait for the next part, seconds.
        time_s: Longest time for the whole, seconds.
        streams: Paths whose bodies are read as they come and may take as long as they keep coming.
    """

    def __init__(self, app: ASGIApp, pause_s: float, time_s: float, streams: Collection[str]) -> None:
        self._app = app
        self._pause_s = pause_s
        self._time_s = time_s
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a body that is too slow ends it with 408."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        until = time.monotonic() + (float("inf") if scope["path"] in self._streams else self._time_s)
        complete = False

        async def receive_in_time() -> Message:
            nonlocal complete
            if complete:  # what comes now is only that the caller went away
                return await receive()
            wait = min(self._pause_s, until - time.monotonic())
            try:
                message = await asyncio.wait_for(receive(), max(wait, 0.0))
            except TimeoutError:
                raise HTTPException(408, "the body did not come in time") from None
            complete = not message.get("more_body", False)
            return message

        await self._app(scope, receive_in_time, send)


class Cors(CORSMiddleware):
    """CORS as the settings say; a preflight that is refused is answered with a problem.

    Args:
        app: What it stands in front of.
        origins: Origins as browsers send them; one that ends in `://*` stands for every origin of its scheme.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        schemes = [
            re.escape(origin.removesuffix("*")) + r"[A-Za-z0-9-]+" for origin in origins if origin.endswith("://*")
        ]
        super().__init__(
            app,
            allow_origins=origins,
            allow_origin_regex="|".join(schemes) or None,
            allow_methods=_METHODS,
            allow_headers=_HEADERS,
            expose_headers=_EXPOSED,
            allow_private_network=True,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a preflight."""
        answer = super().preflight_response(request_headers)
        if answer.status_code < 400:
            return answer
        refusal = errors.Forbidden("this page's origin, method or headers are not allowed by the CORS settings")
        return problems.respond(refusal, "*", headers={"Vary": answer.headers["Vary"]})
