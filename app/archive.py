"""Every SQL statement that writes, lists or deletes articles; `app.store` has those that serve verdicts.

Functions take the session first and never commit: the pipelines do.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, text, update
from sqlmodel import Session, col, select

import models
from app.errors import NotFound
from app.evidence import Basis, Origin
from app.ids import new_id
from app.store import FOREVER, microseconds


@dataclass(frozen=True, slots=True)
class Submission:
    """An article as it comes in; `url` None means it has no address, `agency` None that none is declared."""

    title: str
    text: str
    publisher: str
    published_at: datetime
    url: str | None = None
    author: str | None = None
    agency: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Article:
    """An article in its current version, as it is served."""

    id: str
    version: int
    title: str
    text: str
    text_sha256: str
    publisher: str
    url: str | None
    author: str | None
    agency: str | None
    published_at: datetime
    stored_at: datetime
    language: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Page:
    """A page of articles, newest stored first; `next_cursor` is None on the last page."""

    articles: tuple[Article, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A sentence to be stored; `reason` says why it is no evidence, "" when it is."""

    start: int
    end: int
    text: str
    sentence_hash: str
    reason: str

    @property
    def is_evidence(self) -> bool:
        """Tell whether it may be cited."""
        return not self.reason


def sha256_of(words: str) -> str:
    """Give the SHA-256 of a text's UTF-8 form, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


# --- reading ---------------------------------------------------------------------------------------------------


def _articles(session: Session, *conditions: object, limit: int | None = None) -> list[Article]:
    article, version, origin = models.Article, models.ArticleVersion, models.Origin
    query = (
        select(article, version, origin)
        .join(version, (col(version.article_id) == article.id) & (col(version.version) == article.version))
        .join(origin, col(origin.id) == version.origin_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(col(article.id).desc())
        .limit(limit)
    )
    return [
        Article(
            id=one.id,
            version=current.version,
            title=current.title,
            text=current.text,
            text_sha256=current.text_sha256,
            publisher=current.publisher,
            url=one.url,
            author=current.author,
            agency=current.agency,
            published_at=current.published_at,
            stored_at=current.stored_at,
            language=current.language,
            origin=Origin(source.id, source.name, Basis(source.basis)),
        )
        for one, current, source in session.exec(query).all()
    ]


def get_article(session: Session, article_id: str) -> Article:
    """Read an article in its current version.

    Raises:
        NotFound: There is no such article.
    """
    found = _articles(session, models.Article.id == article_id)
    if not found:
        raise NotFound(f"no article {article_id}")
    return found[0]


def list_articles(session: Session, limit: int, cursor: str | None = None, publisher: str | None = None) -> Page:
    """List articles page by page.

    Args:
        session: An open session.
        limit: Most articles on the page.
        cursor: `next_cursor` of the page before; None starts.
        publisher: Only this publisher's articles; None means all.

    Returns:
        The page, newest stored first.
    """
    conditions: list[object] = []
    if cursor is not None:
        conditions.append(col(models.Article.id) < cursor)
    if publisher is not None:
        conditions.append(models.ArticleVersion.publisher == publisher)
    found = _articles(session, *conditions, limit=limit + 1)
    shown = tuple(found[:limit])
    return Page(shown, shown[-1].id if len(found) > limit else None)


def find_article(session: Session, url: str | None, text_sha256: str) -> Article | None:
    """Find the article that a submission is about: by its URL, without one by its text."""
    if url is not None:
        found = _articles(session, models.Article.url == url)
    else:
        found = _articles(session, models.ArticleVersion.text_sha256 == text_sha256)
    return found[-1] if found else None  # the one stored first


# --- writing ---------------------------------------------------------------------------------------------------


def put_version(session: Session, submission: Submission, known: Article | None, origin: Origin) -> tuple[str, int]:
    """Store a text as the first version of a new article, or as the next of a known one.

    Args:
        session: A session in a writing transaction.
        submission: The article as it came in.
        known: The article whose new version this is; None makes a new article.
        origin: Its origin, stored already; `origin.basis` is kept as how this version came to it.

    Returns:
        The article's id and the id of the version's row.
    """
    now = datetime.now(UTC)
    begin = microseconds(submission.published_at)
    number = 1 if known is None else known.version + 1
    article_id = new_id("art") if known is None else known.id
    if known is None:
        session.add(models.Article(id=article_id, url=submission.url, version=1, created_at=now))
        session.flush()
    else:
        session.execute(update(models.Article).where(col(models.Article.id) == article_id).values(version=number))
        _replace_before(session, article_id, begin)
    row = models.ArticleVersion(
        article_id=article_id,
        version=number,
        title=submission.title,
        text=submission.text,
        text_sha256=sha256_of(submission.text),
        publisher=submission.publisher,
        author=submission.author,
        agency=submission.agency,
        language=submission.language,
        published_at=submission.published_at,
        stored_at=now,
        visible_from=begin,
        visible_until=FOREVER,
        origin_id=origin.id,
        origin_basis=origin.basis.value,
    )
    session.add(row)
    session.flush()
    assert row.id is not None  # noqa: S101  given by the flush
    return article_id, row.id


def _replace_before(session: Session, article_id: str, begin: int) -> None:
    """End the visibility of an article's earlier versions where the new one begins."""
    version, passage = models.ArticleVersion, models.Passage
    older = select(version.id).where(version.article_id == article_id).scalar_subquery()
    session.execute(
        update(passage)
        .where(col(passage.version_id).in_(older), col(passage.visible_until) > begin)
        .values(visible_until=begin)
    )
    session.execute(
        update(version)
        .where(col(version.article_id) == article_id, col(version.visible_until) > begin)
        .values(visible_until=begin)
    )


