"""Every SQL statement that serves verdicts and articles; with `app.archive` the only importer of `models`.

Functions take the session first and never commit: the pipelines do. The same code runs on SQLite (FTS5,
vectors handed out for a matrix in memory) and on PostgreSQL (tsvector, halfvec with HNSW).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, text, tuple_
from sqlalchemy import select as select_columns
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

import models
from app import evidence
from app.errors import DatabaseFailed, NotFound
from app.evidence import Archive, Basis, Origin, Passage, Source
from app.settings import Settings

FOREVER = 2**62  # microseconds; `visible_until` of a version that nothing replaces
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK = 500  # ids in one IN (...)


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
        return create_engine(url, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)

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
        if _is_postgres(session):
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


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


# --- the archive as a whole ------------------------------------------------------------------------------------


def _visible(as_of: datetime | None, publishers: Sequence[str] | None) -> list[Any]:
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
    counted = select(func.count()).select_from(models.ArticleVersion).where(*_visible(as_of, publishers))
    return Archive(articles=session.exec(counted).one(), revision=str(revision(session)))


def newest_published(
    session: Session, as_of: datetime | None = None, publishers: Sequence[str] | None = None
) -> datetime | None:
    """Give the time at which the newest article that counts was published; None when none counts."""
    newest = select(func.max(models.ArticleVersion.visible_from)).where(*_visible(as_of, publishers))
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
    for start in range(0, len(ids), _CHUNK):
        wanted = col(models.Passage.id).in_(list(ids[start : start + _CHUNK]))
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
        *_visible(as_of, publishers),
    ]
    return sorted(_read(session, *wanted), key=lambda found: (found.source.published_at, found.id))


def sentence_hashes(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Read the sentence hashes of passages, by passage id; one that is no longer there is left out."""
    wanted = sorted(set(ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = col(models.Passage.id).in_(wanted[start : start + _CHUNK])
        found |= {number: words for number, words in session.exec(
            select(models.Passage.id, models.Passage.sentence_hash).where(chunk)
        ).all() if number is not None}  # fmt: skip
    return found


def vectors(session: Session, ids: Sequence[int], encoder_revision: str) -> dict[int, NDArray[np.float32]]:
    """Read the vectors of passages, float32 [dimension] by passage id; one without a vector is left out."""
    table = models.Embedding
    wanted = [col(table.passage_id).in_(list(ids)), col(table.encoder_revision) == encoder_revision]
    rows = session.exec(select(table.passage_id, table.values).where(*wanted)).all()
    return {number: np.frombuffer(values, dtype="<f4") for number, values in rows}


def _read(session: Session, *conditions: Any) -> Iterator[Passage]:
    passage, version = models.Passage, models.ArticleVersion
    columns: list[Any] = [
        passage.id, passage.version_id, passage.ordinal, passage.start, passage.end, passage.text,
        passage.sentence_hash, version.article_id, version.version, version.title, version.publisher,
        models.Article.url, version.published_at, version.origin_id,
    ]  # fmt: skip
    query = (
        select_columns(*columns)
        .join(version, col(version.id) == passage.version_id)
        .join(models.Article, col(models.Article.id) == version.article_id)
        .where(*conditions)
    )
    rows = session.execute(query).all()
    before = _texts(session, [(row.version_id, row.ordinal - 1) for row in rows])
    for row in rows:
        source = Source(
            article_id=row.article_id,
            version=row.version,
            title=row.title,
            publisher=row.publisher,
            url=row.url,
            published_at=row.published_at,
            origin_id=row.origin_id,
        )
        yield Passage(
            id=row.id,
            source=source,
            ordinal=row.ordinal,
            start=row.start,
            end=row.end,
            text=row.text,
            context=before.get((row.version_id, row.ordinal - 1), ""),
            sentence_hash=row.sentence_hash,
        )


def _texts(session: Session, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Read the evidence sentences at (version id, ordinal)."""
    passage = models.Passage
    found: dict[tuple[int, int], str] = {}
    for start in range(0, len(places), _CHUNK):
        chunk = [place for place in places[start : start + _CHUNK] if place[1] >= 0]
        query = select(passage.version_id, passage.ordinal, passage.text).where(
            tuple_(col(passage.version_id), col(passage.ordinal)).in_(chunk), col(passage.is_evidence).is_(True)
        )
        found |= {(version, ordinal): words for version, ordinal, words in session.exec(query).all()}
    return found


# --- search ----------------------------------------------------------------------------------------------------

# Ordered by its own rank, FTS5 hands rows out best first, and only those looked at are joined and filtered.
_FTS5 = """
SELECT passage.id FROM passage_fts
CROSS JOIN passage ON passage.id = passage_fts.rowid
{join}
WHERE passage_fts MATCH :query AND passage.visible_from <= :time AND passage.visible_until > :time {publishers}
ORDER BY passage_fts.rank LIMIT :limit
"""
_TSVECTOR = """
SELECT passage.id FROM passage {join}
CROSS JOIN to_tsquery('english', :query) AS query
WHERE passage.tsv @@ query AND passage.visible_from <= :time AND passage.visible_until > :time {publishers}
ORDER BY ts_rank_cd(passage.tsv, query, 1) DESC, passage.id LIMIT :limit
"""
_HNSW = """
SELECT passage.id, 1 - (embedding.half <=> CAST(:vector AS halfvec(384))) AS similarity FROM embedding
JOIN passage ON passage.id = embedding.passage_id {join}
WHERE embedding.encoder_revision = :encoder
AND passage.visible_from <= :time AND passage.visible_until > :time {publishers}
ORDER BY embedding.half <=> CAST(:vector AS halfvec(384)) LIMIT :limit
"""
_STOPWORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by did do does for from had has have he her his how i if in into is it its of "
        "on or she so than that the their them then there these they this to was we were what when where which who "
        "will with would you your said says say",
    )
)


def query_words(claim: str) -> list[str]:
    """Take the words of a claim that full text is asked for: folded, no accents, no stopwords, each once.

    A claim of nothing but stopwords keeps them all.
    """
    plain = unicodedata.normalize("NFKD", claim).casefold()
    words = list(dict.fromkeys(re.findall(r"[^\W_]+", re.sub(r"[\u0300-\u036f]", "", plain))))
    return [word for word in words if word not in _STOPWORDS] or words


def search_text(
    session: Session,
    query: str,
    limit: int,
    as_of: datetime | None = None,
    publishers: Sequence[str] | None = None,
) -> list[int]:
    """Search the evidence passages for any of a claim's words.

    Args:
        session: An open session.
        query: The claim, as it was asked; nothing in it is read as syntax.
        limit: Most ids to return.
        as_of: Only versions that count at this time are ranked; None means now.
        publishers: Only these publishers' passages are ranked; None means all.

    Returns:
        Passage ids, best first: bm25 on SQLite, cover density on PostgreSQL.
    """
    words = query_words(query)
    if not words:
        return []
    if _is_postgres(session):
        statement, asked = _TSVECTOR, " | ".join(words)
    else:
        statement, asked = _FTS5, " OR ".join(f'"{word}"' for word in words)
    rows = _filtered(session, statement, as_of, publishers, query=asked, limit=limit)
    return [row[0] for row in rows]


def search_vectors(  # noqa: PLR0913  what, how many, whose vectors, and the two filters
    session: Session,
    vector: NDArray[np.float32],
    limit: int,
    encoder_revision: str,
    *,
    as_of: datetime | None = None,
    publishers: Sequence[str] | None = None,
) -> list[tuple[int, float]]:
    """Search the evidence passages by vector, in the database; PostgreSQL only.

    Args:
        session: An open session on PostgreSQL.
        vector: float32 [384], of unit length.
        limit: Most passages to return.
        encoder_revision: Only vectors of this encoder are compared.
        as_of: Only versions that count at this time are ranked; None means now.
        publishers: Only these publishers' passages are ranked; None means all.

    Returns:
        (passage id, cosine similarity), nearest first.

    Source:
        pgvector README, "Iterative Index Scans": filters apply before the limit is reached.
    """
    session.execute(text("SET LOCAL hnsw.iterative_scan = strict_order"))
    session.execute(text(f"SET LOCAL hnsw.ef_search = {min(max(limit * 2, 100), 1000)}"))
    session.execute(text("SET LOCAL hnsw.max_scan_tuples = 1000000"))
    asked = "[" + ",".join(f"{value:.7g}" for value in vector.tolist()) + "]"
    rows = _filtered(session, _HNSW, as_of, publishers, vector=asked, limit=limit, encoder=encoder_revision)
    return [(row[0], float(row[1])) for row in rows]


def _filtered(
    session: Session, statement: str, as_of: datetime | None, publishers: Sequence[str] | None, **values: Any
) -> Sequence[Any]:
    """Run a search with the filters in place; the join is made only where it is needed."""
    names = {f"publisher_{place}": name for place, name in enumerate(publishers or ())}
    inside = ", ".join(f":{name}" for name in names) or "NULL"
    filled = statement.format(
        join="" if publishers is None else "JOIN article_version ON article_version.id = passage.version_id",
        publishers="" if publishers is None else f"AND article_version.publisher IN ({inside})",
    )
    values |= names | {"time": microseconds(as_of or datetime.now(UTC))}
    return session.execute(text(filled), values).all()


@dataclass(frozen=True, slots=True)
class VectorRows:
    """Evidence passages as columns of equal length n, in order of passage id.

    `visible_from` and `visible_until` are microseconds since 1970: a row counts at `as_of` when
    `visible_from <= microseconds(as_of) < visible_until`.
    """

    ids: NDArray[np.int64]
    vectors: NDArray[np.float32]  # [n, 384], unit length
    articles: list[str]
    publishers: list[str]
    visible_from: NDArray[np.int64]
    visible_until: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the archive since a revision: drop every row of `articles`, then append `rows`."""

    revision: int
    articles: frozenset[str]
    rows: VectorRows


def vectors_since(session: Session, after: int, encoder_revision: str, dimension: int = 384) -> Changes:
    """Read what an index in memory lacks.

    Args:
        session: An open session; both reads below see one snapshot of it.
        after: The revision the index has; 0 reads everything.
        encoder_revision: Only vectors of this encoder are read.
        dimension: Length of a vector.

    Returns:
        The changes; with no change since `after`, no articles and no rows.
    """
    now = revision(session)
    touched: frozenset[str] = frozenset()
    if after:
        changed = select(models.Change.article_id).where(col(models.Change.revision) > after).distinct()
        touched = frozenset(session.exec(changed).all())
    passage, version, vector = models.Passage, models.ArticleVersion, models.Embedding
    columns: list[Any] = [
        passage.id, vector.values, version.article_id, version.publisher, passage.visible_from, passage.visible_until
    ]  # fmt: skip
    query = (
        select_columns(*columns)
        .join(passage, col(passage.id) == vector.passage_id)
        .join(version, col(version.id) == passage.version_id)
        .where(col(vector.encoder_revision) == encoder_revision)
        .order_by(col(passage.id))
    )
    if not after:
        counted = select(func.count()).where(col(vector.encoder_revision) == encoder_revision)
        stream = session.execute(query.execution_options(yield_per=2_000))
        return Changes(now, touched, _columns(stream, session.exec(counted).one(), dimension))
    names = sorted(touched)
    rows: list[Any] = []
    for start in range(0, len(names), _CHUNK):
        rows += session.execute(query.where(col(version.article_id).in_(names[start : start + _CHUNK]))).all()
    return Changes(now, touched, _columns(rows, len(rows), dimension))


def _columns(rows: Iterable[Any], count: int, dimension: int) -> VectorRows:
    """Turn rows into columns without holding them all twice."""
    vectors = np.empty((count, dimension), dtype=np.float32)
    numbers = np.empty((3, count), dtype=np.int64)
    articles: list[str] = []
    publishers: list[str] = []
    for place, (number, values, article, publisher, start, end) in enumerate(rows):
        vectors[place] = np.frombuffer(values, dtype="<f4")
        numbers[:, place] = number, start, end
        articles.append(article)
        publishers.append(publisher)
    return VectorRows(numbers[0], vectors, articles, publishers, numbers[1], numbers[2])


# --- origins and texts -----------------------------------------------------------------------------------------


def origins(session: Session, origin_ids: Sequence[str]) -> list[Origin]:
    """Read origins, in the order of `origin_ids`; one that is not there is left out."""
    found: dict[str, Origin] = {}
    for start in range(0, len(origin_ids), _CHUNK):
        wanted = col(models.Origin.id).in_(list(origin_ids[start : start + _CHUNK]))
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
        source=Source(
            article_id=row.article_id,
            version=row.version,
            title=row.title,
            publisher=row.publisher,
            url=row.url,
            published_at=row.published_at,
            origin_id=row.origin_id,
        ),
        reprints=_REPRINTS.validate_json(row.reprints),
        why=row.why,
    )
