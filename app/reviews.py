"""Signed reviews: kept for ever under an id made from what they say, and found again by their words.

The same review sent twice is one review.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Integer, Subquery, case, column, func, literal, or_, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

import models
from app import store
from app.errors import NotFound
from app.ids import crockford
from app.search import query_words

MOST_WORDS = 32  # of a query; those after them are not looked for
MATCHED = 0.5  # share of a query's words that a review must have


@dataclass(frozen=True, slots=True)
class Party:
    """A person or an organization."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What a person signs: `rating` is 1 (false) to 5 (true), `url` the article that carries the review.

    `claimant`, `claimed_at` and `appearance` say who made the claim, when, and where it can be read.
    """

    verdict_id: str
    author: Party
    publisher: Party
    claim_reviewed: str
    rating: int
    rating_label: str
    url: str
    language: str = "en"
    title: str | None = None
    note: str | None = None
    claimant: Party | None = None
    claimed_at: datetime | None = None
    appearance: str | None = None

    @property
    def id(self) -> str:
        """The id under which it is kept: 130 bits of the SHA-256 of all that it says."""
        said = json.dumps(asdict(self), sort_keys=True, default=datetime.isoformat, ensure_ascii=True)
        number = int.from_bytes(hashlib.sha256(said.encode()).digest()) >> 256 - 130
        return f"rev_{crockford(number)}"


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it is kept."""

    id: str
    signed: Signed
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Query:
    """What to search reviews for; None leaves a filter out.

    `site` is a host that stands for its subdomains too, `language` a tag of which only the language counts.
    `time` is when the search began: what was signed later is not found, so that pages stay in step.
    """

    time: datetime
    words: str | None = None
    language: str | None = None
    site: str | None = None
    max_age_days: int | None = None


def sign(session: Session, signed: Signed, time: datetime) -> tuple[Review, bool]:
    """Keep a review and commit it.

    Args:
        session: A session without an open transaction; it has none afterwards.
        signed: What is signed.
        time: When.

    Returns:
        The review, and whether it is new: the same one is kept once.

    Raises:
        NotFound: There is no such verdict.
        DatabaseFailed: The database did not answer.
    """
    store.begin_writing(session)
    held = session.get(models.Review, signed.id)
    if held is None:
        store.load_verdict(session, signed.verdict_id)
        session.add(_row(signed, time))
    session.commit()
    return load(session, signed.id), held is None


def load(session: Session, review_id: str) -> Review:
    """Read a review.

    Raises:
        NotFound: There is no such review.
    """
    row = session.get(models.Review, review_id)
    if row is None:
        raise NotFound(f"no review {review_id}")
    return _review(row)


def of_verdict(session: Session, verdict_id: str) -> Review | None:
    """Give the newest review that signs a verdict; None where none does."""
    table = models.Review
    signing = select(table).where(table.verdict_id == verdict_id)
    row = session.exec(signing.order_by(col(table.signed_at).desc(), col(table.id)).limit(1)).first()
    return _review(row) if row else None


def search_reviews(session: Session, query: Query, limit: int, offset: int = 0) -> list[Review]:
    """Search the signed reviews.

    Args:
        session: An open session.
        query: Words and filters; a review must have at least half of the words, or forms of them.
        limit: Most reviews to return.
        offset: How many to pass over.

    Returns:
        Those with most of the words first, then the newest first.
    """
    table = models.Review
    order: list[Any] = [col(table.signed_at).desc(), col(table.id)]
    found = select(table).where(*_filters(query))
    if query.words is not None:
        words = query_words(query.words)[:MOST_WORDS]
        if not words:
            return []
        hits = _hits_postgres(words) if store.is_postgres(session) else _hits_sqlite(words)
        found = found.join(hits, col(table.id) == hits.c.id).where(hits.c.hits >= ceil(MATCHED * len(words)))
        order.insert(0, hits.c.hits.desc())
    return [_review(row) for row in session.exec(found.order_by(*order).limit(limit).offset(offset)).all()]


def site_of(url: str) -> str:
    """Give the host of an address as a site is called: lower case, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _filters(query: Query) -> list[ColumnElement[bool]]:
    table = models.Review
    conditions: list[ColumnElement[bool]] = [col(table.signed_at) <= query.time]
    if query.language is not None:
        language, own = query.language.split("-")[0].lower(), func.lower(col(table.language))
        conditions.append(or_(own == language, own.startswith(f"{language}-")))
    if query.site is not None:
        site = query.site.lower().removeprefix("www.").replace("\x00", "")
        conditions.append(or_(col(table.site) == site, col(table.site).endswith(f".{site}", autoescape=True)))
    if query.max_age_days is not None:
        oldest = query.time - timedelta(days=query.max_age_days)
        conditions.append(or_(col(table.signed_at) >= oldest, col(table.claimed_at) >= oldest))
    return conditions


def _hits_sqlite(words: Sequence[str]) -> Subquery:
    """Count by review how many of the words it has."""
    each = "SELECT id FROM review_fts WHERE review_fts MATCH :word_{}"
    union = text(" UNION ALL ".join(each.format(place) for place in range(len(words))))
    values = {f"word_{place}": f'"{word}"' for place, word in enumerate(words)}
    found = union.bindparams(**values).columns(column("id")).subquery("found")
    return select_columns(found.c.id, func.count().label("hits")).group_by(found.c.id).subquery("hit")


def _hits_postgres(words: Sequence[str]) -> Subquery:
    """Count by review how many of the words it has."""
    hits: ColumnElement[int] = literal(0, Integer)
    for place, word in enumerate(words):
        matches = text(f"tsv @@ plainto_tsquery('english', :word_{place})").bindparams(**{f"word_{place}": word})
        hits += case((matches, 1), else_=0)
    return select_columns(col(models.Review.id).label("id"), hits.label("hits")).subquery("hit")


def _row(signed: Signed, time: datetime) -> models.Review:
    claimant = signed.claimant or Party("")
    parts = (signed.claim_reviewed, signed.title, claimant.name)
    return models.Review(
        id=signed.id,
        verdict_id=signed.verdict_id,
        author_name=signed.author.name,
        author_url=signed.author.url,
        publisher_name=signed.publisher.name,
        publisher_url=signed.publisher.url or "",
        site=site_of(signed.publisher.url or ""),
        claim_reviewed=signed.claim_reviewed,
        claimant_name=claimant.name or None,
        claimant_url=claimant.url,
        claimed_at=signed.claimed_at,
        appearance=signed.appearance,
        rating=signed.rating,
        rating_label=signed.rating_label,
        url=signed.url,
        title=signed.title,
        note=signed.note,
        language=signed.language,
        signed_at=time,
        searched=" ".join(query_words(" ".join(part for part in parts if part))),
    )


def _review(row: models.Review) -> Review:
    signed = Signed(
        verdict_id=row.verdict_id,
        author=Party(row.author_name, row.author_url),
        publisher=Party(row.publisher_name, row.publisher_url),
        claim_reviewed=row.claim_reviewed,
        rating=row.rating,
        rating_label=row.rating_label,
        url=row.url,
        language=row.language,
        title=row.title,
        note=row.note,
        claimant=Party(row.claimant_name, row.claimant_url) if row.claimant_name else None,
        claimed_at=row.claimed_at,
        appearance=row.appearance,
    )
    return Review(row.id, signed, row.signed_at)
