"""Fit the judge and the weighing on articles that the network was not trained on.

Three fits, each on the outcome of the one before, all out of fold by article so that none flatters the next:
`pair` (a claim and the evidence somebody chose), `passage` (a claim and what retrieval finds for it in an
archive made of the held-out articles) and the rule of `app.weigh` (a claim and the strongest of its passages).
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from app.encoder import Encoder
from app.judge import (
    PAIR_INPUTS,
    PASSAGE_INPUTS,
    Floats,
    Logistic,
    nearness_inputs,
    read_pairs,
)
from app.nli import Nli
from app.premise import Evidence
from app.weigh import Rule
from training.examples import LABELS, WrittenArticle, read_evidence, read_written
from training.export import record
from training.mix import is_held_out
from training.networks import open_networks

CANDIDATES = 12
AT_ONCE = 256  # pairs
FOLDS = 5
PAIR_C = 0.02
PASSAGE_C = 0.02
PUBLIC_WEIGHT = 0.4
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Rows:
    """Rows to fit on: inputs float64 [n, inputs], targets int [n] in the order of `LABELS` (3: not supported)."""

    inputs: Floats
    targets: Ints
    weights: Floats
    groups: NDArray[np.str_]


@dataclass(slots=True)
class Asked:
    """A claim put to the held-out archive: its rows in `passage` order, and what the verdict should be."""

    group: str
    label: int
    rows: slice


def judged_rows(nli: Nli, asked: Sequence[tuple[str, Evidence]]) -> Floats:
    """Give the `pair` inputs of claims with their evidence, through the code that serves: float64 [n, inputs]."""
    return np.concatenate([read_pairs(nli, asked[at : at + AT_ONCE])[0] for at in range(0, len(asked), AT_ONCE)])


def evidence_at(article: WrittenArticle, index: int) -> Evidence:
    """Give a sentence of a written article as serving would see it."""
    before = article.sentences[index - 1] if index else ""
    return Evidence(article.sentences[index], before, article.title, article.published)


def pair_rows(nli: Nli, articles: Sequence[WrittenArticle], dev: Path, rng: random.Random) -> Rows:
    """Collect claims with chosen evidence: held-out articles, and the half of each dev set meant for fitting."""
    asked: list[tuple[str, Evidence]] = []
    targets: list[int] = []
    weights: list[float] = []
    groups: list[str] = []
    for article in articles:
        for claim in article.claims:
            others = [at for at in range(len(article.sentences)) if at not in claim.decides + claim.unsure]
            chosen = [(at, claim.label) for at in claim.decides[:1]]
            chosen += [(at, "neutral") for at in rng.sample(others, min(1, len(others)))]
            for at, label in chosen:
                asked.append((claim.claim, evidence_at(article, at)))
                targets.append(LABELS.index(label))
                weights.append(1.0)
                groups.append(article.id)
    for path in sorted(dev.glob("*.jsonl.gz")):
        for claim_text, evidence, label in read_evidence(path):
            if label in LABELS and for_fitting(evidence.text):
                asked.append((claim_text, evidence))
                targets.append(LABELS.index(label))
                weights.append(1.0 if path.name.startswith("newsroom") else PUBLIC_WEIGHT)
                groups.append(f"{path.name}:{evidence.text[:60]}")
    return Rows(judged_rows(nli, asked), np.array(targets), np.array(weights), np.array(groups))


def for_fitting(evidence: str) -> bool:
    """Tell the half of a dev set that fits the judge from the half that reports it (by evidence)."""
    return sha256(evidence.encode()).digest()[0] % 2 == 0


def passage_rows(
    nli: Nli, encoder: Encoder, articles: Sequence[WrittenArticle]
) -> tuple[Rows, list[Asked], list[tuple[float, float]]]:
    """Put every claim of the held-out articles to an archive made of them all.

    Returns:
        The rows of all candidates; the claims; and for each claim its best similarity in the whole archive
        and in the archive without its own article.
    """
    places = [(article, index) for article in articles for index in range(len(article.sentences))]
    vectors = encoder.encode([article.sentences[index] for article, index in places])
    owners = np.array([article.id for article, _ in places])
    claims = [(article, claim) for article in articles for claim in article.claims]
    similarities = encoder.encode([claim.claim for _, claim in claims]) @ vectors.T
    asked: list[tuple[str, Evidence]] = []
    near: list[Floats] = []
    targets: list[int] = []
    found: list[Asked] = []
    best: list[tuple[float, float]] = []
    for (article, claim), row in zip(claims, similarities, strict=True):
        best.append((float(row.max()), float(row[owners != article.id].max())))
        top = np.argsort(-row)[:CANDIDATES]
        unsure = set(claim.unsure)
        kept = [int(at) for at in top if not (owners[at] == article.id and places[at][1] in unsure)]
        start = len(asked)
        for at in kept:
            own, index = places[at]
            asked.append((claim.claim, evidence_at(own, index)))
            decides = own.id == article.id and index in claim.decides
            targets.append(LABELS.index(claim.label if decides else "neutral"))
        near.append(nearness_inputs([float(row[at]) for at in kept]))
        found.append(Asked(article.id, LABELS.index(claim.label), slice(start, len(asked))))
    inputs = np.hstack([judged_rows(nli, asked), np.concatenate(near)])
    groups = np.array([one.group for one in found for _ in range(one.rows.stop - one.rows.start)])
    return Rows(inputs, np.array(targets), np.ones(len(asked)), groups), found, best


def fit_logistic(names: tuple[str, ...], rows: Rows, strength: float) -> Logistic:
    """Fit a multinomial logistic model on standardised inputs; `strength` is the inverse of the L2 penalty."""
    mean, spread = rows.inputs.mean(axis=0), rows.inputs.std(axis=0)
    spread = np.where(spread < 1e-6, 1.0, spread)
    scaled = np.clip((rows.inputs - mean) / spread, -6.0, 6.0)
    model = LogisticRegression(C=strength, max_iter=2_000)
    model.fit(scaled, rows.targets, sample_weight=rows.weights)
    return Logistic(names, mean, spread, model.coef_.T.copy(), model.intercept_.copy())


def out_of_fold(rows: Rows, fit: Callable[[Rows], Logistic]) -> Floats:
    """Predict every row by a model fitted on the other groups' folds: float64 [n, 3]."""
    predicted = np.zeros((len(rows.targets), 3))
    folds = np.array([int(sha256(group.encode()).hexdigest(), 16) % FOLDS for group in rows.groups])
    for fold in range(FOLDS):
        rest, held = folds != fold, folds == fold
        if held.any():
            model = fit(Rows(rows.inputs[rest], rows.targets[rest], rows.weights[rest], rows.groups[rest]))
            predicted[held] = model.probabilities(rows.inputs[held])
    return predicted


