"""The names of a claim against those of a passage (pure)."""

from app.alignment import Alignment
from app.counting import LEAST_SHARED, counts_differ
from app.evidence import Finding, Relation
from app.names import Aliases, Name, find_lower, read_names, same_name
from app.wording import Analysis, span

TITLE = 0.45
PLACE = 0.8
NAMESAKE = 0.65
_PLACE_PREPS = frozenset({"in", "at", "from", "to", "near", "off", "outside"})


def names_of(alignment: Alignment) -> tuple[Name, ...]:
    """Give the names of the claim; in a headline without capitals, those that passage or headline know."""
    found = read_names(alignment.claim)
    known = {
        part for text in (alignment.passage, *alignment.behind) for name in read_names(text) for part in name.parts
    }
    taken = {index for name in found for index in range(name.start, name.end)}
    small = [
        name for name in find_lower(alignment.claim, frozenset(known)) if not taken & set(range(name.start, name.end))
    ]
    return found + tuple(small)


def compare_names(alignment: Alignment, aliases: Aliases) -> list[Finding]:
    """Say of every name of the claim whether the passage has it, or another in its place."""
    findings = []
    given = read_names(alignment.passage)
    behind = [name for text in alignment.behind for name in read_names(text)]
    for name in names_of(alignment):
        found = _compare_one(alignment, name, given, behind, aliases)
        if found is not None:
            findings.append(found)
    return findings


def _compare_one(
    alignment: Alignment, name: Name, given: tuple[Name, ...], behind: list[Name], aliases: Aliases
) -> Finding | None:
    where = span(alignment.claim, name.start, name.end)
    for other in given:
        if is_same(name, other, aliases):
            there = span(alignment.passage, other.start, other.end)
            return Finding("name", Relation.AGREES, where, there, f"both name {there.text}")
    if all(part in alignment.passage.lows for part in name.parts):
        if name.unsure:
            return None
        at = next(token.index for token in alignment.passage.tokens if token.low == name.last)
        return Finding("name", Relation.AGREES, where, span(alignment.passage, at, at + 1), f"both name {where.text}")
    if any(is_same(name, other, aliases) for other in behind) or any(
        all(part in text.lows for part in name.parts) for text in alignment.behind
    ):
        return Finding("name", Relation.AGREES, where, None, f"the headline or the sentence before names {where.text}")
    if name.unsure and any(
        token.stem in alignment.passage.where for token in alignment.claim.tokens[name.start : name.end]
    ):
        return None
    another = _in_its_place(alignment, name, given, aliases)
    if another is not None:
        there = span(alignment.passage, another.start, another.end)
        why = f"the claim says {where.text}, the passage says {there.text}"
        return Finding("name", Relation.DISAGREES, where, there, why)
    return Finding("name", Relation.MISSING, where, None, f"the passage does not name {where.text}")


def is_same(left: Name, right: Name, aliases: Aliases) -> bool:
    """Tell whether two names are one, nations by country."""
    if left.nation and left.nation == right.nation:
        return True
    return bool(same_name(left.parts, right.parts, aliases))


def _in_its_place(alignment: Alignment, name: Name, given: tuple[Name, ...], aliases: Aliases) -> Name | None:
    skip = set(range(name.start, name.end))
    if alignment.is_distinct(name.start, skip) or counts_differ(alignment):
        return None
    claimed = read_names(alignment.claim)
    for other in given:
        if alignment.shared(name.start, other.start) < LEAST_SHARED:
            continue
        if any(is_same(other, mine, aliases) for mine in claimed):
            continue
        if same_name(name.parts, other.parts, aliases) is False:
            if alignment.affinity(name.start, other.start, skip) >= NAMESAKE:
                return other
        if name.titles and name.titles == other.titles and alignment.affinity(name.start, other.start, skip) >= TITLE:
            return other
        if name.nation and other.nation and _same_head(alignment, name, other):
            if alignment.affinity(name.start, other.start, skip) >= PLACE:
                return other
        prep = _prep_before(alignment.claim, name)
        if prep and prep == _prep_before(alignment.passage, other) and bool(name.nation) == bool(other.nation):
            if alignment.affinity(name.start, other.start, skip) >= PLACE:
                return other
    return None


def _same_head(alignment: Alignment, name: Name, other: Name) -> bool:
    claim, passage = alignment.claim, alignment.passage
    mine, theirs = claim.phrase_of[name.start], passage.phrase_of[other.start]
    if mine < 0 or theirs < 0:
        return False
    return bool(claim.tokens[claim.phrases[mine].head].keys & passage.tokens[passage.phrases[theirs].head].keys)


def _prep_before(analysis: Analysis, name: Name) -> str:
    at = name.start - 1
    while at >= 0 and analysis.tokens[at].tag in {"det", "adj", "noun"} and name.start - at < 4:
        at -= 1
    low = analysis.tokens[at].low if at >= 0 else ""
    return low if low in _PLACE_PREPS else ""
