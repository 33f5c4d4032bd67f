"""Claim x candidates -> judgements: the network's logits and the comparator's findings in one fitted model.

The network reads the pair, the comparator reads the details; logistic models, fitted on pairs that the network
was not trained on, weigh the two and are calibrated by construction: `pair` for a claim with one piece of
evidence that somebody chose, and `passage` for a sentence found by retrieval, which also reads how near to the
claim the sentence is, and says how far the sentence carries the verdict. Candidates too far from the claim to
decide it are left unread: the network is where the time goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.comparator.aliases import learn_aliases
from app.compare import FEATURES, Aliases, Comparison, compare
from app.evidence import NO_PULL, Candidate, Judgement, Pull, Relation
from app.fitted import NEAR, Floats, Judge, nearness_inputs, softmax
from app.nli import Nli
from app.pairs import Pair
from app.premise import Evidence, background, nearest_sentences, plain_dates


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair judged: probabilities in the order supports, refutes, neutral, and what the comparator found."""

    probabilities: tuple[float, float, float]
    comparison: Comparison


def pair_of(claim: str, evidence: Evidence) -> Pair:
    """Lay claim and evidence out as the network was taught: long evidence cut to its nearest sentences."""
    text = nearest_sentences(claim, evidence.text)
    return Pair(claim, plain_dates(text, evidence.published), background(text, evidence.title, evidence.context))


def pair_inputs(logits: Floats, comparisons: Sequence[Comparison]) -> Floats:
    """Build the inputs of `pair`; `passage` reads how near the sentences are as well.

    Args:
        logits: float [n, 3], columns supports, refutes, neutral.
        comparisons: One a row.

    Returns:
        float64 [n, len(PAIR_INPUTS)].
    """
    details = np.array([[one.features[name] for name in FEATURES] for one in comparisons], dtype=np.float64)
    details = details.reshape(len(comparisons), len(FEATURES))
    return np.hstack([logits, softmax(np.asarray(logits, dtype=np.float64)), details])


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


def judge_all(nli: Nli, judge: Judge, claims: Sequence[tuple[str, Sequence[Candidate]]]) -> list[list[Judgement]]:
    """Judge several claims, each against its own candidates, in one call of the network.

    Args:
        nli: The network.
        judge: The fitted numbers.
        claims: Claims with what retrieval found for each: distinct sentences, each judged once, its reprints with it.

    Returns:
        One list of judgements a claim, in order, with one judgement a candidate, in order; those left unread
        are neutral.

    Raises:
        NetworkFailed: The network did not answer: an error, never an abstention.
        Overloaded: Too many pairs wait for the network.
        DeadlineExceeded: It did not answer in time.
    """
    found = [[_evidence(candidate) for candidate in candidates] for _, candidates in claims]
    near = [nearness_inputs(_near(candidates)) for _, candidates in claims]
    worth = [judge.glance.worth(np.array([one.chance for one in candidates])) for _, candidates in claims]
    asked = [
        (claim, evidence)
        for (claim, _), own, chosen in zip(claims, found, worth, strict=True)
        for evidence, is_chosen in zip(own, chosen, strict=True)
        if is_chosen
    ]
    if not asked:
        return [[] for _ in claims]
    known = [
        learn_aliases([text for one in own for text in one.texts], claim)
        for (claim, _), own in zip(claims, found, strict=True)
    ]
    shared = [aliases for aliases, chosen in zip(known, worth, strict=True) for _ in range(int(chosen.sum()))]
    read, comparisons = read_pairs(nli, asked, shared)
    chosen_near = np.vstack([rows[chosen] for rows, chosen in zip(near, worth, strict=True)])
    p, pulls = judge.passage.of(np.hstack([read, chosen_near]))
    rows = iter(zip(p, pulls, comparisons, strict=True))
    return [
        [
            _judgement(candidate, *next(rows)) if is_chosen else _unread(candidate)
            for candidate, is_chosen in zip(candidates, chosen, strict=True)
        ]
        for (_, candidates), chosen in zip(claims, worth, strict=True)
    ]


def _near(candidates: Sequence[Candidate]) -> Floats:
    return np.array([one.near for one in candidates], dtype=np.float64).reshape(len(candidates), len(NEAR))


def _unread(candidate: Candidate) -> Judgement:
    return Judgement(candidate, 0.0, 0.0, 1.0, NO_PULL)


def _judgement(candidate: Candidate, row: Floats, pull: Floats, comparison: Comparison) -> Judgement:
    supports, refutes, neutral = row.tolist()
    why = reason(comparison, row)
    return Judgement(candidate, supports, refutes, neutral, Pull(*pull.tolist()), comparison.findings, why)


def _evidence(candidate: Candidate) -> Evidence:
    passage = candidate.passage
    return Evidence(passage.text, passage.context, passage.source.title, passage.source.published_at.date())


def read_pairs(
    nli: Nli, asked: Sequence[tuple[str, Evidence]], aliases: Sequence[Aliases] | None = None
) -> tuple[Floats, list[Comparison]]:
    """Have network and comparator read claims with their evidence: what the logistic models are fitted on and judge by.

    Args:
        nli: The network.
        asked: Claims with their evidence, at least one.
        aliases: For each, which names are one; None learns that from each claim and its evidence.

    Returns:
        float64 [n, len(PAIR_INPUTS)], and the comparisons, in order.
    """
    logits = np.asarray(nli.logits([pair_of(claim, evidence) for claim, evidence in asked]), dtype=np.float64)
    cut = [replace(evidence, text=nearest_sentences(claim, evidence.text)) for claim, evidence in asked]
    if aliases is None:
        aliases = [learn_aliases(evidence.texts, claim) for (claim, _), evidence in zip(asked, cut, strict=True)]
    comparisons = [
        compare(
            claim,
            evidence.text,
            context=evidence.context,
            title=evidence.title,
            published=evidence.published,
            aliases=known,
        )
        for (claim, _), evidence, known in zip(asked, cut, aliases, strict=True)
    ]
    return pair_inputs(logits, comparisons), comparisons


def reason(comparison: Comparison, probabilities: Floats) -> str:
    """Say in words what speaks for the side taken: the first finding that goes with it, or nothing."""
    wanted = Relation.AGREES if probabilities[0] >= probabilities[1] else Relation.DISAGREES
    return next((found.why for found in comparison.findings if found.relation is wanted), "")
