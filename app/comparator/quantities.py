"""Quantities in a text: how many of what, with hedges as intervals (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.comparator.grammar import GENERAL_PEOPLE, NATION_OF, PEOPLE, stem
from app.comparator.lexicon import numbers
from app.comparator.measures import hedged, read_dimension, read_hedge
from app.comparator.numerals import Numeral, is_moment, read_numeral
from app.comparator.wording import Analysis, Token, low_at

_BODY = frozenset({"noun", "name", "nation", "adj", "poss"})
_LONGEST_BODY = 6
_SCORES = frozenset("vot win los beat defeat by tie draw result".split())
_BETWEEN = frozenset("of the these those its his her their more other such - our my 's".split())
_COPULAS = frozenset("is are was were be been stood stands stand reached rose fell".split())
_TOTALS = frozenset({"number", "total", "count"})
_CITIZEN = frozenset({stem("citizen")})


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many of what: a value known to lie in `low..high`, of `dimension`, at tokens `start..end` (exclusive).

    `dimension` is `count` for things counted (`head` and `about` say which), else `share` (0..1), `ordinal`,
    `age`, a currency, or a measure with the value in its base unit (metres, days, kilograms ...). `grain` is
    the worth of the last digit, `prep` the preposition before it.
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


class Counted(NamedTuple):
    """What a number counts: the stem of the head, the stems beside it, the nation among them."""

    head: frozenset[str]
    about: frozenset[str]
    nation: str


_NOTHING = Counted(frozenset(), frozenset(), "")


@lru_cache(maxsize=8_192)
def read_quantities(analysis: Analysis) -> tuple[Quantity, ...]:
    """Read the quantities of a text, in order; years, dates and clock times are left out."""
    found: list[Quantity] = []
    index = 0
    while index < len(analysis.tokens):
        quantity = _read_at(analysis, index, found)
        if quantity is not None:
            found.append(quantity)
        index = max(quantity.end, index + 1) if quantity is not None else index + 1
    return tuple(found)


def _read_at(analysis: Analysis, index: int, earlier: Sequence[Quantity]) -> Quantity | None:
    tokens = analysis.tokens
    numeral = read_numeral(tokens, index)
    if numeral is None or is_moment(tokens, index, numeral):
        return None
    numeral = _range(tokens, index, numeral)
    hedge, start = read_hedge(tokens, index, numeral.end)
    dimension, factor, end = read_dimension(tokens, index, numeral)
    if dimension == "count" and numeral.kind == "share":
        dimension = "share"
    low, high = hedged(hedge, numeral.low * factor, numeral.high * factor)
    counted, inherited = _counted(analysis, end, dimension), False
    if dimension == "count" and not counted.head:
        counted, inherited = _elsewhere(analysis, start, earlier)
    return Quantity(
        start, end, low, high, hedge, dimension, *counted,
        people=bool(counted.head & PEOPLE), general=bool(counted.head & GENERAL_PEOPLE) or not counted.head,
        inherited=inherited, grain=numeral.grain * factor,
        prep=tokens[start - 1].low if start and tokens[start - 1].tag == "prep" else "",
    )  # fmt: skip


def _range(tokens: tuple[Token, ...], index: int, first: Numeral) -> Numeral:
    """Join "5 to 10", "5-10" and "between 5 and 10"; "from 4 to 6" and "won 83 to 61" stay two numbers."""
    before, joint = low_at(tokens, index - 1), low_at(tokens, first.end)
    joints = {"and"} if before == "between" else {"to", "-", "–"}
    if joint not in joints or before == "from" or first.kind != "count" or first.end + 1 >= len(tokens):
        return first
    last = read_numeral(tokens, first.end + 1)
    if last is None or last.kind != "count" or last.high <= first.low:
        return first
    if any(token.stem in _SCORES for token in tokens[max(0, index - 3) : index]):
        return first
    scaled = first.low * numbers.SCALES.get(low_at(tokens, last.end - 1), 1.0)
    return Numeral(scaled if scaled < last.high else first.low, last.high, last.end, "count", last.grain)


def _counted(analysis: Analysis, end: int, dimension: str) -> Counted:
    """Find what is counted: the rest of the noun phrase, or what follows "of" ("five of the prisoners")."""
    tokens = analysis.tokens
    at = end
    while at < len(tokens) and (tokens[at].low in _BETWEEN or (at > end and tokens[at].tag == "num")):
        at += 1
    stop, clause = at, tokens[end - 1].clause
    while (
        stop < len(tokens) and tokens[stop].tag in _BODY and tokens[stop].clause == clause and stop < at + _LONGEST_BODY
    ):
        stop += 1
    body = [token for token in tokens[at:stop] if token.tag != "poss"]
    if not body:
        return _NOTHING
    head = body[-1]
    if len(body) > 1 and head.tag == "noun" and head.stem not in PEOPLE and body[-2].stem in PEOPLE:
        head = body[-2]
    nation = next((NATION_OF[token.low] for token in body if token.low in NATION_OF), "")
    about = frozenset(key for token in body if token is not head for key in token.keys if not key.startswith("@"))
    if head.tag == "nation" and dimension == "count":
        return Counted(_CITIZEN, about, nation)
    return Counted(frozenset({head.stem}), about, nation)


def _elsewhere(analysis: Analysis, start: int, earlier: Sequence[Quantity]) -> tuple[Counted, bool]:
    """What a bare number counts: what hangs on "the number of", else what the number before it counted."""
    tokens = analysis.tokens
    at = start - 2 if low_at(tokens, start - 1) in {"at", "to"} else start - 1
    if at > 0 and tokens[at].low in _COPULAS:
        clause = tokens[at].clause
        before = [each for each in analysis.phrases if each.end <= at and tokens[each.head].clause == clause]
        for phrase, following in pairwise(before):
            if tokens[phrase.head].low in _TOTALS:
                return Counted(frozenset({tokens[following.head].stem}), frozenset(), ""), False
    for quantity in reversed(earlier):
        if quantity.dimension == "count" and tokens[quantity.start].sentence == tokens[start].sentence:
            return Counted(quantity.head, frozenset(), quantity.nation), True
    return _NOTHING, False
