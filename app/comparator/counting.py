"""The quantities of a claim against those of a passage: a number counts only against that of the same thing (pure)."""

from typing import NamedTuple

from app.comparator.ages import of_one_person
from app.comparator.alignment import Alignment
from app.comparator.amounts import PERHAPS, is_explained, relation, same_thing
from app.comparator.grammar import LIGHT
from app.comparator.lexicon import numbers
from app.comparator.quantities import Quantity, read_quantities
from app.comparator.wording import Analysis, Token, low_at, span
from app.evidence import Finding, Relation

DISAGREE_COUNT = 0.55
DISAGREE_MEASURE = 0.65
DOUBTFUL = 0.8
SURE = 0.9
ZERO = 0.97
LEAST_SHARED = 2
MARGIN = 0.12
MARGIN_SEEN = 0.3
SEEN_FROM = 10
NEVER = 2.0

_SUMS = frozenset("half twice double doubled doubling triple tripled halved fold".split())
_EACH = frozenset({"each", "apiece", "respectively"})
_REST = frozenset("other others more further another additional remaining rest".split())
_LIGHT = frozenset("involve involves involved stand stands stood reach reached total totalled number numbered".split())


class Rival(NamedTuple):
    """A quantity of the passage with how near it stands to the claim's and how surely it counts the same.

    `is_own` says of two ages that they are of one person.
    """

    near: float
    likeness: int
    quantity: Quantity
    is_own: bool = False


def compare_quantities(alignment: Alignment) -> list[Finding]:
    """Compare every quantity of the claim with those of the passage."""
    asked = read_quantities(alignment.claim)
    if not asked:
        return []
    given = read_quantities(alignment.passage)
    behind = tuple(quantity for text in alignment.behind for quantity in read_quantities(text))
    return [_compare_one(quantity, asked, given, behind, alignment) for quantity in asked]


def _compare_one(
    asked: Quantity, beside: tuple[Quantity, ...], given: tuple[Quantity, ...], behind: tuple[Quantity, ...],
    alignment: Alignment,
) -> Finding:  # fmt: skip
    agreeing, differing = _rivals(asked, given, alignment)
    where = span(alignment.claim, asked.start, asked.end)
    if differing is not None and (agreeing is None or differing.near > agreeing.near):
        alignment.note("quantity", differing.near)
        margin = MARGIN_SEEN if agreeing is not None and _is_seen(asked, agreeing) else MARGIN
        if (differing.is_own and agreeing is None) or (
            differing.near >= _floor(asked, differing, alignment)
            and (agreeing is None or differing.near > agreeing.near + margin)
            and (_are_parts(asked, differing, alignment) or not is_explained(asked, given + behind))
            and not _is_taken(differing, asked, beside, alignment)
            and not alignment.is_distinct(asked.start, range(asked.start, asked.end))
        ):
            other = span(alignment.passage, differing.quantity.start, differing.quantity.end)
            why = f"the claim says {where.text}, the passage says {other.text}"
            return Finding("quantity", Relation.DISAGREES, where, other, why)
    if agreeing is not None:
        other = span(alignment.passage, agreeing.quantity.start, agreeing.quantity.end)
        return Finding("quantity", Relation.AGREES, where, other, f"{other.text} fits {where.text}")
    return Finding(
        "quantity", Relation.MISSING, where, None, f"the passage gives no number to set against {where.text}"
    )


def _rivals(asked: Quantity, given: tuple[Quantity, ...], alignment: Alignment) -> tuple[Rival | None, Rival | None]:
    agreeing: Rival | None = None
    differing: Rival | None = None
    phrase = alignment.claim.phrase_of[asked.end - 1]
    skip = range(asked.start, alignment.claim.phrases[phrase].end if phrase >= 0 else asked.end)
    for other in given:
        likeness = same_thing(asked, other)
        if not likeness:
            continue
        is_own = of_one_person(alignment, asked, other)
        if is_own is False:
            continue
        near = 1.0 if is_own else alignment.affinity(asked.start, other.start, skip)
        rival = Rival(near, likeness, other, bool(is_own))
        found = relation(asked, other)
        if found is Relation.AGREES and (agreeing is None or near > agreeing.near):
            agreeing = rival
        elif found is Relation.DISAGREES and (differing is None or near > differing.near):
            differing = rival
    return agreeing, differing


