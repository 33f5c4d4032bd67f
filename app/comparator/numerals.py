"""Numerals in digits and words: 1,200, twelve hundred, a third, the twenty-first, one in ten (pure)."""

import re
from typing import NamedTuple

from app.comparator.lexicon import numbers
from app.comparator.lexicon.words import PLURALS
from app.comparator.wording import Token, low_at

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ZERO = frozenset({"no", "none", "nobody", "zero"})
_NOT_ZERO = frozenset("longer doubt later matter more fewer less .".split())
_NOT_ONE = frozenset("no any every each this that the another".split())
_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_SHORT_SCALES = frozenset({"m", "bn", "k"})
_UNITED = frozenset({"hundred", "and", "scale"})
_FRACTION_GRAIN = 0.02
_NOT_ALL = 0.9999
_YEARS = range(1500, 2100)
_MODERN = 1900
_COUNTING = frozenset("about than least most nearly almost some".split())
_DATING = frozenset("in since until by from during of early late mid for and to ,".split())


class Numeral(NamedTuple):
    """A number from `low` to `high` that ends before token `end`.

    `kind` is `count`, `share` or `ordinal`; `grain` is the worth of its last given digit, 0 for words.
    """

    low: float
    high: float
    end: int
    kind: str
    grain: float = 0.0


def read_numeral(tokens: tuple[Token, ...], index: int) -> Numeral | None:
    """Read the numeral that starts at a token, None if none does."""
    token, following = tokens[index], low_at(tokens, index + 1)
    if _is_in_name(tokens, index):
        return None
    if token.low in _ZERO and token.tag in {"neg", "num"}:
        if token.low != "no" or following not in _NOT_ZERO:
            return Numeral(0, 0, index + 2 if following == "one" else index + 1, "count")
        return None
    if token.tag == "num" and _DIGITS.fullmatch(token.text):
        return _digits(tokens, index)
    return _part(tokens, index) or _vague(tokens, index) or _words(tokens, index)


