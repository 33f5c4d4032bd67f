"""Score the shipped judge on every dev set: `python -m training.evaluate DATA`.

Runs through `app.judge.judge_pairs`, the code that serves, and beside it the network alone and the comparator
alone. The judge is fitted on half of each dev set (`training.fit_judge.for_fitting`); only the other half is
reported. Writes `scores.json`, the picture and the card's block into the folder of the weights.
"""

import argparse
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from app.compare import FEATURES
from app.fitted import Floats, Judge, load_judge, softmax
from app.judge import judge_pairs, pair_of
from app.nli import Nli, open_nli
from app.pairs import Pair
from app.premise import Evidence
from app.settings import Settings
from training.card import scores_block
from training.examples import LABELS, Example, read_evidence, read_public
from training.fit_judge import fit_logistic, for_fitting
from training.found import Rows
from training.pictures import draw_calibration
from training.report import (
    Outcome,
    Scores,
    as_rows,
    coverage_risk,
    outcome,
    reliability,
    scored,
    table,
    write_block,
)
from training.sample import judged_sample

JUDGE, NETWORK, COMPARATOR, FLOAT = "judge", "network alone", "comparator alone", "float network alone"
AT_ONCE = 256
COMPARATOR_C = 0.02


class Recorder:
    """A network that keeps what it answered, so that judge and network are scored on one run.

    Args:
        nli: Asked as it is.
    """

    def __init__(self, nli: Nli) -> None:
        self._nli = nli
        self.revision = nli.revision
        self.answers: list[Floats] = []

    def logits(self, pairs: Sequence[Pair]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        """Judge pairs; see `app.nli.Nli.logits`."""
        found = self._nli.logits(pairs)
        self.answers.append(np.asarray(found, dtype=np.float64))
        return np.asarray(found)


@dataclass(frozen=True, slots=True)
class Judged:
    """One set judged: its rows, and float64 [n, 3] of each system; `details` are the comparator's features."""

    name: str
    examples: list[Example]
    asked: list[tuple[str, Evidence]]
    judge: Floats
    network: Floats
    details: Floats

    @property
    def labels(self) -> list[str]:
        """The label of each row."""
        return [example.label for example in self.examples]

    def part(self, *, fitting: bool) -> "Judged":
        """Give the half that the judge was fitted on, or the other."""
        kept = [at for at, (_, one) in enumerate(self.asked) if for_fitting(one.text) == fitting]
        return Judged(
            self.name,
            [self.examples[at] for at in kept],
            [self.asked[at] for at in kept],
            self.judge[kept],
            self.network[kept],
            self.details[kept],
        )


def judged(path: Path, nli: Nli, judge: Judge) -> Judged:
    """Judge every pair of a set as serving would."""
    examples = list(read_public(path))
    asked = [(claim, evidence) for claim, evidence, _ in read_evidence(path)]
    recorder = Recorder(nli)
    found = []
    for at in range(0, len(asked), AT_ONCE):
        found += judge_pairs(recorder, judge, asked[at : at + AT_ONCE])
    return Judged(
        path.name.removesuffix(".jsonl.gz"),
        examples,
        asked,
        np.array([one.probabilities for one in found]),
        softmax(np.concatenate(recorder.answers)),
        np.array([[one.comparison.features[name] for name in FEATURES] for one in found]),
    )


def comparator_alone(sets: Sequence[Judged]) -> list[Floats]:
    """Predict the reported halves from the comparator's features only, fitted on the other halves."""
    halves = [one.part(fitting=True) for one in sets]
    rows = [(details, LABELS.index(label)) for one in halves
            for details, label in zip(one.details, one.labels, strict=True) if label in LABELS]  # fmt: skip
    inputs, targets = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    model = fit_logistic(FEATURES, Rows(inputs, targets, np.ones(len(rows)), np.array([""])), COMPARATOR_C)
    return [model.probabilities(one.part(fitting=False).details) for one in sets]


def pooled(outcomes: Sequence[Outcome]) -> tuple[Floats, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Put the confidence and correctness of several sets together."""
    return np.concatenate([one.confidence for one in outcomes]), np.concatenate([one.right for one in outcomes])


def by_kind(one: Judged, p: Floats) -> list[tuple[str, int, float]]:
    """Give (kind and label, rows, share right) of the claims of a hand-written set."""
    said = p.argmax(axis=1)
    groups: dict[str, list[bool]] = {}
    for example, index in zip(one.examples, said, strict=True):
        groups.setdefault(f"{example.kind}, {example.label}", []).append(LABELS[index] == example.label)
    return [(name, len(own), sum(own) / len(own)) for name, own in sorted(groups.items()) if len(own) >= 10]


def float_network(sets: Sequence[Judged], folder: Path) -> list[Floats]:
    """Predict the reported halves with the float32 network that training keeps."""
    with closing(open_nli(Settings(nli=folder, runtime="torch", queue_pairs=1_000_000, deadline_s=300))) as nli:
        found = []
        for one in tqdm(sets, desc="float network", unit="set"):
            pairs = [pair_of(claim, evidence) for claim, evidence in one.part(fitting=False).asked]
            logits = [nli.logits(pairs[at : at + AT_ONCE]) for at in range(0, len(pairs), AT_ONCE)]
            found.append(softmax(np.concatenate(logits).astype(np.float64)))
    return found


def mistakes(sets: Sequence[Judged], most: int) -> str:
    """Lay out the most confident mistakes of each set, to be read by eye."""
    lines: list[str] = []
    for one in sets:
        found = outcome(one.name, one.labels, one.judge)
        wrong = [at for at in np.argsort(-found.confidence) if not found.right[at]][:most]
        lines.append(f"== {one.name}")
        for at in wrong:
            example, p = one.examples[at], one.judge[at]
            lines.append(
                f"{example.label} [{example.kind}] {LABELS[int(p.argmax())]} {p.max():.2f}: {example.pair.claim}"
            )
            lines.append(f"    < {example.pair.sentence[:400]}")
    return "\n".join(lines)


def evaluate(data: Path, weights: Path, floats: Path | None = None, show: int = 0) -> dict[str, list[Scores]]:
    """Score every dev set and write what was found into the folder of the weights.

    Args:
        data: The folder of labelled pairs, with `dev`.
        weights: The folder that serving loads: network, judge, card.
        floats: The folder of the float32 network, scored beside it where given.
        show: How many mistakes of each set are printed.

    Returns:
        By system, the scores of every set, on the half that nothing was fitted on.
    """
    judge = load_judge(weights / "judge.json")
    paths = sorted((data / "dev").glob("*.jsonl.gz"))
    with closing(open_nli(Settings(nli=weights, queue_pairs=1_000_000, deadline_s=300))) as nli:
        whole = [judged(path, nli, judge) for path in tqdm(paths, desc="judge", unit="set")]
        revisions, sample = {"nli": nli.revision, "judge": judge.revision}, judged_sample(nli, judge)
    sets = [one.part(fitting=False) for one in whole]
    p = {
        JUDGE: [one.judge for one in sets],
        NETWORK: [one.network for one in sets],
        COMPARATOR: comparator_alone(whole),
    }
    if floats:
        p[FLOAT] = float_network(whole, floats)
    scores = {
        system: [scored(one.name, one.labels, mine) for one, mine in zip(sets, own, strict=True)]
        for system, own in p.items()
    }
    _write(weights, sets, p, scores, {"revisions": revisions, "sample": sample})
    if show:
        print(mistakes(sets, show))
    return scores


def _write(
    weights: Path,
    sets: Sequence[Judged],
    p: dict[str, list[Floats]],
    scores: dict[str, list[Scores]],
    facts: dict[str, Any],
) -> None:
    drawn = {}
    for system in (JUDGE, NETWORK, COMPARATOR):
        drawn[system] = pooled([outcome(one.name, one.labels, mine) for one, mine in zip(sets, p[system], strict=True)])
    draw_calibration(
        {system: reliability(*own) for system, own in drawn.items() if system != COMPARATOR},
        {system: coverage_risk(*own) for system, own in drawn.items()},
        weights / "calibration.svg",
    )
    news = next((at for at, one in enumerate(sets) if one.name == "newsroom"), None)
    kinds = [] if news is None else by_kind(sets[news], p[JUDGE][news])
    held = {**facts, "scores": as_rows(scores), "newsroom_by_kind": kinds}
    (weights / "scores.json").write_text(json.dumps(held) + "\n", encoding="utf-8")
    write_block(weights / "CARD.md", "scores", scores_block(held))
    print(table(scores, JUDGE))


def main() -> None:
    """Score from the shell."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of labelled pairs, with `dev` in it")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--floats", type=Path, help="folder of the float32 network, to score it too")
    parser.add_argument("--show", type=int, default=0, help="mistakes of each set to print")
    given = parser.parse_args()
    evaluate(given.data, given.weights, given.floats, given.show)


if __name__ == "__main__":
    main()
