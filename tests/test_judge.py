"""The judging of candidates: what is read, what is left unread, and that answers stay with their candidates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.comparator.aliases import learn_aliases
from app.errors import StartRefused
from app.evidence import Candidate, Nearness, Passage, Relation, Source
from app.fitted import ALWAYS_READ, MOST_READ, NEAR, Coverage, load_judge
from app.judge import judge_all
from app.pairs import Pair
from app.premise import nearest_sentences
from tests.fakes import FakeNli
from tests.service import fake_judge, glance

GLANCE = glance(bias=-2.0, similarity=6.0, shared=2.0, shared_around=1.0, matched=1.0, similarity_below_best=-20.0)
SOURCE = Source("art_1", 1, "A title", "The Outlet", None, datetime(2026, 1, 8, tzinfo=UTC), "wire")


class CountingNli(FakeNli):
    """The fake network, which keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Pair] = []

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Judge pairs, and keep them."""
        self.asked += pairs
        return super().logits(pairs)


def near(**known: float) -> Nearness:
    """Say how near a sentence is; what is not given is 0."""
    return Nearness(**dict.fromkeys(NEAR, 0.0) | known)


def candidate(text: str, similarity: float, chance: float = 0.5) -> Candidate:
    """Make a candidate of one sentence."""
    passage = Passage(1, SOURCE, 0, 0, len(text), text, "", text)
    return Candidate(passage, (), near(similarity=similarity, shared=0.5, shared_around=0.5), chance)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12))
def test_the_first_is_always_read(similarities: list[float]) -> None:
    """The first that retrieval gives is read whatever its nearness; of the others never a farther one alone."""
    rows = np.array([near(similarity=similarity, shared=0.5, shared_around=0.5) for similarity in similarities])
    chances = GLANCE.chances(rows)
    worth = GLANCE.worth(chances)
    assert worth[:ALWAYS_READ].all()
    rest, read = rows[ALWAYS_READ:MOST_READ, 0], worth[ALWAYS_READ:MOST_READ]
    assert not read.any() or read.all() or rest[read].min() >= rest[~read].max()
    assert not worth[MOST_READ:].any()


def test_a_sentence_with_more_of_the_claim_is_likelier() -> None:
    """Chances are probabilities; nearer in vector, in words or in those around it is likelier to decide."""
    far = near(similarity=0.1)
    nearer = [
        far._replace(similarity=0.2), far._replace(shared=0.5), far._replace(shared_around=0.5),
        far._replace(matched=0.5),
    ]  # fmt: skip
    first, *others = GLANCE.chances(np.array([far, *nearer]))
    assert 0 < first < min(others)
    assert max(others) < 1
    assert len(GLANCE.chances(np.empty((0, len(NEAR))))) == 0


def test_what_is_too_far_is_left_unread() -> None:
    """A far candidate costs no network, is neutral, and does not shift the answers of the others."""
    nli = CountingNli()
    judge = replace(fake_judge(), glance=GLANCE)
    given = [
        candidate("Five Spaniards were freed.", 0.8, 0.6),
        candidate("Four Spaniards came home.", 0.5, 0.009),
        candidate("Madrid was glad.", 0.4, 0.001),
        candidate("The weather was fine.", 0.05, 0.0),
        candidate("Five Spaniards were not freed.", 0.75, 0.5),
    ]
    (found,) = judge_all(nli, judge, [("five Spaniards were freed", given)])
    assert [pair.sentence for pair in nli.asked] == [given[at].passage.text for at in (0, 4)]
    assert [one.candidate for one in found] == given
    assert found[0].supports > 0.9
    assert all((one.supports, one.refutes, one.neutral) == (0.0, 0.0, 1.0) for one in found[1:4])
    assert found[4].refutes > 0.9


def test_names_that_the_texts_use_for_one_another() -> None:
    """What is in brackets in one sentence holds for another; what the claim itself puts in brackets proves nothing."""
    own, other = candidate("COBA raised its rate.", 0.9), candidate("The Coral Bank (COBA) met on Monday.", 0.8)
    claim = "Coral Bank raised its rate"
    alone, together = judge_all(FakeNli(), fake_judge(), [(claim, [own]), (claim, [own, other])])
    said = [[one.relation for one in found[0].findings if one.kind == "name"] for found in (alone, together)]
    assert said[0] != [Relation.AGREES]
    assert said[1] == [Relation.AGREES]
    asked = learn_aliases(["Peron praised the deal."], "Pedro Moreno (Peron) praised the deal")
    assert asked.of(("peron",)) == ("peron",)


def test_an_archive_covers_what_is_near_in_meaning_or_words() -> None:
    """The best of each counts, be they of two sentences; the more articles, the nearer it must be."""
    coverage = Coverage(bias=-1.0, similarity=1.0, shared_around=1.0, articles=-0.2)
    found, told = candidate("Five were freed.", 0.6), candidate("It rained.", 0.1)
    told = replace(told, near=told.near._replace(shared_around=0.7))
    assert not coverage.covers([], 1)
    assert coverage.covers([found, told], 2)
    assert not coverage.covers([told], 1)
    assert not coverage.covers([found, told], 100)


def test_no_candidates_no_judgements() -> None:
    """Claims for which nothing was found come out empty, in their places among those that found something."""
    found = judge_all(
        FakeNli(),
        fake_judge(),
        [("nothing", []), ("five Spaniards were freed", [candidate("Five Spaniards were freed.", 0.9)]), ("", [])],
    )
    assert [len(one) for one in found] == [0, 1, 0]
    assert judge_all(FakeNli(), fake_judge(), [("nothing", [])]) == [[]]


@pytest.mark.parametrize("text", ["", "{}", '{"pair": 1}', "[]"])
def test_a_broken_file_stops_the_start(tmp_path: Path, text: str) -> None:
    """Numbers that cannot be read are named with their file, at start and not at the first claim."""
    path = tmp_path / "judge.json"
    path.write_text(text)
    with pytest.raises(StartRefused, match="not a fitted judge"):
        load_judge(path)


def test_ties_keep_the_first_sentence() -> None:
    """Of two sentences as near to the claim the first is kept, in whatever order their words are added up."""
    for at in range(40):
        first, second = [f"one{at}", f"two{at}", f"six{at}"], [f"uno{at}", f"dos{at}", f"seis{at}"]
        # in 2, 3 and 6 sentences: 1/2 + 1/3 + 1/6 is 1 in one order, and less in another
        rest = [f"{word}." for own in (first, second) for word, more in zip(own, (1, 2, 5), strict=True)
                for _ in range(more)]  # fmt: skip
        said = [" ".join(own) + "." for own in (first, second)]
        text = " ".join(sentence.capitalize() for sentence in [*said, *rest])
        assert nearest_sentences(" ".join(first + second), text, most=3) == said[0].capitalize()
