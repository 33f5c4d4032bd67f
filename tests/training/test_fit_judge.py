"""The fit of the rule weighs all claims at once; it must weigh them as the service does one by one."""

from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import Basis, Candidate, Judgement, Label, Nearness, Origin, Passage, Source
from app.premise import Evidence
from app.weigh import Rule, weigh
from training.examples import WrittenArticle, WrittenClaim
from training.fit_judge import WHOLE, Asked, Found, halves, thinned, verdict_chances

COLUMNS = (Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_EVIDENCE, Label.CONFLICTING)
RULE = Rule(bias=0.4, own=0.8, other=0.1)
sides = st.tuples(st.floats(0.001, 0.6), st.floats(0.001, 0.39))
claims = st.lists(st.lists(st.tuples(st.integers(0, 3), sides), min_size=1, max_size=6), min_size=1, max_size=4)


def _judgement(article: int, supports: float, refutes: float) -> Judgement:
    name = f"article-{article}"
    source = Source(name, 1, "", "", None, datetime(2026, 1, 8, tzinfo=UTC), name)
    candidate = Candidate(Passage(1, source, 0, 0, 1, "x", "", "x"), (), Nearness(0.5, 0.5, 0.5, 0.5, 0.5), 0.1)
    return Judgement(candidate, supports, refutes, 1 - supports - refutes)


@given(claims)
def test_as_the_service_weighs(asked: list[list[tuple[int, tuple[float, float]]]]) -> None:
    """The chances of each claim are those that `app.weigh` gives for articles of as many origins."""
    voices: dict[tuple[int, int], int] = {}
    numbers: list[int] = []
    rows: list[list[float]] = []
    spans: list[Asked] = []
    for place, candidates in enumerate(asked):
        start = len(rows)
        for article, (supports, refutes) in candidates:
            numbers.append(voices.setdefault((place, article), len(voices)))
            rows.append([supports, refutes, 1 - supports - refutes])
        spans.append(Asked("any", 0, slice(start, len(rows))))
    pairs = [("", Evidence(""))] * len(rows)
    near, worth = np.zeros((len(rows), 6)), np.ones(len(rows), dtype=bool)
    found = Found(pairs, near, worth, np.zeros(len(rows), dtype=int), np.array(numbers), spans)
    chances = verdict_chances(np.array(rows), found, RULE)
    origins = {f"article-{number}": Origin(f"article-{number}", "n", Basis.DECLARED) for number in range(4)}
    for place, candidates in enumerate(asked):
        judgements = [_judgement(article, *pair) for article, pair in candidates]
        wanted = weigh(judgements, origins, covered=True, after_archive=False, rule=RULE).probabilities
        assert chances[place] == pytest.approx([wanted[label] for label in COLUMNS], abs=1e-5)


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 1.0)), min_size=1, max_size=30))
def test_two_kinds_of_rows_weigh_the_same(rows: list[tuple[bool, float]]) -> None:
    """Together the first kind weighs what the others weigh, and within a kind the rows keep their proportions."""
    first = np.array([row[0] for row in rows])
    before = np.array([row[1] for row in rows])
    weights = halves(first, before)
    assert weights.mean() == pytest.approx(1.0)
    for kind in (first, ~first):
        if kind.any():
            assert weights[kind].sum() == pytest.approx(len(rows) * (1.0 if kind.all() else 0.5))
            assert weights[kind] / weights[kind].sum() == pytest.approx(before[kind] / before[kind].sum())


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=12), st.integers(1, 8))
def test_thinned_articles_keep_their_sentences(drawn: list[tuple[bool, int]], most: int) -> None:
    """Of claims about stories so many are kept, of those about passages as many, and no sentence is lost."""
    before = [
        WrittenArticle(
            f"a-{at}",
            sentences=[f"Sentence {number}." for number in range(WHOLE if is_whole else 2)],
            claims=[WrittenClaim(f"Claim {number}", "neutral", "detail") for number in range(claims)],
        )
        for at, (is_whole, claims) in enumerate(drawn)
    ]
    after = thinned(before, most, Random(1))
    assert [one.sentences for one in after] == [one.sentences for one in before]
    for kind in (True, False):
        there, kept = (
            sum(len(one.claims) for one in articles if (len(one.sentences) >= WHOLE) is kind)
            for articles in (before, after)
        )
        assert kept == min(most, there)
    assert all(claim in old.claims for old, new in zip(before, after, strict=True) for claim in new.claims)
