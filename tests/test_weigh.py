"""The weighing: laws that hold of every set of judgements, and the traps that other systems fell into."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.evidence import (
    NO_PULL,
    Basis,
    Candidate,
    Gap,
    Judgement,
    Label,
    Nearness,
    Origin,
    OriginStance,
    Passage,
    Pull,
    Source,
    Stance,
    Weighed,
)
from app.weigh import Rule, weigh
from tests.judging import judged

RULE = Rule()
_numbers = count(1)
DECLARED = {name: Origin(name, name.title(), Basis.DECLARED) for name in ("wire", "rival", "third")}
SWAPPED = {
    Label.SUPPORTED: Label.REFUTED,
    Label.REFUTED: Label.SUPPORTED,
    Label.CONFLICTING: Label.CONFLICTING,
    Label.NOT_ENOUGH_EVIDENCE: Label.NOT_ENOUGH_EVIDENCE,
}


def passage(article: str, origin: str) -> Passage:
    source = Source(article, 1, "A title", "The Outlet", None, datetime(2026, 1, 8, tzinfo=UTC), origin)
    return Passage(next(_numbers), source, 0, 0, 4, "Text", "", "hash")


def judgement(
    supports: float, refutes: float, *, origin: str = "wire", article: str = "", reprints: Sequence[Passage] = ()
) -> Judgement:
    found = passage(article or f"article-{next(_numbers)}", origin)
    candidate = Candidate(found, tuple(reprints), Nearness(0.6, 0.5, 0.5, 0.5, 0.5), chance=0.3)
    return judged(candidate, supports, refutes)


def outcome(
    judgements: Sequence[Judgement],
    *,
    origins: Mapping[str, Origin] = DECLARED,
    covered: bool = True,
    later: bool = False,
) -> Weighed:
    return weigh(judgements, origins, covered=covered, after_archive=later, rule=RULE)


@st.composite
def any_judgements(draw: st.DrawFn) -> list[Judgement]:
    made = []
    for _ in range(draw(st.integers(0, 8))):
        parts = [draw(st.floats(0.001, 1)) for _ in range(3)]
        origin = draw(st.sampled_from(["wire", "rival", "third", "nobody"]))
        article = draw(st.sampled_from(["a", "b", "c"]))
        made.append(
            judgement(parts[0] / sum(parts), parts[1] / sum(parts), origin=origin, article=f"{origin}-{article}")
        )
    return made


@given(any_judgements(), st.randoms(use_true_random=False))
def test_order_does_not_matter(judgements: list[Judgement], random: object) -> None:
    """The same judgements in another order give the same verdict, number for number."""
    shuffled = judgements[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome(shuffled) == outcome(judgements)


@given(any_judgements())
@example([judgement(0.6, 0.4, article="one"), judgement(0.4, 0.6, article="one")])  # a tie above "not enough"
def test_probabilities_sum_to_one(judgements: list[Judgement]) -> None:
    """Four probabilities, none negative, together 1; the verdict is the likeliest, save for a tie of both sides."""
    found = outcome(judgements)
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert min(found.probabilities.values()) >= 0
    assert found.confidence == pytest.approx(found.probabilities[found.label], abs=1e-6)
    supported, refuted = (round(found.probabilities[label], 9) for label in (Label.SUPPORTED, Label.REFUTED))
    if found.label is not Label.NOT_ENOUGH_EVIDENCE or supported != refuted:
        assert found.confidence == pytest.approx(max(found.probabilities.values()), abs=1e-6)


@given(any_judgements())
def test_swapping_the_sides_swaps_the_verdict(judgements: list[Judgement]) -> None:
    """Supports and refutes are treated alike."""
    swapped = [
        replace(one, supports=one.refutes, refutes=one.supports, pull=Pull(*reversed(one.pull))) for one in judgements
    ]
    found, other = outcome(judgements), outcome(swapped)
    for label, mirror in SWAPPED.items():
        assert other.probabilities[mirror] == pytest.approx(found.probabilities[label], abs=1e-9)


@given(any_judgements())
def test_a_neutral_passage_of_a_story_never_changes_it(judgements: list[Judgement]) -> None:
    """A further passage of an article that decided, silent on the claim, changes no number."""
    more = [
        judgement(
            0.0, 0.0, origin=one.candidate.passage.source.origin_id, article=one.candidate.passage.source.article_id
        )
        for one in judgements
    ]
    assert outcome(judgements + more).probabilities == outcome(judgements).probabilities


@given(any_judgements())
def test_the_verdict_has_the_citations_it_needs(judgements: list[Judgement]) -> None:
    """Supported rests on a support, refuted on a refutation, conflicting on both, not enough on nothing."""
    found = outcome(judgements)
    stances = {one.stance for one in found.decisive}
    if found.label is Label.SUPPORTED:
        assert stances == {Stance.SUPPORTS}
    elif found.label is Label.REFUTED:
        assert stances == {Stance.REFUTES}
    elif found.label is Label.NOT_ENOUGH_EVIDENCE:
        assert not found.decisive
        assert not found.sides
    assert (found.gap is None) == (found.label is not Label.NOT_ENOUGH_EVIDENCE)


def test_neutral_passages_do_not_vote() -> None:
    """One decisive support and nine passages off the topic are still supported."""
    found = outcome([judgement(0.97, 0.01, article="a")] + [judgement(0.01, 0.01, article="a") for _ in range(9)])
    assert found.label is Label.SUPPORTED
    assert len(found.decisive) == 1


def test_a_tie_is_not_supported() -> None:
    """As much for as against within one article decides nothing for the claim."""
    found = outcome([judgement(0.9, 0.05, article="a"), judgement(0.05, 0.9, article="a")])
    assert found.label is not Label.SUPPORTED


def test_six_reprints_are_one_source() -> None:
    """Six outlets with one wire story against one independent report are conflicting, one origin each."""
    copies = [passage(f"copy-{number}", "wire") for number in range(5)]
    found = outcome([judgement(0.97, 0.01, reprints=copies), judgement(0.01, 0.97, origin="rival")])
    assert found.label is Label.CONFLICTING
    assert [side.stance for side in found.sides] == [OriginStance.REFUTES, OriginStance.SUPPORTS]
    assert len(found.sides[1].articles) == 6


def test_a_reprint_never_adds_an_origin() -> None:
    """The same words in another outlet of the same origin leave every number as it was."""
    alone = outcome([judgement(0.9, 0.02, article="first")])
    carried = outcome([judgement(0.9, 0.02, article="first", reprints=[passage("copy", "wire")])])
    assert carried.probabilities == alone.probabilities
    assert len(carried.sides) == len(alone.sides) == 1


def test_two_independent_origins_are_surer_than_one() -> None:
    """A second independent source that says the same raises the confidence."""
    alone = outcome([judgement(0.8, 0.02)])
    both = outcome([judgement(0.8, 0.02), judgement(0.8, 0.02, origin="rival")])
    assert both.confidence > alone.confidence


def test_unknown_origins_are_not_independent() -> None:
    """Articles without any origin count together as one voice, however many they are."""
    alone = outcome([judgement(0.8, 0.02, origin="nobody-1")])
    many = outcome([judgement(0.8, 0.02, origin=f"nobody-{number}") for number in range(5)])
    assert many.probabilities == alone.probabilities
    assert all(side.origin.basis is Basis.UNKNOWN for side in many.sides)


def test_dissent_within_an_origin_is_kept() -> None:
    """Two outlets of one origin that say the opposite outright make it conflicting, the origin split."""
    found = outcome([judgement(0.98, 0.01, article="a"), judgement(0.01, 0.98, article="b")])
    assert found.label is Label.CONFLICTING
    assert [side.stance for side in found.sides] == [OriginStance.SPLIT]


@pytest.mark.parametrize(
    ("covered", "later", "gap"),
    [(True, False, Gap.SILENT), (False, False, Gap.NOT_COVERED), (False, True, Gap.AFTER_ARCHIVE)],
)
def test_absence_is_never_contradiction(covered: bool, later: bool, gap: Gap) -> None:  # noqa: FBT001
    """Nothing found is "not enough evidence", and the answer says which kind of don't-know it is."""
    found = outcome([judgement(0.02, 0.03)], covered=covered, later=later)
    assert found.label is Label.NOT_ENOUGH_EVIDENCE
    assert found.gap is gap


