"""Predictions -> scores by set, as numbers and as the block of the weights' card.

A set of two classes, supports or not, is scored on those two: a row labelled `not_supported` is right when
the prediction is anything but `supports`, and the probability of "not" is what `supports` leaves.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.examples import LABELS, NOT_SUPPORTED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS = 15
# These name only supports and refutes, and mean "not supported" by the second.
TWO_CLASS = frozenset({"fever_symmetric", "covidfact"})


@dataclass(frozen=True, slots=True)
class Scores:
    """How one system did on one set; all shares 0..1, `log_loss` in nats."""

    set: str
    rows: int
    classes: int
    accuracy: float
    macro_f1: float
    balanced_accuracy: float
    calibration_error: float
    log_loss: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Predictions in the classes that a set is scored on.

    `truth` and `said` int [n] over 2 or 3 classes; `confidence` float [n], the probability of what was said;
    `p_truth` float [n], the probability of what is so.
    """

    classes: int
    truth: Ints
    said: Ints
    confidence: Floats
    p_truth: Floats

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which rows came out right."""
        return np.asarray(self.truth == self.said)


def outcome(name: str, labels: Sequence[str], p: Floats) -> Outcome:
    """Bring predictions into the classes that the set is scored on.

    Args:
        name: The set's name.
        labels: Of `LABELS` or `NOT_SUPPORTED`, one a row.
        p: float [n, 3], columns in the order of `LABELS`.

    Returns:
        Three classes, or two where the set is of two: 0 supports, 1 not.
    """
    said = p.argmax(axis=1)
    if NOT_SUPPORTED not in labels and name not in TWO_CLASS:
        truth = np.array([LABELS.index(label) for label in labels])
        return Outcome(3, truth, said, p.max(axis=1), p[np.arange(len(p)), truth])
    truth = np.array([int(label != LABELS[0]) for label in labels])
    said = np.minimum(said, 1)
    pair = np.stack([p[:, 0], 1 - p[:, 0]], axis=1)
    rows = np.arange(len(p))
    return Outcome(2, truth, said, pair[rows, said], pair[rows, truth])


def scored(name: str, labels: Sequence[str], p: Floats) -> Scores:
    """Score one system on one set; see `outcome` for the arguments."""
    found = outcome(name, labels, p)
    recalls, f1s = [], []
    for klass in range(found.classes):
        mine, called = found.truth == klass, found.said == klass
        if mine.any():
            recalls.append(float((mine & called).sum() / mine.sum()))
        if mine.any() or called.any():
            f1s.append(float(2 * (mine & called).sum() / (mine.sum() + called.sum())))
    return Scores(
        set=name,
        rows=len(labels),
        classes=found.classes,
        accuracy=float(found.right.mean()),
        macro_f1=float(np.mean(f1s)),
        balanced_accuracy=float(np.mean(recalls)),
        calibration_error=calibration_error(found.confidence, found.right),
        log_loss=float(-np.log(np.clip(found.p_truth, 1e-6, 1.0)).mean()),
    )


def calibration_error(confidence: Floats, right: NDArray[np.bool_], bins: int = BINS) -> float:
    """Expected calibration error: how far confidence is from accuracy, over bins of equal width, by their rows.

    Args:
        confidence: float [n], probability of what was said, 0..1.
        right: bool [n].
        bins: How many.

    Returns:
        0 (what is said with 80 % is right in 80 %) to 1.

    Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2.
    """
    return float(sum(abs(said - was) * share for said, was, share in reliability(confidence, right, bins)))


def reliability(confidence: Floats, right: NDArray[np.bool_], bins: int = BINS) -> list[tuple[float, float, float]]:
    """Give (mean confidence, accuracy, share of rows) of each bin that has rows, least confident first."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    found = []
    for place in range(bins):
        inside = places == place
        if inside.any():
            found.append((float(confidence[inside].mean()), float(right[inside].mean()), float(inside.mean())))
    return found


def coverage_risk(confidence: Floats, right: NDArray[np.bool_], points: int = 50) -> list[tuple[float, float]]:
    """Give (share of rows answered, share of those wrong) when only the most confident are answered."""
    order = np.argsort(-confidence, kind="stable")
    wrong = np.cumsum(~right[order])
    kept = np.unique(np.linspace(1, len(order), min(points, len(order))).astype(int))
    return [(float(k / len(order)), float(wrong[k - 1] / k)) for k in kept]


def mean_scores(scores: Sequence[Scores]) -> Scores:
    """Average over sets, each counted once, under the name `mean`."""
    names = ("accuracy", "macro_f1", "balanced_accuracy", "calibration_error", "log_loss")
    means = {name: float(np.mean([getattr(one, name) for one in scores])) for name in names}
    return Scores(set="mean", rows=sum(one.rows for one in scores), classes=0, **means)


def as_rows(scores: Mapping[str, Sequence[Scores]]) -> dict[str, list[dict[str, float | int | str]]]:
    """Give the scores as JSON, rounded to four places."""
    return {
        system: [
            {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(one).items()}
            for one in own
        ]
        for system, own in scores.items()
    }


def table(scores: Mapping[str, Sequence[Scores]], main: str) -> str:
    """Lay the scores out in Markdown.

    Args:
        scores: By system; all have the same sets in the same order.
        main: The system whose scores are given whole; of the others only accuracy and calibration error.

    Returns:
        A table, one set a row, the mean last.
    """
    whole = {system: [*own, mean_scores(own)] for system, own in scores.items()}
    others = [system for system in whole if system != main]
    heads = ["set", "rows", "classes", "accuracy", "macro-F1", "balanced", "ECE"]
    heads += [f"{part} of {system}" for system in others for part in ("accuracy", "ECE")]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for at, one in enumerate(whole[main]):
        cells = [one.set, f"{one.rows:,}", str(one.classes or "")]
        cells += [
            f"{value:.3f}" for value in (one.accuracy, one.macro_f1, one.balanced_accuracy, one.calibration_error)
        ]
        cells += [f"{value:.3f}" for system in others
                  for value in (whole[system][at].accuracy, whole[system][at].calibration_error)]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write_block(card: Path, name: str, text: str) -> None:
    """Put a text between the markers `<!-- NAME -->` and `<!-- /NAME -->` of a card, at its end if it has none."""
    first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
    held = card.read_text(encoding="utf-8") if card.is_file() else ""
    block = f"{first}\n{text.strip()}\n{last}"
    pattern = re.compile(re.escape(first) + ".*?" + re.escape(last), re.DOTALL)
    found = pattern.sub(lambda _: block, held) if pattern.search(held) else f"{held.rstrip()}\n\n{block}\n".lstrip()
    card.write_text(found, encoding="utf-8")
