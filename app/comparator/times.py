"""When things happen: dates, weekdays, relative days and parts of the day named in a text (pure)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.comparator.lexicon import numbers
from app.comparator.numerals import is_year
from app.comparator.wording import Analysis, Token, low_at
from app.premise import WEEKDAYS, day_of

_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d\d))?")
_POINT = frozenset({"on", "in", "at", "during", "", "early", "late", "mid"})
_EDGES = frozenset({"by", "until", "till", "before", "since", "after", "from", "to", "for", "between"})
_FORWARD_DAYS = 7
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_BETWEEN = frozenset("the early late mid - last next end of this shortly just".split())
_SHIFTS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1, "following": 1}


@dataclass(frozen=True, slots=True)
class TimeRef:
    """A time named in a text, at tokens `start..end` (exclusive); fields not named are None.

    `hours` is a stretch of the day (from, to; past 24 is the next day); `days` the calendar days it may mean,
    as ordinals from..to, where the day of publication settles them; `edge` is the preposition if it names a limit.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    weekday: int | None = None
    days: tuple[int, int] | None = None
    hours: tuple[float, float] | None = None
    edge: str = ""

    @property
    def is_clock(self) -> bool:
        """Whether it names a time of day and nothing else."""
        return self.hours is not None and self.weekday is None and self.month is None and self.days is None


@lru_cache(maxsize=8_192)
def read_times(analysis: Analysis, published: date | None) -> tuple[TimeRef, ...]:
    """Read the times that a text names, in order, relative ones resolved against the day of publication."""
    found: list[TimeRef] = []
    index = 0
    while index < len(analysis.tokens):
        time = _read_at(analysis.tokens, index, published)
        if time is None:
            index += 1
        else:
            found.append(time)
            index = max(time.end, index + 1)
    return tuple(found)


def _read_at(tokens: tuple[Token, ...], index: int, published: date | None) -> TimeRef | None:
    token, edge = tokens[index], _edge(tokens, index)
    if token.tag == "time":
        return _day_at(tokens, index, published, edge) or _month_at(tokens, index, edge)
    if token.tag == "num" and token.text[:1].isdigit():
        return _numeric_at(tokens, index, edge)
    if token.low in _SHIFTS and index + 1 < len(tokens) and published is not None:
        return _shifted(tokens, index, published, edge)
    if token.low in numbers.DAY_PARTS and token.tag in {"noun", "adv"}:
        return _day_part(tokens, index, edge)
    return None


def _day_at(tokens: tuple[Token, ...], index: int, published: date | None, edge: str) -> TimeRef | None:
    """Read weekdays, the latest such day up to publication, and "yesterday"."""
    low = tokens[index].low
    if low in numbers.WEEKDAYS:
        weekday = numbers.WEEKDAYS.index(low)
        repeated = low_at(tokens, index - 1) in {"every", "each"}
        number = None if published is None else day_of(WEEKDAYS[weekday], published).toordinal()
        days = None if number is None or repeated else (number, number)
        return TimeRef(index, index + 1, weekday=weekday, days=days, edge=edge)
    if low not in _NEAR_DAYS or published is None:
        return None
    day = published + timedelta(days=_NEAR_DAYS[low])
    return TimeRef(
        index, index + 1, day.year, day.month, day.day, weekday=day.weekday(), edge=edge,
        days=(day.toordinal(), day.toordinal()),
    )  # fmt: skip


def _edge(tokens: tuple[Token, ...], index: int) -> str:
    """Give the preposition that makes a time a limit ("by", "since"), up to three words before it.

    In "for the 2019 murder" it is that of the noun.
    """
    if is_year(tokens, index) and index + 1 < len(tokens) and tokens[index + 1].tag == "noun":
        return ""
    for back in range(1, 4):
        low = low_at(tokens, index - back)
        if low in _EDGES:
            return low
        if low not in _BETWEEN:
            break
    return ""


def _month_number(low: str) -> int | None:
    if low in numbers.MONTHS:
        return numbers.MONTHS.index(low) + 1
    return numbers.MONTH_SHORT.get(low)


def _month_at(tokens: tuple[Token, ...], index: int, edge: str) -> TimeRef | None:
    """ "January", "January 8", "Jan. 8, 2026", "late December 2025"."""
    month = _month_number(tokens[index].low)
    if month is None:
        return None
    end, day, year = index + 1, None, None
    if end < len(tokens) and tokens[end].low == "." and tokens[index].low in numbers.MONTH_SHORT:
        end += 1
    if end < len(tokens) and _is_day(tokens[end]):
        day, end = int(tokens[end].text), end + 1
        if end < len(tokens) and tokens[end].low in {"st", "nd", "rd", "th"}:
            end += 1
    ahead = end + 1 if end < len(tokens) and tokens[end].low in {",", "of"} else end
    if ahead < len(tokens) and _is_plain_year(tokens[ahead]):
        year, end = int(tokens[ahead].text), ahead + 1
    part = tokens[index - 1].low if index and tokens[index - 1].low in {"early", "mid", "late"} else ""
    if index > 1 and tokens[index - 1].low == "-" and tokens[index - 2].low == "mid":
        part = "mid"
    return TimeRef(index, end, year, month, day, part, edge=edge)