def fit_rule(predicted: Floats, asked: Sequence[Asked]) -> Rule:
    """Fit the voice's rule by maximum likelihood on (S, R) -> verdict, both sides alike.

    The three outcomes weigh the same, whatever their shares among the written claims: how often readers ask
    what the archive leaves open is not known, and those who wrote the claims left little open.
    """
    edge = 1e-4
    tops = np.array([predicted[one.rows, :2].max(axis=0) for one in asked])
    logits = np.log(np.clip(tops, edge, 1 - edge) / (1 - np.clip(tops, edge, 1 - edge)))
    labels = np.array([one.label for one in asked])
    weights = (1 / np.bincount(labels, minlength=len(LABELS)))[labels] / len(LABELS)

    def loss(numbers: Floats) -> float:
        bias, own, other = numbers
        pro = bias + own * logits[:, 0] - other * logits[:, 1]
        con = bias + own * logits[:, 1] - other * logits[:, 0]
        table = np.stack([pro, con, np.zeros_like(pro)], axis=1)
        log_p = table - np.logaddexp.reduce(table, axis=1, keepdims=True)
        return float(-(weights * log_p[np.arange(len(labels)), labels]).sum() + 1e-3 * (own**2 + other**2))

    found = minimize(loss, np.array([0.0, 1.0, 0.2]), method="Nelder-Mead")
    bias, own, other = (round(float(number), 4) for number in found.x)
    print(f"rule: log loss {found.fun:.4f}, bias {bias}, own {own}, other {other}")
    return Rule(bias=bias, own=own, other=max(0.0, other))


