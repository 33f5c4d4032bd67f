"""Which examples a stage of training sees, and how often: sources are balanced by weight, not by size."""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from app.premise import nearest_sentences
from training.examples import Example, WrittenArticle, WrittenClaim, read_public

# How many examples of each public set the first stage takes; a set without a line here is left out.
# Image captions and generated sets are capped hard, human-written prose and verification sets hardly.
PUBLIC_TAKE = {
    "wanli": 8_000,
    "lingnli_baseline": 5_500, "lingnli_on_side": 4_500, "lingnli_in_loop": 5_500,
    "taxinli_mnli_train": 2_330, "mnli_two_class_a": 800, "mnli_two_class_b": 1_600,
    "fever": 4_500, "fm2": 1_169, "feverous": 800, "vitaminc_300": 300, "emergent": 1_800, "rte": 1_200,
    "check_covid": 1_067, "covidfact": 1_200, "healthver": 1_437, "politihop": 300, "factcheck_gpt": 1_200,
    "snli_dev": 1_000, "cad": 2_000, "disco": 1_500, "conjnli_adversarial": 1_800,
    "curriculum_counting": 800, "curriculum_negation": 800, "curriculum_comparative": 400,
    "curriculum_quantifier": 300, "curriculum_boolean": 400, "curriculum_coreference": 400,
    "curriculum_kg_relations": 600, "curriculum_syntactic_variation": 600,
    "curriculum_syntactic_alternation": 300, "curriculum_monotonicity_infer": 500,
}  # fmt: skip
# What the third stage takes: another draw, larger where people wrote the claims.
PUBLIC_TAKE_AGAIN = {
    "wanli": 9_000,
    "lingnli_baseline": 8_000, "lingnli_on_side": 7_500, "lingnli_in_loop": 8_000,
    "taxinli_mnli_train": 2_330, "mnli_two_class_a": 900, "mnli_two_class_b": 1_800,
    "fever": 6_000, "fm2": 1_169, "feverous": 900, "vitaminc_300": 300, "emergent": 2_000, "rte": 1_800,
    "check_covid": 1_067, "covidfact": 1_800, "healthver": 1_437, "politihop": 400, "factcheck_gpt": 1_200,
    "snli_dev": 1_000, "cad": 3_500, "disco": 2_000, "conjnli_adversarial": 3_000,
    "curriculum_counting": 1_000, "curriculum_negation": 1_500, "curriculum_comparative": 400,
    "curriculum_ner": 1_200, "curriculum_drop": 600, "curriculum_kg_relations": 800,
    "curriculum_syntactic_variation": 500, "curriculum_syntactic_alternation": 400,
}  # fmt: skip
# What the stage after `twins` takes: pairs that the first and third stage did not draw, so all there is of the sets
# that people wrote, and some of sets that were left out before.
PUBLIC_TAKE_REST = {
    "wanli": 5_000,
    "lingnli_baseline": 6_000, "lingnli_on_side": 6_500, "lingnli_in_loop": 6_000,
    "mnli_two_class_a": 900, "mnli_two_class_b": 1_600,
    "fever": 7_000, "feverous": 300, "emergent": 500, "rte": 600,
    "covidfact": 1_100, "factcheck_gpt": 600, "begin": 800, "wice_subclaims": 370,
    "defacto_xsum": 1_000, "fib_xsum": 1_000, "fnc1_headlines": 1_200, "summedits_scitldr": 440,
    "snli_dev": 4_000, "snli_via_disco": 5_000, "cad": 4_200, "disco": 3_000, "conjnli_adversarial": 2_500,
    "curriculum_conditional": 700, "curriculum_control": 1_500, "curriculum_coreference": 2_000,
    "curriculum_counterfactual": 800, "curriculum_counting": 700, "curriculum_comparative": 600,
    "curriculum_drop": 1_500, "curriculum_entailment_tree": 600, "curriculum_ester": 800,
    "curriculum_kg_relations": 800, "curriculum_ner": 1_200, "curriculum_quantifier": 500,
    "curriculum_spatial": 600, "curriculum_syntactic_alternation": 400, "curriculum_syntactic_variation": 800,
    "curriculum_temporal": 1_500,
}  # fmt: skip
# What stage `everything` takes beside what is written by hand: the short pairs that people wrote, most of them again.
PUBLIC_TAKE_EVERYTHING = {
    "wanli": 9_000,
    "lingnli_baseline": 14_900, "lingnli_on_side": 14_900, "lingnli_in_loop": 14_900,
    "taxinli_mnli_train": 1_500, "mnli_two_class_a": 900, "mnli_two_class_b": 1_800,
    "fever": 7_000, "fm2": 1_100, "emergent": 800, "rte": 800,
    "check_covid": 1_000, "covidfact": 1_800, "healthver": 1_400, "factcheck_gpt": 600,
    "snli_dev": 3_000, "snli_via_disco": 3_000, "cad": 3_000, "conjnli_adversarial": 3_000,
    "curriculum_counting": 800, "curriculum_negation": 500, "curriculum_coreference": 1_000,
    "curriculum_temporal": 500, "curriculum_comparative": 300,
}  # fmt: skip
_WORD = re.compile(r"[\w'-]+")


