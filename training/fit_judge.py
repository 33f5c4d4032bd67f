"""Fit the judge and the weighing on articles that the network was not trained on.

Four fits, each on the outcome of the one before, out of fold by article so that none flatters the next (the
glance has eleven numbers for hundreds of thousands of rows, and no folds):
`pair` (a claim and the evidence somebody chose), `glance` (how retrieval ranks the sentences that it finds in an
archive made of the held-out articles, and which are worth reading), `passage` (a claim and each of those, and how
far it carries the verdict) and the rule of `app.weigh`, both in `training.fit_verdict`.
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.comparator.aliases import learn_aliases
from app.comparator.names import Aliases
from app.encoder import Encoder
from app.fitted import (
    NEAR,
    NEARNESS,
    PAIR_INPUTS,
    Coverage,
    Floats,
    Glance,
    Logistic,
    Testimony,
    nearness_inputs,
    standardised,
)
from app.judge import read_pairs
from app.nli import Nli
from app.premise import Evidence
from app.wordvectors import WordVectors, load_word_vectors
from training.examples import LABELS, WrittenArticle, read_all_written, read_evidence
from training.export import record
from training.fit_verdict import (
    SILENT,
    fit_rule,
    fit_testimony,
    shown,
    try_out,
    verdict_chances,
    verdict_weights,
    voiced,
)
from training.found import FOLDS, Asked, Found, Rows, folds_of, halves, scale_of
from training.held_archive import Netted, held_archive, netted
from training.mix import is_held_out
from training.networks import open_networks

CANDIDATES = 12
AT_ONCE = 256  # pairs
PAIR_C = 0.02
PUBLIC_WEIGHT = 0.4  # of a pair of a public dev set; 1 for one of the news set
WHOLE = 8  # sentences from which on what is written counts as a whole story, no passage
ARCHIVE_SIZES = (4, 16, 56, 112)  # stories; at least two archives are made of a size, or none
MOST_CLAIMS = 5_000  # asked about stories, and as many about passages: more would take longer and tell little more
LEAST_CHANCE = 0.007  # of deciding, at which a candidate is still read


def judged_rows(nli: Nli, asked: Sequence[tuple[str, Evidence]], aliases: Sequence[Aliases] | None = None) -> Floats:
    """Give the `pair` inputs of claims with their evidence, through the code that serves: float64 [n, inputs]."""
    found = []
    for at in range(0, len(asked), AT_ONCE):
        known = None if aliases is None else aliases[at : at + AT_ONCE]
        found.append(read_pairs(nli, asked[at : at + AT_ONCE], known)[0])
    return np.concatenate(found)


def evidence_at(article: WrittenArticle, index: int) -> Evidence:
    """Give a sentence of a written article as serving would see it."""
    before = article.sentences[index - 1] if index else ""
    return Evidence(article.sentences[index], before, article.title, article.published)


def pair_rows(nli: Nli, articles: Sequence[WrittenArticle], dev: Path, rng: random.Random) -> Rows:
    """Collect claims with chosen evidence: held-out articles, and the half of each dev set meant for fitting.

    The two weigh the same together: what is written by hand grows, and would drown the dev sets. Of what is written
    the three labels weigh the same: which of a claim's other sentences are asked is arbitrary, and nothing hangs on
    how many.
    """
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
    is_written = np.isin(groups, [article.id for article in articles])
    labels, shares = np.array(targets), np.array(weights)
    shares[is_written] /= np.bincount(labels[is_written])[labels[is_written]]
    return Rows(judged_rows(nli, asked), labels, halves(is_written, shares), np.array(groups))


def for_fitting(evidence: str) -> bool:
    """Tell the half of a dev set that fits the judge from the half that reports it (by evidence)."""
    return sha256(evidence.encode()).digest()[0] % 2 == 0


def thinned(articles: Sequence[WrittenArticle], most: int, rng: random.Random) -> list[WrittenArticle]:
    """Keep so many claims about whole stories, and as many about passages; every sentence stays in the archive."""
    kept: set[tuple[str, str]] = set()
    for is_whole in (True, False):
        own = [one for one in articles if (len(one.sentences) >= WHOLE) is is_whole]
        claims = [(one.id, claim.claim) for one in own for claim in one.claims]
        kept.update(rng.sample(claims, min(most, len(claims))))
    return [replace(one, claims=[claim for claim in one.claims if (one.id, claim.claim) in kept]) for one in articles]


def fit_glance(nets: Sequence[Netted], is_whole: NDArray[np.bool_]) -> Glance:
    """Fit the chance that a sentence decides, from its nearness alone; whole stories have half of the weight."""
    near = np.concatenate([nearness_inputs(net.near)[net.is_sure] for net in nets])
    weights = halves(np.repeat(is_whole, [net.is_sure.sum() for net in nets]))
    decides = np.concatenate([net.decides[net.is_sure] for net in nets])
    model = LogisticRegression(C=100.0, max_iter=1_000).fit(near, decides, sample_weight=weights)
    told = tuple(round(float(weight), 4) for weight in model.coef_[0])
    return Glance(round(float(model.intercept_[0]), 4), told, LEAST_CHANCE)


def retrieved(nets: Sequence[Netted], glance: Glance) -> Found:
    """Take the likeliest sentences of each claim as its candidates, as retrieval does; arguable ones are left out."""
    pairs: list[tuple[str, Evidence]] = []
    near: list[Floats] = []
    worth: list[NDArray[np.bool_]] = []
    targets: list[int] = []
    voices: dict[tuple[int, str], int] = {}
    numbers: list[int] = []
    asked: list[Asked] = []
    for net in nets:
        chances = glance.chances(net.near)
        best = np.argsort(-chances, kind="stable")[:CANDIDATES]
        is_sure = net.is_sure[best]
        near.append(nearness_inputs(net.near[best])[is_sure])
        worth.append(glance.worth(chances[best])[is_sure])
        start = len(pairs)
        for at in best[is_sure]:
            article, index = net.places[int(at)]
            numbers.append(voices.setdefault((len(asked), article.id), len(voices)))
            pairs.append((net.claim.claim, evidence_at(article, index)))
            targets.append(LABELS.index(net.claim.label if net.decides[at] else "neutral"))
        asked.append(Asked(net.article.id, LABELS.index(net.claim.label), slice(start, len(pairs))))
    return Found(pairs, np.concatenate(near), np.concatenate(worth), np.array(targets), np.array(numbers), asked)


def passage_rows(nli: Nli, found: Found, is_whole: NDArray[np.bool_]) -> Rows:
    """Read the candidates that are worth it: rows in their order, those of whole stories half of the weight."""
    worth = found.worth
    claims = found.claims[worth]
    pairs = [pair for pair, is_worth in zip(found.pairs, worth, strict=True) if is_worth]
    aliases = []
    for one in found.asked:
        own = found.pairs[one.rows]
        if not own:
            continue
        known = learn_aliases([text for _, evidence in own for text in evidence.texts], own[0][0])
        aliases += [known] * int(worth[one.rows].sum())
    read = judged_rows(nli, pairs, aliases)
    inputs = np.hstack([read, found.near[worth]])
    return Rows(inputs, found.targets[worth], halves(is_whole[claims]), found.groups[claims])


def fit_logistic(names: tuple[str, ...], rows: Rows, strength: float) -> Logistic:
    """Fit a multinomial logistic model on standardised inputs; `strength` is the inverse of the L2 penalty."""
    mean, spread = scale_of(rows.inputs)
    model = LogisticRegression(C=strength, max_iter=2_000)
    model.fit(standardised(rows.inputs, mean, spread), rows.targets, sample_weight=rows.weights)
    return Logistic(names, mean, spread, model.coef_.T.copy(), model.intercept_.copy())


def out_of_fold(rows: Rows, fit: Callable[[Rows], Logistic]) -> Floats:
    """Predict every row by a model fitted on the other groups' folds: float64 [n, 3]."""
    predicted = np.zeros((len(rows.targets), 3))
    folds = folds_of(rows.groups.tolist())
    for fold in range(FOLDS):
        held = folds == fold
        if held.any():
            predicted[held] = fit(rows.where(~held)).probabilities(rows.inputs[held])
    return predicted


