"""The fit weighs all claims at once, as the service does one by one, and what decides carries the verdict."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import NO_PULL, Basis, Candidate, Judgement, Label, Nearness, Origin, Passage, Pull, Source
from app.fitted import PASSAGE_INPUTS
from app.premise import Evidence
from app.weigh import Rule, weigh
from training.fit_verdict import NEUTRAL, fit_rule, fit_testimony, shown, verdict_chances, verdict_weights, voiced
from training.found import Asked, Found, Rows

COLUMNS = (Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_EVIDENCE, Label.CONFLICTING)
RULE = Rule(conflict=0.1)
pulls = st.one_of(st.just(NO_PULL), st.builds(Pull, st.floats(-8, 5), st.floats(-8, 5)))
claims = st.lists(st.lists(st.tuples(st.integers(0, 3), pulls), min_size=1, max_size=6), min_size=1, max_size=4)


def _found(places: list[tuple[int, int, int]], labels: list[int]) -> Found:
    """Candidates as claim, article and what they should be judged, in the order of the claims."""
    numbers: dict[tuple[int, int], int] = {}
    voices = [numbers.setdefault((claim, article), len(numbers)) for claim, article, _ in places]
    starts = np.searchsorted([claim for claim, _, _ in places], range(len(labels) + 1))
    asked = [
        Asked(f"group-{claim}", label, slice(int(starts[claim]), int(starts[claim + 1])))
        for claim, label in enumerate(labels)
    ]
    count = len(places)
    return Found(
        [("", Evidence(""))] * count, np.zeros((count, 10)), np.ones(count, dtype=bool),
        np.array([target for _, _, target in places], dtype=int), np.array(voices, dtype=int), asked,
    )  # fmt: skip


def _judgement(article: int, pull: Pull) -> Judgement:
    name = f"article-{article}"
    source = Source(name, 1, "", "", None, datetime(2026, 1, 8, tzinfo=UTC), name)
    candidate = Candidate(Passage(1, source, 0, 0, 1, "x", "", "x"), (), Nearness(0.5, 0.5, 0.5, 0.5, 0.5), 0.1)
    return Judgement(candidate, 0.3, 0.3, 0.4, pull)


@given(claims)
def test_as_the_service_weighs(asked: list[list[tuple[int, Pull]]]) -> None:
    """The chances of each claim are those that `app.weigh` gives for articles of as many origins."""
    places = [(claim, article, NEUTRAL) for claim, candidates in enumerate(asked) for article, _ in candidates]
    found = _found(places, [NEUTRAL] * len(asked))
    sums = voiced(np.array([pull for candidates in asked for _, pull in candidates]), found)
    chances = verdict_chances(sums, RULE)
    origins = {f"article-{number}": Origin(f"article-{number}", "n", Basis.DECLARED) for number in range(4)}
    for place, candidates in enumerate(asked):
        judgements = [_judgement(article, pull) for article, pull in candidates]
        wanted = weigh(judgements, origins, covered=True, after_archive=False, rule=RULE).probabilities
        assert chances[place] == pytest.approx([wanted[label] for label in COLUMNS], abs=1e-9)


def _asked(rng: np.random.Generator) -> tuple[Rows, Found]:
    """Claims of three sentences, of which the second decides two in three; only the network's logits tell it."""
    labels = [claim % 3 for claim in range(240)]
    places = [(claim, 0, label if at == 1 else NEUTRAL) for claim, label in enumerate(labels) for at in range(3)]
    found = _found(places, labels)
    inputs = rng.normal(size=(len(places), len(PASSAGE_INPUTS)))
    inputs[np.arange(len(places)), found.targets] += 4.0
    return Rows(inputs, found.targets, np.ones(len(places)), np.array([f"group-{one[0]}" for one in places])), found


def test_what_decides_carries_the_verdict() -> None:
    """Fitted on half of some claims, the verdicts of the other half come out right, and shown by what decides them."""
    read, found = _asked(np.random.default_rng(5))
    weights = verdict_weights(found, np.arange(240) % 2 == 0)
    chosen = np.arange(240) < 120
    probabilities, own = fit_testimony(read, found, weights, chosen).of(read.inputs)
    sums = voiced(own, found)
    is_right, is_shown = shown(own, found, verdict_chances(sums, fit_rule(sums, found, weights)))
    assert is_right[~chosen].mean() > 0.9
    assert is_shown[~chosen].mean() > 0.9
    assert (probabilities.argmax(axis=1) == found.targets).mean() > 0.9


def test_the_likelier_side_is_that_of_the_larger_pull() -> None:
    """What a sentence is cited for is what it pulls to, so a verdict's side never lacks its sentence."""
    read, found = _asked(np.random.default_rng(6))
    weights = verdict_weights(found, np.zeros(240, dtype=bool))
    probabilities, own = fit_testimony(read, found, weights, np.ones(240, dtype=bool)).of(read.inputs)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(probabilities)))
    assert ((probabilities[:, 0] > probabilities[:, 1]) == (own[:, 0] > own[:, 1])).all()


def test_noise_makes_contradiction_less_likely() -> None:
    """The more other articles pull against what is right, the less a pull against it counts as a contradiction."""
    labels = [0, 1] * 40
    found = _found([(claim, at, (label, NEUTRAL)[at]) for claim, label in enumerate(labels) for at in (0, 1)], labels)
    fitted = []
    for noise in (-8.0, -1.0, 1.0):
        own = np.array([[[3.0, -8.0], [-8.0, noise]], [[-8.0, 3.0], [noise, -8.0]]] * 40).reshape(-1, 2)
        sums = voiced(own, found)
        rule = fit_rule(sums, found, verdict_weights(found, np.zeros(80, dtype=bool)))
        assert verdict_chances(sums, rule).argmax(axis=1).tolist() == labels
        fitted.append(rule.conflict)
    assert fitted == sorted(fitted, reverse=True)
    assert fitted[0] > 2 * fitted[-1]
