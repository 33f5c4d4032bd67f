"""The adapter's fit must bring claims nearer to what decides them, the same way each time."""

import numpy as np

from app.story import Adapter, plain_adapter
from tests.fakes import FakeEncoder
from training.examples import WrittenArticle, WrittenClaim
from training.fit_adapter import Vectors, encoded, fit_maps, ranked_at

WORDS = [f"thing{number}" for number in range(40)]


def _articles() -> list[WrittenArticle]:
    """Articles of two sentences; a claim says "other7" where the sentence says "thing7"."""
    made = []
    for number, word in enumerate(WORDS):
        sentences = [f"somebody spoke of {word}", f"it rained on day {number}"]
        claims = [
            WrittenClaim(f"somebody spoke of {word.replace('thing', 'other')}", "supports", "name", (0,)),
            WrittenClaim("it was cold", "neutral", "detail"),
        ]
        made.append(WrittenArticle(f"made-{number}", sentences=sentences, claims=claims))
    return made


def _known() -> Vectors:
    return encoded(FakeEncoder(), _articles())


def test_claims_that_nothing_decides_are_left_out() -> None:
    """Rows point at the sentences that decide, and the sentence before is that of the same article."""
    known = _known()
    assert known.decides == [[2 * number] for number in range(len(WORDS))]
    assert (known.before[::2] == 0).all()
    assert (known.before[1::2] == known.own[::2]).all()
    assert not known.is_story.any()


def test_fit_learns_which_words_meet() -> None:
    """Words that claims use for others are matched after the fit, far better than before."""
    known, plain = _known(), plain_adapter("fake", 384)
    maps = fit_maps(known, plain, epochs=40, rate=0.02)
    fitted = Adapter("fitted", **maps)
    before, after = ranked_at(known, plain), ranked_at(known, fitted)
    assert after.mean() < before.mean() / 2
    assert np.linalg.norm(fitted.claims(known.claims), axis=1).round(4).tolist() == [1.0] * len(WORDS)


def test_fit_is_repeatable() -> None:
    """The same articles give the same maps."""
    first, second = (fit_maps(_known(), plain_adapter("fake", 384), epochs=2) for _ in range(2))
    assert all((first[name] == second[name]).all() for name in first)
