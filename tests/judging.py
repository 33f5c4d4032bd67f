"""Judgements made up for tests."""

from math import log

from app.evidence import Candidate, Judgement, Pull

NEAR_NOTHING = 1e-9


def pull_of(supports: float, refutes: float) -> Pull:
    """Pull as hard as the probabilities say: a sentence on its own, judged so, would make the verdict so."""
    neutral = max(1 - supports - refutes, NEAR_NOTHING)
    return Pull(*(log(max(side, NEAR_NOTHING) / neutral) for side in (supports, refutes)))


def judged(candidate: Candidate, supports: float, refutes: float, why: str = "") -> Judgement:
    """Judge a candidate."""
    return Judgement(candidate, supports, refutes, 1 - supports - refutes, pull_of(supports, refutes), why=why)
