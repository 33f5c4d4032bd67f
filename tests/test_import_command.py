"""`veridict import`: files, folders and feeds go in with a word on what was left out; no test leaves the process."""

import json
from io import StringIO
from pathlib import Path

import httpx
import pytest
from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import Session

from app import archive
from app.commands import bring as command
from app.errors import FetchRefused, InvalidInput
from app.settings import Settings
from tests.fakes import FakeEncoder
from tests.fetching import Network, Sizes
from tests.test_documents import ATOM, NINJS, PAGE, RSS

PUBLIC = "93.184.215.14"
ARTICLE = {
    "title": "Ferry sails",
    "text": "The ferry left the port of Arnsey on Monday.",
    "publisher": "Arnsey Post",
    "url": "https://post.example/1",
    "published_at": "2026-01-09T10:00:00Z",
}


class Encoder(FakeEncoder):
    """The fake encoder, which can be closed."""

    def close(self) -> None:
        """Do nothing."""


class Desk:
    """An archive, and what the command says when something is brought."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.said = ""

    def bring(self, source: str) -> bool:
        out = StringIO()
        with Session(self.engine) as session:
            whole = command.bring(session, Settings(), source, Console(file=out, width=200))
        self.said = out.getvalue()
        return whole

    def titles(self) -> set[str]:
        with Session(self.engine) as session:
            return {one.title for one in archive.list_articles(session, limit=50).articles}


@pytest.fixture
def desk(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(command, "open_encoder", lambda _settings: Encoder())
    return Desk(sqlite_engine)


def test_a_file(desk: Desk, tmp_path: Path) -> None:
    """Good lines go in, bad ones are named with their number; run again, nothing changes."""
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join([json.dumps(ARTICLE), "{broken", "", json.dumps(NINJS)]))
    assert not desk.bring(str(path))
    assert "2: the line is not JSON" in desk.said
    assert "2 created, 0 unchanged, 0 new version, 1 failed" in desk.said
    assert "3/3" in desk.said
    assert desk.titles() == {"Ferry sails", "Bridge in Bellmouth reopens"}
    desk.bring(str(path))
    assert "0 created, 2 unchanged, 0 new version, 1 failed" in desk.said


def test_a_folder(desk: Desk, tmp_path: Path) -> None:
    """A folder of texts goes in."""
    folder = tmp_path / "texts"
    folder.mkdir()
    head = "title: Ferry sails\npublisher: Arnsey Post\npublished_at: 2026-01-09T10:00:00Z"
    (folder / "one.md").write_text(f"---\n{head}\n---\nThe ferry left the port of Arnsey on Monday.\n")
    assert desk.bring(str(folder)), desk.said
    assert desk.titles() == {"Ferry sails"}


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_a_feed(desk: Desk, monkeypatch: pytest.MonkeyPatch, feed: str) -> None:
    """Every page that a feed names is fetched from a checked address and goes in."""

    def answer(request: httpx.Request) -> httpx.Response:
        kind, content = ("application/xml", feed) if request.url.path == "/feed" else ("text/html", PAGE)
        return httpx.Response(200, headers={"content-type": kind}, content=content.encode())

    network = Network({"news.example": [PUBLIC]}, answer)
    monkeypatch.setattr(command, "open_fetcher", lambda _settings: network.fetcher(Sizes(fetch_bytes=10_000)))
    assert desk.bring("https://news.example/feed"), desk.said
    assert len(network.sent) == 2
    assert {request.url.host for request in network.sent} == {PUBLIC}
    assert "1 created" in desk.said
    assert desk.titles() == {"Bridge reopens"}


def test_a_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is no feed is taken as a page."""
    page = httpx.Response(200, headers={"content-type": "text/html"}, content=PAGE.encode())
    network = Network({"news.example": [PUBLIC]}, lambda _request: page)
    monkeypatch.setattr(command, "open_fetcher", lambda _settings: network.fetcher(Sizes(fetch_bytes=10_000)))
    assert desk.bring("https://news.example/1"), desk.said
    assert desk.titles() == {"Bridge reopens"}


def test_refused(desk: Desk, tmp_path: Path) -> None:
    """Addresses while fetching is off, and what is not there, are refused in words."""
    with pytest.raises(FetchRefused, match="VERIDICT_FETCHING"):
        desk.bring("https://news.example/feed")
    with pytest.raises(InvalidInput, match="no such file or folder"):
        desk.bring(str(tmp_path / "nothing"))
