"""Deterministic stand-ins for the networks, behind the same protocols."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class FakeEncoder:
    """Hashed bag of words: texts that share words are near, the same text gives the same vector anywhere."""

    revision = "fake-encoder-1"
    dimension = 384

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
