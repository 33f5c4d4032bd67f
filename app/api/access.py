"""Who may come in: keys and their scopes, pages that call from a browser, and how often anyone may ask."""

import hashlib
import ipaddress
import math
import time
from collections.abc import Callable, Iterable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as AsgiScope

from app import errors, keys
from app.api import problems
from app.api.deps import SessionDep, get_resources
from app.keys import Scope
from app.rates import WINDOW_S, Allowance, Rates
from app.settings import Settings

_bearer = HTTPBearer(auto_error=False, scheme_name="Bearer key", description="A key from `veridict keys new`")
_header = APIKeyHeader(name="X-API-Key", auto_error=False, scheme_name="Key header", description="The same key, alone")


def requires(scope: Scope) -> Callable[..., None]:
    """Make the dependency that lets a request pass only with a key of a scope.

    Reading verdicts from this machine needs no key, as the setting `open_reading` says, unless a page that
    is not among the allowed origins sent the request.

    Args:
        scope: What the route does.

    Returns:
        A dependency; it raises `Unauthenticated` or `Forbidden`.
    """

    def check(
        request: Request,
        session: SessionDep,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None,
        alone: Annotated[str | None, Depends(_header)] = None,
    ) -> None:
        origin = request.headers.get("origin")
        given = bearer.credentials if bearer else alone or _googles_key(request)
        if given is not None:
            key = keys.authenticate(session, given)
            session.rollback()  # the pipelines want a session without an open transaction
            keys.permit(key, scope, origin)
            return
        settings = get_resources(request).settings
        if scope is not Scope.VERDICTS or not settings.open_reading or not _is_loopback(request):
            raise errors.Unauthenticated(f"this needs a key with the scope {scope.value!r}, sent as a Bearer token")
        if origin is not None and not _may_call(origin, request, settings):
            raise errors.Forbidden("this page is not among the origins that may call without a key")

    return check


def _googles_key(request: Request) -> str | None:
    """Give the key as clients of Google's API send it; nothing but that API's namesake reads keys from addresses."""
    if not request.url.path.startswith("/v1alpha1/"):
        return None
    return request.headers.get("x-goog-api-key") or request.query_params.get("key") or None


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:  # a socket without an address
        return False


def _may_call(origin: str, request: Request, settings: Settings) -> bool:
    own = urlsplit(origin).netloc == request.headers.get("host")
    return own or any(_matches(origin, allowed) for allowed in settings.cors_origins)


def _matches(origin: str, allowed: str) -> bool:
    return origin.startswith(allowed[:-1]) if allowed.endswith("://*") else origin == allowed


class RateLimit:
    """Count requests by address and by key; refuse what is over, and say on every answer what is left.

    Args:
        app: What it stands in front of.
        per_address: Requests a minute from one address; 0 sets no limit.
        per_key: Requests a minute with one key; 0 sets no limit.
    """

    def __init__(self, app: ASGIApp, per_address: int, per_key: int) -> None:
        self._app = app
        self._address, self._key = Rates(per_address), Rates(per_key)

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 429."""
        if scope["type"] != "http" or scope["path"] in {"/livez", "/readyz"}:
            await self._app(scope, receive, send)
            return
        fields, refusal = _fields(self._taken(scope))
        if refusal is not None:
            await problems.respond(refusal, scope["path"], headers=fields)(scope, receive, send)
            return

        async def send_with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(fields)
            await send(message)

        await self._app(scope, receive, send_with_fields)

    def _taken(self, scope: AsgiScope) -> list[tuple[str, int, Allowance]]:
        now = time.monotonic()
        client = scope.get("client")
        taken = []
        if self._address.per_minute:
            found = self._address.take(client[0] if client else "", now)
            taken.append(("address", self._address.per_minute, found))
        key = _key_of(Headers(scope=scope))
        if key and self._key.per_minute:
            taken.append(("key", self._key.per_minute, self._key.take(hashlib.sha256(key.encode()).hexdigest(), now)))
        return taken


def _key_of(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")


def _fields(taken: Iterable[tuple[str, int, Allowance]]) -> tuple[dict[str, str], errors.TooManyRequests | None]:
    taken = list(taken)
    fields, refusal = {}, None
    if taken:
        fields["RateLimit-Policy"] = ", ".join(f'"{name}";q={most};w={WINDOW_S}' for name, most, _ in taken)
        fields["RateLimit"] = ", ".join(
            f'"{name}";r={found.remaining};t={math.ceil(found.wait_s)}' for name, _, found in taken
        )
    over = [(name, found) for name, _, found in taken if not found.allowed]
    if over:
        wait = max(1, math.ceil(max(found.wait_s for _, found in over)))
        refusal = errors.TooManyRequests(
            f"over the rate of this {over[0][0]}; ask again in {wait} s", retry_after_s=wait
        )
    return fields, refusal


def refuse_open_door(settings: Settings, *, has_keys: bool) -> None:
    """Refuse to serve other machines while nobody needs a key.

    Raises:
        StartRefused: The address is not loopback and there is no key.
    """
    try:
        local = ipaddress.ip_address(settings.host).is_loopback
    except ValueError:
        local = settings.host == "localhost"
    if not local and not has_keys:
        raise errors.StartRefused(
            f"VERIDICT_HOST={settings.host} can be reached by other machines, and there is no key yet; "
            "make one first: veridict keys new NAME --scope verdicts"
        )