def put_passages(
    session: Session,
    version_id: int,
    found: Sequence[NewPassage],
    vectors: NDArray[np.float32],
    encoder_revision: str,
) -> None:
    """Store a version's sentences, the full-text entries (by trigger) and the vectors of those that are evidence.

    Args:
        session: A session in a writing transaction.
        version_id: The row that `put_version` made.
        found: All sentences, in the order of the text.
        vectors: float32 [number of evidence sentences, 384], unit length, in the same order.
        encoder_revision: Names what made them, as `app.story.Adapter` has it.
    """
    if not found:
        return
    passage = models.Passage
    begin = session.exec(select(models.ArticleVersion.visible_from).where(models.ArticleVersion.id == version_id)).one()
    rows = [
        {
            "version_id": version_id,
            "ordinal": ordinal,
            "start_offset": one.start,
            "end_offset": one.end,
            "text": one.text,
            "sentence_hash": one.sentence_hash,
            "is_evidence": one.is_evidence,
            "reason": one.reason,
            "visible_from": begin,
            "visible_until": FOREVER,
        }
        for ordinal, one in enumerate(found)
    ]
    session.execute(insert(passage.__table__), rows)  # type: ignore[attr-defined]
    put_vectors(session, [number for number, _ in evidence_of(session, version_id)], vectors, encoder_revision)


def put_vectors(session: Session, ids: Sequence[int], vectors: NDArray[np.float32], encoder_revision: str) -> None:
    """Store the vectors of passages; on PostgreSQL as half precision too, for the index.

    Args:
        session: A session in a writing transaction.
        ids: Passage ids.
        vectors: float32 [len(ids), 384], unit length, in the same order.
        encoder_revision: Names what made them.
    """
    if len(ids) != len(vectors):
        raise ValueError(f"{len(ids)} passages, {len(vectors)} vectors")
    if not ids:
        return
    rows = [
        {"passage_id": number, "encoder_revision": encoder_revision, "float32": vector.astype("<f4").tobytes()}
        for number, vector in zip(ids, vectors, strict=True)
    ]
    session.execute(insert(models.Embedding.__table__), rows)  # type: ignore[attr-defined]
    if session.get_bind().dialect.name == "postgresql":
        halves = [
            {"id": number, "half": "[" + ",".join(f"{value:.7g}" for value in vector.tolist()) + "]"}
            for number, vector in zip(ids, vectors, strict=True)
        ]
        session.execute(text("UPDATE embedding SET half = CAST(:half AS halfvec(384)) WHERE passage_id = :id"), halves)


def stale_versions(session: Session, encoder_revision: str, limit: int, after: int = 0) -> list[int]:
    """Find versions behind an id with an evidence passage that has no vector of this revision: ids, in order."""
    passage, vector = models.Passage, models.Embedding
    query = (
        select(passage.version_id)
        .join(vector, col(vector.passage_id) == passage.id, isouter=True)
        .where(
            col(passage.is_evidence).is_(True),
            col(passage.version_id) > after,
            col(vector.encoder_revision).is_distinct_from(encoder_revision),
        )
        .distinct()
        .order_by(col(passage.version_id))
        .limit(limit)
    )
    return list(session.exec(query).all())


def evidence_of(session: Session, version_id: int) -> list[tuple[int, str]]:
    """Read a version's evidence passages: (passage id, text), in the order of the text."""
    passage = models.Passage
    query = select(passage.id, passage.text).where(passage.version_id == version_id, col(passage.is_evidence).is_(True))
    found = session.exec(query.order_by(col(passage.ordinal))).all()
    return [(number, words) for number, words in found if number is not None]


def replace_vectors(session: Session, version_id: int, vectors: NDArray[np.float32], encoder_revision: str) -> None:
    """Give a version's evidence passages vectors made anew, in the order of the text; its article counts as changed."""
    version, passage = models.ArticleVersion, models.Passage
    own = select(passage.id).where(passage.version_id == version_id)
    session.execute(delete(models.Embedding).where(col(models.Embedding.passage_id).in_(own)))
    put_vectors(session, [number for number, _ in evidence_of(session, version_id)], vectors, encoder_revision)
    note_change(session, session.exec(select(version.article_id).where(version.id == version_id)).one())


def note_change(session: Session, article_id: str) -> None:
    """Raise the revision of the archive."""
    session.add(models.Change(article_id=article_id, made_at=datetime.now(UTC)))
    session.flush()


def delete_article(session: Session, article_id: str) -> None:
    """Delete an article with all its versions and passages; verdicts that cite it stay.

    Raises:
        NotFound: There is no such article.
    """
    version = models.ArticleVersion
    sources = session.exec(select(version.origin_id).where(version.article_id == article_id).distinct()).all()
    if not sources:
        raise NotFound(f"no article {article_id}")
    session.execute(delete(models.Article).where(col(models.Article.id) == article_id))
    used = select(version.id).where(version.origin_id == models.Origin.id).exists()
    session.execute(delete(models.Origin).where(col(models.Origin.id).in_(sources), ~used))
    note_change(session, article_id)
