"""Rows into batches: every row once, little padding; and the padding itself."""

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.graph import CALL_TOKENS, batches, padded
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
