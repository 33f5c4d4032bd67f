"""The guarded fetcher: every bad form of address is refused before anything is sent; no test leaves the process."""

from ipaddress import ip_address

import httpx
import pytest

from app.errors import FetchFailed, FetchRefused
from app.fetch import Fetcher, is_public, open_fetcher
from app.settings import Settings
from tests.fetching import Network, Sizes

PUBLIC = "93.184.215.14"


def page(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "text/html; charset=utf-8"}, content=b"<p>news</p>")


@pytest.fixture
def network() -> Network:
    return Network({"news.example": [PUBLIC]}, page)


def test_fetches_a_public_page(network: Network) -> None:
    """A public page is fetched from the address that was checked, under its own name."""
    found = network.fetcher().fetch("https://news.example/a?b=1")
    assert found.content == b"<p>news</p>"
    assert found.media_type == "text/html"
    (request,) = network.sent
    assert request.url.host == PUBLIC
    assert request.headers["host"] == "news.example"
    assert request.extensions["sni_hostname"] == "news.example"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "javascript:alert(1)",
        "news.example/a",
        "//news.example/a",
        "https://user:secret@news.example/",
        "https://user@news.example/",
        "https://news.example:8080/",
        "http://news.example:22/",
        "http://news.example:443/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://intranet/",
        "http://printer.local/",
        "http://db.internal/",
        "http://service.localhost/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.8/",
        "http://172.16.4.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fec0::1]/",
        "http://①②⑦.⓪.⓪.①/",
        "http://news.example\\@127.0.0.1/",
        "http://news_example/",
        "http:///path",
        "http://[::1/",
        "https://news.example:99999/",
    ],
)
def test_bad_addresses_are_refused_before_connecting(network: Network, url: str) -> None:
    """Nothing is sent to an address that is not plainly public, however it is written."""
    with pytest.raises(FetchRefused):
        network.fetcher().fetch(url)
    assert not network.sent


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1"], ["fe80::1%eth0"], ["::ffff:192.168.0.1"]]
)
def test_names_that_lead_inside_are_refused(network: Network, addresses: list[str]) -> None:
    """Every answer of the name server must be public, not only the first."""
    network.names["news.example"] = addresses
    with pytest.raises(FetchRefused, match="not public"):
        network.fetcher().fetch("https://news.example/")
    assert not network.sent


def test_the_second_dns_answer_does_not_count(network: Network) -> None:
    """A name that changes its answer after the check changes nothing: the checked address is connected to."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    fetcher = Fetcher(Sizes(), lambda _host, _port: next(answers), httpx.MockTransport(network.handle))
    fetcher.fetch("https://news.example/")
    assert [request.url.host for request in network.sent] == [PUBLIC]
    with pytest.raises(FetchRefused):
        fetcher.fetch("https://news.example/")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://inside.example/", "file:///etc/passwd", "//localhost/x"]
)
def test_redirects_are_checked_again(network: Network, target: str) -> None:
    """A public page that sends on to a private address is not followed there."""
    network.names["inside.example"] = ["10.1.2.3"]
    network.answer = lambda _request: httpx.Response(302, headers={"location": target})
    with pytest.raises(FetchRefused):
        network.fetcher().fetch("https://news.example/")
    assert len(network.sent) == 1


def test_redirects_end(network: Network) -> None:
    """A page that sends on for ever is left after as many redirects as the caps allow."""
    network.answer = lambda _request: httpx.Response(302, headers={"location": "/again"})
    with pytest.raises(FetchRefused, match="redirects"):
        network.fetcher().fetch("https://news.example/")
    assert len(network.sent) == 3


def test_a_relative_redirect_is_followed(network: Network) -> None:
    """Where a page has moved is where its article is from."""
    network.answer = lambda request: (
        page(request) if request.url.path == "/new" else httpx.Response(301, headers={"location": "/new"})
    )
    assert network.fetcher().fetch("https://news.example/old").url == "https://news.example/new"


@pytest.mark.parametrize("announced", [True, False])
def test_large_documents_are_refused(network: Network, announced: bool) -> None:  # noqa: FBT001
    """A document over the cap is refused, by its announced length or as soon as it passes the cap."""
    headers = {"content-type": "text/html"} | ({"content-length": "5000"} if announced else {})
    network.answer = lambda _request: httpx.Response(200, headers=headers, content=iter([b"x" * 900] * 5))
    with pytest.raises(FetchRefused, match="bytes"):
        network.fetcher().fetch("https://news.example/")


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "application/pdf", ""])
def test_other_kinds_are_refused(network: Network, kind: str) -> None:
    """Only text, HTML, XML and JSON are read."""
    network.answer = lambda _request: httpx.Response(200, headers={"content-type": kind}, content=b"x")
    with pytest.raises(FetchRefused, match="kind"):
        network.fetcher().fetch("https://news.example/")


def test_failures_are_told(network: Network) -> None:
    """No name, an error status and a broken line are failures of the other side."""
    with pytest.raises(FetchFailed, match="resolve"):
        network.fetcher().fetch("https://nowhere.example/")
    network.answer = lambda _request: httpx.Response(500)
    with pytest.raises(FetchFailed, match="500"):
        network.fetcher().fetch("https://news.example/")

    def broken(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("reset")

    network.answer = broken
    with pytest.raises(FetchFailed, match="ReadError"):
        network.fetcher().fetch("https://news.example/")


def test_public_addresses() -> None:
    """Ordinary addresses pass; those that carry a private one within them do not."""
    assert is_public(ip_address(PUBLIC))
    assert is_public(ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))
    assert is_public(ip_address("64:ff9b::5db8:d70e"))
    assert not is_public(ip_address("64:ff9b::a00:1"))


def test_off_by_default() -> None:
    """Without the setting there is no fetcher."""
    assert open_fetcher(Settings()) is None
    assert open_fetcher(Settings(fetching=True)) is not None
