"""Claim -> does it name a time after the archive's newest article (pure)."""

import re
from datetime import datetime

from app.premise import MONTHS

_MONTH_NUMBER = {month.lower(): number for number, month in enumerate(MONTHS, start=1)}
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_ISO = re.compile(rf"\b{_YEAR}-(?P<month>\d\d)(?:-(?P<day>\d\d))?\b")
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?)?\s+(?:of\s+)?{_YEAR}\b", re.IGNORECASE
)
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE)
# A bare number is a year only behind a word that goes before years: "2050 prisoners" are prisoners.
_YEAR_ALONE = re.compile(
    r"\b(?:in|by|since|until|till|during|from|of|for|before|after|through|to|early|late|mid|spring|summer|autumn|fall|"
    rf"winter|year|the|this|next)[\s-]+{_YEAR}\b(?![.,]?\d|%)",
    re.IGNORECASE,
)


def names_later_time(claim: str, newest: datetime | None) -> bool:
    """Tell whether a claim names a day, month or year that begins after the newest article appeared.

    Args:
        claim: As asked.
        newest: When the newest article that counts was published; None when none counts.

    Returns:
        False where the claim names no time with a year.
    """
    if newest is None:
        return False
    return any(_begins_after(time, newest) for time in _times(claim))


def _times(claim: str) -> list[tuple[int, int, int]]:
    """Read (year, month, day) off a claim, 0 for what is not said; a year inside a date is not read twice."""
    times, rest = [], claim
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST):
        for found in pattern.finditer(rest):
            month = found["month"].lower()
            times.append((int(found["year"]), _MONTH_NUMBER.get(month) or int(month), int(found["day"] or 0)))
        rest = pattern.sub(" ", rest)
    return times + [(int(found["year"]), 0, 0) for found in _YEAR_ALONE.finditer(rest)]


def _begins_after(time: tuple[int, int, int], newest: datetime) -> bool:
    known = (newest.year, newest.month, newest.day)
    said = [part for part in time if part]
    return said > list(known[: len(said)])
