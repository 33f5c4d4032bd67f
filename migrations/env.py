"""Alembic's environment: the database of the settings, or a connection handed over by a caller."""

import pgvector.sqlalchemy
from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import models
from app.settings import load_settings
from app.store import open_engine

# Made by hand in the migrations, unknown to SQLModel: the full-text index and PostgreSQL's vector column.
_BY_HAND = ("passage_fts", "review_fts", "evidence", "tsv", "half")

# importing the one fills SQLModel.metadata, the other teaches SQLAlchemy the types of pgvector
_KNOWN = (models.__all__, pgvector.sqlalchemy.HALFVEC)


def _compared(_item: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001
    return name is None or not any(mark in name for mark in _BY_HAND)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_object=_compared,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Migrate the connection in `config.attributes`, else the database that the settings name."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    engine = open_engine(load_settings())
    with engine.begin() as opened:
        _migrate(opened)
    engine.dispose()


run()
