"""The matrix of vectors: exact, as new as the archive, and the same however it came to its state."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from app.errors import StartRefused
from app.index import MatrixIndex, open_index
from app.ingest import ingest, remove
from tests.articles import DAY, FakeResources, article
from tests.fakes import FakeEncoder

LATER = datetime(2030, 1, 1, tzinfo=UTC)
ENCODER = FakeEncoder()
WORDS = [
    "harbour", "council", "bridge", "flood", "minister", "budget",
    "school", "winter", "ferry", "strike", "museum", "bread",
]  # fmt: skip


def fresh() -> MatrixIndex:
    """Make an index that has read nothing yet."""
    return MatrixIndex(ENCODER.adapter.revision, ENCODER.dimension)


def near(
    index: MatrixIndex, session: Session, claim: str, limit: int = 10, **filters: object
) -> list[tuple[int, float]]:
    """Search for a claim."""
    asked = {"as_of": LATER, "publishers": None} | filters
    (found,) = index.search(session, ENCODER.encode([claim]), limit, **asked)  # type: ignore[arg-type]
    return found


def story(rng: random.Random) -> str:
    """Make up three sentences."""
    return " ".join(
        f"The {rng.choice(WORDS)} and the {rng.choice(WORDS)} met the {rng.choice(WORDS)}." for _ in range(3)
    )


@pytest.fixture
def session(sqlite_engine: Engine) -> Iterator[Session]:
    """A session on SQLite: the matrix serves no other database."""
    with Session(sqlite_engine) as opened:
        yield opened


def test_changes_are_followed_step_by_step(session: Session) -> None:
    """After every insert, new version and deletion the index finds what one read from scratch would find."""
    rng = random.Random(4)
    followed = fresh()
    urls: dict[str, str] = {}
    for step in range(30):
        kind = rng.choice(["new", "new", "version", "delete"]) if urls else "new"
        when = DAY + timedelta(hours=step)
        if kind == "new":
            url = f"https://post.example/{step}"
            urls[url] = ingest(session, FakeResources(), article(story(rng), url=url, published_at=when)).article.id
        elif kind == "version":
            ingest(session, FakeResources(), article(story(rng), url=rng.choice(sorted(urls)), published_at=when))
        else:
            remove(session, urls.pop(rng.choice(sorted(urls))))
        claim = f"the {rng.choice(WORDS)} met the {rng.choice(WORDS)}"
        as_of = DAY + timedelta(hours=rng.randrange(32))
        wanted = near(fresh(), session, claim, as_of=as_of)
        found = near(followed, session, claim, as_of=as_of)
        assert [number for number, _ in found] == [number for number, _ in wanted]
        assert [value for _, value in found] == pytest.approx([value for _, value in wanted], abs=1e-6)


def test_equals_are_ordered_by_id(session: Session) -> None:
    """Copies of one sentence are equally near; which of them are named does not depend on chance."""
    for number in range(8):
        ingest(session, FakeResources(), article("The ferry strike ended on Monday.", f"Post {number}"))
    found = near(fresh(), session, "ferry strike ended", limit=3)
    assert [number for number, _ in found] == sorted(number for number, _ in near(fresh(), session, "ferry", 99))[:3]


def test_a_narrow_filter_gives_the_same_as_a_wide_one(session: Session) -> None:
    """Few rows are gathered before they are multiplied, many after: the numbers are the same."""
    rng = random.Random(5)
    for number in range(12):
        ingest(session, FakeResources(), article(story(rng), f"Post {number}"))
    index = fresh()
    everything = dict(near(index, session, "the flood met the ferry", limit=1_000))
    for number in range(12):
        for passage, similarity in near(index, session, "the flood met the ferry", publishers=[f"Post {number}"]):
            assert similarity == pytest.approx(everything[passage], abs=1e-6)


def test_readers_keep_what_they_hold(session: Session) -> None:
    """A state that is being read does not change when the archive does, though rows are written behind it."""
    index = fresh()
    for number in range(6):
        ingest(session, FakeResources(), article(f"The bridge number {number} was closed for the winter."))
        index.refresh(session)
    held = index.refresh(session)
    before = (held.vectors[: len(held.ids)].copy(), held.visible_until.copy())
    done = ingest(session, FakeResources(), article("A museum opened in the old harbour hall."))
    index.refresh(session)
    remove(session, done.article.id)
    index.refresh(session)
    assert np.array_equal(held.vectors[: len(held.ids)], before[0])
    assert np.array_equal(held.visible_until, before[1])


def test_another_encoders_vectors_are_not_compared(session: Session) -> None:
    """Vectors of another revision are not in the index."""

    ingest(session, FakeResources(FakeEncoder("another")), article("The ferry strike ended on Monday."))
    assert near(fresh(), session, "ferry strike ended") == []


def test_a_database_without_tables_stops_the_start() -> None:
    """The index says what is missing instead of failing at the first claim."""
    with pytest.raises(StartRefused, match="alembic"):
        open_index(create_engine("sqlite://"), ENCODER)


def test_many_vectors_find_what_each_finds_alone(session: Session) -> None:
    """Searched together, claims find the same passages in the same order, with and without a filter."""
    rng = random.Random(9)
    for number in range(12):
        ingest(session, FakeResources(), article(story(rng), url=f"https://outlet.example/{number}"))
    index = fresh()
    for publishers in (None, ("The Harbour Post",), ("Nobody",)):
        together = index.search(session, ENCODER.encode(WORDS), 7, LATER, publishers)
        alone = [near(index, session, word, 7, publishers=publishers) for word in WORDS]
        assert [[number for number, _ in found] for found in together] == [
            [number for number, _ in found] for found in alone
        ]
        for found, other in zip(together, alone, strict=True):
            assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in other], abs=1e-6)
    assert any(index.search(session, ENCODER.encode(WORDS), 7, LATER, None))
