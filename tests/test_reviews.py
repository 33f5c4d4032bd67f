"""Reviews in the store, on both databases: kept once, and found by words, site, language and age."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app import store
from app.errors import NotFound
from app.evidence import Archive, Gap, Label, Question, Stability, Verdict, Weighed
from app.ids import new_id
from app.reviews import Party, Query, Signed, load, of_verdict, search_reviews, sign

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def verdict(session: Session) -> str:
    """The id of a stored verdict."""
    labels = dict.fromkeys(Label, 0.0) | {Label.NOT_ENOUGH_EVIDENCE: 1.0}
    weighed = Weighed(Label.NOT_ENOUGH_EVIDENCE, Gap.SILENT, labels, (), (), Stability())
    held = Verdict(new_id("ver"), Question("a claim", NOW), weighed, "Nothing.", (), Archive(0, "0"), "e", "n", NOW)
    store.begin_writing(session)
    store.save_verdict(session, held)
    session.commit()
    return held.id


def _signed(verdict: str, claim: str, site: str = "post.example", language: str = "en") -> Signed:
    publisher = Party("Post", f"https://{site}/")
    return Signed(verdict, Party("Ines"), publisher, claim, 1, "False", f"https://{site}/1", language)


def _found(session: Session, words: str | None = None, **filters: object) -> list[str]:
    query = replace(Query(NOW, words), **filters)  # type: ignore[arg-type]  # names are checked by `replace`
    return [review.signed.claim_reviewed for review in search_reviews(session, query, 10)]


def test_kept_once(session: Session, verdict: str) -> None:
    """The same review is kept once, with the time of the first; the newest of several signs the verdict."""
    signed = replace(
        _signed(verdict, "a claim"), claimant=Party("A minister", None), claimed_at=NOW - timedelta(days=1),
        note="Note.", title="Title", appearance="https://social.example/1",
    )  # fmt: skip
    first, is_new = sign(session, signed, NOW)
    again, is_new_again = sign(session, signed, NOW + timedelta(hours=1))
    assert (is_new, is_new_again) == (True, False)
    assert first == again == load(session, first.id)
    assert first.signed == signed
    later, _ = sign(session, replace(signed, rating=2), NOW + timedelta(hours=2))
    assert of_verdict(session, verdict) == later
    assert of_verdict(session, "ver_" + "0" * 26) is None


def test_nothing_is_signed_that_is_not_there(session: Session) -> None:
    """A review of no verdict is refused, and nothing is kept."""
    signed = _signed("ver_" + "9" * 26, "a claim")
    with pytest.raises(NotFound):
        sign(session, signed, NOW)
    session.rollback()
    with pytest.raises(NotFound):
        load(session, signed.id)


def test_every_part_makes_the_id() -> None:
    """The id is made from what is said: every other rating, note or author is another review."""
    signed = _signed("ver_1", "a claim")
    others = [
        replace(signed, rating=2),
        replace(signed, note="n"),
        replace(signed, author=Party("Ines", "https://i.example")),
    ]
    assert signed.id == _signed("ver_1", "a claim").id
    assert len({one.id for one in (signed, *others)}) == 4


def test_words(session: Session, verdict: str) -> None:
    """Half of the words must be there, in any form; most of them come first, then the newest."""
    claims = ["Five Spaniards were freed in Caracas", "Five bridges closed", "The café in Málaga burned down"]
    for hour, claim in enumerate(claims):
        sign(session, _signed(verdict, claim), NOW - timedelta(hours=hour))
    assert _found(session, "spaniard freeing caracas") == claims[:1]
    assert _found(session, "FIVE") == claims[:2]
    assert _found(session, "five bridges") == [claims[1], claims[0]]
    assert _found(session, "malaga cafe burns") == claims[2:]
    assert _found(session, "five whales sing") == []
    assert _found(session, '" OR * ) NOT five:') == claims[:2]
    assert _found(session, "?") == []
    assert _found(session) == claims


def test_filters(session: Session, verdict: str) -> None:
    """A site stands for its subdomains and no other; of a language tag the language counts."""
    sign(session, _signed(verdict, "one"), NOW)
    sign(session, _signed(verdict, "two", "www.news.post.example", "pt-BR"), NOW - timedelta(days=1))
    sign(session, _signed(verdict, "three", "otherpost.example", "PT"), NOW - timedelta(days=2))
    assert _found(session, site="post.example") == ["one", "two"]
    assert _found(session, site="WWW.News.Post.example") == ["two"]
    assert _found(session, site="%") == _found(session, site="_ost.example") == _found(session, site="\x00") == []
    assert _found(session, language="pt") == _found(session, language="pt-PT") == ["two", "three"]
    assert _found(session, "one two", language="en") == ["one"]
    assert _found(session, time=NOW - timedelta(hours=1)) == ["two", "three"]


def test_age(session: Session, verdict: str) -> None:
    """The newer of claim and review counts for the age."""
    sign(session, _signed(verdict, "old"), NOW - timedelta(days=10))
    sign(session, replace(_signed(verdict, "announced"), claimed_at=NOW), NOW - timedelta(days=9))
    sign(session, replace(_signed(verdict, "new"), claimed_at=NOW - timedelta(days=99)), NOW)
    assert _found(session, max_age_days=1) == ["new", "announced"]
    assert _found(session, max_age_days=10) == ["new", "announced", "old"]


def test_pages(session: Session, verdict: str) -> None:
    """Limit and offset cut the same order."""
    for number in range(5):
        sign(session, _signed(verdict, f"claim {number}"), NOW)
    whole = search_reviews(session, Query(NOW, "claim"), 10)
    assert len(whole) == 5
    assert search_reviews(session, Query(NOW, "claim"), 2) + search_reviews(session, Query(NOW, "claim"), 9, 2) == whole
