"""What stands around: unrelated sentences, an unrelated premise, the sentence itself."""

import re
from dataclasses import replace
from random import Random

from training.examples import Example
from training.generators.pool import Pool, claiming, without_days

MOST_WORDS = 60


def surrounded(example: Example, rng: Random, pool: Pool) -> Example | None:
    """Put unrelated sentences before or behind the evidence: the label stays."""
    sentence = example.pair.sentence
    room = MOST_WORDS - len(sentence.split())
    others = [text for _, text in pool.strangers(example, rng) if len(text.split()) <= min(room, 28)]
    if not others or sentence[-1] not in '.!?"”':
        return None
    parts = [rng.choice(others)]
    parts.insert(rng.randrange(2), sentence)
    return replace(example, pair=replace(example.pair, sentence=" ".join(parts)), source="generated", kind="surrounded")


def stranger(example: Example, rng: Random, pool: Pool) -> Example | None:
    """Set the claim against a sentence of another story, the nearest in words of forty: neutral."""
    others = pool.strangers(example, rng)
    if not others:
        return None
    return replace(example, pair=replace(example.pair, sentence=others[0][1], background=""),
                   label="neutral", source="generated", kind="stranger")  # fmt: skip


def verbatim(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Claim what a sentence of the evidence says, word for word: supports."""
    sentences = re.split(r"(?<=[a-z\d)][.!?]) (?=[A-Z\"“])", without_days(example.pair.sentence))
    fit = [
        text
        for text in sentences
        if 5 <= len(text.split()) <= 40 and text[:1].isupper() and text[-1] != "?" and text.count('"') % 2 == 0
    ]
    if not fit:
        return None
    return claiming(example, rng.choice(fit), "supports", "verbatim")


def twin(example: Example, _rng: Random, _pool: Pool) -> Example | None:
    """Keep the pair as it is, so that the unchanged claim is met as often as the changed one: supports."""
    return replace(example, source="generated", kind="twin")
