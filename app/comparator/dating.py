"""The times of a claim against those of a passage (pure)."""

from datetime import date
from typing import NamedTuple

from app.comparator.alignment import Alignment
from app.comparator.counting import LEAST_SHARED, counts_differ, shares_verb
from app.comparator.times import TimeRef, days_of, read_times
from app.comparator.wording import span
from app.evidence import Finding, Relation

SAME_EVENT = 0.7
SAME_EVENT_VAGUE = 0.8
MARGIN = 0.15


class Rival(NamedTuple):
    """A time of the passage with how near it stands to the claim's."""

    near: float
    time: TimeRef


def compare_times(alignment: Alignment) -> list[Finding]:
    """Compare every time the claim names with those of the passage; the day of publication settles weekdays."""
    return [_compare_one(alignment, time) for time in read_times(alignment.claim, alignment.published)]


def _compare_one(alignment: Alignment, asked: TimeRef) -> Finding:
    where = span(alignment.claim, asked.start, asked.end)
    agreeing, differing = _rivals(alignment, asked)
    if differing is not None and (agreeing is None or differing.near > agreeing.near):
        alignment.note("date", differing.near)
        apart = agreeing is None or differing.near > agreeing.near + MARGIN
        if apart and _is_same_event(alignment, asked, differing):
            there = span(alignment.passage, differing.time.start, differing.time.end)
            why = f"the claim says {where.text}, the passage says {there.text}"
            return Finding("date", Relation.DISAGREES, where, there, why)
    if agreeing is not None:
        there = span(alignment.passage, agreeing.time.start, agreeing.time.end)
        return Finding("date", Relation.AGREES, where, there, f"{there.text} fits {where.text}")
    published = alignment.published
    if any(
        relation(asked, other, published) is Relation.AGREES
        for text in alignment.behind
        for other in read_times(text, published)
    ):
        return Finding("date", Relation.AGREES, where, None, f"the headline or the sentence before fits {where.text}")
    return Finding("date", Relation.MISSING, where, None, f"the passage does not say {where.text}")


def _rivals(alignment: Alignment, asked: TimeRef) -> tuple[Rival | None, Rival | None]:
    best: dict[Relation, Rival] = {}
    for other in read_times(alignment.passage, alignment.published):
        found = relation(asked, other, alignment.published)
        near = alignment.affinity(asked.start, other.start, range(asked.start, asked.end))
        if found not in best or near > best[found].near:
            best[found] = Rival(near, other)
    return best.get(Relation.AGREES), best.get(Relation.DISAGREES)


def _is_same_event(alignment: Alignment, asked: TimeRef, rival: Rival) -> bool:
    """A date counts against that of the same event: same verb, two words in common, same numbers, nothing apart."""
    vague = asked.is_clock or (asked.month is None and asked.weekday is None)
    return (
        rival.near >= (SAME_EVENT_VAGUE if vague else SAME_EVENT)
        and not alignment.is_distinct(asked.start, range(asked.start, asked.end))
        and not counts_differ(alignment)
        and not alignment.is_denied(asked.start, rival.time.start)
        and alignment.shared(asked.start, rival.time.start) >= LEAST_SHARED
        and shares_verb(asked.start, asked.end, rival.time.start, alignment)
    )


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
    if asked.month is not None and other.month is not None and (asked.year is None or other.year is None):
        return _relation_in_year(asked, other)
    left, right = days_of(asked, published), days_of(other, published)
    if left is None or right is None:
        return Relation.MISSING
    if any(low <= right[0][0] and right[0][1] <= high for low, high in left):
        return Relation.AGREES
    touch = any(low <= top and bottom <= high for low, high in left for bottom, top in right)
    return Relation.MISSING if touch else Relation.DISAGREES


def _relation_in_year(asked: TimeRef, other: TimeRef) -> Relation:
    """Compare month and day where one of the two names no year."""
    if asked.month != other.month:
        return Relation.DISAGREES
    if asked.day is not None and other.day is not None:
        return Relation.AGREES if asked.day == other.day else Relation.DISAGREES
    return Relation.AGREES if asked.day is None and not asked.part else Relation.MISSING
