"""Fit the linear maps that make a claim's vector meet those of the sentences that decide it (`app.story.Adapter`).

The encoder stays as it is packaged; what is learned are four matrices over its vectors, with all the sentences of
many articles as wrong answers. Claims about whole stories weigh as much together as those about passages: an archive
is made of stories. Run as `python -m training.fit_adapter`, before the judge, which counts on its cosines.

Source: contrastive loss, van den Oord et al. 2018, "Representation learning with contrastive predictive coding";
linear maps over frozen embeddings are what search engines call adapters.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from app.encoder import DIMENSION, Encoder
from app.story import ADAPTER, MAPS, Adapter, Floats, plain_adapter, surroundings
from app.weights import read_section
from training.examples import WrittenArticle, read_all_written
from training.export import record
from training.fit_judge import WHOLE
from training.found import halves
from training.mix import is_held_out, row_ranges
from training.networks import encode_all, open_networks

BATCH = 256  # claims
STRANGERS = 900  # articles drawn a batch, whose sentences are wrong answers
EPOCHS = 4
RATE = 3e-4
TEMPERATURE = 0.05  # of the cosines
KEEP_NEAR = 1e-4  # of the squares of what the maps differ from the plain ones, in the loss
SEED = 8
DEPTHS = (1, 7, 12, 32)  # of ranking, reported


@dataclass(frozen=True, slots=True)
class Vectors:
    """Articles and their claims as the encoder gives them.

    `own`, `before` and `whole` are float32 [sentences, dimension], articles one after the other, `rows` says which
    are whose; `claims` is float32 [claims, dimension], of those that a sentence decides; of each claim, `article` is
    the place of its article, and `decides` and `unsure` are rows.
    """

    own: Floats
    before: Floats
    whole: Floats
    rows: list[range]
    claims: Floats
    article: NDArray[np.int64]
    decides: list[list[int]]
    unsure: list[list[int]]

    @property
    def is_story(self) -> NDArray[np.bool_]:
        """Of each claim, whether it is about a whole story."""
        return np.array([len(self.rows[at]) >= WHOLE for at in self.article], dtype=bool)


def encoded(encoder: Encoder, articles: Sequence[WrittenArticle]) -> Vectors:
    """Encode articles and their decided claims."""
    own = encode_all(encoder, [sentence for article in articles for sentence in article.sentences])
    rows = row_ranges(articles)
    around = [surroundings(own[mine.start : mine.stop]) for mine in rows]
    asked = [(at, claim) for at, article in enumerate(articles) for claim in article.claims if claim.decides]
    return Vectors(
        own,
        np.concatenate([before for before, _ in around]),
        np.concatenate([np.repeat(whole, len(before), axis=0) for before, whole in around]),
        rows,
        encode_all(encoder, [claim.claim for _, claim in asked]),
        np.array([at for at, _ in asked]),
        [[rows[at].start + index for index in claim.decides] for at, claim in asked],
        [[rows[at].start + index for index in claim.unsure] for at, claim in asked],
    )


def fit_maps(known: Vectors, plain: Adapter, epochs: int = EPOCHS, rate: float = RATE) -> dict[str, Floats]:
    """Learn the four maps.

    Args:
        known: Articles and claims to learn from.
        plain: Where the maps start.
        epochs: Passes over the claims.
        rate: Of learning, at first; it falls to nothing.

    Returns:
        `claim`, `own`, `before` and `whole`, float32 [dimension, dimension].
    """
    draw = np.random.default_rng(SEED)
    start = {name: torch.tensor(getattr(plain, name)) for name in MAPS}
    change = {name: torch.zeros_like(one, requires_grad=True) for name, one in start.items()}
    optimizer = torch.optim.Adam(change.values(), lr=rate)
    weights = halves(known.is_story).astype(np.float32)
    batches = max(1, len(known.claims) // BATCH)
    steps, step = epochs * batches, 0
    for epoch in range(epochs):
        lost = 0.0
        for chosen in np.array_split(draw.permutation(len(known.claims)), batches):
            others = draw.choice(len(known.rows), min(STRANGERS, len(known.rows)), replace=False)
            rows = np.concatenate([known.rows[at] for at in np.union1d(known.article[chosen], others)])
            maps = {name: start[name] + change[name] for name in start}
            each = _losses(known, maps, chosen, rows)
            loss = (each * torch.tensor(weights[chosen])).mean()
            apart = torch.stack([one.square().sum() for one in change.values()]).sum()
            for group in optimizer.param_groups:
                group["lr"] = rate * (1 - step / steps)
            optimizer.zero_grad()
            torch.autograd.backward([loss + KEEP_NEAR * apart])
            optimizer.step()
            lost += float(loss.detach())
            step += 1
        print(f"adapter: epoch {epoch + 1}, loss {lost / batches:.4f}")
    return {name: (start[name] + change[name]).detach().numpy() for name in start}


def _losses(
    known: Vectors, maps: dict[str, torch.Tensor], chosen: NDArray[np.int64], rows: NDArray[np.int64]
) -> torch.Tensor:
    """Give -log of the share that the deciding sentences of each chosen claim have among `rows`: float32 [chosen]."""
    parts = [(known.own, "own"), (known.before, "before"), (known.whole, "whole")]
    stories = torch.stack([torch.tensor(vectors[rows]) @ maps[name] for vectors, name in parts]).sum(dim=0)
    claims = functional.normalize(torch.tensor(known.claims[chosen]) @ maps["claim"], dim=1)
    scores = claims @ functional.normalize(stories, dim=1).T / TEMPERATURE
    place = {int(row): at for at, row in enumerate(rows)}
    right = torch.zeros(scores.shape, dtype=torch.bool)
    barred = torch.zeros(scores.shape, dtype=torch.bool)
    for at, claim in enumerate(chosen):
        right[at, [place[row] for row in known.decides[claim]]] = True
        barred[at, [place[row] for row in known.unsure[claim]]] = True
    scores = scores.masked_fill(barred, -torch.inf)
    return torch.logsumexp(scores, dim=1) - torch.logsumexp(scores.masked_fill(~right, -torch.inf), dim=1)


def ranked_at(known: Vectors, adapter: Adapter) -> NDArray[np.int64]:
    """Rank all sentences for each claim by cosine, and say at which place the best deciding one stands: int [claims].

    The best place is 0; arguable sentences are passed over.
    """
    stories = np.concatenate([adapter.in_story(known.own[mine.start : mine.stop]) for mine in known.rows])
    places = np.empty(len(known.claims), dtype=np.int64)
    for at, claim in enumerate(adapter.claims(known.claims)):
        near = stories @ claim
        near[known.unsure[at]] = -1.0
        places[at] = int((near > near[known.decides[at]].max()).sum())
    return places


def fit(weights: Path, written: Path) -> Adapter:
    """Fit the adapter of the encoder in `weights`, write it there, and print what it bought on articles held out.

    Args:
        weights: The folder that serving loads, with its encoder.
        written: The folder `training`, with `articles` and `pairs`.

    Returns:
        What was fitted, as it was written.
    """
    torch.manual_seed(SEED)
    articles = read_all_written(written)
    plain = plain_adapter(read_section(weights, "encoder").revision, DIMENSION)
    write(weights, plain)
    with open_networks(weights) as (encoder, _):
        held = encoded(encoder, [one for one in articles if is_held_out(one)])
        known = encoded(encoder, [one for one in articles if not is_held_out(one)])
    fitted = Adapter(plain.revision, **fit_maps(known, plain))
    write(weights, fitted)
    for name, adapter in (("plain", plain), ("fitted", fitted)):
        places = ranked_at(held, adapter)
        for kind, chosen in (("stories", held.is_story), ("passages", ~held.is_story)):
            shares = ", ".join(f"{(places[chosen] < depth).mean():.3f} in {depth}" for depth in DEPTHS)
            print(f"{name} adapter, {chosen.sum()} claims of held-out {kind}: a deciding sentence is {shares}")
    return fitted


def write(weights: Path, adapter: Adapter) -> None:
    """Write an adapter into the folder of the weights, in half precision, and vouch for it."""
    encoder = read_section(weights, "encoder").revision
    maps = {name: getattr(adapter, name).astype(np.float16) for name in MAPS}
    np.savez_compressed(weights / ADAPTER, **maps)
    record(weights, "adapter", [ADAPTER], {"encoder": encoder})


def main() -> None:
    """Fit from the shell, on the shipped encoder."""
    parser = argparse.ArgumentParser(prog="python -m training.fit_adapter", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder that serving loads")
    fit(parser.parse_args().weights, Path(__file__).parent)


if __name__ == "__main__":
    main()
