"""Citations: read again from the store, checked against offsets and hash, both stances where both decided."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text as sql
from sqlmodel import Session

from app import archive, store
from app.archive import Submission
from app.cite import cite
from app.errors import CitationMismatch, Unavailable
from app.evidence import Candidate, Judgement, Nearness, Passage, Stance
from app.ingest import ingest, remove
from tests.fakes import FakeEncoder
from tests.judging import judged

TEXT = "CARACAS (AP) — Five Spaniards were freed. Nobody said when.\n\nÉl llegó. 🙂 Six were freed, it is said."
PUBLISHED = datetime(2026, 1, 8, tzinfo=UTC)


class _Encoding:
    encoder = FakeEncoder()


def _passages(session: Session, *, url: str | None = "https://a.example/x", publisher: str = "A") -> list[Passage]:
    """Store an article, and give its passages in the order of the text."""
    submission = Submission("Freed", TEXT + f" By {publisher}.", publisher, PUBLISHED, url=url)
    article = ingest(session, _Encoding(), submission).article
    ids = session.execute(
        sql(
            "SELECT p.id FROM passage p JOIN article_version v ON v.id = p.version_id WHERE article_id = :a ORDER BY 1"
        ),
        {"a": article.id},
    ).scalars()
    return store.passages(session, list(ids))


NEAR = Nearness(0.9, 0.9, 0.9, 0.9, 0.9)


def _judged(passage: Passage, supports: float, *reprints: Passage) -> Judgement:
    return judged(Candidate(passage, reprints, NEAR, 0.9), supports, 0.98 - supports, why="so it says")


def test_quotes_are_exact(session: Session) -> None:
    """On both databases, `text[start:end]` is the quote, beyond accents and emoji, and the hash is the text's."""
    passages = _passages(session)
    cited = cite(session, [_judged(passage, 0.9) for passage in passages], 20)
    article = archive.get_article(session, passages[0].source.article_id)
    assert len(cited) == len(passages) > 3
    for citation in cited:
        assert article.text[citation.start : citation.end] == citation.quote
        assert citation.text_sha256 == archive.sha256_of(article.text)
        assert citation.link is not None
        assert citation.link.startswith("https://a.example/x#:~:text=")


def test_what_is_said_of_it(session: Session) -> None:
    """A citation carries stance, probability, reason and source, and the other articles once each."""
    (own, *_), (other, *_) = _passages(session), _passages(session, url=None, publisher="B")
    (citation,) = cite(session, [_judged(own, 0.9, other, other, own)], 1)
    assert (citation.stance, citation.probability, citation.why) == (Stance.SUPPORTS, 0.9, "so it says")
    assert citation.source == own.source
    assert [(one.publisher, one.url) for one in citation.reprints] == [("B", None)]


def test_no_link_without_address(session: Session) -> None:
    """An article without an address has no link."""
    passage = _passages(session, url=None)[0]
    assert cite(session, [_judged(passage, 0.9)], 1)[0].link is None


@pytest.mark.parametrize(
    ("most", "supports", "stances"),
    [
        (1, [0.9, 0.8, 0.1], "+"),
        (2, [0.9, 0.8, 0.1], "+-"),
        (3, [0.9, 0.8, 0.1], "++-"),
        (2, [0.9, 0.8, 0.7], "++"),
        (20, [0.9], "+"),
        (5, [], ""),
    ],
)
def test_both_stances(session: Session, most: int, supports: list[float], stances: str) -> None:
    """No more than asked for; where both stances decided and two may be cited, both are."""
    passages = _passages(session)
    judged = [_judged(passage, share) for passage, share in zip(passages, supports, strict=False)]
    cited = cite(session, judged, most)
    assert "".join("+" if one.stance is Stance.SUPPORTS else "-" for one in cited) == stances


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE article_version SET text = replace(text, 'Nobody', 'Anybody')",
        "UPDATE article_version SET text_sha256 = replace(text_sha256, substr(text_sha256, 1, 1), 'x')",
    ],
)
def test_changed_text(session: Session, change: str) -> None:
    """A stored text that does not match its hash is an error, even where the quote itself is unharmed."""
    passage = _passages(session)[0]
    session.execute(sql(change))
    with pytest.raises(CitationMismatch, match="hash"):
        cite(session, [_judged(passage, 0.9)], 1)


def test_changed_passage(session: Session) -> None:
    """A passage that is not what the text says at its place is an error."""
    passage = _passages(session)[0]
    session.execute(sql("UPDATE passage SET start_offset = start_offset + 1 WHERE id = :id"), {"id": passage.id})
    (moved,) = store.passages(session, [passage.id])
    with pytest.raises(CitationMismatch, match="passage"):
        cite(session, [_judged(moved, 0.9)], 1)


def test_gone_meanwhile(session: Session) -> None:
    """An article deleted while the claim was checked: ask again, which is no verdict either way."""
    passage = _passages(session)[0]
    remove(session, passage.source.article_id)
    with pytest.raises(Unavailable):
        cite(session, [_judged(passage, 0.9)], 1)
