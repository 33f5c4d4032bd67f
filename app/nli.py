"""The NLI network: pairs of claim and premise in, logits out, columns by the names that the weights give."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.batching import Batcher
from app.errors import StartRefused
from app.graph import Graph, batches, padded
from app.pairs import Pair, PairTokenizer, Tokens
from app.settings import Settings
from app.weights import REVISION_DIGITS, label_columns, read_section, sha256_of_file

Floats = NDArray[np.float32]
Network = Callable[[Sequence[Tokens]], Floats]


class Nli(Protocol):
    """Judges pairs; safe to call from any thread."""

    @property
    def revision(self) -> str:
        """Short hash of the weights."""

    def logits(self, pairs: Sequence[Pair]) -> Floats:
        """Judge pairs.

        Args:
            pairs: Claims with their premises.

        Returns:
            float32 [pairs, 3], in the same order; columns supports, refutes, neutral; not probabilities.

        Raises:
            NetworkFailed: The network failed: an error, never an abstention.
            Overloaded: Too many pairs wait.
            DeadlineExceeded: No answer in time.
        """


class QueuedNli:
    """A network behind the queue.

    Args:
        network: Token rows to logits [rows, 3], columns supports, refutes, neutral.
        tokenizer: Lays pairs out as token rows.
        revision: Short hash of the weights.
        settings: `queue_pairs` and `deadline_s` are read.
    """

    def __init__(self, network: Network, tokenizer: PairTokenizer, revision: str, settings: Settings) -> None:
        self.revision = revision
        self._tokenizer = tokenizer
        self._queue = Batcher(network, name="NLI", capacity=settings.queue_pairs, deadline_s=settings.deadline_s)

    def logits(self, pairs: Sequence[Pair]) -> Floats:
        """Judge pairs; see `Nli.logits`."""
        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        return self._queue(self._tokenizer(pairs))

    def close(self) -> None:
        """Stop the queue's thread."""
        self._queue.close()


def open_nli(settings: Settings) -> QueuedNli:
    """Load the network that the settings name.

    Args:
        settings: `nli`, `runtime`, `threads`, `queue_pairs` and `deadline_s` are read.

    Raises:
        StartRefused: A file is missing or not the one shipped, or the outputs have no names.
    """
    folder = settings.nli
    if settings.runtime == "torch":
        network, revision = _torch_network(folder, settings.threads)
    else:
        network, revision = _openvino_network(folder, settings.threads)
    return QueuedNli(network, PairTokenizer(folder / "tokenizer.json"), revision, settings)


def _openvino_network(folder: Path, threads: int) -> tuple[Network, str]:
    section = read_section(folder, "nli")
    columns = label_columns(list(section.facts["labels"]), folder)
    graph = Graph(folder / "nli.xml", threads)

    def network(rows: Sequence[Tokens]) -> Floats:
        logits = np.empty((len(rows), len(columns)), dtype=np.float32)
        for group in batches([len(row.ids) for row in rows]):
            logits[group] = graph(*padded([rows[index] for index in group]))
        return logits[:, columns]

    return network, section.revision


def _torch_network(folder: Path, threads: int) -> tuple[Network, str]:
    """Load the float32 weights that training keeps; on a GPU where there is one."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise StartRefused(f"{weights}: VERIDICT_RUNTIME=torch needs the float32 network that training keeps there")
    import torch  # noqa: PLC0415  seconds, and the usual runtime never needs it
    from transformers import AutoModelForSequenceClassification  # noqa: PLC0415

    names = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("id2label", {})
    columns = label_columns([names[key] for key in sorted(names, key=int)], folder)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_num_threads(threads)
    model = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True).to(device).eval()

    @torch.inference_mode()
    def network(rows: Sequence[Tokens]) -> Floats:
        logits = np.empty((len(rows), len(columns)), dtype=np.float32)
        for group in batches([len(row.ids) for row in rows]):
            ids, types, mask = (torch.from_numpy(part).to(device) for part in padded([rows[at] for at in group]))
            logits[group] = model(input_ids=ids, token_type_ids=types, attention_mask=mask).logits.cpu().numpy()
        return logits[:, columns]

    return network, sha256_of_file(weights)[:REVISION_DIGITS]
