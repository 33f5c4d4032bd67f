"""The shipped networks and what opens them: the encoder's pinned numbers, and a clean end."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from app.encoder import GraphEncoder, open_encoder
from app.errors import StartRefused, Unavailable
from app.pairs import Pair
from app.resources import open_resources
from app.settings import Settings
from tests.real import real_settings

pytestmark = pytest.mark.real

CLAIM = "five Spaniards freed"
SENTENCES = (
    "Five Spaniards were released from prison on Thursday, Spain's Foreign Ministry said.",
    "Four Spaniards were not freed.",
    "The council did not say how many houses had been damaged by the flood.",
    "Bread prices rose again.",
)
# cosines of CLAIM to SENTENCES, by the packaged float32 weights in PyTorch
PINNED = (0.754089, 0.826673, 0.109441, 0.082983)


@pytest.fixture(scope="module")
def encoder() -> Iterator[GraphEncoder]:
    """The shipped encoder."""
    opened = open_encoder(Settings())
    assert isinstance(opened, GraphEncoder)
    yield opened
    opened.close()


def test_pinned_similarities(encoder: GraphEncoder) -> None:
    """The int8 encoder gives the float32 cosines, on any CPU, within 0.01."""
    found = encoder.encode(SENTENCES) @ encoder.encode([CLAIM])[0]
    assert found == pytest.approx(PINNED, abs=1e-2)


def test_int8_is_near_float32(encoder: GraphEncoder) -> None:
    """Every vector is within 0.01 cosine of the float32 one, and both name the same revision."""
    floats = open_encoder(Settings(runtime="torch"))
    texts = [CLAIM, *SENTENCES]
    wanted = floats.encode(texts)
    assert np.sum(encoder.encode(texts) * wanted, axis=1).min() > 0.99
    assert wanted[1:] @ wanted[0] == pytest.approx(PINNED, rel=1e-4)
    assert floats.revision == encoder.revision


def test_many_threads_get_their_own_vectors(encoder: GraphEncoder) -> None:
    """Joined batches hand every thread the vectors of its own texts."""
    texts = [f"{sentence} {number}" for number in range(6) for sentence in SENTENCES]
    with ThreadPoolExecutor(12) as pool:
        found = np.concatenate(list(pool.map(lambda text: encoder.encode([text]), texts)))
    assert found == pytest.approx(encoder.encode(texts), abs=1e-4)


def test_resources_open_and_close() -> None:
    """Everything answers while it is open; afterwards the queues turn callers away and no thread is left."""
    before = threading.active_count()
    with real_settings() as settings, open_resources(settings) as resources:
        assert resources.nli.logits([Pair(CLAIM, SENTENCES[0])]).shape == (1, 3)
        held = resources
    with pytest.raises(Unavailable):
        held.nli.logits([Pair(CLAIM, SENTENCES[0])])
    with pytest.raises(Unavailable):
        held.encoder.encode([CLAIM])
    assert threading.active_count() <= before + 1  # PyTorch keeps one of its own once it was imported


def test_weights_that_are_not_there_stop_the_start(tmp_path: Path) -> None:
    """An empty folder of weights is said in one line."""
    with pytest.raises(StartRefused, match=r"weights\.toml"), open_resources(Settings(nli=tmp_path)):
        pass