def test_stability_names_the_origin_that_everything_hangs_on() -> None:
    """With one origin the verdict falls with it; with two strong ones it takes both."""
    alone = outcome([judgement(0.97, 0.01)])
    assert alone.stability.flips_without == ("wire",)
    assert alone.stability.origins_to_flip == 1
    both = outcome([judgement(0.97, 0.01), judgement(0.97, 0.01, origin="rival")])
    assert both.stability.flips_without == ()
    assert both.stability.origins_to_flip == 2


def test_as_much_for_as_against_decides_nothing() -> None:
    """One sentence that supports as much as it refutes is not enough evidence, and nothing is cited."""
    found = outcome([judgement(0.45, 0.45)])
    assert found.label is Label.NOT_ENOUGH_EVIDENCE
    assert not found.decisive


def test_what_was_not_read_has_no_voice() -> None:
    """However many other origins were found and left unread, the verdict's probabilities are the same."""
    read = [judgement(0.7, 0.05)]
    far = [judgement(0.0, 0.0, origin=origin, article=f"far-{origin}") for origin in ("rival", "third")]
    unread = [replace(one, pull=NO_PULL) for one in far]
    assert outcome(read + unread).probabilities == outcome(read).probabilities


def test_what_a_verdict_hangs_on_is_named() -> None:
    """An article of unknown origin that alone carries a verdict is named by its own origin; of two, neither is."""
    lone = outcome([judgement(0.95, 0.02, origin="nobody-1")])
    assert lone.label is Label.SUPPORTED
    assert (lone.stability.flips_without, lone.stability.origins_to_flip) == (("nobody-1",), 1)
    two = outcome([judgement(0.95, 0.02, origin="nobody-1"), judgement(0.95, 0.02, origin="nobody-2")])
    assert (two.stability.flips_without, two.stability.origins_to_flip) == ((), 2)
