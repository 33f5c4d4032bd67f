"""The archive's vectors, ready to be searched: a matrix in memory on SQLite, pgvector on PostgreSQL.

The matrix is exact and always as new as the session that asks: before each search the archive's revision is
compared, and what changed since is read. Readers never wait for that: they search the state they hold.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app import store
from app.encoder import Encoder
from app.errors import StartRefused
from app.search import Changes, search_vectors, vectors_since

Floats = NDArray[np.float32]
Hits = list[tuple[int, float]]

# How many vectors are multiplied at once decides a cosine's last bits; rounded, it is the same alone and on a page.
COSINE_DIGITS = 6
_ROUNDING = 10.0**-COSINE_DIGITS
_SPARE = 1.25  # room for rows to come, so that an appended article does not copy the matrix
_MOST_DEAD = 0.25  # share of dropped rows at which the matrix is packed


class Index(Protocol):
    """Finds the passages nearest to vectors; safe to use from any thread, each with its own session."""

    def search(
        self,
        session: Session,
        vectors: Floats,
        limit: int,
        as_of: datetime,
        publishers: Sequence[str] | None,
    ) -> list[Hits]:
        """Find the nearest passages to each of some vectors, among those that count.

        Args:
            session: An open session; what it sees is what is searched.
            vectors: float32 [n, dimension], of unit length.
            limit: Most passages to return for each.
            as_of: Only versions that count at this time are ranked.
            publishers: Only these publishers' passages are ranked; None means all.

        Returns:
            For each vector (passage id, cosine similarity -1..1), nearest first, equals by id.
        """


@dataclass(frozen=True, slots=True)
class _State:
    """One revision of the matrix: the first `len(ids)` rows of `vectors`; a dropped row is visible at no time."""

    revision: int
    vectors: Floats
    ids: NDArray[np.int64]
    articles: NDArray[np.int32]
    publishers: NDArray[np.int32]
    visible_from: NDArray[np.int64]
    visible_until: NDArray[np.int64]


@dataclass(slots=True)
class _Names:
    """Numbers for names, given in order of appearance and never changed."""

    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, names: Sequence[str]) -> NDArray[np.int32]:
        return np.fromiter((self.numbers.setdefault(one, len(self.numbers)) for one in names), np.int32, len(names))

    def known(self, names: Sequence[str]) -> NDArray[np.int32]:
        return np.array([self.numbers[one] for one in names if one in self.numbers], dtype=np.int32)


class MatrixIndex:
    """All vectors of one name in memory, float32 [passages, dimension]: exact search.

    Args:
        encoder_revision: Only vectors of this name are kept; `app.story.Adapter` has it.
        dimension: Length of a vector.
    """

    def __init__(self, encoder_revision: str, dimension: int) -> None:
        self._encoder_revision = encoder_revision
        self._dimension = dimension
        self._articles = _Names()
        self._publishers = _Names()
        self._refreshing = threading.Lock()
        none = np.empty(0, dtype=np.int64)
        codes = np.empty(0, dtype=np.int32)
        self._state = _State(0, np.empty((0, dimension), np.float32), none, codes, codes, none, none)

    def search(
        self,
        session: Session,
        vectors: Floats,
        limit: int,
        as_of: datetime,
        publishers: Sequence[str] | None,
    ) -> list[Hits]:
        """Find the nearest passages; see `Index.search`. The matrix is read once for all the vectors."""
        state = self.refresh(session)
        time = store.microseconds(as_of)
        counts = (state.visible_from <= time) & (state.visible_until > time)
        if publishers is not None:
            counts &= np.isin(state.publishers, self._publishers.known(publishers))
        rows = np.flatnonzero(counts)
        if not len(rows):
            return [[] for _ in vectors]
        every = state.vectors[: len(state.ids)]
        # gathering rows costs about as much as multiplying four times as many
        near = vectors @ every[rows].T if len(rows) * 4 < len(every) else (vectors @ every.T)[:, rows]
        return [_nearest(row, state.ids[rows], limit) for row in near]

    def refresh(self, session: Session) -> _State:
        """Bring the matrix up to the revision that the session sees; nothing is done where it is there already.

        Returns:
            The state to search: of that revision, or of a newer one that another thread has brought.
        """
        if store.revision(session) > self._state.revision:
            with self._refreshing:
                if store.revision(session) > self._state.revision:
                    self._state = self._after(vectors_since(
                        session, self._state.revision, self._encoder_revision, self._dimension
                    ))  # fmt: skip
        return self._state

    def _after(self, changes: Changes) -> _State:
        old, rows = self._state, changes.rows
        until = old.visible_until.copy()
        until[np.isin(old.articles, self._articles.known(list(changes.articles)))] = 0
        kept = replace(old, visible_until=until)
        if np.count_nonzero(until == 0) > _MOST_DEAD * (len(until) + len(rows.ids)):
            kept = _packed(kept)
        return _State(
            changes.revision,
            _appended(kept.vectors, len(kept.ids), rows.vectors),
            np.concatenate([kept.ids, rows.ids]),
            np.concatenate([kept.articles, self._articles.of(rows.articles)]),
            np.concatenate([kept.publishers, self._publishers.of(rows.publishers)]),
            np.concatenate([kept.visible_from, rows.visible_from]),
            np.concatenate([kept.visible_until, rows.visible_until]),
        )


class DatabaseIndex:
    """The vectors stay in PostgreSQL, which searches them with pgvector.

    Args:
        encoder_revision: Only vectors of this name are compared; `app.story.Adapter` has it.
    """

    def __init__(self, encoder_revision: str) -> None:
        self._encoder_revision = encoder_revision

    def search(
        self,
        session: Session,
        vectors: Floats,
        limit: int,
        as_of: datetime,
        publishers: Sequence[str] | None,
    ) -> list[Hits]:
        """Find the nearest passages; see `Index.search`."""
        return [
            search_vectors(session, vector, limit, self._encoder_revision, as_of=as_of, publishers=publishers)
            for vector in vectors
        ]


def open_index(engine: Engine, encoder: Encoder) -> Index:
    """Make the index that suits the database; on SQLite it is filled before this returns.

    Raises:
        StartRefused: The database has no tables, or does not answer.
    """
    if engine.dialect.name == "postgresql":
        return DatabaseIndex(encoder.adapter.revision)
    index = MatrixIndex(encoder.adapter.revision, encoder.dimension)
    try:
        with Session(engine) as session:
            index.refresh(session)
    except SQLAlchemyError as fault:
        raise StartRefused("VERIDICT_DATABASE_URL: no archive there yet; run `alembic upgrade head`") from fault
    return index


def _appended(vectors: Floats, used: int, more: Floats) -> Floats:
    """Write rows behind the used ones: in place where there is room, since readers look no further than they know."""
    if not used:
        return more
    needed = used + len(more)
    if needed > len(vectors):
        grown = np.empty((int(needed * _SPARE), more.shape[1]), dtype=np.float32)
        grown[:used] = vectors[:used]
        vectors = grown
    vectors[used:needed] = more
    return vectors


def _packed(state: _State) -> _State:
    alive = state.visible_until > 0
    return _State(
        state.revision,
        state.vectors[: len(alive)][alive],
        state.ids[alive],
        state.articles[alive],
        state.publishers[alive],
        state.visible_from[alive],
        state.visible_until[alive],
    )


def _nearest(near: Floats, ids: NDArray[np.int64], limit: int) -> Hits:
    if limit < len(near):
        least = np.partition(near, len(near) - limit)[len(near) - limit]
        chosen = np.flatnonzero(near >= least - _ROUNDING)  # equals of the last one too: which stay is said below
        near, ids = near[chosen], ids[chosen]
    near = np.round(near, COSINE_DIGITS)
    order = np.lexsort((ids, -near))[:limit]
    return [(int(ids[place]), round(float(near[place]), COSINE_DIGITS)) for place in order]
