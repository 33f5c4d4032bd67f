"""Retrieval: filters before ranks, reprints folded into one candidate, dissent kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlmodel import Session

from app.errors import NetworkFailed
from app.evidence import Candidate, Question
from app.fitted import Judge
from app.index import Index, open_index
from app.ingest import ingest, remove
from app.retrieve import fuse, pools, retrieve, retrieve_all
from app.settings import Settings
from app.wordvectors import WordVectors
from tests.articles import DAY, article
from tests.fakes import FakeEncoder
from tests.service import fake_judge, shipped_words

LATER = datetime(2030, 1, 1, tzinfo=UTC)
FREED = "Five Spaniards were freed on Thursday."


@dataclass(frozen=True)
class Searchable:
    """As much of the resources as retrieval needs."""

    index: Index
    encoder: FakeEncoder = field(default_factory=FakeEncoder)
    settings: Settings = field(default_factory=lambda: Settings(candidates=4, retrieved=6))
    judge: Judge = field(default_factory=fake_judge)
    words: WordVectors = field(default_factory=shipped_words)


@pytest.fixture
def searchable(engine: Engine) -> Searchable:
    """An index over a fresh archive of either kind."""
    return Searchable(open_index(engine, FakeEncoder()))


def ask(claim: str, as_of: datetime = LATER, publishers: Sequence[str] | None = None) -> Question:
    """Make a question."""
    return Question(claim, as_of, None if publishers is None else tuple(publishers))


def texts(candidates: Sequence[Candidate]) -> list[str]:
    """Give the sentences found, in order."""
    return [candidate.passage.text for candidate in candidates]


def test_nothing_is_found_in_an_empty_archive(session: Session, searchable: Searchable) -> None:
    """An empty archive has no candidates, and that is no error."""
    assert retrieve(session, searchable, ask("five Spaniards freed")) == []


def test_the_sentence_that_says_it_comes_first(session: Session, searchable: Searchable) -> None:
    """Among other sentences the one with the claim's words leads; its nearness and its chance come with it."""
    ingest(session, searchable, article(f"The harbour froze over. {FREED} Bread prices rose again in the city."))
    best = retrieve(session, searchable, ask("five Spaniards freed"))[0]
    assert best.passage.text == FREED
    assert 0 < best.near.similarity <= 1
    assert (best.near.shared, best.near.shared_around) == (1.0, 1.0)
    assert 0.5 < best.near.matched <= best.near.matched_around <= 1
    assert 0.5 < best.chance < 1


def test_what_stands_around_a_sentence_counts(session: Session, searchable: Searchable) -> None:
    """Of two sentences alike, the one whose story speaks of the claim's subject leads, though it does not name it."""
    here, there = "He was released on Monday with no charge.", "He was released on Monday without charge."
    ingest(session, searchable, article(f"The court heard about a stolen bicycle. {here} It rained.", "The Other"))
    ingest(session, searchable, article(f"Nobody saw Pedro Moreno for a year. {there} It snowed.", "The Right"))
    found = texts(retrieve(session, searchable, ask("Pedro Moreno was released on Monday")))
    assert found.index(there) < found.index(here)


def test_of_the_same_words_the_story_that_the_claim_is_about_is_shown(session: Session, searchable: Searchable) -> None:
    """A sentence printed in two stories is judged in the one that speaks of the claim's subject, old or new."""
    said = "He was released on Monday without charge."
    ingest(session, searchable, article(f"The court heard about a stolen bicycle. {said}", "The Other"))
    later = DAY + timedelta(days=1)
    ingest(session, searchable, article(f"Nobody saw Pedro Moreno for a year. {said}", "The Right", published_at=later))
    for claim, publisher in (("Pedro Moreno was released", "The Right"), ("a bicycle thief was released", "The Other")):
        found = [one for one in retrieve(session, searchable, ask(claim)) if one.passage.text == said]
        assert [one.passage.source.publisher for one in found] == [publisher]
        assert len(found[0].reprints) == 1


def test_more_candidates_than_are_fetched_at_first(session: Session, searchable: Searchable) -> None:
    """Where more candidates are wanted than the two searches fetch, they are widened until there are as many."""
    for number in range(30):
        ingest(session, searchable, article(f"Spaniard number {number} was freed on day {number}.", f"Post {number}"))
    many = Searchable(searchable.index, settings=Settings(candidates=25, retrieved=2))
    assert len(retrieve(session, many, ask("five Spaniards freed"))) == 25


def test_a_pool_holds_no_more_than_was_fetched(session: Session, searchable: Searchable) -> None:
    """Each search brings at most what the setting says, whatever the archive holds; candidates are the best of both."""
    for number in range(30):
        ingest(session, searchable, article(f"Spaniard number {number} was freed on day {number}.", f"Post {number}"))
    (pool,) = pools(session, searchable, [ask("five Spaniards freed")])
    assert len(pool.sentences) == len(pool.near) <= 2 * searchable.settings.retrieved
    assert len(retrieve(session, searchable, ask("five Spaniards freed"))) == searchable.settings.candidates


def test_reprints_are_one_candidate(session: Session, searchable: Searchable) -> None:
    """The same words in three outlets are judged once; the oldest is shown, the others are its reprints."""
    for day, name in enumerate(("Third Post", "First Post", "Second Post")):
        when = DAY + timedelta(days=(2, 0, 1)[day])
        ingest(session, searchable, article(f"{name} adds this line itself. {FREED}", name, published_at=when))
    found = [one for one in retrieve(session, searchable, ask("five Spaniards freed")) if one.passage.text == FREED]
    assert len(found) == 1
    assert found[0].passage.source.publisher == "First Post"
    assert [reprint.source.publisher for reprint in found[0].reprints] == ["Second Post", "Third Post"]


