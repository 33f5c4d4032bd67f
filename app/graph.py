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
_INT8_FLAGS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm"})


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


def multiplies_int8(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Tell whether the CPU has an instruction that multiplies int8 by int8 into sums (VNNI, AMX, Arm dot product).

    Returns:
        What the flags of `cpuinfo` say; True where there is no such file, since that is what OpenVINO is made for.
    """
    try:
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    except OSError:
        return True
    flags = next((line.split(":")[1].split() for line in lines if line.lower().startswith(("flags", "features"))), [])
    return not flags or not _INT8_FLAGS.isdisjoint(flags)


def widen(model: Any) -> None:
    """Turn the int8 weights of a graph's matrix products into float32 ones, of the same values.

    Where the CPU cannot multiply int8, OpenVINO would widen them anew in every call, up to a fifth of its time.

    Args:
        model: An `openvino.Model` as training exports it; it is changed in place.
    """
    from openvino import opset13  # noqa: PLC0415  after the import that keeps its telemetry out

    for node in model.get_ordered_ops():
        if node.get_type_name() != "MatMul":
            continue
        product = _behind_converts(node.input_value(1).get_node())
        if product.get_type_name() != "Multiply":
            continue
        narrow, scale = (_behind_converts(product.input_value(at).get_node()) for at in (0, 1))
        if {narrow.get_type_name(), scale.get_type_name()} == {"Constant"}:
            wide = narrow.data.astype(np.float32) * scale.data.astype(np.float32)
            weights = opset13.constant(wide, dtype=np.float32)
            node.input(1).replace_source_output(weights.output(0))


def _behind_converts(node: Any) -> Any:
    while node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return node


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
        core = import_openvino().Core()
        model = core.read_model(path)
        if not multiplies_int8():
            widen(model)
        self._request = core.compile_model(model, "CPU", options).create_infer_request()
        self._lock = threading.Lock()

    def __call__(self, ids: Integers, types: Integers, mask: Integers) -> Floats:
        """Run one padded batch; int64 [rows, length] each, float32 [rows, ...] out. Safe from any thread."""
        with self._lock:
            self._request.infer([ids, types, mask], share_inputs=True)
            answer: Floats = self._request.get_output_tensor().data.copy()
        return answer
