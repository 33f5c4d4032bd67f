"""Which examples a stage of training sees, and how often: sources are balanced by weight, not by size."""

import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from training.examples import Example, read_public

# How many examples of each public set the first stage takes; a set without a line here is left out.
# Image captions and generated sets are capped hard, human-written prose and verification sets hardly.
PUBLIC_TAKE = {
    "wanli": 10_000,
    "lingnli_baseline": 7_000, "lingnli_on_side": 6_000, "lingnli_in_loop": 7_000,
    "taxinli_mnli_train": 2_330, "mnli_two_class_a": 1_000, "mnli_two_class_b": 2_000,
    "fever": 5_000, "fm2": 1_169, "feverous": 1_000, "vitaminc_300": 300, "emergent": 2_000, "rte": 1_500,
    "check_covid": 1_067, "covidfact": 1_500, "healthver": 1_437, "politihop": 400, "factcheck_gpt": 1_500,
    "snli_dev": 1_500, "cad": 2_500, "disco": 2_500, "conjnli_adversarial": 2_500,
    "curriculum_counting": 1_000, "curriculum_negation": 1_000, "curriculum_comparative": 500,
    "curriculum_quantifier": 400, "curriculum_boolean": 500, "curriculum_conditional": 300,
    "curriculum_coreference": 500, "curriculum_kg_relations": 800, "curriculum_syntactic_variation": 800,
    "curriculum_syntactic_alternation": 300, "curriculum_monotonicity_infer": 800, "help_and": 500,
}  # fmt: skip
MAX_EVIDENCE_WORDS = 44
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"'(A-Z0-9])")
_WORD = re.compile(r"[\w'-]+")


def public_mix(folder: Path, rng: random.Random) -> list[Example]:
    """Draw the first stage's examples from the public sets and the hand-written passages.

    Args:
        folder: The folder `train` of labelled pairs.
        rng: Decides the draw.

    Returns:
        Distinct examples, in random order.
    """
    drawn: list[Example] = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        written = name.startswith("newsroom_")
        if not written and name not in PUBLIC_TAKE:
            continue
        examples = list(distinct(read_public(path)))
        if not written:
            examples = [shortened(example) for example in rng.sample(examples, min(len(examples), PUBLIC_TAKE[name]))]
        drawn += examples
    rng.shuffle(drawn)
    return drawn


def distinct(examples: Iterable[Example]) -> list[Example]:
    """Keep the first of examples with the same words; drop pairs that carry two different labels."""
    by_words: dict[tuple[str, str], Example] = {}
    labels: dict[tuple[str, str], set[str]] = {}
    for example in examples:
        key = (_key(example.pair.claim), _key(example.pair.sentence))
        by_words.setdefault(key, example)
        labels.setdefault(key, set()).add(example.label)
    return [example for key, example in by_words.items() if len(labels[key]) == 1]


def shortened(example: Example, most: int = MAX_EVIDENCE_WORDS) -> Example:
    """Cut long evidence to its sentences nearest the claim by shared rare words, kept in text order."""
    sentence = example.pair.sentence
    if len(sentence.split()) <= most:
        return example
    sentences = _SENTENCE_END.split(sentence)
    counts = Counter(word for one in sentences for word in set(_words(one)))
    wanted = set(_words(example.pair.claim))

    def nearness(index: int) -> float:
        return sum(1 / counts[word] for word in set(_words(sentences[index])) & wanted)

    ranked = sorted(range(len(sentences)), key=lambda index: (-nearness(index), index))
    kept: list[int] = []
    words = 0
    for index in ranked:
        length = len(sentences[index].split())
        if kept and words + length > most:
            continue
        kept.append(index)
        words += length
        if words >= most:
            break
    text = " ".join(" ".join(sentences[index] for index in sorted(kept)).split()[: 2 * most])
    return Example(type(example.pair)(example.pair.claim, text, example.pair.background),
                   example.label, example.source, example.kind)  # fmt: skip


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _key(text: str) -> str:
    return " ".join(_words(text))
