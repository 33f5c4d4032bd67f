"""Pairs and texts on which int8 is compared with float32: as serving sees them, and a share from the public sets."""

import random
from collections.abc import Sequence
from pathlib import Path

from app.pairs import Pair
from training.examples import WrittenArticle, read_public, read_written
from training.mix import is_held_out

SEED = 8
WRITTEN = 150
PUBLIC_SETS = ("fever", "fm2", "newsroom_politics", "newsroom_people", "healthver", "politihop")
PER_SET = 10
ARTICLES = Path(__file__).parent / "articles"


def probe_pairs(data: Path) -> list[Pair]:
    """Draw claims with sentences of the same written article, and pairs of the public sets, in mixed order.

    Args:
        data: The folder that holds `train/`.

    Returns:
        About two hundred pairs, the same every time; none of a held-out article.
    """
    rng = random.Random(SEED)
    pairs = [_drawn(article, rng) for article in _chosen(rng)]
    for path in _public(data):
        examples = list(read_public(path))
        pairs += [example.pair for example in rng.sample(examples, min(PER_SET, len(examples)))]
    rng.shuffle(pairs)
    return pairs


def probe_texts(data: Path) -> list[str]:
    """Draw claims and sentences for the encoder, from the same places."""
    pairs = probe_pairs(data)
    return [text for pair in pairs for text in (pair.claim, pair.sentence)]


def _chosen(rng: random.Random) -> Sequence[WrittenArticle]:
    articles = [one for one in read_written(ARTICLES) if not is_held_out(one)]
    return rng.choices(articles, k=WRITTEN)


def _drawn(article: WrittenArticle, rng: random.Random) -> Pair:
    claim = rng.choice(article.claims)
    decided = rng.random() < 0.5 and claim.decides
    return article.pair(claim.claim, rng.choice(claim.decides) if decided else rng.randrange(len(article.sentences)))


def _public(data: Path) -> list[Path]:
    found = {path.name.removesuffix(".jsonl.gz"): path for path in (data / "train").glob("*.jsonl.gz")}
    return [found[name] for name in PUBLIC_SETS if name in found]
