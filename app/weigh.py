"""Judgements and origins -> verdict: the rule, its thresholds, its source (pure).

1. Of each article only its strongest support and its strongest refutation count: S and R, the judge's
   probabilities. A passage that does not decide has both near 0 and changes nothing.
2. The articles of one origin are one voice. The origin supports, refutes or leaves open with
   probabilities (s, r, o) read from its S and R by a fitted logistic rule that treats both sides alike.
   It is split, two voices, only where two different articles of it each decide, strongly and opposed.
   Articles whose origin is unknown are never taken for independent: all of them together are one voice a side.
3. Voices are independent, so the verdict's probabilities follow by counting:
       P(not_enough_evidence) = prod o          P(supported) = prod (s + o) - prod o
       P(refuted) = prod (r + o) - prod o       P(conflicting) = the rest
   Hence the order of judgements does not matter, swapping the sides swaps the verdict, and a voice that
   leaves everything open (o = 1) never changes anything.
4. The verdict is the likeliest of the four; on a tie the more careful one, and where supported and refuted tie,
   not enough evidence. Its probabilities are calibrated
   by one temperature.

Source: the rule and its numbers are fitted by `training.fit_judge`; combining independent sources by the
product of their open shares is Dempster's rule for simple support functions (Shafer 1976, ch. 4).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.evidence import (
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

_EDGE = 1e-4
_MOST_FLIPS = 3
_MOST_TRIED = 12  # origins
_UNKNOWN = Origin(id="unknown", name=None, basis=Basis.UNKNOWN)
# On a tie the verdict that claims less wins.
_CAREFUL_FIRST = (Label.NOT_ENOUGH_EVIDENCE, Label.CONFLICTING, Label.REFUTED, Label.SUPPORTED)


@dataclass(frozen=True, slots=True)
class Rule:
    """The fitted numbers of the weighing.

    A voice's log-odds of supporting against leaving open are `bias + own * logit(S) - other * logit(R)`,
    and the same with S and R exchanged for refuting. From `split` on, a voice is sure enough to contradict its
    own origin; from `decisive` on, a passage is cited; from `counted` on, about where a passage carries a
    verdict by itself, its article is listed with its origin.
    """

    bias: float = -0.2
    own: float = 1.0
    other: float = 0.25
    split: float = 0.85
    decisive: float = 0.5
    counted: float = 0.2
    temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class _Voice:
    supports: float
    refutes: float
    open: float


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
    probabilities = _calibrated(_combined(_voices(heard, origins)), rule.temperature)
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
        stability=_stability(heard, origins, label),
        beside=beside,
    )


def _articles(judgement: Judgement) -> list[tuple[str, str]]:
    """Give (article, origin) for the passage and each of its reprints."""
    found = (judgement.candidate.passage, *judgement.candidate.reprints)
    return [(passage.source.article_id, passage.source.origin_id) for passage in found]


_Heard = Mapping[str, Sequence[_Voice]]


def _heard(judgements: Iterable[Judgement], origins: Mapping[str, Origin], rule: Rule) -> _Heard:
    """Give the voices of each origin, those of an unknown one article by article; what was not read has none."""
    strongest: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for judgement in judgements:
        if judgement.neutral < 1.0:
            for article, origin_id in _articles(judgement):
                supports, refutes = strongest[origin_id].get(article, (0.0, 0.0))
                strongest[origin_id][article] = (max(supports, judgement.supports), max(refutes, judgement.refutes))
    return {
        origin_id: [_voice(*pair, rule) for pair in articles.values()]
        if _known(origin_id, origins) is _UNKNOWN
        else _voices_of(list(articles.values()), rule)
        for origin_id, articles in sorted(strongest.items())
    }


def _voices(heard: _Heard, origins: Mapping[str, Origin]) -> list[_Voice]:
    """Take all unknown origins for one: the strongest of them a side are heard."""
    known = [voice for origin, own in heard.items() if _known(origin, origins) is not _UNKNOWN for voice in own]
    nameless = [voice for origin, own in heard.items() if _known(origin, origins) is _UNKNOWN for voice in own]
    return known + (list(_sides_of(nameless)) if nameless else [])


def _known(origin_id: str, origins: Mapping[str, Origin]) -> Origin:
    origin = origins.get(origin_id, _UNKNOWN)
    return _UNKNOWN if origin.basis is Basis.UNKNOWN else origin


def _voices_of(articles: Sequence[tuple[float, float]], rule: Rule) -> list[_Voice]:
    """One voice an origin; two where one article decides one way and another article the other way."""
    sides = _sides_of([_voice(supports, refutes, rule) for supports, refutes in articles])
    if len(sides) == 2 and min(sides[0].supports, sides[1].refutes) >= rule.split:
        return list(sides)
    return [_voice(max(pair[0] for pair in articles), max(pair[1] for pair in articles), rule)]


def _sides_of(voices: Sequence[_Voice]) -> tuple[_Voice, ...]:
    """Choose the strongest voice of each side: one or two."""
    pro = max(voices, key=lambda voice: (voice.supports, -voice.refutes))
    con = max(voices, key=lambda voice: (voice.refutes, -voice.supports))
    return (pro,) if pro is con else (pro, con)


def _voice(supports: float, refutes: float, rule: Rule) -> _Voice:
    pro = rule.bias + rule.own * _logit(supports) - rule.other * _logit(refutes)
    con = rule.bias + rule.own * _logit(refutes) - rule.other * _logit(supports)
    top = max(pro, con, 0.0)
    weights = [math.exp(pro - top), math.exp(con - top), math.exp(-top)]
    total = sum(weights)
    return _Voice(weights[0] / total, weights[1] / total, weights[2] / total)


def _logit(probability: float) -> float:
    held = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(held / (1 - held))


def _combined(voices: Iterable[_Voice]) -> dict[Label, float]:
    no_refutation = no_support = neither = 1.0
    for voice in voices:
        no_refutation *= voice.supports + voice.open
        no_support *= voice.refutes + voice.open
        neither *= voice.open
    supported, refuted = no_refutation - neither, no_support - neither
    return {
        Label.SUPPORTED: supported,
        Label.REFUTED: refuted,
        Label.CONFLICTING: max(0.0, 1.0 - supported - refuted - neither),
        Label.NOT_ENOUGH_EVIDENCE: neither,
    }


def _calibrated(probabilities: Mapping[Label, float], temperature: float) -> dict[Label, float]:
    warmed = {label: max(p, _EDGE / 100) ** (1 / temperature) for label, p in probabilities.items()}
    total = sum(warmed.values())
    return {label: p / total for label, p in warmed.items()}


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


def _stability(heard: _Heard, origins: Mapping[str, Origin], label: Label) -> Stability:
    """Find which origins, taken away, change the verdict, and the fewest that do (up to three, strongest of many)."""
    pull = {origin: max(max(voice.supports, voice.refutes) for voice in voices) for origin, voices in heard.items()}
    ids = sorted(heard, key=lambda origin: (-pull[origin], origin))[:_MOST_TRIED]

    def flips(gone: Iterable[str]) -> bool:
        away = set(gone)
        left = {origin: voices for origin, voices in heard.items() if origin not in away}
        return _likeliest(_combined(_voices(left, origins))) is not label

    alone = tuple(sorted(origin for origin in ids if flips([origin])))
    if alone:
        return Stability(alone, 1)
    for count in range(2, min(_MOST_FLIPS, len(ids)) + 1):
        if any(flips(gone) for gone in combinations(ids, count)):
            return Stability(alone, count)
    return Stability(alone, None)
