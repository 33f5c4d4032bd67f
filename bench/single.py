"""One claim: milliseconds by stage, at five articles and at a large archive, beside the plain pipeline."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from sqlmodel import Session

from app.check import check
from app.evidence import Label, Question
from app.resources import Resources
from bench.archives import Ask, corpus
from bench.ground import Ground
from bench.machine import p50, p95
from bench.plain import Plain
from bench.rows import Row, Section

STAGES = ("retrieve", "judge", "weigh", "cite", "store")
AIM_MS = "< 60 on 2 cores"
Percentile = Callable[[Sequence[float]], float]


@dataclass(slots=True)
class _Times:
    """Milliseconds by stage, and the verdicts that came of them."""

    stages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    verdicts: dict[str, Label] = field(default_factory=dict)

    def row(self, name: str, stage: str, plain: "_Times", percentile: Percentile, aim: str = "") -> Row:
        """Give one stage's row; a stage that the plain pipeline has not, has no plain figure."""
        theirs = percentile(plain.stages[stage]) if stage in plain.stages else None
        return Row(f"one claim, {name}: {stage}, {percentile.__name__}", "ms", percentile(self.stages[stage]), theirs,
                   aim)  # fmt: skip


def measure(ground: Ground) -> Section:
    """Measure one claim at a time, in this process.

    Args:
        ground: What is asked.

    Returns:
        The rows: whole times, then stages, then the share of equal verdicts.
    """
    rows: list[Row] = []
    for ask in (ground.five, ground.large):
        rows += _rows(ground, ask)
    return Section(
        "One claim",
        "One claim at a time, in one process, stored and cited; the plain pipeline encodes, searches and judges the "
        "same candidates, all of them: Veridict leaves unread what is too far from the claim to decide it.",
        tuple(rows),
    )


def _rows(ground: Ground, ask: Ask) -> list[Row]:
    networks = ground.networks
    with ground.sides.opener(ask.settings) as resources:
        plain = Plain(networks, corpus(resources))
        premises = ground.premises(resources)
        ours, theirs = _Times(), _Times()
        _ask(resources, ground, _Times())  # to warm up
        _ask_plain(plain, premises, _Times())
        for _ in range(ground.sizes.rounds):
            _ask(resources, ground, ours)
            _ask_plain(plain, premises, theirs)
    rows = [
        ours.row(ask.name, "whole", theirs, p50, AIM_MS if ask is ground.large else ""),
        ours.row(ask.name, "whole", theirs, p95),
    ]
    rows += [ours.row(ask.name, stage, theirs, percentile) for stage in STAGES for percentile in (p50, p95)]
    if networks.trained:
        rows.append(_same(f"verdicts as the plain pipeline's, {ask.name}", ours.verdicts, theirs.verdicts))
    if ground.sides.float_weights is not None:
        exact = _exact(ground, ask, ground.sides.float_weights)
        rows.append(_same(f"verdicts as with the float32 network in int8's place, {ask.name}", ours.verdicts, exact))
    return rows


def _ask(resources: Resources, ground: Ground, times: _Times) -> None:
    for claim in ground.claims:
        with Session(resources.engine) as session:
            began = perf_counter()
            verdict = check(session, resources, Question(claim, ground.as_of))
            times.stages["whole"].append((perf_counter() - began) * 1_000)
        for stage in STAGES:
            times.stages[stage].append(verdict.timings_ms[stage])
        times.verdicts[claim] = verdict.weighed.label


def _ask_plain(plain: Plain, premises: Mapping[str, Sequence[str]], times: _Times) -> None:
    for claim, candidates in premises.items():
        answer = plain.check(claim, candidates)
        times.stages["whole"].append(answer.ms)
        times.stages["retrieve"].append(answer.retrieve_ms)
        times.stages["judge"].append(answer.judge_ms)
        times.verdicts[claim] = answer.label


def _exact(ground: Ground, ask: Ask, float_weights: Path) -> Mapping[str, Label]:
    """Ask Veridict once more, with the float32 network that int8 was made of and everything else as it is."""
    with tempfile.TemporaryDirectory() as folder:
        for path in ask.settings.nli.iterdir():
            (Path(folder) / path.name).symlink_to(path)
        for name in ("config.json", "model.safetensors"):
            (Path(folder) / name).symlink_to((float_weights / name).resolve())
        settings = ask.settings.model_copy(update={"runtime": "torch", "nli": Path(folder)})
        times = _Times()
        with ground.sides.opener(settings) as resources:
            _ask(resources, ground, times)
    return times.verdicts


def _same(what: str, ours: Mapping[str, Label], others: Mapping[str, Label]) -> Row:
    return Row(what, "share", sum(label is others[claim] for claim, label in ours.items()) / len(ours))
