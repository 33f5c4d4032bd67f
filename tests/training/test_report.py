"""Scores, calibration and the card's blocks: worked examples and laws."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pairs import Pair
from training.card import TERMS, sets_block, terms_of
from training.examples import LABELS, NOT_SUPPORTED, Example
from training.keep import read_kept, write_kept
from training.mix import PUBLIC_TAKE
from training.pictures import draw_calibration, draw_training
from training.report import (
    calibration_error,
    coverage_risk,
    mean_scores,
    outcome,
    reliability,
    scored,
    table,
    write_block,
)

P = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.3, 0.5], [0.5, 0.1, 0.4]])
shares = st.lists(st.tuples(st.floats(0.01, 1.0), st.booleans()), min_size=1, max_size=60)


def test_three_class_scores_are_those_worked_by_hand() -> None:
    """Three of four right: supports has recall 1 and precision 1/2, neutral recall 1/2 and precision 1."""
    found = scored("any", ["supports", "refutes", "neutral", "neutral"], P)
    assert (found.rows, found.classes, found.accuracy) == (4, 3, 0.75)
    assert found.balanced_accuracy == pytest.approx((1 + 1 + 0.5) / 3)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert found.log_loss == pytest.approx(-np.log([0.7, 0.6, 0.5, 0.4]).mean())


def test_not_supported_is_right_unless_called_supports() -> None:
    """A set of two classes is scored on supports against the rest, with what supports leaves as confidence."""
    found = outcome("any", ["supports", NOT_SUPPORTED, NOT_SUPPORTED, NOT_SUPPORTED], P)
    assert found.classes == 2
    assert found.right.tolist() == [True, True, True, False]
    assert found.confidence.tolist() == pytest.approx([0.7, 0.9, 0.8, 0.5])
    assert found.p_truth.tolist() == pytest.approx([0.7, 0.9, 0.8, 0.5])


def test_sets_that_mean_not_supported_by_refutes_are_of_two_classes() -> None:
    """In fever_symmetric and covidfact a refuted claim called neutral is right; elsewhere it is wrong."""
    labels = ["supports", "refutes", "refutes", "refutes"]
    assert outcome("covidfact", labels, P).right.tolist() == [True, True, True, False]
    assert outcome("elsewhere", labels, P).right.tolist() == [True, True, False, False]


@settings(deadline=None)
@given(shares)
def test_calibration_error_is_within_bounds_and_order_does_not_matter(rows: list[tuple[float, bool]]) -> None:
    """The error lies in 0..1, is the same in any order, and its bins hold all rows."""
    confidence, right = np.array([one[0] for one in rows]), np.array([one[1] for one in rows])
    error = calibration_error(confidence, right)
    assert 0 <= error <= 1
    assert error == pytest.approx(calibration_error(confidence[::-1], right[::-1]))
    assert sum(share for _, _, share in reliability(confidence, right)) == pytest.approx(1)


def test_honest_confidence_has_no_calibration_error() -> None:
    """Eight of ten right at 0.8 is 0; all ten right at 0.8 is 0.2."""
    confidence = np.full(10, 0.8)
    assert calibration_error(confidence, np.arange(10) < 8) == pytest.approx(0)
    assert calibration_error(confidence, np.arange(10) < 10) == pytest.approx(0.2)


@settings(deadline=None)
@given(shares)
def test_risk_at_full_coverage_is_the_error_rate(rows: list[tuple[float, bool]]) -> None:
    """Coverage rises to 1, where the risk is the share of all rows that is wrong."""
    confidence, right = np.array([one[0] for one in rows]), np.array([one[1] for one in rows])
    curve = coverage_risk(confidence, right)
    assert [one[0] for one in curve] == sorted(one[0] for one in curve)
    assert curve[-1] == pytest.approx((1.0, 1 - right.mean()))


def test_table_has_every_set_and_the_mean() -> None:
    """One row a set, the mean last, the other systems beside the main one."""
    one = scored("first", ["supports", "refutes", "neutral", "neutral"], P)
    two = scored("second", [*LABELS, "supports"], P)
    lines = table({"judge": [one, two], "network": [two, one]}, "judge").splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == ["first", "second", "mean"]
    assert "accuracy of network" in lines[0]
    assert mean_scores([one, two]).accuracy == pytest.approx((one.accuracy + two.accuracy) / 2)


def test_block_is_replaced_and_the_rest_of_the_card_stays(tmp_path: Path) -> None:
    """Writing twice leaves one block, where it was, and every other line as it was."""
    card = tmp_path / "CARD.md"
    card.write_text("# Card\n\n<!-- scores -->\nold\n<!-- /scores -->\n\nWeaknesses\n")
    write_block(card, "scores", r"new \1 text")
    write_block(card, "sets", "many")
    text = card.read_text()
    assert text.startswith("# Card\n\n<!-- scores -->\nnew \\1 text\n<!-- /scores -->\n\nWeaknesses\n")
    assert text.endswith("<!-- sets -->\nmany\n<!-- /sets -->\n")


def test_every_public_set_has_terms() -> None:
    """No set is learned from whose origin and licence the card does not name."""
    assert all(terms_of(source) != "not recorded" for source in [*PUBLIC_TAKE, "newsroom_politics", "articles"])
    assert terms_of("feverous") == TERMS["feverous"]
    block = sets_block({"public": [Example(Pair("a", "b"), "supports", "fever")]})
    assert "| fever | 1 | " in block


def test_kept_examples_come_back_the_same(tmp_path: Path) -> None:
    """What is written is read in the same order, accents and all."""
    examples = [Example(Pair("Müller a été libéré", "«Oui»", "title"), "supports", "any", "kind")] * 2
    write_kept(tmp_path / "kept.jsonl.gz", examples)
    assert read_kept(tmp_path / "kept.jsonl.gz") == examples


def test_pictures_are_drawn_small(tmp_path: Path) -> None:
    """Both pictures come out, the card's below 80 kB, the same file for the same numbers."""
    rows = [{"stage": "one", "step": step, "loss": 1 / step} for step in range(20, 400, 20)]
    rows[-1] |= {"dev_loss": 0.9, "dev_accuracy": 0.6}
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(json.dumps(row) for row in [*rows, *rows[-3:]]) + "\n")
    draw_training(log, tmp_path / "training.png")
    assert (tmp_path / "training.png").stat().st_size > 10_000
    bins = [(0.4, 0.5, 0.2), (0.9, 0.85, 0.8)]
    for name in ("a.svg", "b.svg"):
        draw_calibration({"judge": bins}, {"judge": [(0.1 * k, 0.02 * k) for k in range(1, 11)]}, tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert (tmp_path / "a.svg").stat().st_size < 80_000