def _is_in_name(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell of "Camp 12", "A321" and "Shirvan-4" that the number belongs to a name."""
    if not index or not tokens[index].text[:1].isdigit():
        return False
    before = tokens[index - 1]
    if before.end == tokens[index].start:
        named = before.tag == "hyphen" and index > 1 and tokens[index - 2].tag == "name"
        return named or before.tag in {"name", "noun"}
    follows = tokens[index + 1].tag if index + 1 < len(tokens) else "punct"
    return before.tag == "name" and before.caps and follows not in {"noun", "adj", "num", "cur", "nation"}


def _digits(tokens: tuple[Token, ...], index: int) -> Numeral:
    text = tokens[index].text.replace(",", "")
    value, grain = float(text), 10.0 ** -len(text.partition(".")[2])
    end = index + 1
    if low_at(tokens, end) in _ENDINGS and tokens[end].start == tokens[index].end:
        return Numeral(value, value, end + 1, "ordinal")
    while low_at(tokens, end) in numbers.SCALES and tokens[end].low != "dozen":
        money = index > 0 and tokens[index - 1].tag == "cur" and tokens[end].start == tokens[end - 1].end
        if tokens[end].low in _SHORT_SCALES and not money:
            break
        value, grain = value * numbers.SCALES[tokens[end].low], grain * numbers.SCALES[tokens[end].low]
        end += 1
    return Numeral(value, value, end, "count", grain)


def _part(tokens: tuple[Token, ...], index: int) -> Numeral | None:
    """Read "half", "a third" and ordinals; "a third term" and "the first half" are not fractions."""
    low, before, following = tokens[index].low, low_at(tokens, index - 1), low_at(tokens, index + 1)
    if low == "half" and following not in {"year", "time", "brother", "sister"} and before not in {"first", "second"}:
        if following == "a" and low_at(tokens, index + 2) in {"dozen", "million"}:
            value = numbers.SCALES[tokens[index + 2].low] / 2
            return Numeral(value, value, index + 3, "count")
        return Numeral(0.5, 0.5, index + 1, "share", _FRACTION_GRAIN)
    after = {"of", "more", "less", ","} | ({""} if low == "third" else set())
    if low in {"third", "quarter"} and before in {"a", "one"} and following in after:
        value = 1 / numbers.PARTS[low]
        return Numeral(value, value, index + 1, "share", _FRACTION_GRAIN)
    if low in numbers.ORDINALS and not (before in {"at", "a"} and low in {"first", "second"}):
        return Numeral(numbers.ORDINALS[low], numbers.ORDINALS[low], index + 1, "ordinal")
    return None


def _vague(tokens: tuple[Token, ...], index: int) -> Numeral | None:
    low, before, following = tokens[index].low, low_at(tokens, index - 1), low_at(tokens, index + 1)
    if low in numbers.VAGUE and following != "per":
        return Numeral(*numbers.VAGUE[low], index + 1, "count")
    if low not in numbers.SHARES or tokens[index].tag == "name" or before == "at" or following == "other":
        return None
    if low == "all" and following in {"but", "over", "along"}:
        return None
    if before == "not":
        return Numeral(0.0, _NOT_ALL, index + 1, "share")
    return Numeral(*numbers.SHARES[low], index + 1, "share")


def _words(tokens: tuple[Token, ...], index: int) -> Numeral | None:
    first, before = tokens[index].low, low_at(tokens, index - 1)
    if first == "one" and before in _NOT_ONE:
        return None
    if first in {"pair", "couple"} and not (before == "a" and low_at(tokens, index + 1) == "of"):
        return None
    value, end, last = _sum_words(tokens, index, scaled=before in {"a", "per"})
    if not last:
        return None
    return _ratio(tokens, value, end) or _compound(tokens, value, end, last) or Numeral(value, value, end, "count")


def _sum_words(tokens: tuple[Token, ...], index: int, *, scaled: bool) -> tuple[float, int, str]:
    """Add number words up; `last` is the kind of the last one, "" if there is none; `scaled` after "a"."""
    total, current, end, last = 0.0, 0.0, index, ""
    while end < len(tokens):
        low, following = tokens[end].low, low_at(tokens, end + 1)
        if low in numbers.UNITS and (not last or last in _UNITED | {"tens"}):
            current, last = current + numbers.UNITS[low], "unit"
        elif low in numbers.TENS and (not last or last in _UNITED):
            current, last = current + numbers.TENS[low], "tens"
        elif low in numbers.SCALES and low not in _SHORT_SCALES and (last or scaled):
            scale = numbers.SCALES[low]
            if low in {"hundred", "dozen"}:
                current, last = (current or 1) * scale, "hundred"
            else:
                total, current, last = total + (current or 1) * scale, 0.0, "scale"
        elif low == "and" and last in {"hundred", "scale"} and following in numbers.UNITS | numbers.TENS:
            last = "and"
        elif not (low == "-" and last == "tens" and following in numbers.UNITS):
            break
        end += 1
    return total + current, end, last


def _ratio(tokens: tuple[Token, ...], count: float, end: int) -> Numeral | None:
    """Read "one in ten", "nine out of ten"."""
    at = end + 1 if low_at(tokens, end) == "out" else end
    if low_at(tokens, at) != ("in" if at == end else "of"):
        return None
    low = low_at(tokens, at + 1)
    total = numbers.UNITS.get(low) or numbers.TENS.get(low) or (100 if low == "hundred" else 0)
    if not 1 <= count < total:
        return None
    return Numeral(count / total, count / total, at + 2, "share", _FRACTION_GRAIN)


def _compound(tokens: tuple[Token, ...], count: float, end: int, last: str) -> Numeral | None:
    """Read "thirty-fourth", "two-thirds", "three quarters"."""
    at = end + 1 if low_at(tokens, end) == "-" else end
    low = low_at(tokens, at)
    if last == "tens" and at > end and low in numbers.ORDINALS:
        return Numeral(count + numbers.ORDINALS[low], count + numbers.ORDINALS[low], at + 1, "ordinal")
    single = low.removesuffix("s")
    one = count == 1 and low_at(tokens, at + 1) in {"of", ","}
    if single not in numbers.PARTS or not (low != single or one):
        return None
    value = count / numbers.PARTS[single]
    return Numeral(value, value, at + 1, "share", _FRACTION_GRAIN)


def is_moment(tokens: tuple[Token, ...], index: int, found: Numeral) -> bool:
    """Tell whether a numeral is part of a date, a clock time or a year, and so counts nothing."""
    text, following = tokens[index].text, low_at(tokens, found.end)
    if _is_in_date(tokens, index) or ":" in text or text.count(".") > 1 or following in {"am", "pm", "o'clock"}:
        return True
    if found.kind in {"count", "ordinal"} and text[:1].isdigit() and found.low <= 31:
        if _is_month(tokens, found.end) or (following == "of" and _is_month(tokens, found.end + 1)):
            return True
        before = index - 2 if low_at(tokens, index - 1) == "." else index - 1
        if _is_month(tokens, before):
            return True
    return found.end == index + 1 and is_year(tokens, index)


def _is_in_date(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell of the parts of "2026-01-08" and of "29, 2025" that they are no numbers of things."""
    beside = (low_at(tokens, index - 1), low_at(tokens, index + 1))
    for mark, at in zip(beside, (index - 2, index + 2), strict=True):
        if (
            mark == "-"
            and low_at(tokens, at).isdigit()
            and any(len(low_at(tokens, near)) == 4 for near in (at, at - 2))
        ):
            return True
    return beside[1] == "," and low_at(tokens, index + 2).isdigit() and len(low_at(tokens, index + 2)) == 4


def _is_month(tokens: tuple[Token, ...], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].tag == "time" and tokens[at].low not in numbers.DAYS


def is_year(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a token is a year: four digits 1500 to 2099 that count nothing."""
    text, before = tokens[index].text, low_at(tokens, index - 1)
    if not (len(text) == 4 and text.isdigit() and int(text) in _YEARS) or before in _COUNTING:
        return False
    tag = tokens[index - 1].tag if index else ""
    if tag == "time" or before in {"a", "an", "the"}:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if tag == "cur" or following is None:
        return tag != "cur"
    if before in _DATING:
        return not (following.tag == "noun" and following.low.endswith("s"))
    if following.tag == "noun" and int(text) >= _MODERN:  # "the 2024 election", but "1950 men"
        return following.low not in PLURALS and not following.low.endswith("s")
    return following.tag not in {"noun", "adj", "nation"}
