"""Before the first request: the tables of this version, and the default archive where there was never an article."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

import migrations
from app import archive, store
from app.encoder import open_encoder
from app.errors import StartRefused
from app.ingest import JustEncoder, reencode
from app.resources import Resources
from app.settings import Settings
from seeds.loading import DEFAULT_FOLDER, load
from seeds.reading import read_file

_PATIENCE_S = 300.0  # nobody waits for an answer here


def prepare(settings: Settings, console: Console, *, seed: bool) -> None:
    """Bring the database up to date, and load the default archive where there was never an article.

    Args:
        settings: Which database, and which encoder.
        console: Where progress is shown.
        seed: False leaves an empty archive empty.

    Raises:
        StartRefused: The database does not answer, or is newer than this version.
    """
    engine = store.open_engine(settings)
    try:
        migrate(engine)
        with Session(engine) as session:
            if seed and _lacks_default_archive(session):
                _load_default_archive(session, settings, console)
    finally:
        engine.dispose()


def renew_vectors(resources: Resources, console: Console) -> None:
    """Encode anew what was encoded otherwise: without that, search by meaning would pass it over in silence.

    Args:
        resources: The archive and the encoder that serves.
        console: Where it is said, if there is something to do; it can be stopped, and goes on at the next start.
    """
    with Session(resources.engine) as session:
        if archive.stale_versions(session, resources.encoder.adapter.revision, 1):
            console.print("vectors   made by another encoder or version; encoding the archive anew")
            console.print(f"vectors   {reencode(session, resources):,} passages encoded anew")


def migrate(engine: Engine) -> None:
    """Bring a database up to the newest revision of the tables; each step is whole or not at all.

    Raises:
        StartRefused: The database does not answer, or is newer than this version.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except (SQLAlchemyError, CommandError) as fault:
        reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        raise StartRefused(f"VERIDICT_DATABASE_URL: the database cannot be brought up to date ({reason})") from fault


def _lacks_default_archive(session: Session) -> bool:
    """Tell whether there was never an article, or a loading of the default archive that broke off and nothing else."""
    changes = store.revision(session)
    files = sorted(DEFAULT_FOLDER.glob("*.md"))
    if changes == 0 or changes >= len(files):
        return changes == 0
    addresses = {read_file(path).submission().url for path in files}
    there = archive.list_articles(session, limit=len(files)).articles
    return len(there) == changes and all(article.url in addresses for article in there)


def _load_default_archive(session: Session, settings: Settings, console: Console) -> None:
    session.rollback()  # the loader begins transactions of its own
    encoder = open_encoder(settings.model_copy(update={"deadline_s": _PATIENCE_S}))
    try:
        load(session, JustEncoder(encoder), DEFAULT_FOLDER, console)
    finally:
        encoder.close()
