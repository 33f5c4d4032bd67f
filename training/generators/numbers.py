"""Numbers: changed, hedged, and said in other words."""

import re
from dataclasses import dataclass
from random import Random

from app.comparator.lexicon.numbers import TENS, UNITS
from training.examples import Example
from training.generators.lexicon import SENTENCE_OPENERS
from training.generators.pool import Pool, claiming, opened, premise_text

_WORD_VALUES = {word: value for word, value in UNITS.items() if 2 <= value < 20 and word.isalpha()} | TENS
for _word in ("both", "twice", "thrice", "pair", "couple"):
    _WORD_VALUES.pop(_word, None)
_WORDS_BY_VALUE = {value: word for word, value in reversed(_WORD_VALUES.items())}
_UNIT = "two|three|four|five|six|seven|eight|nine"
_SPELLED = rf"(?:{'|'.join(TENS)})-(?:one|{_UNIT})|{'|'.join(_WORD_VALUES)}"
_NUMBER = re.compile(
    r"(?<![\w.,:/#-])(?P<money>[$€£¥])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w/-]|[.,:]\d|%?-\w)"
    rf"|\b(?P<words>{_SPELLED})\b(?!-| hundred| thousand)",
    re.IGNORECASE,
)
_ANY_VALUE = re.compile(
    rf"\d[\d,]*(?:\.\d+)?|\b(?:{_SPELLED}|one|both|pair|couple|dozen|half|once|twice)\b", re.IGNORECASE
)
_MORE_VALUES = {"one": 1, "both": 2, "pair": 2, "couple": 2, "dozen": 12, "half": 50, "once": 1, "twice": 2}
_HEDGE = re.compile(
    r"(?:at least|at most|more than|fewer than|less than|no more than|no fewer than|up to|as many as|as much as|over|"
    r"under|above|below|about|around|some|roughly|approximately|nearly|almost|close to|estimated|exceeding|or so|"
    r"upwards of|just over|just under|between|within|every)\s+(?:an? |the |its |his |her |their )?[$€£¥]?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?:to|or|and|-|–|—)\s*[$€£¥]?(?:\d|(?:" + _SPELLED + r")\b)", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"(?:\d|" + _SPELLED + r")\s*(?:to|or|and|-|–|—)\s*[$€£¥]?$", re.IGNORECASE)
_NOT_COUNT = re.compile(
    r"^\s*(?:a\.?m\b|p\.?m\b|o'clock|of (?:the|those|these|them|whom|which)\b|st\b|nd\b|th\b|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|[A-Z])",
)
_MONTH_BEFORE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|sept?|oct|nov|"
    r"dec)"
    r"\.? $",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(
    r"(?:[A-Z][\w.]*|\bnumber|\bno\.?|\bpage|\bseason|\bepisode|\bseries|\bvolume|\btype|\blevel|\bgrade|\btop|"
    r"\broute|\bphase|\bchapter|\barticle|\broom|\bgate|\bpart) $"
)
_OPENERS = frozenset(SENTENCE_OPENERS.split())
_SCALE = r"(?:\s+(?:million|billion|trillion|thousand))?"
_UNITS_OF = (
    r"percent|per cent|dollars|euros|pounds|francs|kilometres|kilometers|km|miles|metres|meters|tonnes|tons|"
    r"kilograms|kg|"
    r"hours|days|weeks|months|years|minutes|hectares|acres|litres|points|degrees|feet"
)
_COUNTED = re.compile(
    rf"^(?:%|{_SCALE}\s+(?:{_UNITS_OF})\b|\s+(?:million|billion)\b|\s+(?!(?:other|more|main|further|additional|"
    rf"new)\b)(?:[a-z]+(?:-[a-z]+)?\s+)?"
    r"(?:people|men|women|children|police|[a-z]+s)\b)",
)
_NOT_PLURAL = re.compile(r"^\s+(?:years?|months?|days?)\s+(?:old|later|ago|earlier|before|after|in prison|behind)|"
                         r"^\s+\w*(?:ss|us|is|was|has|does|this|its|his|as)\b", re.IGNORECASE)  # fmt: skip