def fit_coverage(encoder: Encoder, words: WordVectors, stories: Sequence[WrittenArticle], glance: Glance) -> Coverage:
    """Fit whether an archive has something on the subject, from the best nearness in it and how large it is.

    Archives of several sizes are made of the stories, and each is asked what its own stories leave open and what
    those of another leave open. Where a sentence decides a claim nobody is told of a gap, so those are not asked.
    """
    rows: list[list[float]] = []
    inside: list[bool] = []
    sizes: list[int] = []
    for size in (one for one in ARCHIVE_SIZES if 2 * one <= len(stories)):
        groups = [stories[at : at + size] for at in range(0, len(stories) - size + 1, size)]
        for own, other in zip(groups, groups[1:] + groups[:1], strict=True):
            with held_archive(encoder, words, own) as held:
                for asked in (own, other):
                    open_claims = [one.claim for story in asked for one in story.claims if not one.decides]
                    rows += [[*_best(pool.near, glance), log(size)] for pool in held.pools(open_claims)]
                    inside += [asked is own] * len(open_claims)
                    sizes += [size] * len(open_claims)
    table, is_inside = np.array(rows), np.array(inside)
    model = LogisticRegression(C=100.0, max_iter=1_000, class_weight="balanced").fit(table, is_inside)
    right = model.predict(table) == is_inside
    for size in sorted(set(sizes)):
        shares = [right[chosen & (np.array(sizes) == size)].mean() for chosen in (is_inside, ~is_inside)]
        print(
            f"coverage, {size} stories: right for {shares[0]:.3f} of open claims about them, {shares[1]:.3f} of others"
        )
    similarity, shared_around, articles = (round(float(weight), 4) for weight in model.coef_[0])
    return Coverage(round(float(model.intercept_[0]), 4), similarity, shared_around, articles)