def _is_day(token: Token) -> bool:
    return token.text.isdigit() and 1 <= int(token.text) <= 31


def _is_plain_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdigit() and 1500 <= int(token.text) < 2100


def _numeric_at(tokens: tuple[Token, ...], index: int, edge: str) -> TimeRef | None:
    """ "8 January 2026", "the 8th of January", "2026-01-08", "2024", "3 a.m.", "11.29 a.m."."""
    token = tokens[index]
    at = index + 1
    if at < len(tokens) and tokens[at].low in {"st", "nd", "rd", "th"}:
        at += 1
    if at < len(tokens) and tokens[at].low == "of":
        at += 1
    if _is_day(token) and at < len(tokens) and tokens[at].tag == "time" and _month_number(tokens[at].low):
        month, end, year = _month_number(tokens[at].low), at + 1, None
        end += 1 if end < len(tokens) and tokens[end].low == "." and tokens[at].low in numbers.MONTH_SHORT else 0
        if end < len(tokens) and _is_plain_year(tokens[end]):
            year, end = int(tokens[end].text), end + 1
        return TimeRef(index, end, year, month, int(token.text), edge=edge)
    clock = _clock_at(tokens, index)
    if clock is not None:
        return clock
    if _is_plain_year(token) and _is_iso(tokens, index):
        return TimeRef(
            index, index + 5, int(token.text), int(tokens[index + 2].text), int(tokens[index + 4].text), edge=edge
        )
    if is_year(tokens, index):
        return TimeRef(index, index + 1, int(token.text), edge=edge)
    return None


def _is_iso(tokens: tuple[Token, ...], index: int) -> bool:
    rest = [token.text for token in tokens[index + 1 : index + 5]]
    return (
        len(rest) == 4 and rest[0] == rest[2] == "-" and all(part.isdigit() for part in (rest[1], rest[3]))
        and 1 <= int(rest[1]) <= 12 and 1 <= int(rest[3]) <= 31
    )  # fmt: skip


def _clock_at(tokens: tuple[Token, ...], index: int) -> TimeRef | None:
    match = _CLOCK.fullmatch(tokens[index].text)
    following = tokens[index + 1].low if index + 1 < len(tokens) else ""
    if match is None or int(match[1]) > 24:
        return None
    half = following in {"am", "pm"}
    if not half and ":" not in tokens[index].text:
        return None
    hour = int(match[1]) % 12 + (12 if following == "pm" else 0) if half else int(match[1])
    at = hour + int(match[2] or 0) / 60
    return TimeRef(index, index + (2 if half else 1), hours=(at, at))


def _shifted(tokens: tuple[Token, ...], index: int, published: date, edge: str) -> TimeRef | None:
    """ "last week", "this month", "next year", "last Tuesday"."""
    shift, unit = _SHIFTS[tokens[index].low], tokens[index + 1].low
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
        return TimeRef(index, index + 2, days=(monday.toordinal(), monday.toordinal() + 6), edge=edge)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + shift
        return TimeRef(index, index + 2, months // 12, months % 12 + 1, edge=edge)
    if unit == "year":
        return TimeRef(index, index + 2, published.year + shift, edge=edge)
    return None


def _day_part(tokens: tuple[Token, ...], index: int, edge: str) -> TimeRef | None:
    first, last = numbers.DAY_PARTS[tokens[index].low]
    if (
        tokens[index].low in {"night", "morning"}
        and index
        and tokens[index - 1].low in {"one", "two", "per", "a", "last"}
    ):
        return None
    if edge == "before":
        first, last = first - 5, first + 1
    elif edge in {"after", "since"}:
        first, last = last - 2, last + 6
    return TimeRef(
        index, index + 1, hours=(float(first), float(last)), edge="" if edge in {"before", "after"} else edge
    )


def days_of(time: TimeRef, published: date | None) -> list[tuple[int, int]] | None:
    """Give the stretches of days (ordinals) that a time may mean, likeliest first; None when nothing settles them."""
    if time.days is not None:
        if time.weekday is not None and time.month is None:
            return [time.days, (time.days[0] + _FORWARD_DAYS, time.days[1] + _FORWARD_DAYS)]
        return [time.days]
    if time.weekday is not None:
        return None
    year = time.year if time.year is not None else published.year if published is not None else None
    if year is None or not 1 <= year < 9999:
        return None
    if time.year is not None or published is None:
        found = _days_in(year, time)
        return None if found is None else [found]
    stretches = [found for each in (year, year - 1, year + 1) if (found := _days_in(each, time)) is not None]
    return [min(stretches, key=lambda days: abs(days[0] - published.toordinal()))] if stretches else None


def _days_in(year: int, time: TimeRef) -> tuple[int, int] | None:
    if time.month is None:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    first = date(year, time.month, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if time.day is not None:
        if time.day > last.day:
            return None
        number = first.toordinal() + time.day - 1
        return number, number
    thirds = {"early": (0, 12), "mid": (8, 21), "late": (17, 31)}
    low, high = thirds.get(time.part, (0, 31))
    return first.toordinal() + low, min(first.toordinal() + high, last.toordinal())