_DETERMINED = re.compile(
    r"\b(?:the|all|these|those|this|that|his|her|its|their|our|my|your|both|last|next|past|first|other|another|each|"
    r"than|"
    r"and|or|with|age|aged|\d [a-z]+|only|just|exactly|'s|a|an|any|no|not|to|from|until|following|previous|which|"
    r"number|around) $",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|without|cannot|few|only|if)\b|n't\b", re.IGNORECASE
)
_FACTORS = (0.4, 0.5, 0.6, 0.75, 1.25, 1.4, 1.5, 1.8, 2.0)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text that is neither hedged nor part of a date, a name or a range."""

    start: int
    end: int
    value: float
    text: str

    @property
    def spelled(self) -> bool:
        """Tell whether it is written in words."""
        return self.text[0].isalpha()


def plain_numbers(text: str) -> list[Number]:
    """Find the numbers of 2 and more that state a quantity, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        number = match["digits"] or match["words"]
        value = _value(number)
        year = match["digits"] and len(match["digits"]) == 4 and 1000 <= value <= 2100
        if value < 2 or (year and not match["money"]) or (number.startswith("0") and "." not in number):
            continue
        named = _NAMED_BEFORE.search(before)
        if named and named[0].strip() not in _OPENERS:
            continue
        around = (
            _HEDGE.search(before),
            _RANGE.match(after),
            _RANGE_BEFORE.search(before),
            _MONTH_BEFORE.search(before),
        )
        if match["money"] and before[-1:].isalpha():
            continue
        if any(around) or _NOT_COUNT.match(after):
            continue
        start = match.start("digits") if match["digits"] else match.start()
        found.append(Number(start, match.end(), value, number))
    return found


def all_values(text: str) -> set[float]:
    """Give every value that a text names, in digits or words, also in dates and names."""
    return {_value(match[0]) for match in _ANY_VALUE.finditer(text)}


def _value(text: str) -> float:
    low = text.casefold()
    if low[0].isdigit():
        return float(low.replace(",", "").rstrip("."))
    tens, _, unit = low.partition("-")
    return float(
        _WORD_VALUES.get(tens, _MORE_VALUES.get(tens, 0)) + (_WORD_VALUES.get(unit) or _MORE_VALUES.get(unit, 0))
    )


def spelled(value: float) -> str:
    """Write a whole number from 2 to 99 in words."""
    whole = int(value)
    if whole in _WORDS_BY_VALUE:
        return _WORDS_BY_VALUE[whole]
    unit = whole % 10
    return f"{_WORDS_BY_VALUE[whole - unit]}-{'one' if unit == 1 else _WORDS_BY_VALUE[unit]}"


def written(value: float, like: str, rng: Random) -> str:
    """Write a value in the manner of another number's text: digits with or without commas, or words."""
    if value == int(value) and 2 <= value < 100 and like[0].isalpha() and (value <= 20 or rng.random() < 0.7):
        text = spelled(value)
        return opened(text) if like[0].isupper() else text
    if "." in like:
        return f"{value:.{len(like.partition('.')[2])}f}"
    return f"{int(value):,}" if "," in like or value >= 10_000 else str(int(value))


def changed_value(value: float, like: str, rng: Random) -> float:
    """Give another value of about the same size and roundness."""
    if "." in like:
        return round(value * rng.choice(_FACTORS), len(like.partition(".")[2]))
    whole = int(value)
    if whole <= 20:
        return rng.choice([near for near in range(max(2, whole - 4), whole + 5) if near != whole])
    zeros = len(str(whole)) - len(str(whole).rstrip("0"))
    lead = whole // 10**zeros
    factor = rng.choice(_FACTORS)
    other = round(lead * factor)
    if other in {lead, 0} or (zeros == 0 and other == 1):
        other = lead + rng.choice((1, 2, 3))
    return float(other * 10**zeros)


