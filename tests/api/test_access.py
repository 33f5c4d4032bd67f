"""Who may come in: keys, scopes, origins, pages that call from a browser, and rates."""

import re
import socket
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.api.access import refuse_open_door
from app.errors import StartRefused
from app.keys import Scope, list_keys, revoke
from app.main import create_app
from app.settings import Settings
from app.store import open_engine
from tests.running import running
from tests.service import assert_problem, client_of, fill, key_for, opener

CLAIM = {"claim": "five Spaniards freed"}
ARTICLE = {
    "title": "A title",
    "text": "Two ships left the port of Arnsey on Monday.",
    "publisher": "Arnsey Post",
    "published_at": "2026-01-09T10:00:00Z",
}
EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"


@pytest.fixture
def stranger(settings: Settings) -> Iterator[TestClient]:
    """A client on this machine without any key."""
    fill(settings)
    with client_of(create_app(settings, opener=opener()), settings, key="") as client:
        yield client


def with_key(key: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", **more}


def test_reading_needs_no_key_here(stranger: TestClient) -> None:
    """Out of the box the first request from this machine works."""
    assert stranger.post("/v1/verdicts", json=CLAIM).status_code == 200
    assert stranger.get("/v1/articles").status_code == 200


def test_writing_always_needs_a_key(stranger: TestClient) -> None:
    """Without a key nothing is written or deleted, and the answer says what is wanted."""
    refused = stranger.post("/v1/articles", json=ARTICLE)
    assert_problem(refused, 401, "unauthenticated")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    held = stranger.get("/v1/articles").json()["articles"][0]["id"]
    assert_problem(stranger.delete(f"/v1/articles/{held}"), 401, "unauthenticated")
    assert stranger.get(f"/v1/articles/{held}").status_code == 200


def test_from_another_machine_reading_needs_a_key(settings: Settings) -> None:
    """An address that is not loopback is asked for a key, also to read."""
    app = create_app(settings, opener=opener())
    with TestClient(app, base_url="http://localhost", client=("192.0.2.7", 4_000)) as client:
        assert_problem(client.post("/v1/verdicts", json=CLAIM), 401, "unauthenticated")
        key = key_for(settings, Scope.VERDICTS)
        assert client.post("/v1/verdicts", json=CLAIM, headers=with_key(key)).status_code == 200


def test_closed_reading(settings: Settings) -> None:
    """With `open_reading` off a key is needed on this machine too."""
    closed = settings.model_copy(update={"open_reading": False})
    with client_of(create_app(closed, opener=opener()), closed, key="") as client:
        assert_problem(client.post("/v1/verdicts", json=CLAIM), 401, "unauthenticated")


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_both_headers(stranger: TestClient, settings: Settings, header: str) -> None:
    """A key is taken as a Bearer token and by itself."""
    key = key_for(settings, Scope.ARTICLES)
    sent = f"Bearer {key}" if header == "Authorization" else key
    assert stranger.post("/v1/articles", json=ARTICLE, headers={header: sent}).status_code == 201


def test_a_key_does_what_its_scopes_say(stranger: TestClient, settings: Settings) -> None:
    """A key for verdicts writes no article."""
    key = key_for(settings, Scope.VERDICTS)
    assert_problem(stranger.post("/v1/articles", json=ARTICLE, headers=with_key(key)), 403, "forbidden")


@pytest.mark.parametrize("key", ["nonsense", "vk_0123456789ABCDEFGHJKMNPQRS_" + "x" * 43, "vk_\u00e9"])
def test_wrong_keys(stranger: TestClient, key: str) -> None:
    """A key that is none is refused, also where no key would have done."""
    sent = {b"X-API-Key": key.encode()}
    assert_problem(stranger.post("/v1/verdicts", json=CLAIM, headers=sent), 401, "unauthenticated")


def test_stolen_keys_are_revoked(stranger: TestClient, settings: Settings) -> None:
    """A revoked key is refused from then on, and its secret is not in the database."""
    key = key_for(settings, Scope.ARTICLES)
    engine = open_engine(settings)
    with Session(engine) as session:
        (held,) = list_keys(session)
        assert revoke(session, held.id).revoked_at is not None
        (row,) = session.connection().exec_driver_sql("SELECT * FROM api_key").all()
    engine.dispose()
    assert not any(key.split("_", 2)[2] in str(value) for value in row)
    assert_problem(stranger.post("/v1/articles", json=ARTICLE, headers=with_key(key)), 401, "unauthenticated")


def test_a_key_of_an_extension_is_of_no_use_elsewhere(stranger: TestClient, settings: Settings) -> None:
    """A key made for one origin is refused from another and from none."""
    key = key_for(settings, Scope.VERDICTS, origin=EXTENSION)
    assert stranger.post("/v1/verdicts", json=CLAIM, headers=with_key(key, Origin=EXTENSION)).status_code == 200
    for other in ({"Origin": "https://evil.example"}, {}):
        assert_problem(stranger.post("/v1/verdicts", json=CLAIM, headers=with_key(key, **other)), 403, "forbidden")


def test_hostile_pages_get_nothing(stranger: TestClient) -> None:
    """A page that is not allowed is refused without a key, and a plain form cannot reach a pipeline."""
    headers = {"Origin": "https://evil.example"}
    assert_problem(stranger.post("/v1/verdicts", json=CLAIM, headers=headers), 403, "forbidden")
    form = stranger.post("/v1/verdicts", content=b'{"claim":"abc"}', headers={"Content-Type": "text/plain"})
    assert_problem(form, 415, "unsupported-media-type")


@pytest.mark.parametrize("origin", ["http://localhost", "https://cms.example", "moz-extension://6f1c"])
def test_pages_that_may_call(stranger: TestClient, origin: str) -> None:
    """The docs page itself, the pages of the settings and the extensions of the settings may read."""
    assert stranger.post("/v1/verdicts", json=CLAIM, headers={"Origin": origin}).status_code == 200


def test_slow_bodies_are_cut_off(settings: Settings) -> None:
    """A body that stops coming is answered with 408 after the pause of the settings, and holds nothing open."""
    fill(settings)
    hasty = settings.model_copy(update={"body_pause_s": 0.2})
    with running(create_app(hasty, opener=opener())) as address:
        host, port = "127.0.0.1", int(address.rsplit(":", 1)[1])
        with socket.create_connection((host, port), timeout=20) as line:
            head = f"POST /v1/verdicts HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n"
            line.sendall(f"{head}Content-Length: 400\r\n\r\n".encode() + b'{"claim": "fi')
            answer = line.recv(4_096).decode()
    assert answer.startswith("HTTP/1.1 408")
    assert "application/problem+json" in answer


def test_rates(settings: Settings) -> None:
    """Over the rate is 429 with a time to come back; every answer says what is left."""
    slow = settings.model_copy(update={"rate_per_address": 2})
    with client_of(create_app(slow, opener=opener()), slow, key="") as client:
        first = client.get("/version")
        assert first.headers["ratelimit-policy"] == '"address";q=2;w=60'
        assert re.fullmatch(r'"address";r=1;t=0', first.headers["ratelimit"])
        client.get("/version")
        third = client.get("/version")
        assert_problem(third, 429, "too-many-requests")
        assert 1 <= int(third.headers["retry-after"]) <= 30
        assert client.get("/livez").status_code == 200


def test_rates_of_keys(settings: Settings) -> None:
    """Each key has a rate of its own beside that of its address."""
    slow = settings.model_copy(update={"rate_per_key": 1})
    one, other = key_for(slow, Scope.VERDICTS), key_for(slow, Scope.VERDICTS)
    with client_of(create_app(slow, opener=opener()), slow, key="") as client:
        assert client.get("/version", headers=with_key(one)).status_code == 200
        assert_problem(client.get("/version", headers=with_key(one)), 429, "too-many-requests")
        assert client.get("/version", headers=with_key(other)).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "newsroom.example"])  # noqa: S104  refused below
def test_no_open_door(host: str) -> None:
    """An address that others reach without any key refuses to start, and the line says how to make one."""
    with pytest.raises(StartRefused, match="veridict keys new"):
        refuse_open_door(Settings(host=host), has_keys=False)
    refuse_open_door(Settings(host=host), has_keys=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_opens(host: str) -> None:
    """On loopback no key is needed to start."""
    refuse_open_door(Settings(host=host), has_keys=False)
