"""Claim x candidates -> judgements: the network's logits and the comparator's findings in one fitted model.

The network reads the pair, the comparator reads the details; a multinomial logistic model, fitted on pairs
that the network was not trained on, weighs the two and is calibrated by construction. It comes in two
fits: `pair` for a claim with one piece of evidence that somebody chose, and `passage` for a sentence found
by retrieval, which also reads how near to the claim the sentence is and where it ranks.

Source: Platt scaling with side information; `training.fit_judge` fits it, `weights/judge.json` holds it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.compare import FEATURES, Aliases, Comparison, compare
from app.errors import StartRefused
from app.evidence import Candidate, Judgement, Relation
from app.nli import Nli
from app.pairs import Pair
from app.premise import Evidence, background, nearest_sentences, plain_dates
from app.weigh import Rule

Floats = NDArray[np.float64]

_NO_ALIASES = Aliases()
NETWORK = (
    "logit_supports",
    "logit_refutes",
    "logit_neutral",
    "p_supports",
    "p_refutes",
    "p_neutral",
)
CROSSED = tuple(f"{p}*{feature}" for p in ("p_supports", "p_refutes") for feature in FEATURES)
NEARNESS = ("similarity", "below_best", "rank")
PAIR_INPUTS = NETWORK + FEATURES + CROSSED
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
        scaled = np.clip((rows - self.mean) / self.spread, -6.0, 6.0)
        return softmax(scaled @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Judge:
    """The fitted numbers of judging and weighing, as `weights/judge.json` holds them."""

    pair: Logistic
    passage: Logistic
    rule: Rule
    covered: float
    revision: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair judged: probabilities in the order supports, refutes, neutral, and what the comparator found."""

    probabilities: tuple[float, float, float]
    comparison: Comparison


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
        judge = Judge(
            pair=_logistic(held["pair"]),
            passage=_logistic(held["passage"]),
            rule=Rule(**held["rule"]),
            covered=float(held["covered"]),
            revision=held["revision"],
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StartRefused(f"{path}: not a fitted judge ({fault})") from fault
    if judge.pair.inputs != PAIR_INPUTS or judge.passage.inputs != PASSAGE_INPUTS:
        raise StartRefused(f"{path}: fitted for other inputs than this version reads; run `make train`")
    return judge


def _logistic(held: dict[str, list[float]]) -> Logistic:
    arrays = {name: np.asarray(held[name], dtype=np.float64) for name in ("mean", "spread", "weights", "bias")}
    return Logistic(inputs=tuple(str(name) for name in held["inputs"]), **arrays)


def pair_of(claim: str, evidence: Evidence) -> Pair:
    """Lay claim and evidence out as the network was taught: long evidence cut to its nearest sentences."""
    text = nearest_sentences(claim, evidence.text)
    return Pair(claim, plain_dates(text, evidence.published), background(text, evidence.title, evidence.context))


def pair_inputs(logits: Floats, comparisons: Sequence[Comparison]) -> Floats:
    """Build the logistic model's inputs.

    Args:
        logits: float [n, 3], columns supports, refutes, neutral.
        comparisons: One a row.

    Returns:
        float64 [n, len(PAIR_INPUTS)].
    """
    details = np.array([[one.features[name] for name in FEATURES] for one in comparisons], dtype=np.float64)
    details = details.reshape(len(comparisons), len(FEATURES))
    p = softmax(np.asarray(logits, dtype=np.float64))
    return np.hstack([logits, p, details, p[:, :1] * details, p[:, 1:2] * details])


def nearness_inputs(similarities: Sequence[float]) -> Floats:
    """Give float64 [n, 3]: cosine to the claim, how far below the best, and rank as a share, for one claim."""
    near = np.asarray(similarities, dtype=np.float64)
    ranks = np.argsort(np.argsort(-near, kind="stable"), kind="stable")
    best = near.max() if near.size else 0.0
    return np.column_stack([near, best - near, np.minimum(ranks, 12) / 12])


def judge_pairs(nli: Nli, judge: Judge, asked: Sequence[tuple[str, Evidence]]) -> list[Judged]:
    """Judge claims against evidence that somebody chose, in order.

    Raises:
        NetworkFailed: The network did not answer.
    """
    if not asked:
        return []
    rows, comparisons = read_pairs(nli, asked)
    p = judge.pair.probabilities(rows)
    return [
        Judged((float(row[0]), float(row[1]), float(row[2])), comparison)
        for row, comparison in zip(p, comparisons, strict=True)
    ]


def judge_all(
    nli: Nli, judge: Judge, claims: Sequence[tuple[str, Sequence[Candidate]]], aliases: Aliases
) -> list[list[Judgement]]:
    """Judge several claims, each against its own candidates, in one call of the network.

    Args:
        nli: The network.
        judge: The fitted numbers.
        claims: Claims with what retrieval found for each: distinct sentences, each judged once, its reprints with it.
        aliases: Names that the archive uses for the same thing.

    Returns:
        One list of judgements a claim, in order, with one judgement a candidate, in order.

    Raises:
        NetworkFailed: The network did not answer: an error, never an abstention.
        Overloaded: Too many pairs wait for the network.
        DeadlineExceeded: It did not answer in time.
    """
    asked = [(claim, _evidence(candidate)) for claim, candidates in claims for candidate in candidates]
    if not asked:
        return [[] for _ in claims]
    read, comparisons = read_pairs(nli, asked, aliases)
    near = np.vstack([nearness_inputs([one.similarity for one in candidates]) for _, candidates in claims])
    p = judge.passage.probabilities(np.hstack([read, near]))
    rows = iter(zip(p, comparisons, strict=True))
    return [[_judgement(candidate, *next(rows)) for candidate in candidates] for _, candidates in claims]


def _judgement(candidate: Candidate, row: Floats, comparison: Comparison) -> Judgement:
    why = reason(comparison, row)
    return Judgement(candidate, float(row[0]), float(row[1]), float(row[2]), comparison.findings, why)


def _evidence(candidate: Candidate) -> Evidence:
    passage = candidate.passage
    return Evidence(passage.text, passage.context, passage.source.title, passage.source.published_at.date())


def read_pairs(
    nli: Nli, asked: Sequence[tuple[str, Evidence]], aliases: Aliases = _NO_ALIASES
) -> tuple[Floats, list[Comparison]]:
    """Have network and comparator read claims with their evidence: what the logistic models are fitted on and judge by.

    Args:
        nli: The network.
        asked: Claims with their evidence, at least one.
        aliases: Names that mean the same thing.

    Returns:
        float64 [n, len(PAIR_INPUTS)], and the comparisons, in order.
    """
    logits = np.asarray(nli.logits([pair_of(claim, evidence) for claim, evidence in asked]), dtype=np.float64)
    comparisons = [
        compare(
            claim,
            nearest_sentences(claim, evidence.text),
            context=evidence.context,
            title=evidence.title,
            published=evidence.published,
            aliases=aliases,
        )
        for claim, evidence in asked
    ]
    return pair_inputs(logits, comparisons), comparisons


def reason(comparison: Comparison, probabilities: Floats) -> str:
    """Say in words what speaks for the side taken: the first finding that goes with it, or nothing."""
    wanted = Relation.AGREES if probabilities[0] >= probabilities[1] else Relation.DISAGREES
    return next((found.why for found in comparison.findings if found.relation is wanted), "")
