"""Quantities in a text: how many of what, with hedges as intervals (pure)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.grammar import GENERAL_PEOPLE, NATION_OF, PEOPLE, stem
from app.lexicon import numbers
from app.wording import Analysis, Token

_INFINITY = float("inf")
_HEDGES: dict[tuple[str, ...], str] = {
    tuple(words.split()): hedge
    for hedge, listed in (
        ("at_least", numbers.AT_LEAST), ("more", numbers.MORE_THAN), ("at_most", numbers.AT_MOST), ("up_to", numbers.UP_TO),
        ("less", numbers.LESS_THAN), ("nearly", numbers.NEARLY), ("about", numbers.ABOUT), ("exactly", numbers.EXACTLY),
    )
    for words in listed
}  # fmt: skip
_AFTER: dict[tuple[str, ...], str] = {
    ("or", "more"): "at_least", ("or", "so"): "about", ("or", "fewer"): "at_most", ("or", "less"): "at_most",
    ("at", "least"): "at_least", ("or", "over"): "at_least", ("at", "most"): "at_most",
}  # fmt: skip
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_BODY = frozenset({"noun", "name", "nation", "adj", "poss"})
_BETWEEN = frozenset("of the these those its his her their more other such - our my 's".split())
_COPULAS = frozenset("is are was were be been stood stands stand reached rose fell".split())
_SCORES = frozenset("vot win los beat defeat by tie draw result".split())
_ZERO = frozenset({"no", "none", "nobody", "zero"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many of what: a value known to lie in `low..high`, of `dimension`, at tokens `start..end` (exclusive).

    `dimension` is `count` for things counted (`head` and `about` say which), else `share` (0..1), `ordinal`,
    `age`, a currency, or a measure with the value in its base unit (metres, days, kilograms ...).
    """

    start: int
    end: int
    low: float
    high: float
    hedge: str
    dimension: str
    head: frozenset[str]
    about: frozenset[str]
    nation: str
    people: bool
    general: bool
    inherited: bool = False
    grain: float = 0.0
    prep: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether the text gives one number without a hedge."""
        return self.low == self.high


@lru_cache(maxsize=8_192)
def read_quantities(analysis: Analysis) -> tuple[Quantity, ...]:
    """Read the quantities of a text, in order; years, dates and clock times are left out."""
    found: list[Quantity] = []
    index = 0
    while index < len(analysis.tokens):
        quantity = _read_at(analysis, index, found)
        if quantity is None:
            index += 1
        else:
            found.append(quantity)
            index = max(quantity.end, index + 1)
    return tuple(found)


def _read_at(analysis: Analysis, index: int, found: list[Quantity]) -> Quantity | None:
    tokens = analysis.tokens
    value = _value_at(tokens, index)
    if value is None:
        return None
    low, high, end, kind, grain = value
    if _is_date_or_clock(tokens, index, end, low, kind):
        return None
    low, high, end = _range(tokens, index, end, low, high, kind)
    hedge, start = _hedge_at(tokens, index, end)
    dimension, factor, end = _dimension_at(tokens, index, end, kind)
    if kind == "share" and dimension not in {"share", "count"}:
        low, high, dimension = low * factor, high * factor, dimension
    elif dimension not in {"count", "ordinal"}:
        low, high, grain = low * factor, high * factor, grain * factor
    if kind == "share" and dimension == "count":
        dimension = "share"
    low, high = _hedged(hedge, low, high)
    head, about, nation = _head_of(analysis, end, dimension)
    inherited = False
    if dimension == "count" and not head:
        head = _subject_of(analysis, start)
    if dimension == "count" and not head:
        for earlier in reversed(found):
            if earlier.dimension == "count" and tokens[earlier.start].sentence == tokens[index].sentence:
                head, about, nation, inherited = earlier.head, frozenset(), earlier.nation, True
                break
    return Quantity(
        start, end, low, high, hedge, dimension, head, about, nation,
        bool(head & PEOPLE), bool(head & GENERAL_PEOPLE) or not head, inherited, grain,
        tokens[start - 1].low if start and tokens[start - 1].tag == "prep" else "",
    )  # fmt: skip


def _value_at(tokens: tuple[Token, ...], index: int) -> tuple[float, float, int, str, float] | None:
    """Read low, high, end, kind (`count`, `share`, `ordinal`) and the grain of the last given digit."""
    token = tokens[index]
    low = token.low
    following = tokens[index + 1].low if index + 1 < len(tokens) else ""
    if _in_name(tokens, index):
        return None
    if low in _ZERO and token.tag in {"neg", "num"}:
        if low == "no" and following in {"longer", "doubt", "later", "matter", "more", "fewer", "less", "one", "."}:
            return (0, 0, index + 2, "count", 0.0) if following == "one" else None
        return 0, 0, index + 1, "count", 0.0
    if low in numbers.ORDINALS and low not in {"second", "first", "third"}:
        return numbers.ORDINALS[low], numbers.ORDINALS[low], index + 1, "ordinal", 0.0
    if low in {"first", "second", "third"} and not _is_fraction(tokens, index):
        if index and tokens[index - 1].low in {"at", "a"} and low != "third":
            return None
        return numbers.ORDINALS[low], numbers.ORDINALS[low], index + 1, "ordinal", 0.0
    if low in {"half", "third", "quarter"} and _is_fraction(tokens, index):
        return _fraction(tokens, index)
    if token.tag == "num" and _DIGITS.fullmatch(token.text):
        return _digits(tokens, index)
    if low in numbers.VAGUE and following != "per":
        bottom, top = numbers.VAGUE[low]
        return bottom, top, index + 1, "count", 0.0
    if low in numbers.SHARES and token.tag not in {"name"} and low != "none":
        bottom, top = numbers.SHARES[low]
        before = tokens[index - 1].low if index else ""
        if before == "at" or (low == "all" and following in {"but", "over", "along"}):
            return None
        return (bottom, top, index + 1, "share", 0.0) if following != "other" else None
    return _worded(tokens, index)


def _in_name(tokens: tuple[Token, ...], index: int) -> bool:
    """ "Camp 12", "A321", "Shirvan-4": a number that belongs to a name."""
    if not index or not tokens[index].text[:1].isdigit():
        return False
    before = tokens[index - 1]
    glued = before.end == tokens[index].start
    if glued and before.tag in {"name", "noun"}:
        return True
    if glued and before.tag == "hyphen" and index > 1 and tokens[index - 2].tag == "name":
        return True
    follows = tokens[index + 1].tag if index + 1 < len(tokens) else "punct"
    return (
        before.tag == "name"
        and before.caps
        and follows not in {"noun", "adj", "num", "cur", "nation"}
        and before.low not in {"no"}
    )


def _is_fraction(tokens: tuple[Token, ...], index: int) -> bool:
    low = tokens[index].low
    before = tokens[index - 1].low if index else ""
    following = tokens[index + 1].low if index + 1 < len(tokens) else ""
    if low == "half":
        return following not in {"year", "time", "brother", "sister"} and before not in {"first", "second"}
    if low == "third":
        return before in {"a", "one"} and following in {"of", "", "more", "less", ","}
    return before in {"a", "one"} and following in {"of", "more", "less", ","}


def _fraction(tokens: tuple[Token, ...], index: int) -> tuple[float, float, int, str, float] | None:
    low = tokens[index].low
    following = [token.low for token in tokens[index + 1 : index + 3]]
    if low == "half" and following[:2] == ["a", "dozen"]:
        return 6, 6, index + 3, "count", 0.0
    if low == "half" and following[:2] == ["a", "million"]:
        return 5e5, 5e5, index + 3, "count", 1e5
    value = 1 / numbers.PARTS[low]
    return value, value, index + 1, "share", 0.02


def _digits(tokens: tuple[Token, ...], index: int) -> tuple[float, float, int, str, float] | None:
    text = tokens[index].text.replace(",", "")
    value = float(text)
    grain = 10.0 ** -len(text.partition(".")[2]) if "." in text else 1.0
    end = index + 1
    following = tokens[end].low if end < len(tokens) else ""
    if following in {"st", "nd", "rd", "th"} and tokens[end].start == tokens[index].end:
        return value, value, end + 1, "ordinal", 0.0
    while end < len(tokens) and tokens[end].low in numbers.SCALES and tokens[end].low != "dozen":
        short = tokens[end].low in {"m", "bn", "k"}
        if short and (tokens[end].start != tokens[end - 1].end or not _is_money(tokens, index, end)):
            break
        value, grain = value * numbers.SCALES[tokens[end].low], grain * numbers.SCALES[tokens[end].low]
        end += 1
    return value, value, end, "count", grain


def _is_money(tokens: tuple[Token, ...], index: int, end: int) -> bool:
    del end
    return index > 0 and tokens[index - 1].tag == "cur"


def _worded(tokens: tuple[Token, ...], index: int) -> tuple[float, float, int, str, float] | None:
    first = tokens[index].low
    before = tokens[index - 1].low if index else ""
    if first == "one" and (before in {"no", "any", "every", "each", "this", "that", "the", "another"}):
        return None
    if first in {"pair", "couple"} and not (
        before == "a" and index + 1 < len(tokens) and tokens[index + 1].low == "of"
    ):
        return None
    total, current, end = 0.0, 0.0, index
    part = ""
    while end < len(tokens):
        low = tokens[end].low
        if low in numbers.UNITS and (end == index or part in {"tens", "hundred", "and", "scale"}):
            current, part = current + numbers.UNITS[low], "unit"
        elif low in numbers.TENS and part in {"", "hundred", "and", "scale"}:
            current, part = current + numbers.TENS[low], "tens"
        elif low in numbers.SCALES and low not in {"m", "k", "bn"} and (part or before in {"a", "per"}):
            scale = numbers.SCALES[low]
            if scale in {100.0, 12.0}:
                current, part = (current or 1) * scale, "hundred"
            else:
                total, current, part = total + (current or 1) * scale, 0.0, "scale"
        elif low == "-" and part == "tens" and end + 1 < len(tokens) and tokens[end + 1].low in numbers.UNITS:
            pass
        elif (
            low == "and"
            and part in {"hundred", "scale"}
            and end + 1 < len(tokens)
            and (tokens[end + 1].low in numbers.UNITS or tokens[end + 1].low in numbers.TENS)
        ):
            part = "and"
        else:
            break
        end += 1
    if not part:
        return None
    ratio = _ratio(tokens, total + current, end)
    if ratio is not None:
        return ratio
    if part == "tens" and end + 1 < len(tokens) and tokens[end].low == "-" and tokens[end + 1].low in numbers.ORDINALS:
        value = total + current + numbers.ORDINALS[tokens[end + 1].low]
        return value, value, end + 2, "ordinal", 0.0
    if end < len(tokens) and tokens[end].low in {
        "-",
        "thirds",
        "quarters",
        "fifths",
        "third",
        "quarter",
        "fifth",
        "tenths",
    }:
        share = _worded_share(tokens, total + current, end)
        if share is not None:
            return share
    return total + current, total + current, end, "count", 0.0


def _ratio(tokens: tuple[Token, ...], count: float, end: int) -> tuple[float, float, int, str, float] | None:
    """ "one in ten", "nine out of ten"."""
    at = end
    if at < len(tokens) and tokens[at].low == "out":
        at += 1
    if at + 1 >= len(tokens) or tokens[at].low not in {"in", "of"} or (tokens[at].low == "of" and at == end):
        return None
    low = tokens[at + 1].low
    total = numbers.UNITS.get(low) or numbers.TENS.get(low) or (100 if low == "hundred" else 0)
    if not total or total <= count or count < 1:
        return None
    return count / total, count / total, at + 2, "share", 0.02


def _worded_share(tokens: tuple[Token, ...], count: float, end: int) -> tuple[float, float, int, str, float] | None:
    at = end + 1 if tokens[end].low == "-" else end
    if at >= len(tokens):
        return None
    low = tokens[at].low.removesuffix("s")
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low not in numbers.PARTS or (tokens[at].low == low and (count != 1 or following not in {"of", ","})):
        return None
    value = count / numbers.PARTS[low]
    return value, value, at + 1, "share", 0.02


def _is_date_or_clock(tokens: tuple[Token, ...], index: int, end: int, value: float, kind: str) -> bool:
    text = tokens[index].text
    before = tokens[index - 1] if index else None
    following = tokens[end] if end < len(tokens) else None
    if ":" in text or text.count(".") > 1:
        return True
    if following is not None and following.low in {"am", "pm", "oclock", "o'clock"}:
        return True
    if kind in {"count", "ordinal"} and text[:1].isdigit() and value <= 31:
        if following is not None and following.tag == "time" and not _is_weekday(following):
            return True
        if following is not None and following.low == "of" and end + 1 < len(tokens) and tokens[end + 1].tag == "time":
            return True
        if before is not None and (
            before.tag == "time" or (before.low == "." and index > 1 and tokens[index - 2].tag == "time")
        ):
            return not (before.tag == "time" and _is_weekday(before))
    return is_year(tokens, index, end)


def _is_weekday(token: Token) -> bool:
    return token.low in numbers.WEEKDAYS or token.low in {"today", "yesterday", "tomorrow"}


def is_year(tokens: tuple[Token, ...], index: int, end: int | None = None) -> bool:
    """Tell whether a number is a year: four digits 1500 to 2099 that count nothing."""
    text = tokens[index].text
    if end is not None and end != index + 1:
        return False
    if not (len(text) == 4 and text.isdigit() and 1500 <= int(text) < 2100):
        return False
    before = tokens[index - 1] if index else None
    if before is not None and (
        before.tag in {"cur"} or before.low in {"about", "than", "least", "most", "nearly", "almost", "some"}
    ):
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and (
        before.tag in {"time"}
        or before.low
        in {
            "a",
            "an",
            "in",
            "since",
            "until",
            "by",
            "from",
            "during",
            "of",
            "early",
            "late",
            "mid",
            "for",
            "and",
            "to",
            "the",
            ",",
        }
    ):
        if before.low in {"a", "an", "the"}:
            return True
        return (
            following is None or not (following.tag == "noun" and following.low.endswith("s")) or before.tag == "time"
        )
    return following is None or following.tag not in {"noun", "adj", "nation"}


def _range(
    tokens: tuple[Token, ...], index: int, end: int, low: float, high: float, kind: str
) -> tuple[float, float, int]:
    """Join "5 to 10", "5-10" and "between 5 and 10"; "from 4 to 6" stays two numbers."""
    before = tokens[index - 1].low if index else ""
    if any(token.stem in _SCORES for token in tokens[max(0, index - 3) : index]):
        return low, high, end
    joint = tokens[end].low if end < len(tokens) else ""
    wanted = {"and"} if before == "between" else {"to", "-", "–"}
    if joint not in wanted or end + 1 >= len(tokens) or before == "from" or kind != "count":
        return low, high, end
    other = _value_at(tokens, end + 1)
    if other is None or other[3] != "count" or other[1] <= low:
        return low, high, end
    top, scale = other[1], other[1]
    if other[2] > end + 2 and low < 1000 <= scale:
        word = tokens[end + 2].low
        low = low * numbers.SCALES.get(word, 1.0) if low * numbers.SCALES.get(word, 1.0) < top else low
    return low, top, other[2]


def _hedge_at(tokens: tuple[Token, ...], index: int, end: int) -> tuple[str, int]:
    start = index
    while start and tokens[start - 1].tag == "cur":
        start -= 1
    if start and tokens[start - 1].low in {"a", "the", "an"}:
        start -= 1 if tokens[start - 1].low != "the" else 0
    for width in (4, 3, 2, 1):
        if start < width:
            continue
        words = tuple(token.low for token in tokens[start - width : start])
        hedge = _HEDGES.get(words)
        if hedge is None:
            continue
        negated = start - width > 0 and tokens[start - width - 1].low in {"not", "n't"} and hedge in {"more", "less"}
        return ({"more": "at_most", "less": "at_least"}[hedge] if negated else hedge), start - width
    after = _AFTER.get(tuple(token.low for token in tokens[end : end + 2]))
    return (after or "", start)


def _hedged(hedge: str, low: float, high: float) -> tuple[float, float]:
    if hedge == "at_least":
        return low, _INFINITY
    if hedge == "more":
        return _just_over(low), _INFINITY
    if hedge in {"at_most", "up_to"}:
        return 0.0, high
    if hedge == "less":
        return 0.0, _just_under(high)
    if hedge == "nearly":
        return low * 0.85, high
    if hedge == "about":
        return low * 0.9, high * 1.1
    return low, high


def _just_over(value: float) -> float:
    return value * (1 + 1e-9) + 1e-12


def _just_under(value: float) -> float:
    return value * (1 - 1e-9) - 1e-12


def _dimension_at(tokens: tuple[Token, ...], index: int, end: int, kind: str) -> tuple[str, float, int]:
    if kind == "ordinal":
        return "ordinal", 1.0, end
    before = tokens[index - 1] if index else None
    if before is not None and before.tag == "cur":
        return numbers.CURRENCIES[before.low], 1.0, end
    if before is not None and before.low == "aged":
        return "age", 1.0, end
    at = end + 1 if end < len(tokens) and tokens[end].tag == "hyphen" else end
    if at < len(tokens) and tokens[at].low in {
        "per",
        "square",
        "cubic",
        "us",
        "canadian",
        "australian",
        "swiss",
        "norwegian",
        "more",
        "additional",
        "further",
        "metric",
    }:
        if tokens[at].low == "per" and at + 1 < len(tokens) and tokens[at + 1].low == "cent":
            return "share", 0.01, at + 2
        at += 1 if tokens[at].low != "per" else 0
    if at >= len(tokens):
        return "count", 1.0, end
    low = tokens[at].low
    single = low if low in numbers.MEASURES or low in numbers.CURRENCIES else low.removesuffix("s")
    single = "foot" if low == "feet" else "century" if low == "centuries" else "inch" if low == "inches" else single
    single = "penny" if low == "pennies" else single
    if single in numbers.MEASURES and not (single == "m" and tokens[at].start != tokens[at - 1].end):
        return _measure_at(tokens, at, single)
    if single in numbers.CURRENCIES and kind == "count":
        return numbers.CURRENCIES[single], 1.0, at + 1
    if kind == "count" and _is_bare_age(tokens, index, end):
        return "age", 1.0, end
    return "count", 1.0, end


def _measure_at(tokens: tuple[Token, ...], at: int, single: str) -> tuple[str, float, int]:
    dimension, factor = numbers.MEASURES[single]
    rest = [token.low for token in tokens[at + 1 : at + 3]]
    if single == "percentage" and rest[:1] in (["points"], ["point"]):
        return "points", 1.0, at + 2
    if single in {"year", "month", "week", "day"} and (rest[:1] == ["old"] or rest[:2] == ["-", "old"]):
        return "age", factor / 365.25, at + (2 if rest[0] == "old" else 3)
    if single == "second" and tokens[at].low == "second" and tokens[at - 1].tag != "hyphen":
        return "count", 1.0, at
    return dimension, float(factor), at + 1


def _is_bare_age(tokens: tuple[Token, ...], index: int, end: int) -> bool:
    """ ", 60," behind a name."""
    if index < 2 or end != index + 1 or not tokens[index].text.isdigit() or not 1 < int(tokens[index].text) < 120:
        return False
    closes = end >= len(tokens) or tokens[end].low in {",", ".", ";", ")"}
    return closes and tokens[index - 1].low in {",", "("} and tokens[index - 2].tag in {"name", "noun", "adj"}


def _subject_of(analysis: Analysis, start: int) -> frozenset[str]:
    """What a bare number behind "was" or "stood at" counts: the subject, or what hangs on "the number of"."""
    tokens = analysis.tokens
    at = start - 1
    if at >= 0 and tokens[at].low in {"at", "to"}:
        at -= 1
    if at < 1 or tokens[at].low not in _COPULAS:
        return frozenset()
    phrases = [
        phrase for phrase in analysis.phrases if phrase.end <= at and tokens[phrase.head].clause == tokens[at].clause
    ]
    for number, phrase in enumerate(phrases):
        if tokens[phrase.head].low in {"number", "total", "count"} and number + 1 < len(phrases):
            return frozenset({tokens[phrases[number + 1].head].stem})
    return frozenset()


def _head_of(analysis: Analysis, end: int, dimension: str) -> tuple[frozenset[str], frozenset[str], str]:
    """Find what is counted: the rest of the noun phrase, or what follows "of" ("five of the prisoners")."""
    tokens = analysis.tokens
    at = end
    while at < len(tokens) and (tokens[at].low in _BETWEEN or (at > end and tokens[at].tag == "num")):
        at += 1
    stop = at
    while stop < len(tokens) and tokens[stop].tag in _BODY and stop < at + 6:
        if tokens[stop].clause != tokens[end - 1].clause:
            break
        stop += 1
    body = [token for token in tokens[at:stop] if token.tag != "poss"]
    if not body:
        return frozenset(), frozenset(), ""
    nation = next((NATION_OF.get(token.low, "") for token in body if token.low in NATION_OF), "")
    last = body[-1]
    if len(body) > 1 and last.tag == "noun" and last.stem not in PEOPLE and body[-2].stem in PEOPLE:
        last = body[-2]
    head = frozenset({last.stem}) if last.tag != "nation" or dimension != "count" else frozenset({stem("citizen")})
    about = frozenset(key for token in body if token is not last for key in token.keys if not key.startswith("@"))
    return head, about, nation
