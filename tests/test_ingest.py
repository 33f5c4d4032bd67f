"""Articles in: the same article twice, versions, origins that grow, all or nothing; on both databases."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine, text
from sqlmodel import Session

from app import archive, search, store
from app.encoder import Encoder
from app.errors import InvalidInput, NetworkFailed, NotFound
from app.evidence import Basis
from app.ingest import ingest, ingest_all, reencode, remove
from app.story import Adapter, plain_adapter
from tests.articles import DAY, FakeResources, article
from tests.fakes import FakeEncoder
from tests.test_origins import INDEPENDENT, REWRITE, STORY

HELD = FakeResources()
URL = "https://harbourpost.example/1"


def test_an_article_comes_back_as_it_came(session: Session) -> None:
    """Text, metadata and hash are stored as given; its sentences can be searched at once."""
    done = ingest(session, HELD, article(STORY, url=URL))
    assert (done.created, done.new_version) == (True, False)
    kept = archive.get_article(session, done.article.id)
    assert kept == done.article
    assert (kept.text, kept.url, kept.version) == (STORY, URL, 1)
    assert store.article_text(session, kept.id, 1) == (STORY, archive.sha256_of(STORY))
    found = store.passages(session, search.search_text(session, "Spanish citizens freed", 3))
    assert "five Spanish citizens" in found[0].text
    assert STORY[found[0].start : found[0].end] == found[0].text


def test_the_same_article_twice_is_the_same_article(session: Session) -> None:
    """The same address and text, or the same text without address, changes nothing, not even the revision."""
    first = ingest(session, HELD, article(STORY, url=URL))
    before = store.revision(session)
    for again in (article(STORY, url=URL), article(STORY), article(STORY, publisher="Another")):
        done = ingest(session, HELD, again)
        assert (done.created, done.new_version, done.article.id) == (False, False, first.article.id)
    assert store.revision(session) == before
    assert store.archive(session).articles == 1


def test_the_same_text_at_another_address_is_a_reprint(session: Session) -> None:
    """Two outlets' copies are two articles of one origin, and twins of each other sentence by sentence."""
    one = ingest(session, HELD, article(STORY, url=URL)).article
    two = ingest(session, HELD, article(STORY, "Plaza Digest", "https://plaza.example/1")).article
    assert one.id != two.id
    assert archive.get_article(session, one.id).origin == archive.get_article(session, two.id).origin
    first = store.passages(session, search.search_text(session, "political reasons", 1))[0]
    assert {twin.source.publisher for twin in store.twins(session, [first.sentence_hash])} == {
        "The Harbour Post",
        "Plaza Digest",
    }


def test_new_text_at_an_address_is_a_new_version(session: Session) -> None:
    """The old version keeps its text; only the new one is found, in full text and by vector."""
    old = ingest(session, HELD, article("Five were freed. It rained.", url=URL)).article
    done = ingest(session, HELD, article("Four were freed. It snowed.", url=URL))
    assert (done.created, done.new_version, done.article.version) == (False, True, 2)
    assert done.article.id == old.id
    assert store.article_text(session, old.id, 1)[0] == "Five were freed. It rained."
    assert search.search_text(session, "rained", 5) == []
    assert len(search.search_text(session, "snowed", 5)) == 1
    rows = search.vectors_since(session, 0, HELD.encoder.adapter.revision).rows
    now = store.microseconds(DAY + timedelta(days=1))
    assert int(((rows.visible_from <= now) & (rows.visible_until > now)).sum()) == 2
    assert store.archive(session).articles == 1


def test_as_of_sees_the_version_of_its_time(session: Session) -> None:
    """Before a correction was published, its first version counts; before both, nothing does."""
    later = DAY + timedelta(days=2)
    ingest(session, HELD, article("Five were freed on Thursday.", url=URL))
    ingest(session, HELD, article("Four were freed on Thursday.", url=URL, published_at=later))

    def seen(as_of: timedelta) -> list[str]:
        ids = search.search_text(session, "freed", 5, as_of=DAY + as_of)
        return [passage.text for passage in store.passages(session, ids)]

    assert seen(timedelta(seconds=-1)) == []
    assert seen(timedelta(0)) == ["Five were freed on Thursday."]
    assert seen(timedelta(days=2, microseconds=-1)) == ["Five were freed on Thursday."]
    assert seen(timedelta(days=2)) == ["Four were freed on Thursday."]
    assert store.newest_published(session, DAY + timedelta(days=1)) == DAY


