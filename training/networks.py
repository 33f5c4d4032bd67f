"""The shipped networks without the rest of the service, for what is fitted on top of them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from app.encoder import Encoder, open_encoder
from app.nli import Nli, open_nli
from app.settings import Settings


@contextmanager
def open_networks() -> Iterator[tuple[Encoder, Nli]]:
    """Open the encoder and the NLI network that the settings name, with room for large batches."""
    settings = Settings(queue_pairs=1_000_000, deadline_s=300)
    with ExitStack() as opened:
        encoder = open_encoder(settings)
        opened.callback(encoder.close)
        nli = open_nli(settings)
        opened.callback(nli.close)
        yield encoder, nli
