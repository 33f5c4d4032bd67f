"""The database: its engine, what a question is asked of, passages and texts by id, verdicts.

With `app.search`, `app.archive`, `app.kin`, `app.keys` and `app.reviews` the only importer of `models`: every SQL
statement is in these six. Functions take the session first and never commit: the pipelines do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, and_, create_engine, event, func, make_url, text
from sqlalchemy import select as select_columns
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

import models
from app import evidence
from app.errors import DatabaseFailed, NotFound
from app.evidence import Archive, Basis, Origin, Passage, Source
from app.settings import Settings

# As many requests at a time as the networks can make batches of; the connection used last is warmest.
_POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 0, "pool_use_lifo": True}
FOREVER = 2**62  # microseconds; `visible_until` of a version that nothing replaces
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CHUNK = 500  # ids in one IN (...)


def microseconds(time: datetime) -> int:
    """Turn an aware time into microseconds since 1970, exactly."""
    return (time - _EPOCH) // timedelta(microseconds=1)


# --- the engine ------------------------------------------------------------------------------------------------


def open_engine(settings: Settings) -> Engine:
    """Open the database that the settings name; a missing folder for a SQLite file is made.

    Args:
        settings: `database_url` and `busy_timeout_ms` are read.

    Returns:
        An engine; on SQLite each connection has WAL, `synchronous=FULL`, foreign keys and the busy timeout.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, **_POOL)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, **_POOL)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        connection.executescript(
            f"PRAGMA busy_timeout={settings.busy_timeout_ms};"
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
        )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads before it writes can lose the race for the lock half-way.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def begin_writing(session: Session) -> None:
    """Start a transaction that will write, alone among the writers; what was open in the session is given up.

    Raises:
        DatabaseFailed: The lock did not come free within the busy timeout.
    """
    session.rollback()
    try:
        session.connection(execution_options={"writing": True})
        if is_postgres(session):
            session.execute(text("SELECT pg_advisory_xact_lock(86473)"))  # revisions must commit in order
    except SQLAlchemyError as fault:
        raise DatabaseFailed("the database is busy", retry_after_s=1) from fault


def ping(session: Session) -> None:
    """Ask the database for a sign of life.

    Raises:
        DatabaseFailed: It did not answer, or has no tables yet.
    """
    try:
        session.exec(select(func.max(models.Change.revision))).one()
    except SQLAlchemyError as fault:
        raise DatabaseFailed("the database did not answer, or has no tables yet: `alembic upgrade head`") from fault


def is_postgres(session: Session) -> bool:
    """Tell PostgreSQL from SQLite."""
    return session.get_bind().dialect.name == "postgresql"


# --- the archive as a whole ------------------------------------------------------------------------------------


def visible(as_of: datetime | None, publishers: Sequence[str] | None) -> list[Any]:
    """Conditions on `article_version`: what counts at `as_of`, of these publishers."""
    time = microseconds(as_of or datetime.now(UTC))
    table = models.ArticleVersion
    conditions: list[Any] = [col(table.visible_from) <= time, col(table.visible_until) > time]
    if publishers is not None:
        conditions.append(col(table.publisher).in_(list(publishers)))
    return conditions


def revision(session: Session) -> int:
    """Give the revision of the archive: it grows with every change of an article, 0 when there was none."""
    return session.exec(select(func.max(models.Change.revision))).one() or 0


def archive(session: Session, as_of: datetime | None = None, publishers: Sequence[str] | None = None) -> Archive:
    """Describe what a question is asked of.

    Args:
        session: An open session.
        as_of: Only what was published at or before it counts; None means now.
        publishers: Only these publishers' articles count; None means all.

    Returns:
        How many articles count, and the revision of the whole archive.
    """
    counted = select(func.count()).select_from(models.ArticleVersion).where(*visible(as_of, publishers))
    return Archive(articles=session.exec(counted).one(), revision=str(revision(session)))


def newest_published(
    session: Session, as_of: datetime | None = None, publishers: Sequence[str] | None = None
) -> datetime | None:
    """Give the time at which the newest article that counts was published; None when none counts."""
    newest = select(func.max(models.ArticleVersion.visible_from)).where(*visible(as_of, publishers))
    found = session.exec(newest).one()
    return None if found is None else _EPOCH + timedelta(microseconds=found)


# --- passages --------------------------------------------------------------------------------------------------


def passages(session: Session, ids: Sequence[int]) -> list[Passage]:
    """Read passages with their sources and the sentence before each.

    Args:
        session: An open session.
        ids: Passage ids; one that is no longer there is left out.

    Returns:
        The passages, in the order of `ids`.
    """
    found: dict[int, Passage] = {}
    for start in range(0, len(ids), CHUNK):
        wanted = col(models.Passage.id).in_(list(ids[start : start + CHUNK]))
        found |= {passage.id: passage for passage in _read(session, wanted)}
    return [found[number] for number in ids if number in found]


