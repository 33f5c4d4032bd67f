"""Drawn examples on disk, so that a run which is continued learns from the same pairs in the same order."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from app.pairs import Pair
from training.examples import Example


def write_kept(path: Path, examples: Iterable[Example]) -> None:
    """Write examples, one JSON object a line, whole or not at all."""
    part = path.with_suffix(".part")
    with gzip.open(part, "wt", encoding="utf-8", compresslevel=4) as lines:
        for example in examples:
            lines.write(json.dumps(asdict(example), ensure_ascii=False) + "\n")
    part.replace(path)


def read_kept(path: Path) -> list[Example]:
    """Read what `write_kept` wrote, in the same order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Example(Pair(**row["pair"]), row["label"], row["source"], row["kind"]) for row in rows]
