"""Nearness by words: what is rare weighs more, in whatever form it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nearness import shares, weighed
from app.search import query_words

COUNTS = st.dictionaries(st.text("bcdfgh", min_size=2, max_size=4), st.integers(0, 2_000), max_size=6)
TEXTS = st.text("abcdefgh .", max_size=60)


@given(COUNTS, TEXTS, TEXTS, TEXTS)
@settings(deadline=None)
def test_shares_are_shares_that_more_text_only_raises(
    counts: dict[str, int], sentence: str, around: str, more: str
) -> None:
    """Between none and all; what stands around a sentence adds to what it has, and further text takes none away."""
    words = weighed(" ".join(counts), counts)
    own, both = shares(words, sentence, (around,))
    assert 0 <= own <= both <= 1 + 1e-9
    assert shares(words, f"{sentence} {more}", (around,))[0] >= own - 1e-9
    assert shares(words, sentence, (around, more))[1] >= both - 1e-9
    if counts:
        assert sum(weight for _, weight in words) == pytest.approx(1)
        assert shares(words, " ".join(counts), ()) == pytest.approx((1, 1))


def test_words_are_shared_in_any_form() -> None:
    """Another tense, a word for the same event, a nation and its people are the same words."""
    words = weighed("Spain freed prisoners", {"spain": 3, "freed": 3, "prisoners": 3})
    assert shares(words, "Spanish prisoners were released on Thursday.", ())[0] == pytest.approx(1)
    around = ("The weather in the north was fine.", "Prisoners")
    assert shares(words, "It rained.", around) == pytest.approx((0, 1 / 3))


def test_a_rare_word_weighs_more() -> None:
    """A sentence with the name that one passage has is nearer than one with the verb that a thousand have."""
    words = weighed("Gorbe was released", {"gorbe": 1, "released": 1_000})
    named, freed = (shares(words, text, ())[0] for text in ("Gorbe came home.", "They were released."))
    assert named > 0.9
    assert freed < 0.1
    assert shares(weighed("", {}), "Anything.", ("at all",)) == (0, 0)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Lech Wałęsa", "Lech Walesa spoke."),
        ("Nicola\u0300s Maduro", "Nicolàs Maduro was there."),
        ("Ernesto Górbe", "ERNESTO GORBE came home."),
        ("U.S. troops", "American troops left."),
        ("US troops", "The U.S. sent troops."),
    ],
)
def test_words_are_one_however_they_are_typed(claim: str, sentence: str) -> None:
    """Accents, composed or not, strokes, capitals and the dots of an acronym make no other word."""
    counts = dict.fromkeys(query_words(claim), 1)
    assert shares(weighed(claim, counts), sentence, ())[0] == pytest.approx(1)
