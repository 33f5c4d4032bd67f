"""A network as an OpenVINO graph on the CPU: rows of token ids in, float32 out, padded as little as pays."""

import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.pairs import Tokens

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

CALL_TOKENS = 48  # what one more call of the graph costs, counted in tokens of padding


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group rows of near lengths: a group grows as long as padding it costs less than another call.

    Args:
        lengths: Number of tokens of each row.

    Yields:
        Indices of rows, shortest rows first; each index once.
    """
    group: list[int] = []
    padding = 0
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group:
            padding += len(group) * (lengths[index] - lengths[group[-1]])
            if padding > CALL_TOKENS:
                yield group
                group, padding = [], 0
        group.append(index)
    if group:
        yield group


def padded(rows: Sequence[Tokens]) -> tuple[Integers, Integers, Integers]:
    """Stack rows into ids, token types and attention mask, int64 [rows, longest]; padding is 0."""
    longest = max(len(row.ids) for row in rows)
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for place, row in enumerate(rows):
        length = len(row.ids)
        ids[place, :length] = row.ids
        types[place, :length] = row.types
        mask[place, :length] = 1
    return ids, types, mask


def import_openvino() -> Any:
    """Import OpenVINO without its telemetry: on import it would report itself to a host on the internet.

    Returns:
        The module. It falls back to a stub of its own where the telemetry package cannot be found.
    """
    blocked: Any = None  # an entry of None makes the import fail
    sys.modules.setdefault("openvino_telemetry", blocked)
    import openvino  # noqa: PLC0415  half a second, and the float32 runtime never needs it

    return openvino


class Graph:
    """A compiled graph with the inputs ids, token types and attention mask, and one output.

    Args:
        path: The `.xml` file; the `.bin` lies beside it.
        threads: CPU threads for one call.
    """

    def __init__(self, path: Path, threads: int) -> None:
        options: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads,
            # CPUs with VNNI multiply int8 by int8, each 32 activations scaled by their own largest: simulated, that
            # moves probabilities of 400 pairs by 0.015 at the most, cosines of 200 sentences by 0.009; others keep
            # float32 activations (bfloat16 where made for it)
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": "32",
        }
        self._request = import_openvino().Core().compile_model(path, "CPU", options).create_infer_request()
        self._lock = threading.Lock()

    def __call__(self, ids: Integers, types: Integers, mask: Integers) -> Floats:
        """Run one padded batch; int64 [rows, length] each, float32 [rows, ...] out. Safe from any thread."""
        with self._lock:
            self._request.infer([ids, types, mask], share_inputs=True)
            answer: Floats = self._request.get_output_tensor().data.copy()
        return answer
