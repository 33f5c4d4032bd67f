"""What the store promises the pipeline: order, filters before ranking, snapshots, verdicts for ever."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session

from app import archive, search, store
from app.errors import DatabaseFailed, NotFound
from app.evidence import (
    Archive,
    Candidate,
    Citation,
    Label,
    Nearness,
    Origin,
    OriginSide,
    OriginStance,
    Question,
    Reprint,
    Stability,
    Stance,
    Verdict,
    Weighed,
)
from app.evidence import Basis as OriginBasis
from app.ids import new_id
from app.ingest import ingest, remove
from app.settings import Settings
from tests.articles import DAY, FakeResources, article
from tests.judging import judged

HELD = FakeResources()
HOUR = timedelta(hours=1)


def _fill(session: Session) -> None:
    ingest(session, HELD, article("Five Spaniards were freed. Durán waited in Guatire.", "A", "https://a.example/1"))
    ingest(session, HELD, article("Nobody was freed. The ferry sank.", "B", "https://b.example/1", DAY + HOUR))


def test_sqlite_is_opened_for_safety(sqlite_engine: Engine) -> None:
    """Write-ahead log, full synchronisation, foreign keys and a busy timeout are on, on every connection."""
    with sqlite_engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5_000}


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    """The default database lies in a folder that a fresh checkout does not have."""
    engine = store.open_engine(Settings(database_url=f"sqlite:///{tmp_path}/data/new.db"))
    with engine.connect():
        assert (tmp_path / "data" / "new.db").exists()
    engine.dispose()


def test_ping_tells_a_database_without_tables(empty_database: str) -> None:
    """A database that nobody migrated is a failure that says what to do."""
    engine = store.open_engine(Settings(database_url=empty_database))
    with Session(engine) as session, pytest.raises(DatabaseFailed, match="alembic upgrade head"):
        store.ping(session)
    engine.dispose()


def test_passages_come_in_the_order_asked(session: Session) -> None:
    """Ids decide the order; unknown ids are left out; the sentence before comes along."""
    _fill(session)
    ids = sorted(search.search_text(session, "freed sank waited", 9))
    asked = [ids[2], 10**6, ids[0], ids[1]]
    found = store.passages(session, asked)
    assert [passage.id for passage in found] == [ids[2], ids[0], ids[1]]
    assert (found[1].context, found[2].context) == ("", "Five Spaniards were freed.")
    assert store.passages(session, []) == []


def test_full_text_finds_words_without_accents_and_endings(session: Session) -> None:
    """A claim's words find their inflections; accents do not matter; the best match comes first."""
    _fill(session)
    assert [one.text for one in store.passages(session, search.search_text(session, "DURAN", 5))] == [
        "Durán waited in Guatire."
    ]
    best = store.passages(session, search.search_text(session, "five Spaniards freeing", 5))[0]
    assert best.text == "Five Spaniards were freed."
    assert len(search.search_text(session, "freed", 1)) == 1


def test_filters_apply_before_ranking(session: Session) -> None:
    """With a limit of one, a publisher's only match is found although another publisher's ranks higher."""
    _fill(session)
    found = search.search_text(session, "five Spaniards freed", 1, publishers=["B"])
    assert [one.source.publisher for one in store.passages(session, found)] == ["B"]
    assert search.search_text(session, "freed", 9, publishers=[]) == []
    assert search.search_text(session, "ferry", 9, as_of=DAY) == []
    assert store.archive(session, DAY).articles == 1
    assert store.archive(session, publishers=["A", "C"]).articles == 1
    assert store.newest_published(session, publishers=["C"]) is None


