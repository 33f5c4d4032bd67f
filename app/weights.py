"""What training shipped: `weights.toml` names every file with its size and SHA-256; all are checked at start."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import StartRefused

MANIFEST = "weights.toml"
LABELS = ("supports", "refutes", "neutral")
REVISION_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the manifest: a network or the fitted judge.

    Args:
        folder: Where the files lie.
        revision: Short hash that changes with the network.
        facts: Everything else that the manifest says of it.
    """

    folder: Path
    revision: str
    facts: Mapping[str, Any]


def read_section(folder: Path, name: str) -> Section:
    """Read a part of the manifest and check its files.

    Args:
        folder: The folder with `weights.toml`.
        name: The part: `nli`, `encoder`, `adapter`, `words`, `judge` or `checkworthy`.

    Returns:
        The part, all of its files found as they were shipped.

    Raises:
        StartRefused: No manifest, no such part, or a file that is missing or not the one shipped.
    """
    path = folder / MANIFEST
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))[name]
        revision, files = str(held["revision"]), dict(held["files"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StartRefused(f"{path}: no readable part [{name}] ({fault!r}); run `make train`") from fault
    for file, said in files.items():
        _check(folder / file, said)
    return Section(folder, revision, held)


def _check(path: Path, said: Mapping[str, Any]) -> None:
    if not path.is_file():
        raise StartRefused(f"{path}: missing")
    if path.stat().st_size != said["bytes"] or sha256_of_file(path) != said["sha256"]:
        raise StartRefused(f"{path}: not the file that was shipped (size or SHA-256 differs from {MANIFEST})")


def sha256_of_file(path: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def label_columns(labels: list[str], where: Path) -> list[int]:
    """Find the column of each label by its name.

    Args:
        labels: The names of a network's outputs, in its own order.
        where: What an error names.

    Returns:
        The columns of supports, refutes and neutral.

    Raises:
        StartRefused: The names are not these three, as with the `LABEL_0` of weights without names.
    """
    if sorted(labels) != sorted(LABELS):
        raise StartRefused(f"{where}: outputs are named {labels}, wanted {list(LABELS)} in any order")
    return [labels.index(name) for name in LABELS]
