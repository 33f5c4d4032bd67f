"""Judgements and origins -> verdict: the rule, its thresholds, its source (pure).

1. Each sentence that was read pulls to either side: by itself it would make the verdict supported, refuted or left
   open with odds a : c : 1 (`Judgement.pull` has the logarithms). One that was not read has a = c = 0.
2. The articles of one origin are one voice: of all their sentences only the strongest pull to each side counts.
   The origin is split, two voices, only where two different articles of it each decide, strongly and opposed.
   Articles whose origin is unknown are never taken for independent: all of them together are one voice a side.
3. Odds of different voices add up, and voices that contradict one another make the conflict likelier together:
       supported : refuted : conflicting : not_enough_evidence = sum a : sum c : k (sum a') (sum c') : 1
   where a' is of the voices that rather support, c' of those that rather refute, and k (`Rule.conflict`) says how
   seldom sources contradict one another. Hence the order of judgements does not matter, swapping the sides swaps
   the verdict, and a voice that leaves everything open (a = c = 0) never changes anything.
4. The verdict is the likeliest of the four; on a tie the more careful one, and where supported and refuted tie,
   not enough evidence.

Source: pull and rule are fitted together, to verdicts, by `training.fit_verdict`; a sum of odds over what may decide
is the softmax of multiple-instance learning (Keeler et al. 1991), a log-odds pull the weight of evidence (Good 1950).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from app.evidence import (
    NO_PULL,
    Basis,
    Gap,
    Judgement,
    Label,
    Origin,
    OriginSide,
    OriginStance,
    Stability,
    Stance,
    Weighed,
)

_MOST_FLIPS = 3
_MOST_TRIED = 12  # origins
_MOST_PULL = 30.0  # log-odds, beyond which surer is no more
_UNKNOWN = Origin(id="unknown", name=None, basis=Basis.UNKNOWN)
# On a tie the verdict that claims less wins.
_CAREFUL_FIRST = (Label.NOT_ENOUGH_EVIDENCE, Label.CONFLICTING, Label.REFUTED, Label.SUPPORTED)


@dataclass(frozen=True, slots=True)
class Rule:
    """The fitted numbers of the weighing.

    `conflict` is how likely two voices are to contradict one another, beside what their odds say. Where each of two
    voices of one origin is by itself as sure as `split`, they contradict their own origin; from `decisive` on, a
    passage is cited; from `counted` on, its article is listed with its origin.
    """

    conflict: float = 0.05
    split: float = 0.85
    decisive: float = 0.5
    counted: float = 0.2


class _Voice(NamedTuple):
    """Odds of supported and of refuted, against not enough evidence."""

    supports: float
    refutes: float

    @property
    def leans(self) -> float:
        """Over 0 where it rather supports, under 0 where it rather refutes."""
        return self.supports - self.refutes


def weigh(
    judgements: Sequence[Judgement],
    origins: Mapping[str, Origin],
    *,
    covered: bool,
    after_archive: bool,
    rule: Rule,
) -> Weighed:
    """Reach a verdict.

    Args:
        judgements: What the judge made of each candidate, in any order.
        origins: By id, every origin of the candidates and their reprints; one that is missing counts as unknown.
        covered: The archive has something on the claim's subject.
        after_archive: The claim is about a time later than the newest article.
        rule: The fitted numbers.

    Returns:
        The verdict with its sides and the judgements that count, both strongest first.
    """
    heard = _heard(judgements, origins, rule)
    probabilities = _combined(_voices(heard, origins), rule)
    label = _likeliest(probabilities)
    gap = None
    if label is Label.NOT_ENOUGH_EVIDENCE:
        gap = Gap.AFTER_ARCHIVE if after_archive else Gap.SILENT if covered else Gap.NOT_COVERED
    decisive = _decisive(judgements, label, rule)
    beside = _beside(judgements, decisive, rule)
    return Weighed(
        label=label,
        gap=gap,
        probabilities=probabilities,
        sides=_sides([*decisive, *beside], origins),
        decisive=decisive,
        stability=_stability(heard, origins, label, rule),
        beside=beside,
    )


def _articles(judgement: Judgement) -> list[tuple[str, str]]:
    """Give (article, origin) for the passage and each of its reprints."""
    found = (judgement.candidate.passage, *judgement.candidate.reprints)
    return [(passage.source.article_id, passage.source.origin_id) for passage in found]


_Heard = Mapping[str, Sequence[_Voice]]


def _heard(judgements: Iterable[Judgement], origins: Mapping[str, Origin], rule: Rule) -> _Heard:
    """Give the voices of each origin, those of an unknown one article by article; what was not read has none."""
    strongest: dict[str, dict[str, _Voice]] = defaultdict(dict)
    for judgement in judgements:
        if judgement.pull != NO_PULL:
            own = _Voice(*(math.exp(min(side, _MOST_PULL)) for side in judgement.pull))
            for article, origin_id in _articles(judgement):
                strongest[origin_id][article] = _strongest([own, strongest[origin_id].get(article, own)])
    return {
        origin_id: list(articles.values())
        if _known(origin_id, origins) is _UNKNOWN
        else _voices_of(list(articles.values()), rule.split)
        for origin_id, articles in sorted(strongest.items())
    }


def _voices(heard: _Heard, origins: Mapping[str, Origin]) -> list[_Voice]:
    """Take all unknown origins for one: the strongest of them a side are heard."""
    known = [voice for origin, own in heard.items() if _known(origin, origins) is not _UNKNOWN for voice in own]
    nameless = [voice for origin, own in heard.items() if _known(origin, origins) is _UNKNOWN for voice in own]
    return known + (_voices_of(nameless, least=0.0) if nameless else [])


def _known(origin_id: str, origins: Mapping[str, Origin]) -> Origin:
    origin = origins.get(origin_id, _UNKNOWN)
    return _UNKNOWN if origin.basis is Basis.UNKNOWN else origin


def _voices_of(articles: Sequence[_Voice], least: float) -> list[_Voice]:
    """One voice for all; one a side where each side has its article that decides so, with `least` probability alone."""
    whole = _strongest(articles)
    pro = any(one.leans > 0 and one.supports == whole.supports for one in articles)
    con = any(one.leans < 0 and one.refutes == whole.refutes for one in articles)
    if pro and con and min(odds / (1 + odds) for odds in whole) >= least:
        return [_Voice(whole.supports, 0.0), _Voice(0.0, whole.refutes)]
    return [whole]


def _strongest(articles: Sequence[_Voice]) -> _Voice:
    return _Voice(max(one.supports for one in articles), max(one.refutes for one in articles))


def _combined(voices: Sequence[_Voice], rule: Rule) -> dict[Label, float]:
    supported = math.fsum(voice.supports for voice in voices)
    refuted = math.fsum(voice.refutes for voice in voices)
    rather_pro = math.fsum(voice.supports for voice in voices if voice.leans > 0)
    rather_con = math.fsum(voice.refutes for voice in voices if voice.leans < 0)
    odds = {
        Label.SUPPORTED: supported,
        Label.REFUTED: refuted,
        Label.CONFLICTING: rule.conflict * rather_pro * rather_con,
        Label.NOT_ENOUGH_EVIDENCE: 1.0,
    }
    total = math.fsum(odds.values())
    return {label: share / total for label, share in odds.items()}


def _likeliest(probabilities: Mapping[Label, float]) -> Label:
    shown = {label: round(p, 9) for label, p in probabilities.items()}
    label = max(_CAREFUL_FIRST, key=shown.__getitem__)
    if label is Label.REFUTED and shown[label] == shown[Label.SUPPORTED]:
        return Label.NOT_ENOUGH_EVIDENCE  # as much for as against, and nothing that tells which
    return label


_STANCES = {
    Label.SUPPORTED: (Stance.SUPPORTS,),
    Label.REFUTED: (Stance.REFUTES,),
    Label.CONFLICTING: (Stance.SUPPORTS, Stance.REFUTES),
    Label.NOT_ENOUGH_EVIDENCE: (),
}


def _decisive(judgements: Iterable[Judgement], label: Label, rule: Rule) -> tuple[Judgement, ...]:
    """Choose what the verdict rests on: all that decides its way, or at the least the strongest of each stance."""
    ranked = sorted(judgements, key=_strength, reverse=True)
    kept: list[Judgement] = []
    for stance in _STANCES[label]:
        side = [one for one in ranked if one.stance is stance]
        kept += [one for one in side if one.probability >= rule.decisive] or side[:1]
    return tuple(sorted(kept, key=_strength, reverse=True))


def _beside(judgements: Iterable[Judgement], decisive: Sequence[Judgement], rule: Rule) -> tuple[Judgement, ...]:
    """Choose what stands beside the decisive: weaker, but of their origins and stance."""
    taken = {(origin, one.stance) for one in decisive for _, origin in _articles(one)}
    found = (
        one
        for one in judgements
        if rule.counted <= one.probability < rule.decisive
        and any((origin, one.stance) in taken for _, origin in _articles(one))
        and one not in decisive
    )
    return tuple(sorted(found, key=_strength, reverse=True))


def _strength(judgement: Judgement) -> tuple[float, float, int]:
    return (judgement.probability, judgement.candidate.near.similarity, -judgement.candidate.passage.id)


def _sides(decisive: Iterable[Judgement], origins: Mapping[str, Origin]) -> tuple[OriginSide, ...]:
    """List the origins that took a side; an unknown one is listed for itself, though it is weighed with the others."""
    stances: dict[str, set[Stance]] = defaultdict(set)
    articles: dict[str, dict[str, None]] = defaultdict(dict)
    strength: dict[str, float] = defaultdict(float)
    for judgement in decisive:
        for article, origin_id in _articles(judgement):
            stances[origin_id].add(judgement.stance)
            articles[origin_id].setdefault(article)
            strength[origin_id] = max(strength[origin_id], judgement.probability)
    sides = [
        OriginSide(
            origin=origins.get(origin_id, Origin(origin_id, None, Basis.UNKNOWN)),
            stance=_stance_of(stances[origin_id]),
            probability=strength[origin_id],
            articles=tuple(articles[origin_id]),
        )
        for origin_id in stances
    ]
    return tuple(sorted(sides, key=lambda side: (-side.probability, side.origin.id)))


def _stance_of(stances: set[Stance]) -> OriginStance:
    return OriginStance.SPLIT if len(stances) > 1 else OriginStance(next(iter(stances)).value)


def _stability(heard: _Heard, origins: Mapping[str, Origin], label: Label, rule: Rule) -> Stability:
    """Find which origins, taken away, change the verdict, and the fewest that do (up to three, strongest of many)."""
    pull = {origin: max(max(voice) for voice in voices) for origin, voices in heard.items()}
    ids = sorted(heard, key=lambda origin: (-pull[origin], origin))[:_MOST_TRIED]

    def flips(gone: Iterable[str]) -> bool:
        away = set(gone)
        left = {origin: voices for origin, voices in heard.items() if origin not in away}
        return _likeliest(_combined(_voices(left, origins), rule)) is not label

    alone = tuple(sorted(origin for origin in ids if flips([origin])))
    if alone:
        return Stability(alone, 1)
    for count in range(2, min(_MOST_FLIPS, len(ids)) + 1):
        if any(flips(gone) for gone in combinations(ids, count)):
            return Stability(alone, count)
    return Stability(alone, None)
