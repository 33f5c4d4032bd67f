"""What every request passes: problems for every error, the Host check, CORS, the size of bodies, the log."""

import io
import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from app.api.problems import KINDS, problem_of
from app.log import open_log
from app.main import create_app
from app.settings import Settings
from tests.service import assert_problem, client_of, opener

JSON = {"Content-Type": "application/json"}
PAGE = "https://cms.example"


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/docs/assets/nothing.js", 404, "not-found"),
        ("GET", "/docs/assets/../../../etc/passwd", 404, "not-found"),
        ("PUT", "/v1/verdicts", 405, "method-not-allowed"),
        ("POST", "/livez", 405, "method-not-allowed"),
        ("TRACE", "/v1/articles", 405, "method-not-allowed"),
    ],
)
def test_no_such_page(client: TestClient, method: str, path: str, status: int, slug: str) -> None:
    """What the framework refuses comes as a problem too; 405 says what is allowed."""
    answer = client.request(method, path)
    problem = assert_problem(answer, status, slug)
    assert problem["instance"] == answer.request.url.path
    assert ("allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize(("path", "status"), [("/livez", 200), ("/v1/articles", 200), ("/nothing", 404)])
def test_head(client: TestClient, path: str, status: int) -> None:
    """HEAD answers as GET does, its length too, without the body."""
    head, whole = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (status, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize(
    ("body", "headers", "status", "slug"),
    [
        (b"{", JSON, 422, "invalid-input"),
        (b"\xff\xfe", JSON, 422, "invalid-input"),
        (b"[" * 100_000, JSON, 422, "invalid-input"),
        (b"[]", JSON, 422, "invalid-input"),
        (b"", JSON, 422, "invalid-input"),
        (b'{"max_citations": 1' + b"0" * 5_000 + b"}", JSON, 422, "invalid-input"),
        (b"claim=x", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "unsupported-media-type"),
        (b'{"claim":"five freed"}', {}, 415, "unsupported-media-type"),
        (b'{"claim":"five freed"}', {"Content-Type": "text/plain"}, 415, "unsupported-media-type"),
    ],
)
def test_bad_bodies(client: TestClient, body: bytes, headers: dict[str, str], status: int, slug: str) -> None:
    """A body that is not JSON, or does not say so, is refused; nothing of it comes back."""
    assert_problem(client.post("/v1/verdicts", content=body, headers=headers), status, slug)


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/vnd.api+json", "Application/JSON"])
def test_media_types(client: TestClient, kind: str) -> None:
    """JSON is JSON by any of its names."""
    body = b'{"claim":"five Spaniards freed"}'
    assert client.post("/v1/verdicts", content=body, headers={"Content-Type": kind}).status_code == 200


@pytest.fixture
def small(settings: Settings) -> Iterator[TestClient]:
    """A client of a service that takes bodies of 1,024 bytes."""
    app = create_app(settings.model_copy(update={"max_body_bytes": 1_024}), opener=opener())
    with client_of(app, settings) as client:
        yield client


def test_announced_too_large(small: TestClient) -> None:
    """A body announced over the limit is refused before it is read, on any path."""
    for path in ("/v1/verdicts", "/nothing"):
        assert_problem(small.post(path, content=b" " * 1_025, headers=JSON), 413, "too-large")


def test_streamed_too_large(small: TestClient) -> None:
    """A body that comes in chunks without a length is refused as soon as it passes the limit."""
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 100
            yield b" " * 100

    assert_problem(small.post("/v1/verdicts", content=chunks(), headers=JSON), 413, "too-large")


def test_within_the_limit(small: TestClient) -> None:
    """A body of exactly the limit is read."""
    body = b'{"claim":"five Spaniards freed"}'.ljust(1_024)
    assert small.post("/v1/verdicts", content=body, headers=JSON).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", ""])
def test_foreign_host(client: TestClient, host: str) -> None:
    """A Host that this service does not go by is refused: a page that rebinds its name gets nothing."""
    assert_problem(client.get("/livez", headers={"Host": host}), 421, "host-refused")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:9", "[::1]:8000"])
def test_own_hosts(client: TestClient, host: str) -> None:
    """Its own names are accepted with any port."""
    assert client.get("/livez", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", [PAGE, "moz-extension://0c1d4f5e-1111-2222-3333-444455556666"])
def test_preflight(client: TestClient, origin: str) -> None:
    """A preflight from a named origin is allowed, also from a public page to this private address."""
    answer = client.options(
        "/v1/verdicts",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
            "Access-Control-Request-Private-Network": "true",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-private-network"] == "true"
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize(
    "asked",
    [
        {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
        {"Origin": "null", "Access-Control-Request-Method": "POST"},
        {"Origin": "moz-extension://a/b", "Access-Control-Request-Method": "POST"},
        {"Origin": PAGE, "Access-Control-Request-Method": "PUT"},
        {"Origin": PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-other"},
    ],
)
def test_preflight_refused(client: TestClient, asked: dict[str, str]) -> None:
    """A preflight from elsewhere, or for what is not offered, is refused."""
    answer = client.options("/v1/verdicts", headers=asked)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert "access-control-allow-origin" not in answer.headers


def test_errors_can_be_read_from_pages(client: TestClient) -> None:
    """An allowed page can read errors too, and the headers that tell it more."""
    answer = client.get("/nothing", headers={"Origin": PAGE})
    assert answer.headers["access-control-allow-origin"] == PAGE
    exposed = answer.headers["access-control-expose-headers"]
    assert {"RateLimit", "RateLimit-Policy", "Retry-After", "Location"} <= set(exposed.split(", "))
    assert "access-control-allow-origin" not in client.get("/livez", headers={"Origin": "https://evil.example"}).headers


@pytest.fixture
def failing(settings: Settings, log: io.StringIO) -> Iterator[TestClient]:
    """A client of a service with two pages that fail."""
    app: FastAPI = create_app(settings, opener=opener(), log=open_log(log))

    @app.get("/broken")
    def broken() -> None:
        raise ValueError("SECRET five Spaniards")

    @app.get("/no-database")
    def no_database() -> None:
        raise OperationalError("SELECT SECRET", {}, Exception("SECRET"))

    with client_of(app, settings, raise_server_exceptions=False) as client:
        yield client


def test_unforeseen(failing: TestClient, log: io.StringIO) -> None:
    """A 500 says nothing of the exception; the log says where it was, not what it said."""
    answer = failing.get("/broken", headers={"Origin": PAGE})
    assert_problem(answer, 500, "internal")
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert "SECRET" not in answer.text
    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["status"], line["level"], line["trace"][0]) == (500, "error", "ValueError")
    assert line["trace"][-1].startswith("tests/api/test_edge.py:")
    assert "SECRET" not in log.getvalue()


def test_database_away(failing: TestClient) -> None:
    """A database that does not answer is 503 with a time to come back."""
    answer = failing.get("/no-database")
    assert_problem(answer, 503, "database-failed")
    assert answer.headers["retry-after"] == "1"
    assert "SECRET" not in answer.text


@pytest.mark.parametrize("given", ["abc", "0c1d4f5e-1111-2222-3333-444455556666"])
def test_request_id_kept(client: TestClient, given: str) -> None:
    """A request's own id comes back."""
    assert client.get("/livez", headers={"X-Request-Id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, '"},{"'])
def test_request_id_made(client: TestClient, given: str) -> None:
    """An id that could spoil a log is replaced."""
    made = client.get("/livez", headers={"X-Request-Id": given}).headers["x-request-id"]
    assert made != given
    assert len(made) == 36


def test_types_lead_somewhere(client: TestClient) -> None:
    """The type of a problem is an address that says what it means; there are no others."""
    for slug, kind in KINDS.items():
        page = client.get(f"/problems/{slug}")
        assert page.status_code == 200
        assert f"<h1>{kind.title}</h1>" in page.text
    assert_problem(client.get("/problems/nothing"), 404, "not-found")


def test_every_error_is_a_problem() -> None:
    """Every error of the tree has a slug of its own, a title and a status, and its document says so."""
    for slug, kind in KINDS.items():
        assert slug == kind.slug
        problem = problem_of(kind("detail"), "/x")
        assert problem == {
            "type": f"/problems/{kind.slug}",
            "title": kind.title,
            "status": kind.status,
            "detail": "detail",
            "instance": "/x",
        }
