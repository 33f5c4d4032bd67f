"""The shipped networks without the rest of the service, for what is fitted on top of them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.encoder import Encoder, open_encoder
from app.nli import Nli, open_nli
from app.settings import Settings

AT_ONCE = 512  # texts, that fit the queue


def encode_all(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode at least one text, in portions that fit the queue: float32 [n, dimension]."""
    return np.concatenate([encoder.encode(texts[at : at + AT_ONCE]) for at in range(0, len(texts), AT_ONCE)])


@contextmanager
def open_networks(weights: Path = Path("weights")) -> Iterator[tuple[Encoder, Nli]]:
    """Open the encoder and the NLI network of a folder as serving does, with room for large batches."""
    settings = Settings(nli=weights, queue_pairs=1_000_000, deadline_s=300)
    with ExitStack() as opened:
        encoder = open_encoder(settings)
        opened.callback(encoder.close)
        nli = open_nli(settings)
        opened.callback(nli.close)
        yield encoder, nli