def covered_from(best: Sequence[tuple[float, float]]) -> float:
    """Choose the similarity from which on the archive has something on the subject (best balanced accuracy)."""
    inside, outside = np.array([one[0] for one in best]), np.array([one[1] for one in best])
    steps = np.linspace(0.1, 0.8, 141)
    return round(float(max(steps, key=lambda at: (inside >= at).mean() + (outside < at).mean())), 4)


def verdict_accuracy(predicted: Floats, asked: Sequence[Asked], rule: Rule) -> float:
    """Share of claims whose verdict comes out right with one voice, 0..1."""
    right = 0
    for one in asked:
        top = np.clip(predicted[one.rows, :2].max(axis=0), 1e-4, 1 - 1e-4)
        pro, con = np.log(top / (1 - top))
        table = [rule.bias + rule.own * pro - rule.other * con, rule.bias + rule.own * con - rule.other * pro, 0.0]
        right += int(np.argmax(table)) == one.label
    return right / len(asked)


def fit(nli: Nli, encoder: Encoder, data: Path, written: Path, out: Path) -> dict[str, Any]:
    """Fit everything, write `judge.json`, and print what each part bought on articles held out.

    Args:
        nli: The exported network, as served.
        encoder: The encoder, as served.
        data: The folder of labelled pairs, with `dev`.
        written: The folder `training`, with `articles` and `pairs`.
        out: The file to write.

    Returns:
        What was written.
    """
    articles = [one for one in read_written(written / "articles") if is_held_out(one)]
    short = [one for one in read_written(written / "pairs") if is_held_out(one)]
    pairs = pair_rows(nli, articles + short, data / "dev", random.Random(8))
    _report("pair", pairs, out_of_fold(pairs, lambda rows: fit_logistic(PAIR_INPUTS, rows, PAIR_C)))
    passages, asked, best = passage_rows(nli, encoder, articles)
    predicted = out_of_fold(passages, lambda rows: fit_logistic(PASSAGE_INPUTS, rows, PASSAGE_C))
    _report("passage", passages, predicted)
    rule = fit_rule(predicted, asked)
    print(f"verdicts right on {len(asked)} held-out claims: {verdict_accuracy(predicted, asked, rule):.3f}")
    held: dict[str, Any] = {
        "pair": _written(fit_logistic(PAIR_INPUTS, pairs, PAIR_C)),
        "passage": _written(fit_logistic(PASSAGE_INPUTS, passages, PASSAGE_C)),
        "rule": asdict(rule),
        "covered": covered_from(best),
    }
    held["revision"] = sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:12]
    out.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    return held


def _report(name: str, rows: Rows, predicted: Floats) -> None:
    p = np.clip(predicted[np.arange(len(rows.targets)), rows.targets], 1e-6, 1)
    network = rows.inputs[:, 3:6]
    alone = np.clip(network[np.arange(len(rows.targets)), rows.targets], 1e-6, 1)
    print(
        f"{name}: {len(rows.targets)} rows, log loss {-np.log(p).mean():.4f} "
        f"(network alone {-np.log(alone).mean():.4f}), right {(predicted.argmax(1) == rows.targets).mean():.4f} "
        f"({(network.argmax(1) == rows.targets).mean():.4f})"
    )


def _written(model: Logistic) -> dict[str, Any]:
    def rounded(array: Floats) -> Any:
        return np.round(array, 5).tolist()

    return {"inputs": list(model.inputs), "mean": rounded(model.mean), "spread": rounded(model.spread),
            "weights": rounded(model.weights), "bias": rounded(model.bias)}  # fmt: skip


def main() -> None:
    """Fit on the shipped networks: `python -m training.fit_judge DATA`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("weights/judge.json"))
    given = parser.parse_args()
    with open_networks() as (encoder, nli):
        fit(nli, encoder, given.data, Path("training"), given.out)
    record(given.out.parent, "judge", [given.out.name], {})


if __name__ == "__main__":
    main()