def public_mix(
    folder: Path,
    rng: random.Random,
    take: Mapping[str, int] = PUBLIC_TAKE,
    longest: int | None = None,
    drawn_before: Sequence[Example] = (),
) -> list[Example]:
    """Draw a stage's examples from the public sets.

    Args:
        folder: The folder `train` of labelled pairs.
        rng: Decides the draw.
        take: How many examples of each set at the most; a set that is not named is left out.
        longest: Pass over pairs of more words than this, claim and premise together; None for no limit.
        drawn_before: Pass over these pairs.

    Returns:
        Distinct examples, in random order.
    """
    drawn: list[Example] = []
    known = {one.pair for one in drawn_before}
    for path in sorted(folder.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        if name in take:
            examples = [shortened(example) for example in distinct(read_public(path))]
            fit = [one for one in examples if one.pair not in known and (longest is None or _length(one) <= longest)]
            drawn += rng.sample(fit, min(len(fit), take[name]))
    rng.shuffle(drawn)
    return drawn


def _length(example: Example) -> int:
    pair = example.pair
    return len(f"{pair.claim} {pair.sentence} {pair.background}".split())


def distinct(examples: Iterable[Example]) -> list[Example]:
    """Keep the first of examples with the same words; drop pairs that carry two different labels."""
    by_words: dict[tuple[str, str], Example] = {}
    labels: dict[tuple[str, str], set[str]] = {}
    for example in examples:
        key = (_key(example.pair.claim), _key(example.pair.sentence))
        by_words.setdefault(key, example)
        labels.setdefault(key, set()).add(example.label)
    return [example for key, example in by_words.items() if len(labels[key]) == 1]


def shortened(example: Example) -> Example:
    """Cut long evidence to its sentences nearest the claim, as serving does."""
    pair = example.pair
    kept = nearest_sentences(pair.claim, pair.sentence)
    return replace(example, pair=replace(pair, sentence=kept))


def written_mix(
    articles: Sequence[WrittenArticle], rng: random.Random, neutrals: int = 4, far: int = 1
) -> list[Example]:
    """Draw examples from whole articles: each claim with the sentences that decide it and some that do not.

    Args:
        articles: Articles with claims tied to their deciding sentences.
        rng: Decides which neutral sentences are drawn.
        neutrals: Sentences drawn a claim that do not decide it.
        far: How many of those are drawn from anywhere in the article; the others are the nearest in words.

    Returns:
        Examples in order of the articles. Sentences marked as arguable are left out.
    """
    drawn: list[Example] = []
    for article in articles:
        for claim in article.claims:
            drawn += [_written(article, claim, index, claim.label) for index in claim.decides]
            others = [at for at in range(len(article.sentences)) if at not in claim.decides + claim.unsure]
            others.sort(key=lambda at: -overlap(claim.claim, article.sentences[at]))
            near, rest = others[: neutrals - far], others[neutrals - far :]
            chosen = near + rng.sample(rest, min(far, len(rest)))
            drawn += [_written(article, claim, index, "neutral") for index in chosen]
        drawn += _own_words(article, rng)
    return drawn


def met_elsewhere(articles: Sequence[WrittenArticle], rng: random.Random, most: int) -> list[Example]:
    """Draw claims with the sentence of another article that is nearest in words: neutral, as a search brings it up.

    Args:
        articles: Articles of one archive.
        rng: Decides which claims are drawn.
        most: Claims drawn.

    Returns:
        At most so many examples. A sentence that is as near to one that decides the claim is left out: it may tell
        the same.
    """
    places = [(article, at) for article in articles for at in range(len(article.sentences))]
    counts = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
    table = counts.fit_transform([article.sentences[at] for article, at in places])
    own_rows = row_ranges(articles)
    claims = [(number, claim) for number, article in enumerate(articles) for claim in article.claims]
    drawn = []
    for number, claim in rng.sample(claims, min(most, len(claims))):
        near = (table @ counts.transform([claim.claim]).T).toarray().ravel()
        decisive = max((near[own_rows[number].start + at] for at in claim.decides), default=1.0)
        near[own_rows[number].start : own_rows[number].stop] = 0.0
        best = int(near.argmax())
        if 0 < near[best] < decisive:
            article, at = places[best]
            drawn.append(_written(article, claim, at, "neutral"))
    return drawn


def row_ranges(articles: Sequence[WrittenArticle]) -> list[range]:
    """Say which rows are whose, where the sentences of articles stand one after the other."""
    ends = list(accumulate(len(article.sentences) for article in articles))
    return [range(end - len(article.sentences), end) for article, end in zip(articles, ends, strict=True)]


def _own_words(article: WrittenArticle, rng: random.Random) -> list[Example]:
    """A sentence supports itself, and says nothing of what its neighbours say."""
    said = rng.randrange(len(article.sentences))
    text = article.sentences[said]
    others = sorted((at for at in range(len(article.sentences)) if at != said),
                    key=lambda at: -overlap(text, article.sentences[at]))  # fmt: skip
    same = Example(article.pair(text, said), "supports", "articles", "verbatim")
    return [same] + [Example(article.pair(text, at), "neutral", "articles", "verbatim") for at in others[:2]]


def _written(article: WrittenArticle, claim: WrittenClaim, index: int, label: str) -> Example:
    return Example(article.pair(claim.claim, index), label, "articles", claim.kind)


def newsroom_mix(folder: Path, rng: random.Random, strangers: int = 2) -> list[Example]:
    """Read the hand-written passages, and set some of their claims against the nearest other passage.

    Args:
        folder: The folder `train` of labelled pairs.
        rng: Decides which claims meet a stranger.
        strangers: Claims a passage that meet the passage nearest in words: neutral.

    Returns:
        Examples in order of the files.
    """
    drawn: list[Example] = []
    for path in sorted(folder.glob("newsroom_*.jsonl.gz")):
        examples = list(read_public(path))
        by_passage: dict[str, list[Example]] = {}
        for example in examples:
            by_passage.setdefault(example.pair.sentence, []).append(example)
        passages = list(by_passage)
        drawn += examples
        for passage, own in by_passage.items():
            nearest = max((one for one in passages if one != passage), key=lambda one: overlap(passage, one))
            premise = by_passage[nearest][0].pair
            drawn += [
                Example(replace(premise, claim=example.pair.claim), "neutral", example.source, "stranger")
                for example in rng.sample(own, min(strangers, len(own)))
            ]
    return drawn


def overlap(one: str, other: str) -> float:
    """Share of the words of `one` that `other` has, 0..1."""
    mine, theirs = set(_words(one)), set(_words(other))
    return len(mine & theirs) / max(1, len(mine))


def evened(examples: Sequence[Example], rng: random.Random, bins: int = 10) -> list[Example]:
    """Leave out decided pairs so that the share of words in common does not tell supports from refutes.

    Args:
        examples: Labelled pairs.
        rng: Decides which of the more frequent label are left out.
        bins: Ranges of the share of the claim's words that the premise has; in each the labels are evened.

    Returns:
        The neutral pairs and as many supported as refuted ones in each range, in random order.
    """
    ranges: dict[tuple[int, str], list[Example]] = {}
    for one in examples:
        shared = overlap(one.pair.claim, f"{one.pair.sentence} {one.pair.background}")
        ranges.setdefault((min(bins - 1, int(shared * bins)), one.label), []).append(one)
    kept = [one for one in examples if one.label not in {"supports", "refutes"}]
    for at in range(bins):
        sides = [ranges.get((at, label), []) for label in ("supports", "refutes")]
        fewer = min(map(len, sides))
        kept += [one for side in sides for one in rng.sample(side, fewer)]
    rng.shuffle(kept)
    return kept


def is_held_out(article: WrittenArticle, share: int = 6) -> bool:
    """Tell whether an article is kept from the network: one in `share`, for fitting the judge."""
    return int(sha256(article.id.encode()).hexdigest(), 16) % share == 0


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _key(text: str) -> str:
    return " ".join(_words(text))
