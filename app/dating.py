"""The times of a claim against those of a passage (pure)."""

from datetime import date

from app.alignment import Alignment
from app.counting import LEAST_SHARED, counts_differ, shares_verb
from app.evidence import Finding, Relation
from app.wording import span
from app.times import TimeRef, days_of, read_times

DISAGREE = 0.7
CLOCK = 0.8
MARGIN = 0.15


def compare_times(alignment: Alignment, published: date | None) -> list[Finding]:
    """Compare every time the claim names with those of the passage; the day of publication settles weekdays."""
    asked = read_times(alignment.claim, published)
    if not asked:
        return []
    given = read_times(alignment.passage, published)
    behind = [time for text in alignment.behind for time in read_times(text, published)]
    return [_compare_one(time, given, behind, alignment, published) for time in asked]


def _compare_one(
    asked: TimeRef, given: tuple[TimeRef, ...], behind: list[TimeRef], alignment: Alignment, published: date | None
) -> Finding:
    where = span(alignment.claim, asked.start, asked.end)
    skip = set(range(asked.start, asked.end))
    agreeing: tuple[float, TimeRef | None] = (-1.0, None)
    differing: tuple[float, TimeRef | None] = (-1.0, None)
    for other in given:
        verdict = relation(asked, other, published)
        if verdict is Relation.MISSING:
            continue
        near = alignment.affinity(asked.start, other.start, skip)
        if verdict is Relation.AGREES and near > agreeing[0]:
            agreeing = (near, other)
        elif verdict is Relation.DISAGREES and near > differing[0]:
            differing = (near, other)
    if differing[0] > agreeing[0]:
        alignment.note("date", differing[0])
    if (
        differing[1] is not None and differing[0] >= (CLOCK if asked.is_clock or asked.month is None and asked.weekday is None else DISAGREE) and differing[0] > agreeing[0] + MARGIN
        and not alignment.is_distinct(asked.start, skip)
        and not counts_differ(alignment) and alignment.shared(asked.start, differing[1].start) >= LEAST_SHARED
        and shares_verb(asked.start, asked.end, differing[1].start, alignment)
    ):  # fmt: skip
        other_span = span(alignment.passage, differing[1].start, differing[1].end)
        why = f"the claim says {where.text}, the passage says {other_span.text}"
        return Finding("date", Relation.DISAGREES, where, other_span, why)
    if agreeing[1] is not None:
        other_span = span(alignment.passage, agreeing[1].start, agreeing[1].end)
        return Finding("date", Relation.AGREES, where, other_span, f"{other_span.text} fits {where.text}")
    if any(relation(asked, other, published) is Relation.AGREES for other in behind):
        return Finding("date", Relation.AGREES, where, None, f"the headline or the sentence before fits {where.text}")
    return Finding("date", Relation.MISSING, where, None, f"the passage does not say {where.text}")


def relation(asked: TimeRef, other: TimeRef, published: date | None = None) -> Relation:
    """Set a time of the claim against one of the passage.

    Returns:
        `agrees` if the passage's time lies within the claim's, `disagrees` if the two exclude each other, else
        `missing`, as when the claim names the day and the passage only the month.
    """
    if asked.is_clock or other.is_clock:
        return _clock_relation(asked, other) if asked.is_clock and other.is_clock else Relation.MISSING
    if asked.edge != other.edge and (asked.edge or other.edge):
        return _same_or_missing(asked, other)
    if asked.weekday is not None and other.weekday is not None:
        return Relation.AGREES if asked.weekday == other.weekday else Relation.DISAGREES
    found = _calendar_relation(asked, other, published)
    return Relation.MISSING if found is Relation.DISAGREES and not _same_grade(asked, other) else found


def _grade(time: TimeRef) -> str:
    """Two times of different grades ("in May", "on Wednesday") seldom tell of the same moment: no contradiction."""
    if time.weekday is not None or time.day is not None:
        return "day"
    return "month" if time.month is not None else "year" if time.year is not None else "week"


def _same_grade(asked: TimeRef, other: TimeRef) -> bool:
    if _grade(asked) == _grade(other):
        return True
    if asked.month is not None and other.month is not None:
        return True
    return _grade(asked) == "year" and other.year is not None and other.month is not None and other.days is None


def _same_or_missing(asked: TimeRef, other: TimeRef) -> Relation:
    fields = (asked.year, asked.month, asked.day, asked.weekday)
    same = fields == (other.year, other.month, other.day, other.weekday) and any(part is not None for part in fields)
    return Relation.AGREES if same else Relation.MISSING


def _clock_relation(asked: TimeRef, other: TimeRef) -> Relation:
    if asked.hours is None or other.hours is None:
        return Relation.MISSING
    low, high = asked.hours
    shifts = (0.0, 24.0, -24.0)
    if any(low <= other.hours[0] + by and other.hours[1] + by <= high for by in shifts):
        return Relation.AGREES
    if any(other.hours[0] + by < high + 0.01 and low - 0.01 < other.hours[1] + by for by in shifts):
        return Relation.MISSING
    return Relation.DISAGREES


def _calendar_relation(asked: TimeRef, other: TimeRef, published: date | None) -> Relation:
    left, right = days_of(asked, published), days_of(other, published)
    if asked.month is not None and other.month is not None and (asked.year is None or other.year is None):
        if asked.month != other.month:
            return Relation.DISAGREES
        if asked.day is not None and other.day is not None:
            return Relation.AGREES if asked.day == other.day else Relation.DISAGREES
        return Relation.AGREES if asked.day is None and not asked.part else Relation.MISSING
    if left is None or right is None:
        return Relation.MISSING
    if any(low <= right[0][0] and right[0][1] <= high for low, high in left):
        return Relation.AGREES
    if any(low <= top and bottom <= high for low, high in left for bottom, top in right):
        return Relation.MISSING
    return Relation.DISAGREES
