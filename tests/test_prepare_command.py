"""The default archive is loaded where there was never an article, and a loading that broke off is finished."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import Session

from app import archive
from app.archive import Submission
from app.commands.prepare import _lacks_default_archive, prepare, renew_vectors
from app.ingest import ingest, remove
from app.settings import Settings
from seeds.loading import DEFAULT_FOLDER
from seeds.reading import read_file
from tests.fakes import FakeEncoder
from tests.service import fill, opener

DEFAULTS = [read_file(path).submission() for path in sorted(DEFAULT_FOLDER.glob("*.md"))]
OWN = Submission("Own", "An article of one's own.", "Us", datetime(2026, 1, 1, tzinfo=UTC), url="https://us.example/1")


class _Encoding:
    encoder = FakeEncoder()


@pytest.mark.parametrize(
    ("there", "lacks"),
    [
        ([], True),
        (DEFAULTS[:1], True),
        (DEFAULTS[:4], True),
        (DEFAULTS, False),
        ([OWN], False),
        ([DEFAULTS[0], OWN], False),
        ([DEFAULTS[0], replace(DEFAULTS[0], text="Something else was said.")], False),
    ],
)
def test_when_it_is_loaded(sqlite_engine: Engine, there: list[Submission], lacks: bool) -> None:  # noqa: FBT001
    """Only into an archive that is empty, or holds some of it and nothing else."""
    with Session(sqlite_engine) as session:
        for submission in there:
            ingest(session, _Encoding(), submission)
        assert _lacks_default_archive(session) is lacks


def test_what_was_deleted_stays_away(sqlite_engine: Engine) -> None:
    """An article of it that somebody has deleted does not come back."""
    with Session(sqlite_engine) as session:
        for submission in DEFAULTS:
            ingest(session, _Encoding(), submission)
        for article in archive.list_articles(session, limit=10).articles:
            remove(session, article.id)
        assert not _lacks_default_archive(session)


def test_vectors_of_another_encoder_are_made_anew(tmp_path: Path) -> None:
    """After a change of encoder the archive is encoded once more, and says so; without one it is silent."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'archive.db'}")
    prepare(settings, Console(quiet=True), seed=False)
    fill(settings)
    said = StringIO()
    with opener()(settings) as resources:
        renew_vectors(resources, Console(file=said))
        assert said.getvalue() == ""
        other = FakeEncoder("fake-encoder-2")
        changed = replace(resources, encoder=other)
        renew_vectors(changed, Console(file=said))
        assert "passages encoded anew" in said.getvalue()
        with Session(changed.engine) as session:
            assert archive.stale_versions(session, other.adapter.revision, 1) == []
