"""What a number is a number of: percent, money, lengths, ages, and the hedges around it (pure)."""

from typing import NamedTuple

from app.comparator.lexicon import numbers
from app.comparator.numerals import Numeral
from app.comparator.wording import Token, low_at

INFINITY = float("inf")
NEARLY_FROM = 0.85
ABOUT = 0.1
_HEDGES: dict[tuple[str, ...], str] = {
    tuple(words.split()): hedge
    for hedge, listed in (
        ("at_least", numbers.AT_LEAST), ("more", numbers.MORE_THAN), ("at_most", numbers.AT_MOST),
        ("up_to", numbers.UP_TO), ("less", numbers.LESS_THAN), ("nearly", numbers.NEARLY), ("about", numbers.ABOUT),
        ("exactly", numbers.EXACTLY),
    )
    for words in listed
}  # fmt: skip
_AFTER = {
    ("or", "more"): "at_least", ("or", "over"): "at_least", ("at", "least"): "at_least", ("or", "so"): "about",
    ("or", "fewer"): "at_most", ("or", "less"): "at_most", ("at", "most"): "at_most",
}  # fmt: skip
_LONGEST_HEDGE = 4
_BEFORE_UNIT = frozenset("square cubic us canadian australian swiss norwegian more additional further metric".split())
_IRREGULAR = {"feet": "foot", "centuries": "century", "inches": "inch", "pennies": "penny"}
_GROWING = frozenset({"year", "month", "week", "day"})
_YEAR_DAYS = 365.25


class Dimension(NamedTuple):
    """What is measured, the factor to its base unit, and the token behind its unit."""

    name: str
    factor: float
    end: int


def read_hedge(tokens: tuple[Token, ...], index: int, end: int) -> tuple[str, int]:
    """Read the hedge around a number at tokens `index..end`: its name, "" for none, and where it starts."""
    start = index
    while start and (tokens[start - 1].tag == "cur" or tokens[start - 1].low in {"a", "an"}):
        start -= 1
    for width in range(min(_LONGEST_HEDGE, start), 0, -1):
        hedge = _HEDGES.get(tuple(token.low for token in tokens[start - width : start]))
        if hedge is not None:
            if hedge in {"more", "less"} and low_at(tokens, start - width - 1) in {"not", "n't"}:
                hedge = "at_most" if hedge == "more" else "at_least"
            return hedge, start - width
    return _AFTER.get((low_at(tokens, end), low_at(tokens, end + 1)), ""), start


def hedged(hedge: str, low: float, high: float) -> tuple[float, float]:
    """Widen a number to the interval that its hedge allows; "about" is a tenth either way."""
    over, under = low * (1 + 1e-9) + 1e-12, high * (1 - 1e-9) - 1e-12
    return {
        "at_least": (low, INFINITY), "more": (over, INFINITY), "at_most": (0.0, high), "up_to": (0.0, high),
        "less": (0.0, under), "nearly": (low * NEARLY_FROM, high), "about": (low * (1 - ABOUT), high * (1 + ABOUT)),
    }.get(hedge, (low, high))  # fmt: skip


def read_dimension(  # noqa: PLR0911 - a ladder of cases
    tokens: tuple[Token, ...], index: int, found: Numeral
) -> Dimension:
    """Read what the number at `index` measures; `count` if it counts things."""
    end = found.end
    before = tokens[index - 1] if index else None
    if found.kind == "ordinal":
        return Dimension("ordinal", 1.0, end)
    if before is not None and before.tag == "cur":
        return Dimension(numbers.CURRENCIES[before.low], 1.0, end)
    if before is not None and before.low == "aged":
        return Dimension("age", 1.0, end)
    at = end + 1 if low_at(tokens, end) == "-" else end
    if low_at(tokens, at) == "per" and low_at(tokens, at + 1) == "cent":
        return Dimension("share", 0.01, at + 2)
    at += 1 if low_at(tokens, at) in _BEFORE_UNIT else 0
    low = low_at(tokens, at)
    unit = low if low in numbers.MEASURES or low in numbers.CURRENCIES else _IRREGULAR.get(low, low.removesuffix("s"))
    if unit in numbers.MEASURES and not (unit == "m" and tokens[at].start != tokens[at - 1].end):
        return _measure(tokens, at, unit)
    if found.kind == "count" and unit in numbers.CURRENCIES:
        return Dimension(numbers.CURRENCIES[unit], 1.0, at + 1)
    if found.kind == "count" and _is_bare_age(tokens, index, end):
        return Dimension("age", 1.0, end)
    return Dimension("count", 1.0, end)


def _measure(tokens: tuple[Token, ...], at: int, unit: str) -> Dimension:
    name, factor = numbers.MEASURES[unit]
    rest = [low_at(tokens, at + 1), low_at(tokens, at + 2)]
    if unit == "percentage" and rest[0] in {"points", "point"}:
        return Dimension("points", 1.0, at + 2)
    if unit in _GROWING and (rest[0] == "old" or rest == ["-", "old"]):
        return Dimension("age", factor / _YEAR_DAYS, at + (2 if rest[0] == "old" else 3))
    if tokens[at].low == "second" and tokens[at - 1].tag != "hyphen":
        return Dimension("count", 1.0, at)
    return Dimension(name, float(factor), at + 1)


def _is_bare_age(tokens: tuple[Token, ...], index: int, end: int) -> bool:
    """Tell of ", 60," behind a name, and of "Kowal is 60", that it is an age."""
    text = tokens[index].text
    if index < 2 or end != index + 1 or not text.isdigit() or not 1 < int(text) < 120:
        return False
    closes = low_at(tokens, end) in {"", ",", ".", ";", ")"}
    if tokens[index - 1].low in {"is", "was", "turned"}:
        return closes and tokens[index - 2].tag == "name"
    return closes and tokens[index - 1].low in {",", "("} and tokens[index - 2].tag in {"name", "noun", "adj"}
