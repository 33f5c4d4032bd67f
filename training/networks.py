"""The shipped networks without the rest of the service, for what is fitted on top of them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.encoder import Encoder, open_encoder
from app.nli import Nli, open_nli
from app.settings import Settings


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
