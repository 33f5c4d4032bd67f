"""Vectors in their story: of unit length, in order, and nearer to what stands around them."""

import numpy as np
import pytest

from app.story import in_story, stored_revision
from tests.fakes import FakeEncoder


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_vectors_keep_their_length_and_places(count: int) -> None:
    """Each stays of unit length and nearest to its own sentence; the only sentence of a story stays as it is."""
    plain = FakeEncoder().encode([f"word{number} other{number} third{number}" for number in range(count)])
    leaning = in_story(plain)
    assert leaning.shape == plain.shape
    assert leaning.dtype == np.float32
    assert np.linalg.norm(leaning, axis=1) == pytest.approx(np.ones(count), abs=1e-5)
    assert ((leaning @ plain.T).argmax(axis=1) == np.arange(count)).all() if count else True
    if count == 1:
        assert leaning == pytest.approx(plain, abs=1e-6)


def test_a_sentence_leans_towards_its_story() -> None:
    """What the sentence before names makes a sentence nearer to a claim that names it."""
    texts = ["Pedro Moreno waited", "he came home", "snow fell on hills"]
    plain = FakeEncoder().encode(texts)
    asked = FakeEncoder().encode(["Pedro Moreno came home"])[0]
    leaning = in_story(plain)
    assert leaning[1] @ asked > plain[1] @ asked
    assert leaning[1] @ asked > leaning[2] @ asked


def test_vectors_that_cancel_out_stay_as_they_are() -> None:
    """Opposite vectors leave no direction where they meet: the sentence's own is kept."""
    one = np.zeros((1, 4), dtype=np.float32)
    one[0, 0] = 1
    story = in_story(np.concatenate([one, -one]))
    assert np.isfinite(story).all()
    assert np.linalg.norm(story, axis=1) == pytest.approx([1, 1])


def test_the_layout_is_named_with_the_encoder() -> None:
    """Vectors of another encoder, or laid out otherwise, are never compared with these."""
    assert stored_revision("abc") != "abc"
    assert stored_revision("abc") != stored_revision("abd")
