"""Claim -> is it about a time after the archive's newest article (pure)."""

from datetime import date, datetime

from app.comparator.times import TimeRef, days_of, read_times
from app.comparator.wording import analyse


def names_later_time(claim: str, newest: datetime | None) -> bool:
    """Tell whether a claim names a time that begins after the day the newest article appeared.

    A month or day without year is taken in the year that brings it nearest; "tomorrow" and "next year" are
    read from the newest article; a bare weekday says nothing, for it may be any week's.

    Args:
        claim: As asked.
        newest: When the newest article that counts was published; None when none counts.

    Returns:
        True where some time that the claim names lies wholly after that day.
    """
    if newest is None:
        return False
    last = newest.date()
    return any(_begins_after(time, last) for time in read_times(analyse(claim), last))


def _begins_after(time: TimeRef, last: date) -> bool:
    if time.weekday is not None and time.month is None:
        return False
    stretches = days_of(time, last)
    if not stretches:
        return False
    day = last.toordinal()
    begin, _ = min(stretches, key=lambda stretch: max(stretch[0] - day, day - stretch[1], 0))
    return begin > day
