"""The weights' card, the scores and the shipped files must be of one make."""

import json
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from app.fitted import load_judge
from app.nli import open_nli
from app.settings import Settings
from app.weights import read_section
from training.card import recipe_block, scores_block, terms_of
from training.examples import LABELS
from training.mix import PUBLIC_TAKE, PUBLIC_TAKE_AGAIN, PUBLIC_TAKE_REST
from training.sample import SIZE, fixed_sample, judged_sample

WEIGHTS = Path(__file__).parent.parent.parent / "weights"
# float32 activations, bfloat16 ones or int8 ones in groups of 32: the CPU decides, and that moves a probability so far
TOLERANCE = 0.03


def test_sample_is_balanced_and_always_the_same() -> None:
    """A third of each label, from held-out articles only, in the same order on every call."""
    sample = fixed_sample()
    assert sample == fixed_sample()
    assert Counter(label for _, _, label in sample) == dict.fromkeys(LABELS, SIZE // 3)


def test_recipe_is_read_from_the_stages(tmp_path: Path) -> None:
    """The recipe's table has a line a stage, with the numbers it was run with."""
    held = {"name": "public", "rate": 1.2e-4, "batch": 32, "epochs": 1, "until": 0.5, "warm": 0.06, "smooth": 0.02,
            "average_from": 0.7, "seed": 8, "lowest": 0.05, "dropout": 0.1}  # fmt: skip
    (tmp_path / "stage.json").write_text(json.dumps(held))
    assert "| `public` | 0.00012 |" in recipe_block([tmp_path])


@pytest.mark.parametrize("source", sorted({*PUBLIC_TAKE, *PUBLIC_TAKE_AGAIN, *PUBLIC_TAKE_REST}))
def test_origin_and_licence_of_each_set_are_named(source: str) -> None:
    """Every public set that a stage draws from has its origin and terms in the card."""
    assert terms_of(source) != "not recorded"


@pytest.mark.real
def test_card_shows_the_scores_of_the_shipped_files() -> None:
    """The card's block is what `scores.json` says, and that was measured with the network and judge shipped here."""
    held = json.loads((WEIGHTS / "scores.json").read_text(encoding="utf-8"))
    assert held["revisions"]["nli"] == read_section(WEIGHTS, "nli").revision
    assert held["revisions"]["judge"] == load_judge(WEIGHTS / "judge.json").revision
    assert scores_block(held) in (WEIGHTS / "CARD.md").read_text(encoding="utf-8")


@pytest.mark.real
def test_shipped_files_give_the_sample_as_recorded() -> None:
    """Judging the fixed sample again gives the recorded probabilities and labels."""
    held = json.loads((WEIGHTS / "scores.json").read_text(encoding="utf-8"))
    with closing(open_nli(Settings(nli=WEIGHTS, deadline_s=60))) as nli:
        found = np.array(judged_sample(nli, load_judge(WEIGHTS / "judge.json")))
    wanted = np.array(held["sample"])
    assert np.abs(found - wanted).max() < TOLERANCE
    assert (found.argmax(axis=1) == wanted.argmax(axis=1)).mean() > 0.97