def test_a_group_gets_the_name_that_a_member_declares(session: Session) -> None:
    """Two measured relatives become the agency's as soon as a third declares it; an independent report does not."""
    ids = [
        ingest(session, HELD, article(STORY, "A", "https://a.example/1")).article.id,
        ingest(session, HELD, article(REWRITE, "B", "https://b.example/1")).article.id,
        ingest(session, HELD, article(INDEPENDENT, "C", "https://c.example/1")).article.id,
    ]
    origins = [archive.get_article(session, one).origin for one in ids]
    assert origins[0] == origins[1]
    assert (origins[0].basis, origins[0].name) == (Basis.MEASURED, None)
    assert (origins[2].basis, origins[2].name) == (Basis.UNKNOWN, None)

    shorter = "\n".join(STORY.splitlines()[:5])
    ingest(session, HELD, article(shorter, "D", "https://d.example/1", agency="AP"))
    named = [archive.get_article(session, one).origin for one in ids]
    assert [origin.name for origin in named] == ["Associated Press", "Associated Press", None]
    assert store.origins(session, [named[0].id, origins[2].id]) == [named[0], origins[2]]
    assert store.origins(session, [origins[0].id]) == []


def test_a_correction_leaves_an_unknown_origin_unknown(session: Session) -> None:
    """Being like one's own earlier version proves nothing."""
    first = ingest(session, HELD, article(STORY, url=URL)).article
    second = ingest(session, HELD, article(STORY + "\nIt rained.", url=URL)).article
    assert second.origin == first.origin
    assert second.origin.basis is Basis.UNKNOWN


def test_stories_far_apart_in_time_are_not_related(session: Session) -> None:
    """An outlet may print an old text again years later; that is not one story."""
    one = ingest(session, HELD, article(STORY, url=URL)).article
    late = article(STORY + " Again.", "B", "https://b.example/1", published_at=DAY + timedelta(days=400))
    assert ingest(session, HELD, late).article.origin.id != one.origin.id


def test_the_real_articles_are_one_origin(session: Session, originals: dict[str, str]) -> None:
    """The five articles are one source, the Associated Press, whatever order they come in."""
    for name in ("001", "000", "004", "002", "003"):
        ingest(session, HELD, article(originals[name], f"Outlet {name}"))
    found = archive.list_articles(session, 10).articles
    assert {(one.origin.name, one.origin.basis) for one in found} == {("Associated Press", Basis.DECLARED)}
    assert len({one.origin.id for one in found}) == 1


@dataclass(frozen=True)
class BrokenEncoder:
    """An encoder that fails."""

    revision: str = "broken"
    dimension: int = 384
    adapter: Adapter = field(default_factory=lambda: plain_adapter("broken", 384))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Fail."""
        raise NetworkFailed(f"no vectors for {len(texts)} texts")


@dataclass(frozen=True)
class Holding:
    """Resources with any encoder."""

    encoder: Encoder


def test_nothing_is_stored_when_the_encoder_fails(session: Session) -> None:
    """A failing network is an error; the archive is as it was."""
    with pytest.raises(NetworkFailed):
        ingest(session, Holding(BrokenEncoder()), article(STORY))
    assert store.revision(session) == 0
    assert store.archive(session).articles == 0


def test_all_or_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure at the last step leaves no article, no passage, no full-text entry and no vector."""

    def fail(*_: object) -> None:
        raise RuntimeError("at the last step")

    with monkeypatch.context() as patched:
        patched.setattr(archive, "note_change", fail)
        with pytest.raises(RuntimeError):
            ingest_all(session, HELD, [article(STORY), article(INDEPENDENT)])
    for table in ("article", "article_version", "passage", "embedding", "fingerprint", "origin"):
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608
    assert search.search_text(session, "Caracas", 5) == []
    session.rollback()
    assert ingest(session, HELD, article(STORY)).created


