"""Vectors in their story: of unit length, in order, and nearer to what stands around them."""

from pathlib import Path

import numpy as np
import pytest

from app.story import Adapter, load_adapter, plain_adapter
from app.weights import read_section
from tests.fakes import FakeEncoder

PLAIN = plain_adapter("any", 384)
WEIGHTS = Path(__file__).parents[1] / "weights"


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_vectors_keep_their_length_and_places(count: int) -> None:
    """Each stays of unit length and nearest to its own sentence; the only sentence of a story stays as it is."""
    plain = FakeEncoder().encode([f"word{number} other{number} third{number}" for number in range(count)])
    leaning = PLAIN.in_story(plain)
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
    leaning = PLAIN.in_story(plain)
    assert leaning[1] @ asked > plain[1] @ asked
    assert leaning[1] @ asked > leaning[2] @ asked


def test_vectors_that_cancel_out_stay_as_they_are() -> None:
    """Opposite vectors leave no direction where they meet: the sentence's own is kept."""
    one = np.zeros((1, 4), dtype=np.float32)
    one[0, 0] = 1
    story = plain_adapter("any", 4).in_story(np.concatenate([one, -one]))
    assert np.isfinite(story).all()
    assert np.linalg.norm(story, axis=1) == pytest.approx([1, 1])


def test_maps_are_applied_to_claim_sentence_neighbour_and_story() -> None:
    """Each of the four maps moves what it is for, and results keep unit length."""
    draw = np.random.default_rng(8)
    story = PLAIN.in_story(draw.standard_normal((3, 384)).astype(np.float32))
    other = draw.standard_normal((384, 384)).astype(np.float32)
    maps = {"claim": PLAIN.claim, "own": PLAIN.own, "before": PLAIN.before, "whole": PLAIN.whole}
    assert PLAIN.claims(story) == pytest.approx(story, abs=1e-6)
    moved = {name: Adapter("any", **maps | {name: other}) for name in maps}
    wanted = story @ other / np.linalg.norm(story @ other, axis=1)[:, None]
    assert moved["claim"].claims(story) == pytest.approx(wanted, abs=1e-6)
    for name in ("own", "before", "whole"):
        found = moved[name].in_story(story)
        assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
        changed = np.abs(found - PLAIN.in_story(story)).max(axis=1) > 1e-3
        assert changed.tolist() == [name != "before", True, True]  # nothing stands before the first


def test_a_claim_alone_gets_the_vector_that_it_gets_on_a_page() -> None:
    """To the last bit, however many claims are asked at once."""
    draw = np.random.default_rng(8)
    maps = [draw.standard_normal((384, 384)).astype(np.float32) for _ in range(4)]
    adapter, claims = Adapter("any", *maps), draw.standard_normal((40, 384)).astype(np.float32)
    together = adapter.claims(claims)
    assert all((adapter.claims(claims[at : at + 1])[0] == together[at]).all() for at in range(40))
    assert adapter.claims(claims[:0]).shape == (0, 384)


def test_the_shipped_adapter_is_for_the_shipped_encoder_alone() -> None:
    """Vectors of another encoder lean by the plain numbers, and those of two adapters are never compared."""
    encoder = read_section(WEIGHTS, "encoder").revision
    fitted, other = load_adapter(WEIGHTS, encoder, 384), load_adapter(WEIGHTS, "another", 384)
    assert fitted.revision.startswith(encoder)
    assert fitted.revision != plain_adapter(encoder, 384).revision
    assert (other.claim == np.eye(384)).all()
    assert (fitted.claim != np.eye(384)).any()
    assert len({fitted.revision, other.revision, plain_adapter(encoder, 384).revision}) == 3
