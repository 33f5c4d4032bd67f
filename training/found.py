"""What retrieval finds for written claims, and how rows of different kinds are weighed and folded in the fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from app.fitted import Floats
from app.premise import Evidence

FOLDS = 5
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Rows:
    """Rows to fit on: inputs float64 [n, inputs], targets int [n] in the order of `LABELS` (3: not supported)."""

    inputs: Floats
    targets: Ints
    weights: Floats
    groups: NDArray[np.str_]

    def where(self, chosen: NDArray[np.bool_]) -> "Rows":
        """Give the rows chosen."""
        return Rows(self.inputs[chosen], self.targets[chosen], self.weights[chosen], self.groups[chosen])


@dataclass(slots=True)
class Asked:
    """A claim put to the held-out archive: its rows in `passage` order, and what the verdict should be."""

    group: str
    label: int
    rows: slice


@dataclass(slots=True)
class Found:
    """What retrieval finds for claims, candidates in `Asked.rows` order.

    Of each candidate: the pair, nearness float64 [n, 10], whether it is worth reading, what it should be judged, and
    the number of the voice it belongs to: one for each claim and article that it meets.
    """

    pairs: list[tuple[str, Evidence]]
    near: Floats
    worth: NDArray[np.bool_]
    targets: Ints
    voices: Ints
    asked: list[Asked]

    @property
    def claims(self) -> Ints:
        """The place in `asked` of the claim that each candidate was found for: int [candidates]."""
        return np.repeat(np.arange(len(self.asked)), [one.rows.stop - one.rows.start for one in self.asked])

    @property
    def labels(self) -> Ints:
        """What each verdict should be, in the order of `LABELS`: int [claims]."""
        return np.array([one.label for one in self.asked])

    @property
    def groups(self) -> NDArray[np.str_]:
        """The article that each claim was written about: str [claims]."""
        return np.array([one.group for one in self.asked])


def halves(first: NDArray[np.bool_], weights: Floats | None = None) -> Floats:
    """Weigh rows so that the first kind and the others count the same together, and a row 1 in the mean: float64 [n].

    Args:
        first: Of each row, whether it is of the first kind.
        weights: What rows of one kind weigh against each other; None for the same.
    """
    found = np.ones(len(first)) if weights is None else weights.copy()
    if first.any() and not first.all():
        for kind in (first, ~first):
            found[kind] /= found[kind].sum()
    return np.asarray(found * len(found) / found.sum())


def scale_of(inputs: Floats) -> tuple[Floats, Floats]:
    """Give mean and spread of each input, a spread of 1 where it is always the same: float64 [inputs] each."""
    spread = inputs.std(axis=0)
    return inputs.mean(axis=0), np.where(spread < 1e-6, 1.0, spread)


def folds_of(groups: Sequence[str]) -> Ints:
    """Give each row its fold, 0 up to `FOLDS`: the same for all rows of a group, on every machine."""
    return np.array([int(sha256(group.encode()).hexdigest(), 16) % FOLDS for group in groups])
