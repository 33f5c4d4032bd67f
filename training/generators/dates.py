"""Dates: weekday, month, day of the month, year."""

import re
from random import Random

from app.premise import MONTHS, WEEKDAYS
from training.examples import Example
from training.generators.pool import Pool, claiming, premise_text

_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b(?!s)")
_MONTH = re.compile(
    rf"(?:(?<=\d )|(?<=\d\d )|(?<=\bin )|(?<=\bsince )|(?<=\bof )|(?<=\blast )|(?<=\bearly )|(?<=\blate )|(?<=\bmid-))"
    rf"({'|'.join(MONTHS)})\b|\b({'|'.join(MONTHS)})(?= \d)"
)
_DAY = re.compile(rf"\b(\d{{1,2}})(?= (?:{'|'.join(MONTHS)})\b)|(?:(?:{'|'.join(MONTHS)}) )(\d{{1,2}})\b(?![,.]?\d)")
_YEAR = re.compile(r"(?<![\w$€£.,-])(1[5-9]\d\d|20[0-3]\d)(?![\w-]|[.,]\d)")
_OPEN = re.compile(r"\b(?:before|after|by|until|till|between|through|prior|earlier|later|than|not|no|never|and|or|to|"
                   r"every|from)\b|n't|[–—-]\s*$", re.IGNORECASE)  # fmt: skip


def date_changed(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Change a weekday, month, day or year that the evidence states to one that it does not have: refutes."""
    claim, premise = example.pair.claim, premise_text(example)
    ways = [way for way in (_weekday, _month, _day, _year) if not _OPEN.search(claim)]
    rng.shuffle(ways)
    for way in ways:
        found = way(claim, example.pair.sentence, premise, rng)
        if found:
            return claiming(example, found, "refutes", "date_changed")
    return None


def _replaced(claim: str, match: re.Match[str], text: str) -> str:
    group = match.lastindex or 0
    return claim[: match.start(group)] + text + claim[match.end(group) :]


def _only(pattern: re.Pattern[str], claim: str) -> re.Match[str] | None:
    found = list(pattern.finditer(claim))
    return found[0] if len(found) == 1 else None


def _weekday(claim: str, sentence: str, premise: str, rng: Random) -> str | None:
    match = _only(_WEEKDAY, claim)
    if not match or match[0] not in sentence:
        return None
    if re.match(rf",? (?:{'|'.join(MONTHS)}|\d)", claim[match.end() :]):
        return None
    return _replaced(claim, match, rng.choice([day for day in WEEKDAYS if day not in premise and day not in claim]))


def _month(claim: str, sentence: str, premise: str, rng: Random) -> str | None:
    match = _only(_MONTH, claim)
    if not match or not re.search(rf"\b{match[0]}\b", sentence):
        return None
    return _replaced(
        claim, match, rng.choice([month for month in MONTHS if month not in premise and month not in claim])
    )


def _day(claim: str, sentence: str, premise: str, rng: Random) -> str | None:
    match = _only(_DAY, claim)
    if not match or not re.search(rf"\b{match[match.lastindex or 0]}\b", sentence):
        return None
    free = [str(day) for day in range(1, 29) if not re.search(rf"\b{day}\b", premise + claim)]
    return _replaced(claim, match, rng.choice(free)) if free else None


def _year(claim: str, sentence: str, premise: str, rng: Random) -> str | None:
    match = _only(_YEAR, claim)
    if not match or match[0] not in sentence:
        return None
    near = [int(match[0]) + step for step in (-12, -9, -6, -4, -3, -2, -1, 1, 2, 3, 4, 7)]
    free = [str(year) for year in near if year <= 2027 and str(year) not in premise + claim]
    return _replaced(claim, match, rng.choice(free)) if free else None
