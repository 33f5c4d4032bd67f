"""How near the words of a claim come to those of a sentence, where they are not the same: "freed" and "let go".

Every token of the encoder's vocabulary has a short vector and a weight, fitted so that a claim's words meet those of
the sentences that decide it (`training.fit_words`). No network runs: a claim is set against a hundred sentences in a
few milliseconds, and what it finds near is what the NLI network then reads.

Source: Khattab and Zaharia 2020, "ColBERT", section 3.3 (late interaction: each word's best match, summed), here over
vectors that do not depend on the words around.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from app.weights import read_section

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

WORDS = "words.npz"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 96  # of a text; what is longer loses its end
KEPT_TEXTS = 16_384  # whose tokens are remembered
DIGITS = 6


class WordVectors:
    """The fitted vectors with the tokeniser whose tokens they are of; safe to call from any thread.

    Args:
        tokenizer: The `tokenizer.json` of the vocabulary.
        vectors: float32 [vocabulary, dimension], of unit length.
        weights: float32 [vocabulary], more than 0: what a token counts for in a claim.
    """

    def __init__(self, tokenizer: Path, vectors: Floats, weights: Floats) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._vectors = vectors
        self._weights = weights
        self._ids = lru_cache(KEPT_TEXTS)(self.read)

    def read(self, text: str) -> Ids:
        """Give the ids of a text's tokens: int64 [tokens]."""
        return np.array(self._tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.int64)

    def matched(self, claim: str, sentences: Sequence[tuple[str, Sequence[str]]]) -> NDArray[np.float64]:
        """Say how near the words of a claim come to those of sentences.

        Args:
            claim: The claim.
            sentences: Each with the texts around it: the sentence before, the headline.

        Returns:
            float64 [sentences, 2], 0..1: the weighed mean over the claim's tokens of the best cosine to one of the
            sentence, at least 0; and that to one of the sentence or of a text around.
        """
        asked = self._ids(claim)
        if not len(asked) or not sentences:
            return np.zeros((len(sentences), 2))
        rows: dict[str, int] = {"": 0}
        for text, around in sentences:
            for one in (text, *around):
                rows.setdefault(one, len(rows))
        best = self._best(asked, list(rows))
        own = best[[rows[text] for text, _ in sentences]]
        behind = np.stack([best[[rows[one] for one in around] or [0]].max(axis=0) for _, around in sentences])
        weights = self._weights[asked] / self._weights[asked].sum()
        both = np.stack([own @ weights, np.maximum(own, behind) @ weights], axis=1)
        return np.asarray(np.round(both.astype(np.float64), DIGITS))

    def _best(self, asked: Ids, texts: Sequence[str]) -> Floats:
        """Give the best cosine of each token asked to one of each text, at least 0: float32 [texts, asked]."""
        found = [self._ids(text) for text in texts]
        best = np.zeros((len(texts), len(asked)), dtype=np.float32)
        there = [row for row, ids in enumerate(found) if len(ids)]
        if there:
            tokens = np.concatenate([found[row] for row in there])
            starts = np.cumsum([0, *(len(found[row]) for row in there[:-1])])
            cosines = self._vectors[tokens] @ self._vectors[asked].T
            best[there] = np.maximum.reduceat(cosines, starts, axis=0)
        return np.maximum(best, 0)


def load_word_vectors(folder: Path) -> WordVectors:
    """Read the fitted vectors.

    Raises:
        StartRefused: The manifest has no part `words`, or a file of it is not the one shipped.
    """
    section = read_section(folder, "words")
    with np.load(section.folder / WORDS, allow_pickle=False) as held:
        vectors, weights = held["vectors"].astype(np.float32), held["weights"].astype(np.float32)
    return WordVectors(section.folder / TOKENIZER, unit(vectors), weights)


def unit(vectors: Floats) -> Floats:
    """Scale rows to unit length; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)
