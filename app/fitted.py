"""The fitted numbers of judging, as `weights/judge.json` holds them: what is read at all, what it says, how it weighs.

Source: Platt scaling with side information; `training.fit_judge` fits them.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compare import FEATURES
from app.errors import StartRefused
from app.weigh import Rule

Floats = NDArray[np.float64]

NETWORK = (
    "logit_supports",
    "logit_refutes",
    "logit_neutral",
    "p_supports",
    "p_refutes",
    "p_neutral",
)
CROSSED = tuple(f"{p}*{feature}" for p in ("p_supports", "p_refutes") for feature in FEATURES)
NEARNESS = ("similarity", "below_best", "shared_words", "below_most_shared")
ALWAYS_READ = 1  # candidate
PAIR_INPUTS = NETWORK + FEATURES + CROSSED
PASSAGE_INPUTS = NETWORK + FEATURES + NEARNESS


@dataclass(frozen=True, slots=True)
class Logistic:
    """A multinomial logistic model over named inputs, standardised: softmax((x - mean) / spread @ weights + bias).

    `weights` is float64 [inputs, 3] and `bias` [3], columns supports, refutes, neutral.
    """

    inputs: tuple[str, ...]
    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats

    def probabilities(self, rows: Floats) -> Floats:
        """Give float64 [n, 3], rows summing to 1, for inputs [n, inputs]."""
        scaled = np.clip((rows - self.mean) / self.spread, -6.0, 6.0)
        return softmax(scaled @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Glance:
    """Tells from nearness alone whether a candidate is worth the network's time.

    The log-odds that it decides the claim are `bias` and the sum of its nearness, each of `NEARNESS` times the number
    of that name; below a chance of `least` it is left unread, and has no voice. What full text alone found may be
    far from the claim: the first that retrieval gives is read whatever its nearness.
    """

    bias: float
    similarity: float
    below_best: float
    shared_words: float
    below_most_shared: float
    least: float

    def worth(self, near: Floats) -> NDArray[np.bool_]:
        """Choose among the candidates of one claim: bool [n] for nearness [n, 4], in the order of retrieval."""
        weights = np.array([self.similarity, self.below_best, self.shared_words, self.below_most_shared])
        odds = self.bias + near @ weights
        return np.asarray((odds >= np.log(self.least / (1 - self.least))) | (np.arange(len(near)) < ALWAYS_READ))


@dataclass(frozen=True, slots=True)
class Judge:
    """The fitted numbers of judging and weighing, as `weights/judge.json` holds them."""

    pair: Logistic
    glance: Glance
    passage: Logistic
    rule: Rule
    covered: float
    revision: str


def softmax(logits: Floats) -> Floats:
    """Normalise [n, 3] scores to probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def load_judge(path: Path) -> Judge:
    """Read the fitted numbers.

    Raises:
        StartRefused: The file is missing, broken, or fitted for other inputs than this code has.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        told = tuple(held["pair"]["inputs"]), tuple(held["passage"]["inputs"])
        if told != (PAIR_INPUTS, PASSAGE_INPUTS):
            raise StartRefused(f"{path}: fitted for other inputs than this version reads; run `make train`")
        judge = Judge(
            pair=_logistic(held["pair"]),
            glance=Glance(**held["glance"]),
            passage=_logistic(held["passage"]),
            rule=Rule(**held["rule"]),
            covered=float(held["covered"]),
            revision=held["revision"],
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StartRefused(f"{path}: not a fitted judge ({fault})") from fault
    return judge


def _logistic(held: dict[str, Any]) -> Logistic:
    arrays = {name: np.asarray(held[name], dtype=np.float64) for name in ("mean", "spread", "weights", "bias")}
    return Logistic(inputs=tuple(str(name) for name in held["inputs"]), **arrays)
