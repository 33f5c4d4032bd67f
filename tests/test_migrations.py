"""The migrations: up, down and up again, with data, on both databases; and nothing the models know is missing."""

import pgvector.sqlalchemy
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import Session, SQLModel

import models
from app import search, store
from app.ingest import ingest
from app.settings import Settings
from tests.articles import FakeResources, article
from tests.conftest import BOTH_DATABASES, migrate

KNOWN = (models.__all__, pgvector.sqlalchemy.HALFVEC)  # importing them teaches SQLAlchemy tables and types
BY_HAND = ("passage_fts", "review_fts", "tsv", "half")


@pytest.mark.parametrize("empty_database", BOTH_DATABASES, indirect=True)
def test_up_down_and_up_again_with_data(empty_database: str) -> None:
    """From empty to a used archive, back to nothing, and to a used archive again."""
    engine = store.open_engine(Settings(database_url=empty_database))
    for _ in range(2):
        migrate(engine)
        with Session(engine) as session:
            assert ingest(session, FakeResources(), article("Five were freed. It rained.")).created
            assert len(search.search_text(session, "rain", 5)) == 1
        migrate(engine, "base")
        assert inspect(engine).get_table_names() == ["alembic_version"]
        assert inspect(engine).get_view_names() == []
    engine.dispose()


@pytest.mark.parametrize("empty_database", BOTH_DATABASES, indirect=True)
def test_the_migrations_make_what_the_models_describe(empty_database: str) -> None:
    """Comparing the migrated database with the models finds no difference but what is made by hand."""
    engine = store.open_engine(Settings(database_url=empty_database))
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert [one for one in differences if not any(name in str(one) for name in BY_HAND)] == []


def test_migrating_keeps_a_used_archive(empty_database: str) -> None:
    """Running the migrations on a database that is up to date changes nothing in it."""
    engine = store.open_engine(Settings(database_url=empty_database))
    migrate(engine)
    with Session(engine) as session:
        ingest(session, FakeResources(), article("Five were freed."))
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM article")).scalar() == 1
    engine.dispose()
