"""The service on fakes, over SQLite: an archive of three articles, and a client that calls it in process."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.log import open_log
from app.main import create_app
from app.settings import Settings
from tests.service import client_of, fill, opener


def settings_for(migrated_file: Path, folder: Path) -> Settings:
    """Settings that name a fresh migrated database in a folder."""
    path = folder / "service.db"
    shutil.copy(migrated_file, path)
    return Settings(
        database_url=f"sqlite:///{path}",
        cors_origins=("https://cms.example", "moz-extension://*"),
        rate_per_address=0,
        rate_per_key=0,
    )


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """Settings that name a fresh migrated database."""
    return settings_for(migrated_file, tmp_path)


@pytest.fixture
def log() -> io.StringIO:
    """What the service logs."""
    return io.StringIO()


@pytest.fixture
def empty(settings: Settings, log: io.StringIO) -> Iterator[TestClient]:
    """A client of a service whose archive is empty."""
    app = create_app(settings, opener=opener(), log=open_log(log))
    with client_of(app, settings, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def fresh(settings: Settings, log: io.StringIO) -> Iterator[TestClient]:
    """A client of a service of its own whose archive has the three articles."""
    fill(settings)
    app = create_app(settings, opener=opener(), log=open_log(log))
    with client_of(app, settings, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def client(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of one service that all tests share; its three articles are not to be changed."""
    shared = settings_for(migrated_file, tmp_path_factory.mktemp("shared"))
    fill(shared)
    app = create_app(shared, opener=opener(), log=open_log(io.StringIO()))
    with client_of(app, shared, raise_server_exceptions=False) as client:
        yield client