def _is_taken(rival: Rival, asked: Quantity, beside: tuple[Quantity, ...], alignment: Alignment) -> bool:
    """Tell whether the passage's number is the one that another number of the claim means."""
    return any(
        other is not asked and same_thing(other, rival.quantity) and relation(other, rival.quantity) is Relation.AGREES
        and alignment.affinity(other.start, rival.quantity.start) >= rival.near - MARGIN
        for other in beside
    )  # fmt: skip


def _is_seen(asked: Quantity, agreeing: Rival) -> bool:
    """The very number of the claim stands in the passage, of the same thing or of one not named."""
    return asked.low >= SEEN_FROM and (not agreeing.quantity.head or asked.head == agreeing.quantity.head)


def _are_parts(asked: Quantity, rival: Rival, alignment: Alignment) -> bool:
    """ "Three of the five wings" against "two of the five wings" is no subtraction."""
    return rival.near >= SURE and _is_part(asked, alignment.claim) and _is_part(rival.quantity, alignment.passage)


def _floor(asked: Quantity, rival: Rival, alignment: Alignment) -> float:
    """How near the passage's number must stand before it contradicts the claim's; over 1 is never."""
    other = rival.quantity
    tokens, claim = alignment.passage.tokens, alignment.claim.tokens
    if not shares_verb(asked.start, asked.end, other.start, alignment):
        return NEVER
    after = {token.low for token in tokens[other.end : other.end + 2]}
    clause = {token.low for token in tokens if token.clause == tokens[other.start].clause}
    if (
        after & _REST
        or clause & _EACH - alignment.claim.lows
        or _is_compound(asked, claim)
        or _is_compound(other, tokens)
    ):
        return NEVER
    if alignment.shared(asked.start, other.start) < LEAST_SHARED or alignment.is_denied(asked.start, other.start):
        return NEVER
    floor = DISAGREE_COUNT if asked.dimension in {"count", "ordinal"} else DISAGREE_MEASURE
    wider = asked.dimension == "count" and asked.head != other.head and (asked.general or other.general)
    if rival.likeness == PERHAPS or asked.dimension == "age" or wider:
        floor = DOUBTFUL
    if asked.prep == "of" or _is_part(asked, alignment.claim):
        floor = SURE
    if asked.high == 0 or other.high == 0:
        return ZERO
    if claim[asked.start].low == "one" or tokens[other.start].low == "one" or (clause & _SUMS) - alignment.claim.lows:
        floor = SURE
    if alignment.is_other_time(other.start) and alignment.shared(asked.start, other.start) <= LEAST_SHARED:
        return NEVER
    if alignment.is_apart(other.start) or alignment.is_other_time(other.start, whole=True):
        floor = SURE
    return floor


def _is_compound(quantity: Quantity, tokens: tuple[Token, ...]) -> bool:
    """Tell of "a year and four months" and "two and a half" that one of two numbers is not the whole."""
    after, before = low_at(tokens, quantity.end), low_at(tokens, quantity.start - 1)
    if after == "and" and (low_at(tokens, quantity.end + 1) == "a" and low_at(tokens, quantity.end + 2) == "half"):
        return True
    near = (quantity.end + 1, quantity.start - 2)
    joined = (after == "and", before == "and")
    return quantity.dimension == "time" and any(
        (told and low_at(tokens, at).removesuffix("s") in numbers.MEASURES)
        or (told and low_at(tokens, at) in numbers.UNITS)
        for told, at in zip(joined, near, strict=True)
    )


def _is_part(asked: Quantity, analysis: Analysis) -> bool:
    tokens = analysis.tokens
    return asked.end < len(tokens) and tokens[asked.end].low == "of"


def counts_differ(alignment: Alignment) -> bool:
    """Tell whether the claim gives a number that the passage does not, and so may tell another part of the story."""
    given = read_quantities(alignment.passage)
    return any(
        asked.high > 0
        and not any(same_thing(asked, other) and relation(asked, other) is Relation.AGREES for other in given)
        for asked in read_quantities(alignment.claim)
    )


def shares_verb(start: int, end: int, place: int, alignment: Alignment) -> bool:
    """Tell whether the verb nearest to a stretch of the claim is said in the passage's sentence as well."""
    tokens = alignment.claim.tokens
    clause = tokens[start].clause
    verbs = [token.at for token in tokens if token.clause == clause and token.tag == "verb"]
    if not verbs:
        return True
    nearest = min(verbs, key=lambda at: min(abs(at - start), abs(at - end)))
    if tokens[nearest].low in LIGHT or tokens[nearest].low in _LIGHT:
        return True
    sentence = alignment.passage.tokens[place].sentence
    return any(alignment.passage.tokens[at].sentence == sentence for at in alignment.links.get(nearest, ()))
