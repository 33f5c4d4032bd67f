"""Fit what the sentences found for a claim say together: each one's pull, and the rule of `app.weigh`.

A sentence's pull is fitted to verdicts, not to sentences: of all that was read for a claim the strongest carries the
verdict, so a far sentence that says the right thing counts, however seldom far sentences decide. Where the sentence
that decides was read, it is the one that has to carry it.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from app.fitted import PASSAGE_INPUTS, Floats, Testimony, standardised
from app.weigh import Rule
from training.examples import LABELS
from training.found import FOLDS, Found, Ints, Rows, folds_of, scale_of

SUPPORTS, REFUTES, NEUTRAL = range(len(LABELS))
DECIDES_C = 0.02
PULL_PENALTY = 3e-3
PULL_STEPS = 150
CONFLICTS = 0.02  # share of all weight that claims on which two sources contradict one another have in the fit
SILENT = 1e-12  # odds, where nothing was read


@dataclass(frozen=True, slots=True)
class Told:
    """What should come out of rows: of each its target, claim and voice; of each claim its label and weight."""

    targets: Ints
    claims: Ints
    voices: Ints
    labels: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Tried:
    """What models that had not seen a claim's article make of its sentences.

    Of every candidate the pull, float64 [n, 2], minus infinity where it was left unread, and of those read in their
    order the probabilities, float64 [read, 3].
    """

    pulls: Floats
    probabilities: Floats


def verdict_weights(found: Found, is_whole: NDArray[np.bool_]) -> Floats:
    """Weigh claims so that the three outcomes count the same, and whole stories as much as passages.

    How often readers ask what the archive leaves open is not known, and those who wrote the claims left little open.

    Returns:
        float64 [claims], together 1.
    """
    cells = found.labels + len(LABELS) * is_whole
    shares = 1 / np.bincount(cells)[cells]
    return np.asarray(shares / shares.sum())


def fit_testimony(read: Rows, found: Found, weights: Floats, chosen: NDArray[np.bool_]) -> Testimony:
    """Fit whether a sentence decides its claim, and how far it pulls the verdict.

    Args:
        read: The candidates worth reading, in their order.
        found: All that was found.
        weights: Of the claims.
        chosen: Of each claim, whether it is fitted on.
    """
    claims, voices = found.claims[found.worth], found.voices[found.worth]
    rows = chosen[claims]
    own = read.where(rows)
    mean, spread = scale_of(own.inputs)
    inputs = standardised(own.inputs, mean, spread)
    decides = LogisticRegression(C=DECIDES_C, max_iter=2_000)
    decides.fit(inputs, own.targets != NEUTRAL, sample_weight=own.weights)
    told = Told(own.targets, claims[rows], voices[rows], found.labels, weights * chosen)
    pull, bias = _fit_pull(inputs, told)
    return Testimony(
        PASSAGE_INPUTS, mean, spread, np.vstack([decides.coef_, pull.T]).T, np.hstack([decides.intercept_, bias])
    )


def _fit_pull(inputs: Floats, told: Told) -> tuple[Floats, Floats]:
    """Minimise the log loss of verdicts: float64 [inputs, 2], and [2]."""
    rows, right, claims = torch.tensor(inputs), torch.tensor(told.labels), torch.tensor(told.claims)
    shares = torch.tensor(told.weights / told.weights.sum())
    _, first, number = np.unique(told.voices, return_index=True, return_inverse=True)
    owner, voices = claims[torch.tensor(first)], torch.tensor(number)
    is_decisive = torch.tensor(told.targets != NEUTRAL)
    is_told = torch.zeros(len(right), dtype=torch.bool)
    is_told[claims[is_decisive]] = True
    pull = torch.zeros(inputs.shape[1], 2, dtype=torch.float64, requires_grad=True)
    bias = torch.full((2,), -2.0, dtype=torch.float64, requires_grad=True)
    descent = torch.optim.LBFGS([pull, bias], max_iter=PULL_STEPS, line_search_fn="strong_wolfe")
    nothing = torch.zeros(len(right), 1, dtype=torch.float64)

    def loss() -> torch.Tensor:
        descent.zero_grad()
        scores = rows @ pull + bias
        strongest = _strongest(scores, voices, len(owner))
        sums = torch.zeros(len(right), 2, dtype=torch.float64).index_add(0, owner, strongest.exp())
        odds = torch.cat([(sums + SILENT).log(), nothing], dim=1)
        decisive = _strongest(scores[is_decisive], claims[is_decisive], len(right))
        carried = torch.where(is_told[:, None], torch.cat([decisive, nothing], dim=1), odds)
        outcome = carried.gather(1, right[:, None]).squeeze(1) - odds.logsumexp(dim=1)
        total = PULL_PENALTY * pull.square().sum() - (shares * outcome).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    descent.step(loss)  # type: ignore[no-untyped-call]
    return pull.detach().numpy(), bias.detach().numpy()


def _strongest(scores: torch.Tensor, places: torch.Tensor, count: int) -> torch.Tensor:
    """Give the largest score of each place and column, the logarithm of `SILENT` where there is none."""
    least = torch.full((count, scores.shape[1]), float(np.log(SILENT)), dtype=scores.dtype)
    return least.scatter_reduce(0, places[:, None].expand_as(scores), scores, "amax")


def try_out(read: Rows, found: Found, weights: Floats) -> Tried:
    """Have every claim's sentences read by a model that was fitted on the other folds' articles."""
    claims, folds = found.claims[found.worth], folds_of(found.groups.tolist())
    pulls = np.full((len(found.worth), 2), -np.inf)
    own = np.zeros((len(read.targets), 2))
    probabilities = np.zeros((len(read.targets), len(LABELS)))
    for fold in range(FOLDS):
        held = folds[claims] == fold
        if held.any():
            model = fit_testimony(read, found, weights, folds != fold)
            probabilities[held], own[held] = model.of(read.inputs[held])
    pulls[found.worth] = own
    return Tried(pulls, probabilities)


def voiced(pulls: Floats, found: Found) -> Floats:
    """Add up the voices of every claim, each article one voice, as `app.weigh` does claim by claim.

    Args:
        pulls: Of all candidates, float64 [n, 2]; minus infinity for those left unread.
        found: The claims, and whose voice each candidate is.

    Returns:
        float64 [claims, 4]: odds for and against, and those of the voices that lean to either side.
    """
    strongest = np.zeros((int(found.voices.max()) + 1, 2))
    np.maximum.at(strongest, found.voices, np.exp(pulls))
    leans = strongest > strongest[:, ::-1]
    owner = np.zeros(len(strongest), dtype=int)
    owner[found.voices] = found.claims
    sums = np.zeros((len(found.asked), 4))
    np.add.at(sums, owner, np.hstack([strongest, strongest * leans]))
    return sums


def verdict_chances(sums: Floats, rule: Rule) -> Floats:
    """Give float64 [claims, 4], supported, refuted, not enough evidence, conflicting, for what `voiced` added up."""
    conflicting = rule.conflict * sums[:, 2] * sums[:, 3]
    odds = np.stack([sums[:, 0], sums[:, 1], np.ones(len(sums)), conflicting], axis=1)
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def fit_rule(sums: Floats, found: Found, weights: Floats) -> Rule:
    """Fit how seldom sources contradict one another, on claims as they are and on pairs of opposed ones put together.

    No written article contradicts another. So the sentences of a claim that is supported and those of one that is
    refuted are taken for two sources on one claim: what speaks for it in the one is against it in the other.
    """
    told = np.zeros(len(found.asked), dtype=bool)
    told[found.claims[found.worth & (found.targets != NEUTRAL)]] = True
    opposed = [np.flatnonzero(told & (found.labels == side)) for side in (SUPPORTS, REFUTES)]
    count = min(map(len, opposed))
    pairs = sums[opposed[0][:count]] + sums[opposed[1][:count]]
    conflict = len(LABELS)

    def loss(number: float) -> float:
        rule = Rule(conflict=float(np.exp(number)))
        single = np.log(verdict_chances(sums, rule)[np.arange(len(sums)), found.labels] + SILENT)
        double = np.log(verdict_chances(pairs, rule)[:, conflict] + SILENT)
        return -float((1 - CONFLICTS) * (weights * single).sum() + CONFLICTS * double.mean())

    rule = Rule(conflict=round(float(np.exp(minimize_scalar(loss, bounds=(-8.0, 0.0), method="bounded").x)), 4))
    seen, false = (np.mean(verdict_chances(one, rule).argmax(axis=1) == conflict) for one in (pairs, sums))
    print(f"rule: conflict {rule.conflict}; seen in {seen:.3f} of {count} opposed pairs, in {false:.3f} of the claims")
    return rule


def shown(pulls: Floats, found: Found, chances: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each claim whether its verdict comes out right, and whether the sentence that pulls most shows it too."""
    is_right = chances.argmax(axis=1) == found.labels
    is_shown = is_right.copy()
    for place in np.flatnonzero(is_right & (found.labels != NEUTRAL)):
        rows = found.asked[place].rows
        is_shown[place] = found.targets[rows][pulls[rows, found.labels[place]].argmax()] != NEUTRAL
    return is_right, is_shown
