"""The names of a claim against those of a passage (pure)."""

from app.comparator.alignment import Alignment
from app.comparator.counting import LEAST_SHARED, counts_differ
from app.comparator.names import Name, find_lower, is_same, read_names, same_name
from app.comparator.wording import Analysis, span
from app.evidence import Finding, Relation

SAME_TITLE = 0.45
SAME_PLACE = 0.8
NAMESAKE = 0.65
_PLACE_PREPS = frozenset({"in", "at", "from", "to", "near", "off", "outside"})
_LONGEST_TITLE = 4


def names_of(alignment: Alignment) -> tuple[Name, ...]:
    """Give the names of the claim; in a headline without capitals, those that passage or background know."""
    found = read_names(alignment.claim)
    known = {
        part for text in (alignment.passage, *alignment.behind) for name in read_names(text) for part in name.parts
    }
    taken = {index for name in found for index in range(name.start, name.end)}
    small = find_lower(alignment.claim, frozenset(known))
    return found + tuple(name for name in small if not taken & set(range(name.start, name.end)))


def compare_names(alignment: Alignment) -> list[Finding]:
    """Say of every name of the claim whether the passage has it, or another in its place."""
    found = (_compare_one(alignment, name) for name in names_of(alignment))
    return [each for each in found if each is not None]


def _compare_one(alignment: Alignment, name: Name) -> Finding | None:
    where = span(alignment.claim, name.start, name.end)
    place = _place_of(alignment, name)
    if place is not None:
        there = span(alignment.passage, *place)
        return Finding("name", Relation.AGREES, where, there, f"both name {there.text}")
    if _is_behind(alignment, name):
        return Finding("name", Relation.AGREES, where, None, f"the headline or the sentence before names {where.text}")
    if name.unsure and any(
        alignment.claim.tokens[at].stem in alignment.passage.where for at in range(name.start, name.end)
    ):
        return None  # a common word at the start of the claim
    another = _in_its_place(alignment, name)
    if another is not None:
        there = span(alignment.passage, another.start, another.end)
        why = f"the claim says {where.text}, the passage says {there.text}"
        return Finding("name", Relation.DISAGREES, where, there, why)
    return Finding("name", Relation.MISSING, where, None, f"the passage does not name {where.text}")


def _place_of(alignment: Alignment, name: Name) -> tuple[int, int] | None:
    """Find the name in the passage: as a name, else by its words, however they are written."""
    for other in read_names(alignment.passage):
        if is_same(name, other, alignment.aliases):
            return other.start, other.end
    if name.unsure or not all(part in alignment.passage.lows for part in name.parts):
        return None
    at = next(token.at for token in alignment.passage.tokens if token.low == name.last)
    return at, at + 1


def _is_behind(alignment: Alignment, name: Name) -> bool:
    return any(
        all(part in text.lows for part in name.parts)
        or any(is_same(name, other, alignment.aliases) for other in read_names(text))
        for text in alignment.behind
    )


def _in_its_place(alignment: Alignment, name: Name) -> Name | None:
    """Find another name in the place of the claim's: a namesake, the bearer of its title, the same place or people."""
    mine = range(name.start, name.end)
    if alignment.is_distinct(name.start, mine) or counts_differ(alignment):
        return None
    claimed = read_names(alignment.claim)
    for other in read_names(alignment.passage):
        if alignment.shared(name.start, other.start) < LEAST_SHARED or alignment.is_denied(name.start, other.start):
            continue
        near = alignment.affinity(name.start, other.start, mine)
        if near >= _needed(alignment, name, other) and not any(
            is_same(other, each, alignment.aliases) for each in claimed
        ):
            return other
    return None


def _needed(alignment: Alignment, name: Name, other: Name) -> float:
    """How near another name must stand to be in the place of the claim's; over 1 if it is in no such place."""
    if same_name(name.parts, other.parts, alignment.aliases) is False:
        return NAMESAKE
    if name.titles and name.titles == other.titles:
        return SAME_TITLE
    if name.nation and other.nation and _qualify_the_same(alignment, name, other):
        return SAME_PLACE
    prep = _prep_before(alignment.claim, name)
    if prep and prep == _prep_before(alignment.passage, other) and bool(name.nation) == bool(other.nation):
        return SAME_PLACE
    return 2.0


def _qualify_the_same(alignment: Alignment, name: Name, other: Name) -> bool:
    claim, passage = alignment.claim, alignment.passage
    mine, theirs = claim.phrase_of[name.start], passage.phrase_of[other.start]
    if mine < 0 or theirs < 0:
        return False
    return bool(claim.tokens[claim.phrases[mine].head].keys & passage.tokens[passage.phrases[theirs].head].keys)


def _prep_before(analysis: Analysis, name: Name) -> str:
    at = name.start - 1
    while at >= 0 and analysis.tokens[at].tag in {"det", "adj", "noun"} and name.start - at < _LONGEST_TITLE:
        at -= 1
    low = analysis.tokens[at].low if at >= 0 else ""
    return low if low in _PLACE_PREPS else ""
