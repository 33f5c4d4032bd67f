"""The manifest of the weights: what was shipped is what is loaded, and labels go by name."""

import hashlib
from pathlib import Path

import pytest

from app.errors import StartRefused
from app.weights import label_columns, read_section

BLOB = b"a network"
MANIFEST = f"""
[nli]
revision = "abc"
labels = ["neutral", "supports", "refutes"]

[nli.files]
"nli.bin" = {{ bytes = {len(BLOB)}, sha256 = "{hashlib.sha256(BLOB).hexdigest()}" }}
"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder with one file and its manifest."""
    (tmp_path / "nli.bin").write_bytes(BLOB)
    (tmp_path / "weights.toml").write_text(MANIFEST)
    return tmp_path


def test_what_was_shipped_is_accepted(shipped: Path) -> None:
    """An untouched folder gives its revision and its facts."""
    section = read_section(shipped, "nli")
    assert section.revision == "abc"
    assert label_columns(section.facts["labels"], shipped) == [1, 2, 0]


@pytest.mark.parametrize("blob", [b"b network", b"a network and more"])
def test_a_changed_file_stops_the_start(shipped: Path, blob: bytes) -> None:
    """One other byte, or one more, and the service does not start."""
    (shipped / "nli.bin").write_bytes(blob)
    with pytest.raises(StartRefused, match=r"nli\.bin"):
        read_section(shipped, "nli")


def test_a_missing_file_stops_the_start(shipped: Path) -> None:
    """A file that the manifest names must be there."""
    (shipped / "nli.bin").unlink()
    with pytest.raises(StartRefused, match="missing"):
        read_section(shipped, "nli")


@pytest.mark.parametrize("manifest", ["", "[nli]\nrevision = 1", "not toml", '[nli]\nrevision = "a"\nfiles = 3'])
def test_a_broken_manifest_stops_the_start(shipped: Path, manifest: str) -> None:
    """A manifest without the part, or that cannot be read, is said in one line."""
    (shipped / "weights.toml").write_text(manifest)
    with pytest.raises(StartRefused) as refused:
        read_section(shipped, "nli")
    assert "\n" not in refused.value.detail


@pytest.mark.parametrize(
    "labels", [["LABEL_0", "LABEL_1", "LABEL_2"], ["supports", "refutes"], ["entailment", "contradiction", "neutral"]]
)
def test_labels_without_our_names_are_refused(labels: list[str], tmp_path: Path) -> None:
    """Guessing the order of unnamed outputs would turn verdicts round."""
    with pytest.raises(StartRefused):
        label_columns(labels, tmp_path)