def _best(near: Floats, glance: Glance) -> list[float]:
    """Give the best similarity and the largest share around among the candidates that retrieval takes."""
    taken = near[np.argsort(-glance.chances(near), kind="stable")[:CANDIDATES]]
    columns = (NEAR.index("similarity"), NEAR.index("shared_around"))
    return [float(taken[:, column].max(initial=0.0)) for column in columns]


def fit(  # noqa: PLR0913  what is served, what is learned from, and where it goes
    nli: Nli, encoder: Encoder, words: WordVectors, *, data: Path, written: Path, out: Path
) -> dict[str, Any]:
    """Fit everything, write `judge.json`, and print what each part bought on articles held out.

    Args:
        nli: The exported network, as served.
        encoder: The encoder, as served.
        words: The word vectors, as served.
        data: The folder of labelled pairs, with `dev`.
        written: The folder `training`, with `articles` and `pairs`.
        out: The file to write.

    Returns:
        What was written.
    """
    held = thinned([one for one in read_all_written(written) if is_held_out(one)], MOST_CLAIMS, random.Random(8))
    pairs = pair_rows(nli, held, data / "dev", random.Random(8))
    _report("pair", pairs, out_of_fold(pairs, lambda rows: fit_logistic(PAIR_INPUTS, rows, PAIR_C)))
    nets = netted(encoder, words, held)
    is_whole = np.array([len(net.article.sentences) >= WHOLE for net in nets])
    glance = fit_glance(nets, is_whole)
    found = retrieved(nets, glance)
    _report_glance(nets, found, is_whole)
    read, weights = passage_rows(nli, found, is_whole), verdict_weights(found, is_whole)
    tried = try_out(read, found, weights)
    _report("passage", read, tried.probabilities)
    sums = voiced(tried.pulls, found)
    rule = fit_rule(sums, found, weights)
    chances = verdict_chances(sums, rule)
    loss = -np.log(chances[np.arange(len(chances)), found.labels] + SILENT)
    right, is_shown = shown(tried.pulls, found, chances)
    for name, chosen in (("stories", is_whole), ("passages", ~is_whole)):
        print(
            f"verdicts on {chosen.sum()} claims of held-out {name}: {right[chosen].mean():.3f} right, "
            f"{is_shown[chosen].mean():.3f} and shown by the sentence that pulls most, log loss "
            f"{loss[chosen].mean():.3f}"
        )
    stories = [one for one in held if len(one.sentences) >= WHOLE]
    fitted: dict[str, Any] = {
        "pair": _written(fit_logistic(PAIR_INPUTS, pairs, PAIR_C)),
        "glance": {"inputs": NEARNESS, **asdict(glance)},
        "passage": _written(fit_testimony(read, found, weights, np.ones(len(found.asked), dtype=bool))),
        "rule": asdict(rule),
        "coverage": asdict(fit_coverage(encoder, words, stories, glance)),
    }
    fitted["revision"] = sha256(json.dumps(fitted, sort_keys=True).encode()).hexdigest()[:12]
    out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    return fitted


def _report_glance(nets: Sequence[Netted], found: Found, is_whole: NDArray[np.bool_]) -> None:
    print(f"glance: {found.worth.mean():.3f} of the candidates are read")
    decides = found.targets != LABELS.index("neutral")
    for name, chosen in (("stories", is_whole), ("passages", ~is_whole)):
        asked = np.array([bool(net.claim.decides) for net in nets]) & chosen
        shares = [
            len(np.unique(found.claims[which])) / asked.sum()
            for which in (decides & chosen[found.claims], decides & chosen[found.claims] & found.worth)
        ]
        pool = np.array([net.decides.any() for net in nets])[asked].mean()
        print(
            f"{name}: of the claims that a sentence decides, it is found for {pool:.3f}, "
            f"among the candidates for {shares[0]:.3f}, read for {shares[1]:.3f}"
        )


def _report(name: str, rows: Rows, predicted: Floats) -> None:
    p = np.clip(predicted[np.arange(len(rows.targets)), rows.targets], 1e-6, 1)
    network = rows.inputs[:, 3:6]
    alone = np.clip(network[np.arange(len(rows.targets)), rows.targets], 1e-6, 1)
    print(
        f"{name}: {len(rows.targets)} rows, log loss {-np.log(p).mean():.4f} "
        f"(network alone {-np.log(alone).mean():.4f}), right {(predicted.argmax(1) == rows.targets).mean():.4f} "
        f"({(network.argmax(1) == rows.targets).mean():.4f})"
    )


def _written(model: Logistic | Testimony) -> dict[str, Any]:
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
        words = load_word_vectors(given.out.parent)
        fit(nli, encoder, words, data=given.data, written=Path("training"), out=given.out)
    record(given.out.parent, "judge", [given.out.name], {})


if __name__ == "__main__":
    main()
