"""Every SQL statement about origins: the relatives of a text, its fingerprints, and groups that grow together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, update
from sqlmodel import Session, col, select

import models
from app.evidence import Basis, Origin
from app.ids import new_id
from app.store import FOREVER, microseconds


@dataclass(frozen=True, slots=True)
class Relative:
    """An article version that shares fingerprints with another text, and what it goes back to.

    `sentences` are those that are evidence, in order.
    """

    version_id: int
    article_id: str
    sentences: tuple[str, ...]
    origin: Origin
    shared: int


def relatives(
    session: Session, hashes: Sequence[int], begin: datetime, end: datetime, limit: int = 20
) -> list[Relative]:
    """Find the current versions published between two times that share most fingerprints with a text.

    Args:
        session: An open session.
        hashes: The text's fingerprints, signed 64-bit.
        begin: Earliest publication.
        end: Latest publication.
        limit: Most versions to return.

    Returns:
        The versions, most shared fingerprints first.
    """
    prints, version, origin = models.Fingerprint, models.ArticleVersion, models.Origin
    shared = func.count().label("shared")
    best = (
        select(prints.version_id, shared)
        .join(version, col(version.id) == prints.version_id)
        .where(
            col(prints.hash).in_(list(hashes)),
            col(version.visible_until) == FOREVER,
            col(version.visible_from) >= microseconds(begin),
            col(version.visible_from) <= microseconds(end),
        )
        .group_by(col(prints.version_id))
        .order_by(shared.desc(), col(prints.version_id))
        .limit(limit)
    )
    counts = dict(session.exec(best).all())
    query = (
        select(version.id, version.article_id, origin)
        .join(origin, col(origin.id) == version.origin_id)
        .where(col(version.id).in_(list(counts)))
    )
    found = [
        Relative(
            version_id=number,
            article_id=article_id,
            sentences=_evidence_of(session, number),
            origin=Origin(source.id, source.name, Basis(source.basis)),
            shared=counts[number],
        )
        for number, article_id, source in session.exec(query).all()
        if number is not None
    ]
    return sorted(found, key=lambda one: (-one.shared, one.version_id))


def _evidence_of(session: Session, version_id: int) -> tuple[str, ...]:
    passage = models.Passage
    query = select(passage.text).where(passage.version_id == version_id, col(passage.is_evidence).is_(True))
    return tuple(session.exec(query.order_by(col(passage.ordinal))).all())


def put_fingerprints(session: Session, version_id: int, hashes: Sequence[int]) -> None:
    """Store the fingerprints of a version."""
    if hashes:
        rows = [{"hash": one, "version_id": version_id} for one in sorted(set(hashes))]
        session.execute(insert(models.Fingerprint.__table__), rows)  # type: ignore[attr-defined]


def named_origin(session: Session, name: str, key: str) -> Origin:
    """Give the origin of a declared name, made if it is new.

    Args:
        session: A session in a writing transaction.
        name: The agency's name as it is shown.
        key: The folded name that makes two spellings one.
    """
    row = session.exec(select(models.Origin).where(models.Origin.key == key)).first()
    if row is None:
        row = models.Origin(id=new_id("org"), name=name, key=key, basis=Basis.DECLARED.value)
        session.add(row)
        session.flush()
    return Origin(row.id, row.name, Basis(row.basis))


def unnamed_origin(session: Session, basis: Basis) -> Origin:
    """Make an origin without a name."""
    row = models.Origin(id=new_id("org"), basis=basis.value)
    session.add(row)
    session.flush()
    return Origin(row.id, None, basis)


def set_basis(session: Session, origin_id: str, basis: Basis) -> None:
    """Say how an origin was found; an unknown one becomes measured when a second article joins it."""
    session.execute(update(models.Origin).where(col(models.Origin.id) == origin_id).values(basis=basis.value))


def merge_origins(session: Session, into: str, gone: Sequence[str]) -> None:
    """Move every article of some unnamed origins to another, and forget the emptied ones.

    Args:
        session: A session in a writing transaction.
        into: The origin that stays.
        gone: Origins without a name.
    """
    moved = [one for one in gone if one != into]
    if not moved:
        return
    version = models.ArticleVersion
    session.execute(
        update(version)
        .where(col(version.origin_id).in_(moved))
        .values(origin_id=into, origin_basis=Basis.MEASURED.value)
    )
    session.execute(delete(models.Origin).where(col(models.Origin.id).in_(moved), col(models.Origin.key).is_(None)))
