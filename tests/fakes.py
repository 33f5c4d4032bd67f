"""Deterministic stand-ins for the networks, behind the same protocols."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.pairs import Pair
from app.story import plain_adapter


class FakeEncoder:
    """Hashed bag of words: texts that share words are near, the same text gives the same vector anywhere.

    Args:
        revision: The name that it goes by.
    """

    dimension = 384

    def __init__(self, revision: str = "fake-encoder-1") -> None:
        self.revision = revision
        self.adapter = plain_adapter(revision, self.dimension)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts.

        Args:
            texts: Any texts.

        Returns:
            float32 [len(texts), 384], of unit length, in the same order.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            folded = unicodedata.normalize("NFKC", text).casefold()
            for word in re.findall(r"\w+", folded) or [""]:
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                number = int.from_bytes(digest, "little")
                vectors[row, number % self.dimension] += 1.0 if number >> 32 & 1 else -1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors[:, :1] += lengths == 0  # words that cancel out still have a direction
        unit: NDArray[np.float32] = (vectors / np.where(lengths == 0, 1.0, lengths)).astype(np.float32)
        return unit


class FakeNli:
    """Counts words: a sentence that has most of the claim's supports it, or refutes it where one of the two says no."""

    revision = "fake-nli-1"
    _NO = frozenset({"no", "not", "never", "nobody", "none", "denied"})

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Judge pairs.

        Args:
            pairs: Any pairs.

        Returns:
            float32 [len(pairs), 3], columns supports, refutes, neutral.
        """
        return np.array([self._judge(pair) for pair in pairs], dtype=np.float32).reshape(-1, 3)

    def _judge(self, pair: Pair) -> tuple[float, float, float]:
        claim, sentence = (set(re.findall(r"\w+", text.casefold())) for text in (pair.claim, pair.sentence))
        asked = claim - self._NO
        if len(asked & sentence) < 0.7 * len(asked):
            return -4.0, -4.0, 4.0
        return (-4.0, 4.0, -4.0) if bool(claim & self._NO) != bool(sentence & self._NO) else (4.0, -4.0, -4.0)
