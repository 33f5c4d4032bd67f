"""The real service, in process: the shipped networks over the default archive."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from rich.console import Console

from app.commands.prepare import prepare
from app.log import open_log
from app.main import create_app
from app.settings import Settings


@contextmanager
def real_settings() -> Iterator[Settings]:
    """Settings that name a database of their own with the default archive in it."""
    with tempfile.TemporaryDirectory(prefix="veridict-") as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'veridict.db'}")
        prepare(settings, Console(quiet=True), seed=True)
        yield settings


@contextmanager
def real_service() -> Iterator[TestClient]:
    """A client, on this machine and without a key, of a service over the default archive."""
    with real_settings() as settings:
        app = create_app(settings, log=open_log(io.StringIO()))
        with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000)) as client:
            yield client
