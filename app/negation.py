"""Negation, denial and opposites: whether claim and passage say yes and no to the same thing (pure)."""

from functools import lru_cache

from app.alignment import Alignment
from app.counting import span
from app.evidence import Finding, Relation
from app.grammar import OPPOSITE, stem
from app.lexicon.words import NEGATING_VERBS
from app.wording import Analysis, Token

EVENT = 0.6
OPPOSED = 0.6
_NOT = frozenset({"not", "n't", "never", "no", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "hardly", "barely"})
_NEGATING = frozenset(stem(word) for word in NEGATING_VERBS)
_HEDGED = frozenset({"only", "just", "more", "fewer", "less", "later", "doubt", "sooner", "merely", "simply", "necessarily"})
_UNSURE = frozenset({"until", "till", "unless", "except", "but", "apart", "besides", "before", "yet", "all", "every", "both", "because"})


@lru_cache(maxsize=8_192)
def polarity(analysis: Analysis) -> dict[int, int]:
    """Say of every content word whether it is said (1) or negated (-1); 0 where the words leave it open."""
    signs: dict[int, int] = {}
    tokens = analysis.tokens
    clauses: dict[int, list[Token]] = {}
    for token in tokens:
        clauses.setdefault(token.clause, []).append(token)
    for members in clauses.values():
        negators = [token for at, token in enumerate(members) if _negates(token, members[at + 1 : at + 3])]
        unsure = any(token.low in _UNSURE for token in members)
        for token in members:
            sign = 1
            for negator in negators:
                if _reaches(negator, token, members):
                    sign = -sign
            signs[token.index] = 0 if sign < 0 and unsure else sign
    return signs


def _negates(token: Token, following: list[Token]) -> bool:
    low = token.low
    if low in _NOT or low.endswith("n't") and len(low) > 3:
        return not (following and following[0].low in _HEDGED and not (following[0].low == "longer"))
    if token.tag == "verb" and token.stem in _NEGATING:
        return bool(following) and (following[0].low in {"to", "that", "any", "having"} or following[0].low.endswith("ing"))
    return low in {"unable", "unlikely"}


def _reaches(negator: Token, token: Token, members: list[Token]) -> bool:
    """A negator reaches the verb behind it and what hangs on that verb; "no" before a noun also the verb before it."""
    if token.index == negator.index:
        return False
    if token.index > negator.index:
        between = [each for each in members if negator.index < each.index < token.index and each.tag == "verb"]
        return len(between) <= (1 if token.tag != "verb" else 0)
    if negator.low in {"no", "none", "nothing", "nobody", "neither", "without"}:
        return negator.low != "without" and token.tag in {"verb", "aux"} and not any(
            each.tag == "verb" and token.index < each.index < negator.index for each in members
        )
    return False


def compare_polarity(alignment: Alignment) -> list[Finding]:
    """Compare what is negated: shared events with a yes and a no, and opposites such as freed and jailed."""
    findings: list[Finding] = []
    mine, theirs = polarity(alignment.claim), polarity(alignment.passage)
    for token in alignment.claim.tokens:
        if token.tag not in {"verb", "noun", "adj", "adv"} or token.caps and token.tag == "name":
            continue
        found = _same_event(alignment, token, mine, theirs) if token.tag == "verb" else None
        found = found or _opposite(alignment, token, mine, theirs)
        if found is not None:
            findings.append(found)
    return findings


def _same_event(alignment: Alignment, token: Token, mine: dict[int, int], theirs: dict[int, int]) -> Finding | None:
    places = alignment.links.get(token.index, ())
    best: tuple[float, int] = (0.0, 0)
    agreeing, skip = 0.0, {token.index}
    for place in places:
        if alignment.passage.tokens[place].tag != "verb":
            continue
        near = alignment.affinity(token.index, place, skip)
        if not mine[token.index] or not theirs[place]:
            agreeing = max(agreeing, near)
        elif mine[token.index] == theirs[place]:
            agreeing = max(agreeing, near)
        elif near > best[0]:
            best = (near, place)
    where = span(alignment.claim, token.index, token.index + 1)
    if best[0] >= EVENT and best[0] > agreeing and not alignment.is_distinct(token.index):
        there = span(alignment.passage, best[1], best[1] + 1)
        claimed, told = ("denies", "says") if mine[token.index] < 0 else ("says", "denies")
        why = f"the claim {claimed} that it {where.text}, the passage {told} it: {there.text}"
        return Finding("negation", Relation.DISAGREES, where, there, why)
    if agreeing >= EVENT and mine[token.index] < 0:
        there = span(alignment.passage, places[0], places[0] + 1)
        return Finding("negation", Relation.AGREES, where, there, f"both deny {where.text}")
    return None


def _opposite(alignment: Alignment, token: Token, mine: dict[int, int], theirs: dict[int, int]) -> Finding | None:
    opposites = OPPOSITE.get(token.stem)
    if opposites is None:
        return None
    where = alignment.passage.where
    if token.stem in where:
        return None
    best: tuple[float, int] = (0.0, -1)
    for opposite in opposites:
        for place in where.get(opposite, ()):
            if alignment.passage.tokens[place].stem != opposite:
                continue
            near = alignment.affinity(token.index, place, {token.index})
            if near > best[0]:
                best = (near, place)
    if best[0] < OPPOSED or best[1] < 0:
        return None
    sign = mine[token.index] * theirs[best[1]]
    here, there = span(alignment.claim, token.index, token.index + 1), span(alignment.passage, best[1], best[1] + 1)
    if sign > 0 and not alignment.is_distinct(token.index):
        return Finding("negation", Relation.DISAGREES, here, there, f"the claim says {here.text}, the passage {there.text}")
    if sign < 0:
        return Finding("negation", Relation.AGREES, here, there, f"not {here.text} is {there.text}")
    return None
