"""Rows into batches: every row once, little padding; and the padding itself."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.graph import CALL_TOKENS, batches, import_openvino, multiplies_int8, padded, widen
from app.pairs import Tokens

LENGTHS = st.lists(st.integers(1, 256), max_size=80)


@given(LENGTHS)
def test_every_row_is_in_one_batch(lengths: list[int]) -> None:
    """Batches share the rows out, none lost, none twice."""
    found = [index for batch in batches(lengths) for index in batch]
    assert sorted(found) == list(range(len(lengths)))


@given(LENGTHS)
def test_no_batch_pads_more_than_a_call_costs(lengths: list[int]) -> None:
    """Padding never costs more than the calls it saves."""
    for batch in batches(lengths):
        longest = max(lengths[index] for index in batch)
        assert sum(longest - lengths[index] for index in batch) <= CALL_TOKENS


def test_equal_rows_are_one_batch() -> None:
    """Rows of one length are never split."""
    assert list(batches([64] * 50)) == [list(range(50))]


def test_padding_is_masked() -> None:
    """Shorter rows end in zeros, and the mask says where."""
    ids, types, mask = padded([Tokens([101, 7, 102], [0, 0, 1]), Tokens([101, 102], [0, 0])])
    assert ids.tolist() == [[101, 7, 102], [101, 102, 0]]
    assert types.tolist() == [[0, 0, 1], [0, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 1, 0]]
    assert ids.dtype == types.dtype == mask.dtype == np.int64


def test_openvino_is_imported_without_its_telemetry() -> None:
    """A fresh process that imports OpenVINO as serving does never loads what reports to its maker."""
    code = (
        "import sys; from app.graph import import_openvino; import_openvino(); "
        "assert sys.modules['openvino_telemetry'] is None; assert 'openvino_telemetry.main' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.parametrize(
    ("cpuinfo", "expected"),
    [
        ("processor: 0\nflags\t\t: fpu avx2 avx512f avx512_vnni\n", True),
        ("processor: 0\nflags\t\t: fpu avx2\n", False),
        ("processor: 0\nFeatures\t: fp asimd asimddp\n", True),
        ("processor: 0\n", True),
        (None, True),
    ],
)
def test_who_multiplies_int8(tmp_path: Path, cpuinfo: str | None, expected: bool) -> None:  # noqa: FBT001
    """The CPU's flags say it; where nobody says, it is taken for granted."""
    file = tmp_path / "cpuinfo"
    if cpuinfo is not None:
        file.write_text(cpuinfo)
    assert multiplies_int8(file) is expected


def test_wide_weights_give_the_same_product() -> None:
    """Weights widened before compiling are the same numbers, and no product is left that widens its own."""
    openvino = import_openvino()
    from openvino import opset13 as ops  # noqa: PLC0415  after the import that keeps its telemetry out

    rng = np.random.default_rng(8)
    narrow = rng.integers(-127, 128, (5, 7), dtype=np.int8)
    scale = rng.random((5, 1), dtype=np.float32)
    given = ops.parameter([-1, 7], np.float32)
    weights = ops.multiply(ops.convert(ops.constant(narrow), "f32"), ops.constant(scale))
    product = ops.matmul(given, weights, transpose_a=False, transpose_b=True)
    model = openvino.Model([product], [given], "one product")
    widen(model)
    kinds = {node.get_type_name() for node in model.get_ordered_ops()}
    assert kinds == {"Parameter", "Constant", "MatMul", "Result"}
    rows = rng.random((3, 7), dtype=np.float32)
    answer = openvino.Core().compile_model(model, "CPU")(rows)[0]
    np.testing.assert_allclose(answer, rows @ (narrow * scale).T, rtol=1e-4, atol=1e-3)