def test_common_words_are_left_out_where_there_are_others(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that very many passages have brings none of them by itself, but finds them when a claim has no other."""
    _fill(session)
    texts = [one.text for one in store.passages(session, search.search_text(session, "freed in Guatire", 9))]
    freed = [text for text in texts if "freed" in text]
    assert len(freed) > 1
    monkeypatch.setattr(search, "COMMON", len(freed))
    found = store.passages(session, search.search_text(session, "freed in Guatire", 9))
    assert [one.text for one in found] == ["Durán waited in Guatire."]
    assert len(search.search_text(session, "was freed", 9)) == len(freed)


@pytest.mark.parametrize(
    "claim", ["", "   ", "???", '"', "' OR 1=1 --", "a AND NOT (b", "freed*", "NEAR(a b)", "text:x", "^f", "é"]
)
def test_nothing_in_a_claim_is_syntax(session: Session, claim: str) -> None:
    """Operators, quotes and parentheses in a claim are words or nothing."""
    _fill(session)
    assert isinstance(search.search_text(session, claim, 5), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(claim=st.text(min_size=1, max_size=80))
def test_any_claim_can_be_searched(sqlite_engine: Engine, claim: str) -> None:
    """No text makes the full-text search fail."""
    with Session(sqlite_engine) as session:
        search.search_text(session, claim, 5)


def test_words_are_counted_in_any_form(session: Session) -> None:
    """Each word of a claim has the number of passages with it; what an index leaves out counts as no rare one."""
    _fill(session)
    counts = search.count_words(session, "Freed after Spaniards")
    assert list(counts) == ["freed", "after", "spaniards"]
    assert counts["freed"] == len(search.search_text(session, "freed", 99)) == 2
    assert counts["spaniards"] == len(search.search_text(session, "a Spaniard", 99)) == 1
    assert store.is_postgres(session) == (counts["after"] == search.COMMON)
    assert search.count_words(session, "?!") == {}


def test_the_index_is_told_every_change(session: Session) -> None:
    """Replaying the changes gives the rows that reading everything gives, after additions, versions and removals."""
    revision = HELD.encoder.adapter.revision
    _fill(session)
    start = search.vectors_since(session, 0, revision)
    assert (len(start.rows.ids), start.articles) == (4, frozenset())
    assert np.allclose(np.linalg.norm(start.rows.vectors, axis=1), 1, atol=1e-6)
    gone = archive.list_articles(session, 1, publisher="A").articles[0]
    ingest(session, HELD, article("Somebody was freed.", "B", "https://b.example/1", DAY + 2 * HOUR))
    remove(session, gone.id)
    changes = search.vectors_since(session, start.revision, revision)
    kept = [at for at, name in enumerate(start.rows.articles) if name not in changes.articles]
    replayed = sorted([*start.rows.ids[kept].tolist(), *changes.rows.ids.tolist()])
    everything = search.vectors_since(session, 0, revision)
    assert replayed == everything.rows.ids.tolist()
    assert gone.id not in everything.rows.articles
    nothing = search.vectors_since(session, changes.revision, revision)
    assert (nothing.articles, len(nothing.rows.ids), nothing.revision) == (frozenset(), 0, changes.revision)


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_the_two_vector_searches_agree(engine: Engine) -> None:
    """On PostgreSQL the index in the database ranks as the exact product does, filters included."""
    with Session(engine) as session:
        for number in range(40):
            url = f"https://a.example/{number}"
            ingest(session, HELD, article(f"Ferry number {number} sank near pier {number % 7}.", f"P{number % 3}", url))
        asked = HELD.encoder.encode(["Ferry number 12 sank near pier 5."])[0]
        rows = search.vectors_since(session, 0, HELD.encoder.adapter.revision).rows
        found = search.search_vectors(session, asked, 5, HELD.encoder.adapter.revision, publishers=["P0"])
        exact = {number: float(vector @ asked) for number, vector in zip(rows.ids.tolist(), rows.vectors, strict=True)}
        assert found[0][1] == pytest.approx(1, abs=1e-3)
        assert [similarity for _, similarity in found] == sorted([one for _, one in found], reverse=True)
        assert all(exact[number] == pytest.approx(similarity, abs=2e-3) for number, similarity in found)
        sources = {one.source.publisher for one in store.passages(session, [number for number, _ in found])}
        assert (len(found), sources) == (5, {"P0"})


def _verdict(session: Session) -> Verdict:
    passage = store.passages(session, search.search_text(session, "Spaniards", 1))[0]
    judgement = judged(Candidate(passage, (), Nearness(0.25, 0.5, 0.5, 0.5, 0.5), 0.1), 0.9, 0.04, why="five = five")
    origin = Origin(passage.source.origin_id, None, OriginBasis.UNKNOWN)
    weighed = Weighed(
        label=Label.SUPPORTED,
        gap=None,
        probabilities=dict(zip(Label, (0.9, 0.05, 0.03, 0.02), strict=True)),
        sides=(OriginSide(origin, OriginStance.SUPPORTS, 0.9, (passage.source.article_id,)),),
        decisive=(judgement,),
        stability=Stability((origin.id,), 1),
    )
    citation = Citation(
        stance=Stance.SUPPORTS,
        probability=0.1 + 0.2,
        quote=passage.text,
        start=passage.start,
        end=passage.end,
        text_sha256="0" * 64,
        link="https://a.example/1#:~:text=Five",
        source=passage.source,
        reprints=(Reprint("art_x", "B", None),),
        why="five = five",
    )
    return Verdict(
        id=new_id("ver"),
        question=Question("five Spaniards freed", DAY, ("A",), 6),
        weighed=weighed,
        summary="One source says so.",
        citations=(citation, citation),
        archive=Archive(2, "2"),
        encoder_revision="e",
        nli_revision="n",
        checked_at=datetime.fromisoformat("2026-01-09T00:00:00.123456+00:00"),
        timings_ms={"retrieve": 1.5},
    )


def test_a_verdict_comes_back_as_it_was_given(session: Session) -> None:
    """Every field, to the last bit of its numbers, also after the article it cites is deleted."""
    _fill(session)
    verdict = _verdict(session)
    store.begin_writing(session)
    store.save_verdict(session, verdict)
    session.commit()
    assert store.load_verdict(session, verdict.id) == verdict
    remove(session, verdict.citations[0].source.article_id)
    assert store.load_verdict(session, verdict.id) == verdict
    with pytest.raises(NotFound):
        store.load_verdict(session, "ver_0")


def test_pages_reach_every_article_once(session: Session) -> None:
    """Following the cursor lists all articles, newest stored first, and ends."""
    for number in range(5):
        ingest(session, HELD, article(f"Ferry {number} sank.", url=f"https://a.example/{number}"))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = archive.list_articles(session, 2, cursor)
        seen += [one.id for one in page.articles]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == 5
    assert seen == sorted(set(seen), reverse=True)


def test_ids_sort_by_time() -> None:
    """Ids made in one millisecond or later sort no earlier by their time, and never repeat."""
    made = [new_id("art") for _ in range(200)]
    assert len(set(made)) == 200
    assert [one[:14] for one in made] == sorted(one[:14] for one in made)
    assert {len(one) for one in made} == {30}


def test_writers_wait_for_each_other(engine: Engine) -> None:
    """Articles that come in at once from several threads are all stored, each with a revision of its own."""
    faults: list[BaseException] = []

    def work(name: str) -> None:
        try:
            with Session(engine) as session:
                for number in range(4):
                    ingest(
                        session, HELD, article(f"Ferry {name} {number} sank.", url=f"https://{name}.example/{number}")
                    )
        except BaseException as fault:  # noqa: BLE001  told below
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with Session(engine) as session:
        assert store.archive(session).articles == store.revision(session) == 12


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_busy_database_is_an_error_that_says_so(database_url: str) -> None:
    """A writer that cannot get SQLite's lock in time fails as unavailable, and stores nothing."""
    engine = store.open_engine(Settings(database_url=database_url, busy_timeout_ms=20))
    with Session(engine) as holder, Session(engine) as waiter:
        store.begin_writing(holder)
        with pytest.raises(DatabaseFailed, match="busy"):
            ingest(waiter, HELD, article("The ferry sank."))
    engine.dispose()


def test_full_text_is_in_step(sqlite_engine: Engine) -> None:
    """SQLite's own check finds the full-text index equal to the evidence passages, after every kind of change."""
    with Session(sqlite_engine) as session:
        _fill(session)
        ingest(session, HELD, article("Somebody was freed. ___", "B", "https://b.example/1", DAY + 2 * HOUR))
        remove(session, archive.list_articles(session, 1, publisher="A").articles[0].id)
        session.execute(text("INSERT INTO passage_fts(passage_fts, rank) VALUES ('integrity-check', 1)"))
        counts = "SELECT (SELECT count(*) FROM passage_fts_docsize), (SELECT count(*) FROM evidence)"
        found = session.execute(text(counts)).one()
        assert found[0] == found[1] > 0
