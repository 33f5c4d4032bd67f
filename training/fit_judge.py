"""Fit the judge and the weighing on articles that the network was not trained on.

Four fits, each on the outcome of the one before, out of fold by article so that none flatters the next (the
glance has eleven numbers for hundreds of thousands of rows, and no folds):
`pair` (a claim and the evidence somebody chose), `glance` (how retrieval ranks the sentences that it finds in an
archive made of the held-out articles, and which are worth reading), `passage` (a claim and each of those) and the
rule of `app.weigh` (a claim and the strongest of its passages).
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from app.comparator.aliases import learn_aliases
from app.comparator.names import Aliases
from app.encoder import Encoder
from app.fitted import (
    NEAR,
    NEARNESS,
    PAIR_INPUTS,
    PASSAGE_INPUTS,
    Coverage,
    Floats,
    Glance,
    Logistic,
    nearness_inputs,
    softmax,
)
from app.judge import passage_inputs, read_pairs
from app.nli import Nli
from app.premise import Evidence
from app.weigh import Rule
from app.wordvectors import WordVectors, load_word_vectors
from training.examples import LABELS, WrittenArticle, read_all_written, read_evidence
from training.export import record
from training.held_archive import Netted, held_archive, netted
from training.mix import is_held_out
from training.networks import open_networks

CANDIDATES = 12
AT_ONCE = 256  # pairs
FOLDS = 5
PAIR_C = 0.02
PASSAGE_C = 0.02
PUBLIC_WEIGHT = 0.4  # of a pair of a public dev set; 1 for one of the news set
WHOLE = 8  # sentences from which on what is written counts as a whole story, no passage
EDGE = 1e-4  # as in `app.weigh`
ARCHIVE_SIZES = (4, 16, 56, 112)  # stories; at least two archives are made of a size, or none
MOST_CLAIMS = 5_000  # asked about stories, and as many about passages: more would take longer and tell little more
LEAST_CHANCE = 0.007  # of deciding, at which a candidate is still read
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

    The two weigh the same together: what is written by hand grows, and would drown the dev sets.
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
    return Rows(judged_rows(nli, asked), np.array(targets), halves(is_written, np.array(weights)), np.array(groups))


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
    groups = np.array([one.group for one in found.asked])[claims]
    pairs = [pair for pair, is_worth in zip(found.pairs, worth, strict=True) if is_worth]
    aliases = []
    for one in found.asked:
        own = found.pairs[one.rows]
        if not own:
            continue
        known = learn_aliases([text for _, evidence in own for text in evidence.texts], own[0][0])
        aliases += [known] * int(worth[one.rows].sum())
    read = judged_rows(nli, pairs, aliases)
    return Rows(passage_inputs(read, found.near[worth]), found.targets[worth], halves(is_whole[claims]), groups)


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


def verdict_chances(predicted: Floats, found: Found, rule: Rule) -> Floats:
    """Weigh all claims at once, each article a voice of its own, as `app.weigh` does one by one.

    Args:
        predicted: The judge's probabilities of all candidates, float64 [n, 3]; those left unread have 1 for neutral.
        found: The claims and whose voice each candidate is.
        rule: The numbers tried.

    Returns:
        float64 [claims, 4]: supported, refuted, not enough evidence, conflicting.
    """
    count = int(found.voices.max()) + 1
    tops = np.zeros((count, 2))
    np.maximum.at(tops, found.voices, predicted[:, :2])
    is_heard = np.zeros(count, dtype=bool)
    np.logical_or.at(is_heard, found.voices, predicted[:, 2] < 1.0)
    logits = np.log(np.clip(tops, EDGE, 1 - EDGE) / (1 - np.clip(tops, EDGE, 1 - EDGE)))
    pro = rule.bias + rule.own * logits[:, 0] - rule.other * logits[:, 1]
    con = rule.bias + rule.own * logits[:, 1] - rule.other * logits[:, 0]
    table = np.stack([pro, con, np.zeros_like(pro)], axis=1)
    voices = softmax(table)
    voices[~is_heard] = [0.0, 0.0, 1.0]
    owner = np.zeros(count, dtype=int)
    owner[found.voices] = found.claims
    logs = np.zeros((len(found.asked), 3))
    chances = np.stack([voices[:, 0] + voices[:, 2], voices[:, 1] + voices[:, 2], voices[:, 2]], axis=1)
    np.add.at(logs, owner, np.log(chances))
    no_refutation, no_support, neither = np.exp(logs).T
    rest = np.maximum(0.0, 1 - no_refutation - no_support + neither)
    return np.stack([no_refutation - neither, no_support - neither, neither, rest], axis=1)


def fit_rule(predicted: Floats, found: Found, is_whole: NDArray[np.bool_]) -> Rule:
    """Fit the voice's rule by maximum likelihood of the verdicts, both sides alike.

    The three outcomes weigh the same, whatever their shares among the written claims: how often readers ask
    what the archive leaves open is not known, and those who wrote the claims left little open. Claims about
    whole stories weigh as much as those about passages: an archive is made of stories.
    """
    labels = np.array([one.label for one in found.asked])
    cells = labels + len(LABELS) * is_whole
    shares = 1 / np.bincount(cells)[cells]
    weights = shares / shares.sum()

    def loss(numbers: Floats) -> float:
        rule = Rule(bias=numbers[0], own=numbers[1], other=numbers[2])
        chances = verdict_chances(predicted, found, rule)[np.arange(len(labels)), labels]
        return float(-(weights * np.log(np.maximum(chances, EDGE / 100))).sum() + 1e-3 * (numbers[1:] ** 2).sum())

    bounds = [(None, None), (0.0, None), (0.0, None)]  # neither side's voice may speak for the other
    best = minimize(loss, np.array([0.0, 1.0, 0.2]), method="Nelder-Mead", bounds=bounds)
    bias, own, other = (round(float(number), 4) for number in best.x)
    print(f"rule: log loss {best.fun:.4f}, bias {bias}, own {own}, other {other}")
    return Rule(bias=bias, own=own, other=other)


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


def verdicts_right(predicted: Floats, found: Found, rule: Rule) -> NDArray[np.bool_]:
    """Tell of each claim whether its verdict comes out right."""
    labels = np.array([one.label for one in found.asked])
    return np.asarray(verdict_chances(predicted, found, rule).argmax(axis=1) == labels)


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
    passages = passage_rows(nli, found, is_whole)
    predicted = np.tile([0.0, 0.0, 1.0], (len(found.worth), 1))
    predicted[found.worth] = out_of_fold(passages, lambda rows: fit_logistic(PASSAGE_INPUTS, rows, PASSAGE_C))
    _report("passage", passages, predicted[found.worth])
    rule = fit_rule(predicted, found, is_whole)
    right = verdicts_right(predicted, found, rule)
    for name, chosen in (("stories", is_whole), ("passages", ~is_whole)):
        print(f"verdicts right on {chosen.sum()} claims of held-out {name}: {right[chosen].mean():.3f}")
    stories = [one for one in held if len(one.sentences) >= WHOLE]
    fitted: dict[str, Any] = {
        "pair": _written(fit_logistic(PAIR_INPUTS, pairs, PAIR_C)),
        "glance": {"inputs": NEARNESS, **asdict(glance)},
        "passage": _written(fit_logistic(PASSAGE_INPUTS, passages, PASSAGE_C)),
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
        words = load_word_vectors(given.out.parent)
        fit(nli, encoder, words, data=given.data, written=Path("training"), out=given.out)
    record(given.out.parent, "judge", [given.out.name], {})


if __name__ == "__main__":
    main()
