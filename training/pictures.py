"""Pictures: how training went, whether confidence can be believed, what abstaining buys."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("agg")
mpl.rcParams["svg.fonttype"] = "none"  # text stays text: small files, readable diffs
mpl.rcParams["svg.hashsalt"] = "veridict"  # the same numbers give the same file
from matplotlib import pyplot as plt  # noqa: E402  after the choice of a drawing that needs no screen

Points = Sequence[tuple[float, ...]]
COLOURS = ("#1f5fa8", "#c4572b", "#6a7f3f", "#7a5195")


def draw_training(log: Path, out: Path) -> None:
    """Draw loss and dev scores over the steps of all stages, one stage after the other.

    Args:
        log: `log.jsonl` of training; steps repeated after a kill count once, as they were last.
        out: The PNG to write.
    """
    rows: dict[tuple[str, int], dict[str, float]] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["stage"], row["step"]] = row
    stages = list(dict.fromkeys(stage for stage, _ in rows))
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    offset = 0.0
    for stage, colour in zip(stages, COLOURS * len(stages), strict=False):
        own = sorted((row for (name, _), row in rows.items() if name == stage), key=lambda row: row["step"])
        steps = [offset + row["step"] for row in own]
        left.plot(steps, [row["loss"] for row in own], color=colour, alpha=0.25, linewidth=0.8)
        left.plot(steps, _smoothed([row["loss"] for row in own]), color=colour, label=f"{stage}, training")
        dev = [(offset + row["step"], row) for row in own if "dev_loss" in row]
        if dev:
            at = [step for step, _ in dev]
            left.plot(at, [row["dev_loss"] for _, row in dev], "o--", color=colour, label=f"{stage}, dev")
            right.plot(at, [row["dev_accuracy"] for _, row in dev], "o-", color=colour, label=stage)
        offset = steps[-1]
    left.set(xlabel="step", ylabel="loss, nats")
    right.set(xlabel="step", ylabel="accuracy on the dev sample")
    left.legend(frameon=False, fontsize=8)
    if right.lines:
        right.legend(frameon=False, fontsize=8)
    figure.savefig(out, dpi=110)
    plt.close(figure)


def _smoothed(values: Sequence[float], width: int = 9) -> list[float]:
    return [float(np.mean(values[max(0, at - width + 1) : at + 1])) for at in range(len(values))]


def draw_calibration(
    reliabilities: Mapping[str, Points], curves: Mapping[str, Sequence[tuple[float, float]]], out: Path
) -> None:
    """Draw reliability (confidence against accuracy) and risk against coverage, systems side by side.

    Args:
        reliabilities: By system, (confidence, accuracy, share of rows) of each bin.
        curves: By system, (coverage, risk).
        out: The SVG to write.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    left.plot([0, 1], [0, 1], color="#999999", linewidth=0.8)
    for (system, bins), colour in zip(reliabilities.items(), COLOURS, strict=False):
        left.plot([one[0] for one in bins], [one[1] for one in bins], "o-", markersize=3, color=colour, label=system)
    for (system, curve), colour in zip(curves.items(), COLOURS, strict=False):
        right.plot([one[0] for one in curve], [one[1] for one in curve], color=colour, label=system)
    left.set(xlabel="confidence", ylabel="share that is right", xlim=(0.3, 1), ylim=(0, 1))
    right.set(xlabel="coverage: share of pairs answered", ylabel="risk: share of answers wrong", xlim=(0, 1))
    right.set_ylim(bottom=0)
    for axes in (left, right):
        axes.legend(frameon=False, fontsize=8)
    figure.savefig(out, format="svg", metadata={"Date": None})
    plt.close(figure)