def test_a_sentence_printed_twice_in_one_article_is_no_reprint(session: Session, searchable: Searchable) -> None:
    """Only other articles are reprints."""
    ingest(session, searchable, article(f"{FREED} Their families were waiting at the airport.\n\n{FREED}"))
    found = retrieve(session, searchable, ask("five Spaniards freed"))
    assert [one.reprints for one in found if one.passage.text == FREED] == [()]


def test_near_copies_stay_apart(session: Session, searchable: Searchable) -> None:
    """ "Five", "four" and "not" are three candidates: what they differ in may be the question."""
    versions = [FREED, FREED.replace("Five", "Four"), FREED.replace("were", "were not")]
    for number, version in enumerate(versions):
        ingest(session, searchable, article(version, f"Post {number}"))
    assert sorted(texts(retrieve(session, searchable, ask("five Spaniards freed")))) == sorted(versions)


def test_a_flood_of_reprints_leaves_room_for_others(session: Session, searchable: Searchable) -> None:
    """Twenty copies of one sentence fill both searches; the search widens until other sentences are found."""
    for number in range(20):
        ingest(session, searchable, article(f"{FREED} Local line number {number} of it.", f"Post {number}"))
    dissent = "Two Spaniards were freed and three stay in prison."
    ingest(session, searchable, article(dissent, "The Dissenter"))
    assert dissent in texts(retrieve(session, searchable, ask("five Spaniards were freed on Thursday")))


def test_filters_apply_before_ranks(session: Session, searchable: Searchable) -> None:
    """A publisher whose sentence ranks far below others' is still found when only that publisher is asked."""
    for number in range(12):
        ingest(session, searchable, article(f"Five Spaniards were freed, edition {number} says.", "The Loud"))
    ingest(session, searchable, article("Some Spaniards came home by ship last winter.", "The Quiet"))
    found = retrieve(session, searchable, ask("five Spaniards freed", publishers=["The Quiet"]))
    assert texts(found) == ["Some Spaniards came home by ship last winter."]
    assert retrieve(session, searchable, ask("five Spaniards freed", publishers=["Nobody"])) == []


def test_what_came_later_does_not_count(session: Session, searchable: Searchable) -> None:
    """`as_of` hides what was published after it, and shows the version that stood then."""
    url = "https://post.example/freed"
    ingest(session, searchable, article("Two Spaniards were freed at noon.", url=url))
    ingest(session, searchable, article(FREED, url=url, published_at=DAY + timedelta(days=1)))
    assert retrieve(session, searchable, ask("Spaniards freed", DAY - timedelta(seconds=1))) == []
    assert texts(retrieve(session, searchable, ask("Spaniards freed", DAY))) == ["Two Spaniards were freed at noon."]
    assert texts(retrieve(session, searchable, ask("Spaniards freed"))) == [FREED]


def test_what_is_deleted_is_gone_at_once(session: Session, searchable: Searchable) -> None:
    """The next question after a deletion no longer finds the article."""
    done = ingest(session, searchable, article(FREED))
    assert retrieve(session, searchable, ask("five Spaniards freed"))
    remove(session, done.article.id)
    assert retrieve(session, searchable, ask("five Spaniards freed")) == []


def test_what_only_full_text_finds_has_its_cosine(session: Session, searchable: Searchable) -> None:
    """A sentence that only the full-text search brings is compared with the claim all the same."""

    class Blind:
        """An index that finds nothing."""

        def search(self, _session: Session, vectors: NDArray[np.float32], *_: object) -> list[list[tuple[int, float]]]:
            return [[] for _ in vectors]

    ingest(session, searchable, article(FREED))
    found = retrieve(session, Searchable(Blind()), ask("five Spaniards freed"))
    seen = retrieve(session, searchable, ask("five Spaniards freed"))
    assert found[0].near.similarity == pytest.approx(seen[0].near.similarity, abs=1e-3)


def test_several_questions_are_encoded_together(session: Session, searchable: Searchable) -> None:
    """Several questions give what each would have given alone."""
    ingest(session, searchable, article(f"{FREED} The harbour froze over in one night."))
    questions = [ask("five Spaniards freed"), ask("the harbour froze")]
    assert retrieve_all(session, searchable, questions) == [retrieve(session, searchable, one) for one in questions]
    assert retrieve_all(session, searchable, []) == []


def test_an_encoder_that_fails_is_an_error(session: Session, searchable: Searchable) -> None:
    """A failed encoder is never "nothing found"."""

    class Broken(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> object:  # type: ignore[override]
            raise NetworkFailed("the encoder network failed")

    with pytest.raises(NetworkFailed):
        retrieve(session, Searchable(searchable.index, Broken()), ask("five Spaniards freed"))


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4))
def test_fusion_keeps_the_order_of_agreeing_rankings(rankings: list[list[str]]) -> None:
    """What stands before another in every ranking has the higher score; the order of rankings does not matter."""
    fused = fuse(rankings)
    assert fused == pytest.approx(fuse(list(reversed(rankings))))
    for left in fused:
        for right in fused:
            if all(left in one and (right not in one or one.index(left) < one.index(right)) for one in rankings):
                assert fused[left] > fused[right] or left == right
