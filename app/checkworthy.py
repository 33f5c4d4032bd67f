"""Which sentences are worth checking: a logistic model on the vectors that are computed anyway.

Source: CheckThat! 2024 task 1 (check-worthiness in English); fitted by `training.checkworthy`, scores in
`weights/CARD.md`.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import StartRefused

MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Checkworthiness:
    """The fitted numbers: `weights` float64 [dimension], `bias`, and the probability from which on to check."""

    weights: NDArray[np.float64]
    bias: float
    threshold: float

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Give the probability that each sentence is worth checking.

        Args:
            vectors: float32 [n, dimension], unit length, from the encoder that the fit was made with.

        Returns:
            float64 [n], 0..1.
        """
        return np.asarray(1.0 / (1.0 + np.exp(-(vectors.astype(np.float64) @ self.weights + self.bias))))


def load_checkworthiness(path: Path) -> Checkworthiness:
    """Read the fitted numbers.

    Raises:
        StartRefused: The file is missing or broken.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        weights = np.asarray(held["weights"], dtype=np.float64)
        return Checkworthiness(weights, float(held["bias"]), float(held["threshold"]))
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StartRefused(f"{path}: not a fitted check-worthiness model ({fault})") from fault
