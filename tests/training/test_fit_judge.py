"""Which claims the fits are asked, and what their rows weigh."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.examples import WrittenArticle, WrittenClaim
from training.fit_judge import WHOLE, thinned
from training.found import halves


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
