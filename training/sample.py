"""A small fixed sample from the held-out articles: what the shipped files must give wherever they are loaded.

The sample needs nothing but the repository, so that a check can run it without the labelled data.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from app.fitted import Judge
from app.judge import judge_pairs
from app.nli import Nli
from app.premise import Evidence
from training.examples import LABELS, read_written
from training.fit_judge import evidence_at
from training.mix import is_held_out

SIZE = 60
HERE = Path(__file__).parent


def fixed_sample(size: int = SIZE) -> list[tuple[str, Evidence, str]]:
    """Give claims of held-out articles, each with one sentence and its label: a third of each label."""
    found: dict[str, list[tuple[str, str, Evidence]]] = {label: [] for label in LABELS}
    for article in read_written(HERE / "articles"):
        if is_held_out(article):
            for claim in article.claims:
                open_to = [at for at in range(len(article.sentences)) if at not in claim.unsure]
                at = claim.decides[0] if claim.decides else open_to[0]
                order = sha256(f"{article.id} {claim.claim}".encode()).hexdigest()
                found[claim.label].append((order, claim.claim, evidence_at(article, at)))
    return [
        (claim, evidence, label)
        for label, own in found.items()
        for _, claim, evidence in sorted(own, key=lambda one: one[0])[: size // len(LABELS)]
    ]


def judged_sample(nli: Nli, judge: Judge) -> list[list[float]]:
    """Judge the sample: [supports, refutes, neutral] of each pair, rounded to four places."""
    asked: Sequence[tuple[str, Evidence]] = [(claim, evidence) for claim, evidence, _ in fixed_sample()]
    return [[round(p, 4) for p in one.probabilities] for one in judge_pairs(nli, judge, asked)]
