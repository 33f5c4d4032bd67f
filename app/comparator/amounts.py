"""When two quantities are of the same thing, and how they then stand to each other (pure)."""

from app.comparator.grammar import GROUPS_OF
from app.comparator.lexicon.numbers import CURRENCIES, SHARES
from app.comparator.quantities import Quantity
from app.evidence import Relation

NO, PERHAPS, YES = 0, 1, 2
_MONEY = frozenset(CURRENCIES.values())
_WORD_SHARES = frozenset({(low, high) for low, high in SHARES.values()})
_OF_AGE = frozenset({"of", "at"})  # "a driver of 69", "retired at 83"
_BOUND = 1e12
_EPSILON = 1e-9
_ROUNDING = 0.05
_SAME_MEASURE = 0.02


def same_thing(asked: Quantity, other: Quantity) -> int:  # noqa: PLR0911 - a ladder of cases
    """Say whether two quantities count or measure the same thing: `NO`, `PERHAPS` or `YES`.

    The heads decide for counts ("five Spaniards", "five Spanish citizens"), with wider words for people; what
    rose *to* a figure is not compared with what it rose *from* or *by*.
    """
    if (other.prep in {"from", "by"} or asked.prep in {"from", "by"}) and asked.prep != other.prep:
        return NO
    if asked.dimension != other.dimension:
        bare = {asked.dimension, other.dimension}
        headless = not (asked.head if asked.dimension == "count" else other.head)
        return PERHAPS if "count" in bare and bare & _MONEY and headless else NO
    if asked.nation and other.nation and asked.nation != other.nation:
        return NO
    if asked.dimension == "ordinal":
        return YES if asked.head and asked.head == other.head else NO
    if asked.dimension == "count":
        return _same_count(asked, other)
    same = bool(asked.head & other.head) or not asked.head or not other.head
    if asked.dimension == "share" and _is_worded(asked) != _is_worded(other):
        return YES if asked.head and asked.head == other.head else PERHAPS if same else NO
    return YES if same else PERHAPS


def _is_worded(share: Quantity) -> bool:
    return (share.low, share.high) in _WORD_SHARES


def _same_count(asked: Quantity, other: Quantity) -> int:
    if not asked.head or not other.head:
        return NO if other.prep in _OF_AGE and not other.head else PERHAPS
    if asked.head == other.head or _grouped(asked.head) & _grouped(other.head):
        return PERHAPS if asked.inherited or other.inherited else YES
    if asked.head & other.about or other.head & asked.about:
        return PERHAPS
    if asked.people and other.people and (asked.general or other.general):
        return YES
    return NO


def _grouped(head: frozenset[str]) -> set[str]:
    return {group for root in head for group in GROUPS_OF.get(root, (root,)) if group.startswith("@")}


def relation(asked: Quantity, other: Quantity) -> Relation:
    """Set a quantity of the claim against one of the passage.

    Returns:
        `agrees` if all that the passage's allows lies within the claim's ("at least 800" and 863), `disagrees`
        if no number fits both, else `missing`.
    """
    if asked.hedge == other.hedge == "up_to":
        return Relation.AGREES if asked.high == other.high else Relation.DISAGREES
    slack = 0.0
    if asked.grain > other.grain and (asked.grain > 1 or asked.dimension != "count"):
        slack = min(asked.grain * 0.5, _ROUNDING * asked.low)
    if asked.dimension in {"time", "length"} and asked.high < _BOUND:
        slack = max(slack, _SAME_MEASURE * asked.high)
    low, high = asked.low - slack - _EPSILON, asked.high + slack + _EPSILON
    if other.low >= low and other.high <= high:
        return Relation.AGREES
    coarse = other.grain > asked.grain and (other.grain > 1 or other.dimension == "share")
    around = min(other.grain * 0.5, _ROUNDING * other.low) if coarse else 0.0
    if other.high + around < low or other.low - around > high:
        return Relation.MISSING if _touches(asked, other) else Relation.DISAGREES
    return Relation.MISSING


def _touches(asked: Quantity, other: Quantity) -> bool:
    """Tell of "more than 50" and "50": too often said of one number to be called a contradiction."""
    if asked.hedge not in {"more", "less"} and other.hedge not in {"more", "less"}:
        return False
    return _close(asked.low, other.low) or _close(asked.high, other.high)


def _close(left: float, right: float) -> bool:
    return left == right or abs(left - right) <= 1e-6 * max(1.0, abs(right))


def is_explained(asked: Quantity, given: tuple[Quantity, ...]) -> bool:
    """Tell whether the claim's number is the sum or difference of two or three of the same thing in the passage."""
    if asked.dimension == "ordinal":
        return False
    values = [each.low for each in given if each.low == each.high and each.low and _may_add(asked, each)][:8]
    value = asked.low if asked.low > 0 else asked.high
    for first, left in enumerate(values):
        for second in range(first + 1, len(values)):
            right = values[second]
            if _close(value, left + right) or _close(value, abs(left - right)):
                return True
            if any(_close(value, left + right + third) for third in values[second + 1 :]):
                return True
    return False


def _may_add(asked: Quantity, other: Quantity) -> bool:
    if asked.dimension != other.dimension:
        return other.dimension == "count" and not other.head
    return (
        asked.dimension != "count"
        or not asked.head
        or not other.head
        or same_thing(asked, other) > NO
        or (asked.people and other.people)
    )