def test_many_at_once(session: Session) -> None:
    """A batch is stored in order, with duplicates inside it found, as one by one would."""
    done = ingest_all(session, HELD, [article(STORY), article(INDEPENDENT), article(STORY)])
    assert [one.created for one in done] == [True, True, False]
    assert done[0].article.id == done[2].article.id


@pytest.mark.parametrize("words", ["a\x00b", "a\ud800b"])
def test_what_no_database_keeps_is_refused(sqlite_engine: Engine, words: str) -> None:
    """NUL and half surrogates are refused before anything is stored."""
    with Session(sqlite_engine) as session, pytest.raises(InvalidInput):
        ingest(session, HELD, article(words))


def test_an_article_without_reporting_is_kept(session: Session) -> None:
    """A text that is all boilerplate is stored; nothing of it is evidence."""
    done = ingest(session, HELD, article("___\nCopyright 2026 X."))
    assert done.created
    assert len(search.vectors_since(session, 0, HELD.encoder.adapter.revision).rows.ids) == 0


def test_removal(session: Session) -> None:
    """A deleted article is gone from every search; what it shared an origin with stays."""
    one = ingest(session, HELD, article(STORY, url=URL)).article
    two = ingest(session, HELD, article(STORY, "B", "https://b.example/1")).article
    remove(session, one.id)
    with pytest.raises(NotFound):
        archive.get_article(session, one.id)
    with pytest.raises(NotFound):
        remove(session, one.id)
    session.rollback()
    assert {found.source.article_id for found in store.passages(session, search.search_text(session, "Spain", 9))} == {
        two.id
    }
    remove(session, two.id)
    assert search.search_text(session, "Spain", 9) == []
    assert session.execute(text("SELECT count(*) FROM origin")).scalar() == 0


def test_a_change_of_encoder(session: Session) -> None:
    """Every passage gets a vector of the new encoder, once; the index is told."""
    ingest(session, HELD, article(STORY))
    other = FakeEncoder("fake-encoder-2")
    held = replace(HELD, encoder=other)
    assert len(search.vectors_since(session, 0, other.adapter.revision).rows.ids) == 0
    before = store.revision(session)
    assert reencode(session, held) == len(search.search_text(session, STORY, 99))
    assert reencode(session, held) == 0
    assert len(search.vectors_since(session, before, other.adapter.revision).rows.ids) > 0


def test_vectors_of_an_older_layout_are_made_anew(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive with vectors of the bare encoder, renewed in part and then to its end, is as if taken in now."""
    now = HELD.encoder.adapter.revision
    stories = [STORY, "Rain fell.\n\n© 2026 X.\n\nIt snowed later.", "One sentence alone stood here."]
    ids = [ingest(session, HELD, article(words, f"Post {at}")).article.id for at, words in enumerate(stories)]
    wanted = search.vectors_since(session, 0, now).rows
    for version in archive.stale_versions(session, "none", 9):
        texts = [words for _, words in archive.evidence_of(session, version)]
        archive.replace_vectors(session, version, HELD.encoder.encode(texts), HELD.encoder.revision)
    session.commit()
    assert len(search.vectors_since(session, 0, now).rows.ids) == 0

    class Stopped(FakeEncoder):
        """An encoder that a second call does not come back from."""

        calls = 0

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            """Encode once."""
            self.calls += 1
            if self.calls > 1:
                raise NetworkFailed("stopped")
            return super().encode(texts)

    monkeypatch.setattr("app.ingest._REENCODED_AT_ONCE", 1)
    with pytest.raises(NetworkFailed):
        reencode(session, replace(HELD, encoder=Stopped()))
    session.rollback()
    half = search.vectors_since(session, 0, now).rows
    assert 0 < len(half.ids) < len(wanted.ids)
    assert reencode(session, HELD) == len(wanted.ids) - len(half.ids)
    found = search.vectors_since(session, 0, now).rows
    assert found.ids.tolist() == wanted.ids.tolist()
    assert np.allclose(found.vectors, wanted.vectors, atol=1e-6)
    assert set(found.articles) == set(ids)
