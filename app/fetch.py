"""Fetch a public document, and nothing else: no private address, however it is written or whatever it resolves to.

Every address is checked before anything is sent, and again after each redirect. The name is resolved here,
every answer must be public, and the connection goes to the address that was checked, so that a second answer
of the name server cannot lead elsewhere.

Source: the special-purpose address registries of RFC 6890 (as `ipaddress` knows them), RFC 6052 and RFC 3056
for IPv4 addresses within IPv6 ones.
"""

import ipaddress
import re
import socket
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import httpx

from app.errors import FetchFailed, FetchRefused
from app.settings import Settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.IGNORECASE
)
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home", ".corp", ".test", ".invalid", ".onion", ".arpa")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KINDS = ("text/", "application/xhtml+xml", "application/xml", "application/rss+xml", "application/atom+xml",
          "application/json", "application/ld+json")  # fmt: skip
_AGENT = "veridict (+self-hosted archive)"
_PORTS = {"http": 80, "https": 443}


class Sized(Protocol):
    """What the fetcher reads of the settings."""

    @property
    def fetch_bytes(self) -> int:
        """Most bytes of a document, after decompression."""

    @property
    def fetch_time_s(self) -> float:
        """Longest time for a document, redirects included, seconds."""

    @property
    def fetch_redirects(self) -> int:
        """Most redirects."""


@dataclass(frozen=True, slots=True)
class Document:
    """A fetched document; `url` is where it was found in the end."""

    url: str
    media_type: str
    content: bytes


def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver for all addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: Address) -> bool:
    """Tell whether an address is reachable by all and stands for no other one within it that is not."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _within(address)
        if inner is not None:
            return is_public(inner)
        if address in _NAT64_LOCAL or address in _COMPATIBLE or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def checked(url: str, resolver: Resolver) -> tuple[httpx.URL, str]:
    """Check where a URL leads.

    Args:
        url: As given, or as a redirect said.
        resolver: Name and port to addresses.

    Returns:
        The URL, and the address to connect to.

    Raises:
        FetchRefused: Another scheme or port, credentials, a host in any form but a full domain name or a plain
            public address, or a name that has an address that is not public.
        FetchFailed: The name does not resolve.
    """
    try:
        parts, parsed = urlsplit(url), httpx.URL(url)
        port = parts.port
    except (ValueError, httpx.InvalidURL) as fault:
        raise FetchRefused(f"not a URL: {fault}") from fault
    if parts.scheme not in _PORTS:
        raise FetchRefused("only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused("an address with a user name or password in it is not fetched")
    if port not in {None, _PORTS[parts.scheme]}:
        raise FetchRefused("only the ports 80 and 443 are fetched from")
    host = parsed.raw_host.decode("ascii").strip("[]")
    return parsed, _address_of(host, _PORTS[parts.scheme], resolver)


def _address_of(host: str, port: int, resolver: Resolver) -> str:
    try:
        given = ipaddress.ip_address(host)
    except ValueError:
        given = None
    if given is not None:
        if not is_public(given):
            raise FetchRefused("this address is not public")
        return str(given)
    if not _NAME.fullmatch(host) or f".{host.lower()}".endswith(_LOCAL_NAMES):
        raise FetchRefused("the host is neither a full domain name nor a plain address")
    try:
        found = resolver(host, port)
        addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    except (OSError, ValueError) as fault:
        raise FetchFailed(f"{host} does not resolve") from fault
    if not addresses:
        raise FetchFailed(f"{host} does not resolve")
    if not all(is_public(one) for one in addresses):
        raise FetchRefused("this name leads to an address that is not public")
    return str(addresses[0])


class Fetcher:
    """Fetches public documents within the caps of the settings.

    Args:
        sizes: The caps.
        resolver: Name and port to addresses; the system's unless a test brings another.
        transport: What sends; the network unless a test brings another.
    """

    def __init__(
        self, sizes: Sized, resolver: Resolver = resolve, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._sizes = sizes
        self._resolver = resolver
        self._transport = transport

    def fetch(self, url: str) -> Document:
        """Fetch one document.

        Raises:
            FetchRefused: An address that may not be fetched, or a document over the caps or of another kind.
            FetchFailed: No answer, or not a 200.
        """
        until = time.monotonic() + self._sizes.fetch_time_s
        with httpx.Client(transport=self._transport, trust_env=False, follow_redirects=False) as client:
            for _ in range(self._sizes.fetch_redirects + 1):
                found = self._once(client, url, until)
                if isinstance(found, Document):
                    return found
                url = found
        raise FetchRefused(f"more than {self._sizes.fetch_redirects} redirects")

    def _once(self, client: httpx.Client, url: str, until: float) -> Document | str:
        parsed, address = checked(url, self._resolver)
        pinned = parsed.copy_with(host=address)
        headers = {"Host": parsed.netloc.decode("ascii"), "User-Agent": _AGENT, "Accept-Encoding": "gzip"}
        request = client.build_request("GET", pinned, headers=headers, timeout=max(0.1, until - time.monotonic()),
                                       extensions={"sni_hostname": parsed.raw_host.decode("ascii")})  # fmt: skip
        try:
            answer = client.send(request, stream=True)
            with closing(answer):
                if answer.status_code in _REDIRECTS and "location" in answer.headers:
                    return urljoin(url, answer.headers["location"])
                if answer.status_code != 200:
                    raise FetchFailed(f"the server answered {answer.status_code}")
                return Document(url, _kind_of(answer), self._read(answer, until))
        except httpx.HTTPError as fault:
            raise FetchFailed(f"no answer ({type(fault).__name__})") from fault

    def _read(self, answer: httpx.Response, until: float) -> bytes:
        most = self._sizes.fetch_bytes
        announced = answer.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced) > most:
            raise FetchRefused(f"the document has more than {most:,} bytes")
        content = bytearray()
        for part in answer.iter_bytes(65_536):
            content += part
            if len(content) > most:
                raise FetchRefused(f"the document has more than {most:,} bytes")
            if time.monotonic() > until:
                raise FetchFailed("the document did not come in time")
        return bytes(content)


def _kind_of(answer: httpx.Response) -> str:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not kind.startswith(_KINDS):
        raise FetchRefused(f"a document of the kind {kind or 'unknown'!r} is not read")
    return str(kind)


def open_fetcher(settings: Settings) -> Fetcher | None:
    """Make the fetcher, or None where the settings leave fetching off."""
    return Fetcher(settings) if settings.fetching else None
