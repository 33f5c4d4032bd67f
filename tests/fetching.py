"""A network that is none: names and answers for the guarded fetcher, and a record of what would have been sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from app.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Sizes:
    """Caps of a test."""

    fetch_bytes: int = 1_000
    fetch_time_s: float = 5.0
    fetch_redirects: int = 2


class Network:
    """A resolver that knows some names, and a transport that records what would have been sent."""

    def __init__(self, names: Mapping[str, list[str]], answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.names = dict(names)
        self.answer = answer
        self.sent: list[httpx.Request] = []

    def resolve(self, host: str, _port: int) -> list[str]:
        if host not in self.names:
            raise OSError("unknown name")
        return self.names[host]

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return self.answer(request)

    def fetcher(self, sizes: Sizes | None = None) -> Fetcher:
        return Fetcher(sizes or Sizes(), self.resolve, httpx.MockTransport(self.handle))
