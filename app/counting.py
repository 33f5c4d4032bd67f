"""The quantities of a claim against those of a passage: a number counts only against that of the same thing (pure)."""

from app.alignment import Alignment
from app.evidence import Finding, Relation, Span
from app.grammar import GROUPS_OF
from app.quantities import Quantity, read_quantities
from app.wording import Analysis

DISAGREE_COUNT = 0.55
DISAGREE_MEASURE = 0.7
MARGIN = 0.12


def span(analysis: Analysis, start: int, end: int) -> Span:
    """Give the stretch of text that tokens `start..end` (exclusive) cover."""
    first, last = analysis.tokens[start], analysis.tokens[end - 1]
    return Span(first.start, last.end, analysis.text[first.start : last.end])


def compare_quantities(alignment: Alignment) -> list[Finding]:
    """Compare every quantity of the claim with those of the passage."""
    asked = read_quantities(alignment.claim)
    if not asked:
        return []
    given = read_quantities(alignment.passage)
    behind = [quantity for text in alignment.behind for quantity in read_quantities(text)]
    return [_compare_one(quantity, asked, given, behind, alignment) for quantity in asked]


def _compare_one(
    asked: Quantity, all_asked: tuple[Quantity, ...], given: tuple[Quantity, ...], behind: list[Quantity],
    alignment: Alignment,
) -> Finding:  # fmt: skip
    agreeing: tuple[float, Quantity | None] = (-1.0, None)
    differing: tuple[float, Quantity | None] = (-1.0, None)
    skip = set(range(asked.start, asked.end))
    for other in given:
        likeness = same_thing(asked, other)
        if not likeness:
            continue
        near = alignment.affinity(asked.start, other.start, skip)
        verdict = relation(asked, other)
        if verdict is Relation.AGREES and near > agreeing[0]:
            agreeing = (near, other)
        elif verdict is Relation.DISAGREES and likeness > 1 and near > differing[0]:
            differing = (near, other)
    where = span(alignment.claim, asked.start, asked.end)
    floor = DISAGREE_COUNT if asked.dimension in {"count", "ordinal"} else DISAGREE_MEASURE
    if (
        differing[1] is not None and differing[0] >= floor and differing[0] > agreeing[0] + MARGIN
        and not _explained(asked, given, behind) and same_event(asked.start, asked.end, differing[1].start, alignment)
        and not alignment.is_distinct(asked.start, skip)
    ):  # fmt: skip
        other = span(alignment.passage, differing[1].start, differing[1].end)
        why = f"the claim says {where.text}, the passage says {other.text}"
        return Finding("quantity", Relation.DISAGREES, where, other, why)
    if agreeing[1] is not None:
        other = span(alignment.passage, agreeing[1].start, agreeing[1].end)
        return Finding("quantity", Relation.AGREES, where, other, f"both give {where.text}")
    return Finding("quantity", Relation.MISSING, where, None, f"the passage gives no number to set against {where.text}")


def same_thing(asked: Quantity, other: Quantity) -> int:
    """Say whether two quantities count or measure the same thing: 0 no, 1 perhaps, 2 yes."""
    if asked.dimension != other.dimension:
        return 0
    if asked.nation and other.nation and asked.nation != other.nation:
        return 0
    if asked.dimension not in {"count", "share", "ordinal"}:
        return 2
    if not asked.head or not other.head:
        return 1 if asked.dimension == "count" else 2
    if asked.head == other.head or _grouped(asked.head) & _grouped(other.head):
        return 2
    if asked.head & other.about or other.head & asked.about:
        return 1
    if asked.people and other.people and (asked.general or other.general):
        return 2
    return 0


def _grouped(head: frozenset[str]) -> set[str]:
    return {group for root in head for group in GROUPS_OF.get(root, (root,))}


def relation(asked: Quantity, other: Quantity) -> Relation:
    """Set a quantity of the claim against one of the passage: agrees if the passage's lies within the claim's.

    Returns:
        `agrees`, `disagrees` if no number fits both, else `missing`.
    """
    slack = max(asked.rounded if asked.rounded else 0.0, other.rounded if other.rounded else 0.0) * 0.5
    if asked.dimension == "time" or asked.dimension == "length":
        slack = max(slack, 0.02 * asked.high if asked.high < 1e12 else 0.0)
    if asked.dimension == "share":
        slack = max(slack, 0.005)
    low, high = asked.low - slack, asked.high + slack
    if other.low >= low and other.high <= high:
        return Relation.AGREES
    if other.high < low or other.low > high:
        return Relation.DISAGREES
    return Relation.MISSING


def _explained(asked: Quantity, given: tuple[Quantity, ...], behind: list[Quantity]) -> bool:
    """Tell whether the claim's number is the sum or difference of two or three that the passage gives."""
    values = [q.low for q in [*given, *behind] if q.dimension == asked.dimension and q.is_exact and q.low]
    values = values[:8]
    value = asked.low if asked.low > 0 else asked.high
    if value < 3:
        return any(abs(left - right) == value for left in values for right in values if left != right) and value > 0
    for first, left in enumerate(values):
        for second in range(first + 1, len(values)):
            right = values[second]
            if value in {left + right, abs(left - right)}:
                return True
            if any(value == left + right + third for third in values[second + 1 :]):
                return True
    return False


def same_event(start: int, end: int, place: int, alignment: Alignment) -> bool:
    """Tell whether the verb nearest to a stretch of the claim is said in the passage's sentence as well."""
    tokens = alignment.claim.tokens
    clause = tokens[start].clause
    verbs = [token.index for token in tokens if token.clause == clause and token.tag == "verb"]
    if not verbs:
        return True
    nearest = min(verbs, key=lambda at: min(abs(at - start), abs(at - end)))
    places = alignment.links.get(nearest, ())
    sentence = alignment.passage.tokens[place].sentence
    return tokens[nearest].low in _LIGHT or any(alignment.passage.tokens[at].sentence == sentence for at in places)


_LIGHT = frozenset("take took taken give gave given get got make made put set".split())
