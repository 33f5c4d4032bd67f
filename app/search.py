"""Every SQL statement that finds passages: full text, vectors, and what an index in memory is made of.

The same code runs on SQLite (FTS5, vectors handed out for a matrix) and on PostgreSQL (tsvector, halfvec with
HNSW). Filters apply before anything is ranked.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, func, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

import models
from app.store import CHUNK, is_postgres, microseconds, revision

# Ordered by its own rank, FTS5 hands rows out best first, and only those looked at are joined and filtered.
_FTS5 = """
SELECT passage.id FROM passage_fts
CROSS JOIN passage ON passage.id = passage_fts.rowid
{join}
WHERE passage_fts MATCH :query AND passage.visible_from <= :time AND passage.visible_until > :time {publishers}
ORDER BY passage_fts.rank LIMIT :limit
"""
_FTS5_COUNTS = """
SELECT value, (
    SELECT count(*) FROM (SELECT 1 FROM passage_fts WHERE passage_fts MATCH '"' || value || '"' LIMIT :common)
) FROM json_each(:words)
"""
_TSVECTOR = """
SELECT passage.id FROM passage {join}
CROSS JOIN to_tsquery('english', :query) AS query
WHERE passage.tsv @@ query AND passage.visible_from <= :time AND passage.visible_until > :time {publishers}
ORDER BY ts_rank_cd(passage.tsv, query, 1) DESC, passage.id LIMIT :limit
"""
# A word that PostgreSQL leaves out of its index, "after" or "not", is a common one.
_TSVECTOR_COUNTS = """
SELECT value, CASE WHEN numnode(to_tsquery('english', value)) = 0 THEN :common ELSE (
    SELECT count(*) FROM (SELECT 1 FROM passage WHERE tsv @@ to_tsquery('english', value) LIMIT :common) AS found
) END FROM jsonb_array_elements_text(CAST(:words AS jsonb))
"""
_HNSW = """
SELECT passage.id, 1 - (embedding.half <=> CAST(:vector AS halfvec(384))) AS similarity FROM embedding
JOIN passage ON passage.id = embedding.passage_id {join}
WHERE embedding.encoder_revision = :encoder
AND passage.visible_from <= :time AND passage.visible_until > :time {publishers}
ORDER BY embedding.half <=> CAST(:vector AS halfvec(384)) LIMIT :limit
"""
# Written out, since building a statement for each claim takes longer than running it.
_SENTENCES = text("""
SELECT passage.id, passage.sentence_hash, passage.text, previous.text, article_version.title FROM passage
JOIN article_version ON article_version.id = passage.version_id
LEFT JOIN passage AS previous ON previous.version_id = passage.version_id
    AND previous.ordinal = passage.ordinal - 1 AND previous.is_evidence
WHERE passage.id IN :ids
""").bindparams(bindparam("ids", expanding=True))
_VECTORS = text("""
SELECT passage_id, float32 FROM embedding WHERE passage_id IN :ids AND encoder_revision = :encoder
""").bindparams(bindparam("ids", expanding=True))
# Passages with a word from which on it is common: ranking them all takes the longest of a search and tells the least.
COMMON = 2_000
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


def count_words(session: Session, claim: str) -> dict[str, int]:
    """Count the passages that have each word of a claim, in any form, up to `COMMON`: by word, as `query_words` has it.

    Passages of every time and publisher count: how rare a word is does not hang on what is asked.
    """
    words = query_words(claim)
    if not words:
        return {}
    counted = text(_TSVECTOR_COUNTS if is_postgres(session) else _FTS5_COUNTS)
    rows = session.execute(counted, {"words": json.dumps(words), "common": COMMON}).all()
    found = {row[0]: int(row[1]) for row in rows}
    return {word: found[word] for word in words}


def search_text(  # noqa: PLR0913  what, how many, the two filters, and what is known of the words
    session: Session,
    query: str,
    limit: int,
    as_of: datetime | None = None,
    publishers: Sequence[str] | None = None,
    *,
    counts: Mapping[str, int] | None = None,
) -> list[int]:
    """Search the evidence passages for any of a claim's words, the common ones left out where it has others.

    Args:
        session: An open session.
        query: The claim, as it was asked; nothing in it is read as syntax.
        limit: Most ids to return.
        as_of: Only versions that count at this time are ranked; None means now.
        publishers: Only these publishers' passages are ranked; None means all.
        counts: The claim's words as `count_words` gives them; None counts them.

    Returns:
        Passage ids, best first: bm25 on SQLite, cover density on PostgreSQL.
    """
    if counts is None:
        counts = count_words(session, query)
    if not counts:
        return []
    words = [word for word, count in counts.items() if count < COMMON] or list(counts)
    if is_postgres(session):
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
        encoder_revision: Only vectors of this name are compared; `app.story.Adapter` has it.
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
        encoder_revision: Only vectors of this name are read; `app.story.Adapter` has it.
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
    for start in range(0, len(names), CHUNK):
        rows += session.execute(query.where(col(version.article_id).in_(names[start : start + CHUNK]))).all()
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


class Sentence(NamedTuple):
    """A passage as far as ranking needs it: its words, and what stands around it; `context` is "" for none."""

    id: int
    sentence_hash: str
    text: str
    context: str
    title: str


def sentences(session: Session, ids: Iterable[int]) -> dict[int, Sentence]:
    """Read passages with what stands around them, by passage id; one that is no longer there is left out."""
    wanted = list(ids)
    found: dict[int, Sentence] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(_SENTENCES, {"ids": wanted[start : start + CHUNK]}).all()
        found |= {row[0]: Sentence(row[0], row[1], row[2], row[3] or "", row[4]) for row in rows}
    return found


def vectors(session: Session, ids: Sequence[int], encoder_revision: str) -> dict[int, NDArray[np.float32]]:
    """Read the vectors of passages, float32 [dimension] by passage id; one without a vector is left out."""
    rows = session.execute(_VECTORS, {"ids": list(ids), "encoder": encoder_revision}).all()
    return {row[0]: np.frombuffer(row[1], dtype="<f4") for row in rows}
