"""The sentences for a reader count and name rightly."""

from datetime import UTC, datetime

import pytest

from app.evidence import (
    Archive,
    Basis,
    Candidate,
    Gap,
    Judgement,
    Label,
    Nearness,
    Origin,
    OriginSide,
    OriginStance,
    Passage,
    Source,
    Stability,
    Weighed,
)
from app.summary import summarise
from tests.judging import judged

NEWEST = datetime(2026, 1, 8, tzinfo=UTC)
NEAR = Nearness(1.0, 1.0, 1.0, 1.0, 1.0)


def _judgement(*outlets: str, supports: float = 0.9) -> Judgement:
    passages = [
        Passage(0, Source(f"art_{outlet}", 1, "t", outlet, None, NEWEST, "o"), 0, 0, 1, "x", "", "h")
        for outlet in outlets
    ]
    return judged(Candidate(passages[0], tuple(passages[1:]), NEAR, 1.0), supports, 0.95 - supports)


def _side(name: str | None, stance: OriginStance, *outlets: str) -> OriginSide:
    basis = Basis.DECLARED if name else Basis.UNKNOWN
    return OriginSide(Origin(f"o_{name}", name, basis), stance, 0.9, tuple(f"art_{outlet}" for outlet in outlets))


def _weighed(label: Label, sides: list[OriginSide], *decisive: Judgement, gap: Gap | None = None) -> Weighed:
    return Weighed(label, gap, dict.fromkeys(Label, 0.25), tuple(sides), decisive, Stability())


def test_one_source() -> None:
    """One source in several outlets is named and counted once."""
    side = _side("Associated Press", OriginStance.SUPPORTS, "A", "B", "C")
    words = summarise(_weighed(Label.SUPPORTED, [side], _judgement("A", "B", "C")), Archive(5, "1"), NEWEST)
    assert words == (
        "Supported: one source (Associated Press), carried by three outlets, says so; newest report 8 January 2026."
    )


def test_many_sources() -> None:
    """Several sources take the plural; at most three are named, and those without name are counted."""
    sides = [_side(name, OriginStance.REFUTES, "A") for name in ("W", "X", "Y", "Z", None)]
    words = summarise(_weighed(Label.REFUTED, sides, _judgement("A", supports=0.0)), Archive(5, "1"), NEWEST)
    assert words == (
        "Refuted: five sources (W, X, Y, two more), carried by one outlet, say otherwise; newest report 8 January 2026."
    )


def test_both_sides() -> None:
    """A conflict names who says what."""
    sides = [_side(None, OriginStance.REFUTES, "B"), _side("X", OriginStance.SUPPORTS, "A")]
    decisive = (_judgement("A"), _judgement("B", supports=0.0))
    words = summarise(_weighed(Label.CONFLICTING, sides, *decisive), Archive(5, "1"), NEWEST)
    assert words == (
        "Conflicting: one source (X), carried by one outlet, says so; "
        "one source (origin not known), carried by one outlet, says otherwise; newest report 8 January 2026."
    )


@pytest.mark.parametrize(
    ("gap", "articles", "newest", "says"),
    [
        (Gap.NOT_COVERED, 1, NEWEST, "Nothing in one article is about this; newest article 8 January 2026."),
        (Gap.NOT_COVERED, 1_200, NEWEST, "Nothing in 1,200 articles is about this; newest article 8 January 2026."),
        (
            Gap.SILENT,
            5,
            NEWEST,
            "The archive covers the subject, but nothing in it decides this; newest article 8 January 2026.",
        ),
        (Gap.AFTER_ARCHIVE, 5, NEWEST, "The claim is about a time after the newest article, of 8 January 2026."),
        (Gap.NOT_COVERED, 0, None, "The archive has no article that counts here."),
    ],
)
def test_gaps(gap: Gap, articles: int, newest: datetime | None, says: str) -> None:
    """Each kind of don't know has its own sentence, none of which says that the claim is false."""
    words = summarise(_weighed(Label.NOT_ENOUGH_EVIDENCE, [], gap=gap), Archive(articles, "1"), newest)
    assert words == f"Not enough evidence: no source takes a side. {says}"
