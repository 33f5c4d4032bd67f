"""PIPELINE many articles -> one result each: in batches, bounded in memory, safe to run again.

A batch is one call of the encoder and one transaction. Where one article spoils its batch, the batch is
taken one by one, so that the others go in. What is in already is `unchanged`, so an import that broke off
is simply run again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from app.archive import Submission
from app.documents import read_page
from app.errors import VeridictError
from app.fetch import Fetcher
from app.ingest import Encoding, Ingested, ingest_all

BATCH_ARTICLES = 32
BATCH_CHARS = 400_000


class Status(StrEnum):
    """What became of a line."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    NEW_VERSION = "new_version"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Read:
    """One line read: an article, or why it is none."""

    line: int
    found: Submission | VeridictError


@dataclass(frozen=True, slots=True)
class Result:
    """One line's outcome; `id` is None exactly where `fault` is not."""

    line: int
    status: Status
    id: str | None
    fault: VeridictError | None


def import_articles(session: Session, resources: Encoding, lines: Iterable[Read]) -> Iterator[Result]:
    """Take articles in.

    Args:
        session: A session without an open transaction; each batch is committed.
        resources: Whatever holds the encoder.
        lines: Read one after the other, never more than a batch ahead.

    Yields:
        One result a line, in order of the lines.
    """
    for batch in _batches(lines):
        yield from import_batch(session, resources, batch)


def _batches(lines: Iterable[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    chars = 0
    for line in lines:
        batch.append(line)
        chars += len(line.found.text) if isinstance(line.found, Submission) else 0
        if len(batch) >= BATCH_ARTICLES or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def import_batch(session: Session, resources: Encoding, batch: list[Read]) -> list[Result]:
    """Take one batch in, at once where that goes, else one by one; gives a result a line, in order."""
    articles = [one.found for one in batch if isinstance(one.found, Submission)]
    try:
        done = iter(ingest_all(session, resources, articles))
    except VeridictError:
        return [_alone(session, resources, one) for one in batch]
    return [
        _result(one.line, next(done)) if isinstance(one.found, Submission) else _failed(one.line, one.found)
        for one in batch
    ]


def _alone(session: Session, resources: Encoding, one: Read) -> Result:
    if not isinstance(one.found, Submission):
        return _failed(one.line, one.found)
    try:
        return _result(one.line, ingest_all(session, resources, [one.found])[0])
    except VeridictError as fault:
        return _failed(one.line, fault)


def import_page(session: Session, resources: Encoding, fetcher: Fetcher, url: str, time: datetime | None) -> Result:
    """Fetch one page and take its article in; what is wrong with it is in the result.

    Args:
        session: A session without an open transaction.
        resources: Whatever holds the encoder.
        fetcher: Fetches public documents.
        url: Of the page.
        time: When a feed says that it was published; None where none does.
    """
    try:
        read = read_page(fetcher.fetch(url), time)
    except VeridictError as fault:
        return _failed(1, fault)
    return _alone(session, resources, Read(1, read))


def _failed(line: int, fault: VeridictError) -> Result:
    return Result(line, Status.FAILED, None, fault)


def _result(line: int, done: Ingested) -> Result:
    status = Status.CREATED if done.created else Status.NEW_VERSION if done.new_version else Status.UNCHANGED
    return Result(line, status, done.article.id, None)
