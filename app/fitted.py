"""The fitted numbers of judging, as `weights/judge.json` holds them: what is read at all, what it says, how it weighs.

Source: Platt scaling with side information; `training.fit_judge` fits them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compare import FEATURES
from app.errors import StartRefused
from app.evidence import Candidate, Nearness
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
NEAR = Nearness._fields
NEARNESS = NEAR + tuple(f"{name}_below_best" for name in NEAR)
ALWAYS_READ = 1  # candidate
MOST_READ = 7  # candidates; in a large archive many are near
PAIR_INPUTS = NETWORK + FEATURES
PASSAGE_INPUTS = PAIR_INPUTS + NEARNESS


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
        return softmax(standardised(rows, self.mean, self.spread) @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Testimony:
    """What a sentence that was found says of a claim, and how far it carries the verdict.

    Two logistic models over the same inputs, standardised: whether the sentence decides the claim, fitted on
    sentences, and how far it pulls the verdict to either side, fitted on verdicts. `weights` is float64 [inputs, 3]
    and `bias` [3], columns decides, supports, refutes. A sentence far from the claim seldom decides it; where nothing
    nearer does, the verdict may hang on it all the same, and so the two are not one.
    """

    inputs: tuple[str, ...]
    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats

    def of(self, rows: Floats) -> tuple[Floats, Floats]:
        """Give probabilities and pulls, for inputs [n, inputs].

        Returns:
            float64 [n, 3], columns supports, refutes, neutral, rows summing to 1; float64 [n, 2], log-odds of supported
            and of refuted against not enough evidence. The likelier side of a row is that of its larger pull.
        """
        scores = standardised(rows, self.mean, self.spread) @ self.weights + self.bias
        pull = scores[:, 1:]
        decides, supports = sigmoid(scores[:, :1]), sigmoid(pull[:, :1] - pull[:, 1:])
        return np.hstack([decides * supports, decides * (1 - supports), 1 - decides]), pull


@dataclass(frozen=True, slots=True)
class Glance:
    """Tells from nearness alone how likely a sentence is to decide a claim: by this retrieval ranks what it finds.

    The log-odds are `bias` and the sum of its nearness, each of `NEARNESS` times its weight. Below a chance of
    `least` a candidate is left unread by the network, and has no voice; the first is read in any case, and no more
    than the first `MOST_READ`.
    """

    bias: float
    weights: tuple[float, ...]
    least: float

    def chances(self, near: Floats) -> Floats:
        """Give the chance of each sentence found for one claim: float64 [n], for nearness [n, 5] as in `NEAR`."""
        return sigmoid(self.bias + nearness_inputs(near) @ np.array(self.weights))

    def worth(self, chances: Floats) -> NDArray[np.bool_]:
        """Choose which candidates of one claim are read: bool [n] for their chances, best first."""
        place = np.arange(len(chances))
        return np.asarray(((chances >= self.least) & (place < MOST_READ)) | (place < ALWAYS_READ))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Tells whether an archive has anything on a claim's subject, whatever it says of the claim itself.

    It has where `bias`, the best similarity among the candidates, the largest share of the claim's words, with what
    stands around the sentence, and the logarithm of how many articles there are, each times the number of that name,
    come to more than nothing: among many articles one is near to any claim by chance.
    """

    bias: float
    similarity: float
    shared_around: float
    articles: float

    def covers(self, candidates: Iterable[Candidate], articles: int) -> bool:
        """Tell it of the candidates of one claim, found among so many articles; without any there is nothing."""
        found = [(one.near.similarity, one.near.shared_around) for one in candidates]
        if not found:
            return False
        similarity, shared_around = np.max(found, axis=0).tolist()
        near = self.similarity * similarity + self.shared_around * shared_around
        return bool(self.bias + near + self.articles * log(max(1, articles)) > 0)


@dataclass(frozen=True, slots=True)
class Judge:
    """The fitted numbers of judging and weighing, as `weights/judge.json` holds them."""

    pair: Logistic
    glance: Glance
    passage: Testimony
    rule: Rule
    coverage: Coverage
    revision: str


def nearness_inputs(near: Floats) -> Floats:
    """Say how near to a claim sentences are, and how near beside each other.

    Args:
        near: float64 [n, 5], columns as `NEAR`, sentences found for one claim.

    Returns:
        float64 [n, 10], columns as `NEARNESS`: what was given, and how far each is below the largest of its column.
    """
    return np.hstack([near, near.max(axis=0, initial=-1.0) - near])


def standardised(rows: Floats, mean: Floats, spread: Floats) -> Floats:
    """Give inputs in spreads from their mean, none farther than six: float64 [n, inputs]."""
    return np.clip((rows - mean) / spread, -6.0, 6.0)


def sigmoid(log_odds: Floats) -> Floats:
    """Give the probabilities of log-odds."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))


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
        told = tuple(tuple(held[model]["inputs"]) for model in ("pair", "glance", "passage"))
        if told != (PAIR_INPUTS, NEARNESS, PASSAGE_INPUTS):
            raise StartRefused(f"{path}: fitted for other inputs than this version reads; run `make train`")
        judge = Judge(
            pair=Logistic(**_arrays(held["pair"])),
            glance=Glance(held["glance"]["bias"], tuple(held["glance"]["weights"]), held["glance"]["least"]),
            passage=Testimony(**_arrays(held["passage"])),
            rule=Rule(**held["rule"]),
            coverage=Coverage(**held["coverage"]),
            revision=held["revision"],
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StartRefused(f"{path}: not a fitted judge ({fault})") from fault
    return judge


def _arrays(held: dict[str, Any]) -> dict[str, Any]:
    arrays = {name: np.asarray(held[name], dtype=np.float64) for name in ("mean", "spread", "weights", "bias")}
    return {"inputs": tuple(str(name) for name in held["inputs"]), **arrays}
