"""Pinned numbers of the shipped network, and pairs by kind that the shipped judge must get right."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.fitted import load_judge, softmax
from app.judge import judge_pairs, pair_of
from app.nli import QueuedNli, open_nli
from app.premise import Evidence
from app.settings import Settings
from training.examples import LABELS

pytestmark = pytest.mark.real

WEIGHTS = Path(__file__).parent.parent / "weights"
HARD = [json.loads(line) for line in (Path(__file__).parent / "claims" / "hard.jsonl").read_text().splitlines()]
PINNED: dict[str, tuple[float, float, float]] = {
    "two Spaniards freed": (0.21142, 0.48055, 0.30802),
    "At least forty people were hurt in the crash": (0.5864, 0.09304, 0.32056),
    "Fewer than a dozen firms took part in the tender": (0.14136, 0.79978, 0.05886),
    "The tunnel reopened on March 5": (0.95941, 0.02484, 0.01574),
    "Parliament dissolved in June": (0.09758, 0.5473, 0.35512),
    "Marta Olsen was appointed head of the central bank": (0.01329, 0.31133, 0.67539),
    "Foro Penal counted 863 detainees": (0.01354, 0.90823, 0.07823),
    "The summit was held in Lisbon": (0.01416, 0.78551, 0.20033),
    "The minister did not resign": (0.01448, 0.96161, 0.02391),
    "The minister resigned": (0.01601, 0.94319, 0.0408),
    "Nobody was hurt in the fire": (0.94975, 0.0346, 0.01565),
    "The company denied the report": (0.41043, 0.0783, 0.51127),
}
# float32 activations (as here), bfloat16 or, with VNNI, int8 in groups of 32: the numbers differ so much at the most
TOLERANCE = 0.03


@pytest.fixture(scope="module")
def nli() -> Iterator[QueuedNli]:
    """The shipped network."""
    with closing(open_nli(Settings(deadline_s=60))) as opened:
        yield opened


def _asked(held: dict[str, Any]) -> tuple[str, Evidence]:
    day = date.fromisoformat(held["published"]) if "published" in held else None
    return held["claim"], Evidence(held["evidence"], published=day)


def test_pinned_probabilities(nli: QueuedNli) -> None:
    """A dozen pairs get the probabilities that they got when the weights were shipped."""
    asked = [_asked(held) for held in HARD if held["claim"] in PINNED]
    assert len(asked) == len(PINNED) == 12
    logits = nli.logits([pair_of(*one) for one in asked])
    found = softmax(np.asarray(logits, dtype=np.float64))
    wanted = np.array([PINNED[claim] for claim, _ in asked])
    assert found == pytest.approx(wanted, abs=TOLERANCE)


@pytest.mark.parametrize("held", HARD, ids=lambda held: f"{held['kind']}: {held['claim']}")
def test_hard_pair(nli: QueuedNli, held: dict[str, Any]) -> None:
    """The judge, network and comparator together, gets this pair right; one marked as missed is still missed."""
    (found,) = judge_pairs(nli, load_judge(WEIGHTS / "judge.json"), [_asked(held)])
    said = LABELS[int(np.argmax(found.probabilities))]
    assert (said == held["label"]) is not held.get("missed", False), found