def twins(
    session: Session,
    sentence_hashes: Sequence[str],
    as_of: datetime | None = None,
    publishers: Sequence[str] | None = None,
) -> list[Passage]:
    """Find the evidence passages with these sentence hashes: the same words, wherever they were printed.

    Returns:
        Passages that count at `as_of`, of these publishers, oldest publication first.
    """
    wanted = [
        col(models.Passage.sentence_hash).in_(list(sentence_hashes)),
        col(models.Passage.is_evidence).is_(True),
        *visible(as_of, publishers),
    ]
    return sorted(_read(session, *wanted), key=lambda found: (found.source.published_at, found.id))


def _read(session: Session, *conditions: Any) -> Iterator[Passage]:
    passage, version, before = models.Passage, models.ArticleVersion, aliased(models.Passage)
    columns: list[Any] = [
        passage.id, passage.ordinal, passage.start, passage.end, passage.text, passage.sentence_hash,
        version.article_id, version.version, version.title, version.publisher, models.Article.url,
        version.published_at, version.origin_id, col(before.text).label("context"),
    ]  # fmt: skip
    precedes = and_(
        col(before.version_id) == passage.version_id,
        col(before.ordinal) == passage.ordinal - 1,
        col(before.is_evidence).is_(True),
    )
    query = (
        select_columns(*columns)
        .join(version, col(version.id) == passage.version_id)
        .join(models.Article, col(models.Article.id) == version.article_id)
        .outerjoin(before, precedes)
        .where(*conditions)
    )
    for row in session.execute(query).all():
        yield Passage(
            id=row.id,
            source=_source(row),
            ordinal=row.ordinal,
            start=row.start,
            end=row.end,
            text=row.text,
            context=row.context or "",
            sentence_hash=row.sentence_hash,
        )


def _source(row: Any) -> Source:
    """Read the article version that a passage or a stored citation names."""
    return Source(
        article_id=row.article_id,
        version=row.version,
        title=row.title,
        publisher=row.publisher,
        url=row.url,
        published_at=row.published_at,
        origin_id=row.origin_id,
    )


# --- origins and texts -----------------------------------------------------------------------------------------


def origins(session: Session, origin_ids: Sequence[str]) -> list[Origin]:
    """Read origins, in the order of `origin_ids`; one that is not there is left out."""
    found: dict[str, Origin] = {}
    for start in range(0, len(origin_ids), CHUNK):
        wanted = col(models.Origin.id).in_(list(origin_ids[start : start + CHUNK]))
        for row in session.exec(select(models.Origin).where(wanted)).all():
            found[row.id] = Origin(row.id, row.name, Basis(row.basis))
    return [found[number] for number in origin_ids if number in found]


def article_text(session: Session, article_id: str, version: int) -> tuple[str, str]:
    """Read the text of an article version as stored, and the SHA-256 stored with it.

    Raises:
        NotFound: There is no such version.
    """
    table = models.ArticleVersion
    query = select(table.text, table.text_sha256).where(table.article_id == article_id, table.version == version)
    row = session.exec(query).first()
    if row is None:
        raise NotFound(f"no version {version} of article {article_id}")
    return row[0], row[1]


# --- verdicts --------------------------------------------------------------------------------------------------

_VERDICT = TypeAdapter(evidence.Verdict)
_REPRINTS = TypeAdapter(tuple[evidence.Reprint, ...])


def save_verdict(session: Session, verdict: evidence.Verdict) -> None:
    """Store a verdict with its citations, complete: nothing of it is looked up again when it is loaded."""
    session.add(
        models.Verdict(
            id=verdict.id,
            claim=verdict.question.claim,
            label=verdict.weighed.label.value,
            confidence=verdict.weighed.confidence,
            checked_at=verdict.checked_at,
            body=_VERDICT.dump_json(replace(verdict, citations=())).decode(),
        )
    )
    session.flush()
    for ordinal, citation in enumerate(verdict.citations):
        source = citation.source
        session.add(
            models.Citation(
                verdict_id=verdict.id,
                ordinal=ordinal,
                stance=citation.stance.value,
                probability=citation.probability,
                quote=citation.quote,
                start=citation.start,
                end=citation.end,
                text_sha256=citation.text_sha256,
                link=citation.link,
                article_id=source.article_id,
                version=source.version,
                title=source.title,
                publisher=source.publisher,
                url=source.url,
                published_at=source.published_at,
                origin_id=source.origin_id,
                reprints=_REPRINTS.dump_json(citation.reprints).decode(),
                why=citation.why,
            )
        )
    session.flush()


def load_verdict(session: Session, verdict_id: str) -> evidence.Verdict:
    """Load a verdict as it was saved.

    Raises:
        NotFound: There is no such verdict.
    """
    row = session.get(models.Verdict, verdict_id)
    if row is None:
        raise NotFound(f"no verdict {verdict_id}")
    cited = select(models.Citation).where(models.Citation.verdict_id == verdict_id)
    citations = [_citation(found) for found in session.exec(cited.order_by(col(models.Citation.ordinal))).all()]
    return replace(_VERDICT.validate_json(row.body), citations=tuple(citations))


def _citation(row: models.Citation) -> evidence.Citation:
    return evidence.Citation(
        stance=evidence.Stance(row.stance),
        probability=row.probability,
        quote=row.quote,
        start=row.start,
        end=row.end,
        text_sha256=row.text_sha256,
        link=row.link,
        source=_source(row),
        reprints=_REPRINTS.validate_json(row.reprints),
        why=row.why,
    )