def _shared(example: Example) -> list[Number]:
    """Find the claim's plain numbers whose value the sentence states plainly too."""
    stated = {number.value for number in plain_numbers(example.pair.sentence)}
    claim = plain_numbers(example.pair.claim)
    return [number for number in claim if number.value in stated and sum(n.value == number.value for n in claim) == 1]


def number_changed(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Change a number that the evidence states to one that it does not have: refutes."""
    claim = example.pair.claim
    shared = _shared(example)
    if not shared or _NEGATED.search(claim):
        return None
    number = rng.choice(shared)
    value = changed_value(number.value, number.text, rng)
    if value in all_values(premise_text(example)) | all_values(claim):
        return None
    text = claim[: number.start] + written(value, number.text, rng) + claim[number.end :]
    return claiming(example, text, "refutes", "number_changed")


def _hedgeable(example: Example) -> list[Number]:
    claim = example.pair.claim
    return [
        number
        for number in _shared(example)
        if _COUNTED.match(claim[number.end :])
        and not _NOT_PLURAL.match(claim[number.end :])
        and not _DETERMINED.search(claim[: number.start].rstrip("$€£¥"))
    ]


def hedged(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Put a hedge before a number the evidence states: "five freed" -> "at least four", "more than six freed".

    The label follows by arithmetic.
    """
    claim = example.pair.claim
    numbers = _hedgeable(example)
    if not numbers or _NEGATED.search(claim):
        return None
    number = rng.choice(numbers)
    hedge, value, holds = _hedge(number, rng)
    if hedge == "fewer than" and re.match(rf"%|{_SCALE}\s+(?:{_UNITS_OF})|\s+[mb]illion", claim[number.end :]):
        hedge = "less than"
    start = number.start - (claim[: number.start][-1:] in "$€£¥" and number.start > 0)
    said = f"{hedge} {claim[start : number.start]}{written(value, number.text.lower(), rng)}"
    text = claim[:start] + (said if start else opened(said)) + claim[number.end :]
    return claiming(example, text, "supports" if holds else "refutes", "hedged")


def _hedge(number: Number, rng: Random) -> tuple[str, float, bool]:
    """Choose a hedge, a bound, and tell whether the number is within it."""
    holds = rng.random() < 0.5
    lower, upper = _below(number, rng), _above(number, rng)
    hedge = rng.choice(("at least", "more than", "fewer than", "about"))
    if hedge == "about":
        near = _rounded(number.value)
        if number.value < 20 or near is None:
            return "at least", number.value, True
        return "about", near if holds else rng.choice((number.value * 2, round(number.value / 2))), holds
    if hedge == "at least":
        return hedge, rng.choice((number.value, lower)) if holds else upper, holds
    if hedge == "more than":
        return hedge, lower if holds and lower < number.value else upper, holds and lower < number.value
    return hedge, upper if holds or lower >= number.value else lower, holds or lower >= number.value


def _below(number: Number, rng: Random) -> float:
    if "." in number.text:
        return round(number.value * rng.choice((0.4, 0.5, 0.7)), len(number.text.partition(".")[2]))
    whole = int(number.value)
    if whole <= 20:
        return rng.randint(max(2, whole - 4), max(2, whole - 1))
    size = 10 ** (len(str(whole)) - 1)
    return max(2, whole // size * size if whole % size and rng.random() < 0.6 else _two_digits(whole * 0.6))


def _above(number: Number, rng: Random) -> float:
    if "." in number.text:
        return round(number.value * rng.choice((1.4, 1.6, 2.0)) + 0.1, len(number.text.partition(".")[2]))
    whole = int(number.value)
    if whole <= 20:
        return whole + rng.randint(1, 5)
    size = 10 ** (len(str(whole)) - 1)
    return (whole // size + 1) * size if rng.random() < 0.6 else _two_digits(whole * 1.5)


def _two_digits(value: float) -> int:
    size: int = 10 ** max(0, len(str(int(value))) - 2)
    return round(value / size) * size


def _rounded(value: float) -> float | None:
    """Round to one or two figures where that changes the number by no more than a twentieth."""
    whole = int(value)
    for figures in (1, 2):
        size: int = 10 ** max(0, len(str(whole)) - figures)
        near = round(whole / size) * size
        if near != value and abs(near - value) <= value / 20:
            return near
    return None


_OTHER_WORDS = (
    (re.compile(r"\b(?:12|twelve) months\b(?! (?:old|later))", re.IGNORECASE), "a year"),
    (re.compile(r"\b(?:24|twenty-four) months\b(?! old)", re.IGNORECASE), "two years"),
    (re.compile(r"\b(?:18|eighteen) months\b(?! old)", re.IGNORECASE), "a year and a half"),
    (re.compile(r"\b(?:6|six) months\b(?! old)", re.IGNORECASE), "half a year"),
    (re.compile(r"\b(?:7|seven) days\b(?! old)", re.IGNORECASE), "a week"),
    (re.compile(r"\b(?:14|fourteen) days\b", re.IGNORECASE), "two weeks"),
    (re.compile(r"\b(?:two|2) weeks\b", re.IGNORECASE), "a fortnight"),
    (re.compile(r"\b(?:48|forty-eight) hours\b", re.IGNORECASE), "two days"),
    (re.compile(r"\b(?:72|seventy-two) hours\b", re.IGNORECASE), "three days"),
    (re.compile(r"\b(?:10|ten) years\b(?! (?:old|later|of age))", re.IGNORECASE), "a decade"),
    (re.compile(r"\b(?:20|twenty) years\b(?! (?:old|later|of age))", re.IGNORECASE), "two decades"),
    (re.compile(r"\b(?:100|a hundred) years\b(?! old)", re.IGNORECASE), "a century"),
    (re.compile(r"\b(?:12|twelve)\b(?= [a-z]+s\b)", re.IGNORECASE), "a dozen"),
    (re.compile(r"\b(?:6|six)\b(?= [a-z]{3,}s\b)", re.IGNORECASE), "half a dozen"),
    (re.compile(r"\b(?:24|twenty-four)\b(?= [a-z]{3,}s\b)", re.IGNORECASE), "two dozen"),
    (re.compile(r"\b(?:36|thirty-six)\b(?= [a-z]{3,}s\b)", re.IGNORECASE), "three dozen"),
    (re.compile(r"\b(?:50 ?%|(?:50|fifty) per ?cent) of\b", re.IGNORECASE), "half of"),
    (re.compile(r"\b(?:25 ?%|(?:25|twenty-five) per ?cent) of\b", re.IGNORECASE), "a quarter of"),
    (re.compile(r"\b(?:75 ?%|(?:75|seventy-five) per ?cent) of\b", re.IGNORECASE), "three quarters of"),
    (re.compile(r"\b(?:20 ?%|(?:20|twenty) per ?cent) of\b", re.IGNORECASE), "a fifth of"),
    (re.compile(r"\b(?:10 ?%|(?:10|ten) per ?cent) of\b", re.IGNORECASE), "a tenth of"),
)


def said_otherwise(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Say a number of the claim in another way, words for digits or "a dozen" for twelve: supports."""
    claim = example.pair.claim
    for pattern, words in _OTHER_WORDS:
        match = pattern.search(claim)
        if match and rng.random() < 0.8 and not _DETERMINED.search(claim[: match.start()]):
            said = words if match.start() else opened(words)
            return claiming(example, claim[: match.start()] + said + claim[match.end() :], "supports", "said_otherwise")
    numbers = [number for number in _shared(example) if number.value < 100 and "." not in number.text]
    numbers = [number for number in numbers if claim[: number.start][-1:] not in {"$", "€", "£", "¥"}]
    numbers = [number for number in numbers if claim[number.end :][:1] != "%"]
    if not numbers:
        return None
    number = rng.choice(numbers)
    text = str(int(number.value)) if number.spelled else spelled(number.value)
    text = opened(text) if number.start == 0 else text
    return claiming(example, claim[: number.start] + text + claim[number.end :], "supports", "said_otherwise")
