"""Yes and no to the same thing: negations, denials and opposites of claim and passage (pure)."""

from typing import NamedTuple

from app.comparator.alignment import Alignment
from app.comparator.counting import counts_differ
from app.comparator.grammar import OPPOSITE_EVENT, OPPOSITE_SMALL, OPPOSITE_WORD, stem
from app.comparator.polarity import polarity
from app.comparator.themes import EVENT, is_aside, least_nearness, may_oppose, same_theme
from app.comparator.wording import CONTENT, Analysis, Token, span
from app.evidence import Finding, Relation

MARGIN = 0.15
SMALL = 0.85
_COMPARED = frozenset({"verb", "noun", "adj", "adv"})
_PREDICATES = frozenset("guilty innocent open closed shut alive dead free".split())
# groups too wide for a yes and a no to be of one thing
_LOOSE = frozenset(
    "@say @rule @hold @resign @give @receive @order @demand @allow @find @lead @plan @leave @carry @use @work @know "
    "@expect @want @continue @begin @end @contain @follow @change @rise @fall @support @oppose @return @arrive".split()
)
_OTHER = frozenset({"other", "others", "another", "earlier", "previously", "previous"})
_REPORTS = frozenset(
    stem(word) for word in "say claim maintain insist argue deny allege believe think suspect suggest warn hope".split()
)


class Sides(NamedTuple):
    """Claim and passage with what each says and denies, by token."""

    alignment: Alignment
    mine: dict[int, int]
    theirs: dict[int, int]


def compare_polarity(alignment: Alignment) -> list[Finding]:
    """Compare what is negated: shared events with a yes and a no, and opposites such as freed and jailed."""
    if counts_differ(alignment):  # another part of the story: "two of the five did not sign"
        return []
    sides = Sides(alignment, polarity(alignment.claim), polarity(alignment.passage))
    reported = _is_reported(alignment.claim)
    findings: list[Finding] = []
    for token in alignment.claim.tokens:
        small = _small_opposite(alignment, token) if token.low in OPPOSITE_SMALL else None
        if small is not None:
            findings.append(small)
        if small is not None or token.tag not in _COMPARED:
            continue
        asked = token.tag == "verb" and not (reported and sides.mine[token.at] < 0)
        found = (_same_event(sides, token) if asked else None) or _opposite(sides, token)
        if found is not None:
            findings.append(found)
    return findings


def _is_reported(claim: Analysis) -> bool:
    """Tell whether the claim says what somebody says, so that its denials are somebody's."""
    return any(token.stem in _REPORTS and token.tag == "verb" for token in claim.tokens)


def _same_event(sides: Sides, token: Token) -> Finding | None:
    alignment = sides.alignment
    links = [at for at in alignment.links.get(token.at, ()) if _is_same_verb(token, alignment.passage.tokens[at])]
    clash, place, agreeing = 0.0, -1, 0.0
    for at in links:
        near = alignment.affinity(token.at, at, {token.at})
        signs = sides.mine[token.at] * sides.theirs[at]
        if signs >= 0:
            agreeing = max(agreeing, near)
        elif near > clash and may_oppose(alignment, token.at, at, near, refused=sides.theirs[at] < 0):
            clash, place = near, at
    where = span(alignment.claim, token.at, token.at + 1)
    if clash > agreeing:
        alignment.note("negation", clash)
        enough = clash >= least_nearness(alignment, token.at, place)
        if enough and not alignment.is_distinct(token.at, words=frozenset()):
            there = span(alignment.passage, place, place + 1)
            nots = ("not ", "") if sides.mine[token.at] < 0 else ("", "not ")
            why = f"the claim says “{nots[0]}{where.text}”, the passage says “{nots[1]}{there.text}”"
            return Finding("negation", Relation.DISAGREES, where, there, why)
    denied = next((at for at in links if sides.theirs[at] < 0), -1)
    if denied >= 0 and agreeing >= EVENT and sides.mine[token.at] < 0:
        there = span(alignment.passage, denied, denied + 1)
        return Finding("negation", Relation.AGREES, where, there, f"both deny {where.text}")
    return None


def _is_same_verb(token: Token, other: Token) -> bool:
    return other.tag == "verb" and bool((token.keys & other.keys) - _LOOSE)


def _opposite(sides: Sides, token: Token) -> Finding | None:
    alignment = sides.alignment
    place, near = _nearest_opposite(alignment, token)
    links = alignment.links.get(token.at, ())
    if links and (token.tag != "verb" or any(same_theme(alignment, token.at, at) for at in links)):
        return None
    same = max((alignment.affinity(token.at, at, {token.at}) for at in links), default=0.0)
    if place < 0 or near <= same:
        return None
    alignment.note("opposite", near)
    if near < least_nearness(alignment, token.at, place) or near < same + MARGIN:
        return None
    signs = sides.mine[token.at] * sides.theirs[place]
    here, there = span(alignment.claim, token.at, token.at + 1), span(alignment.passage, place, place + 1)
    if signs > 0 and not alignment.is_distinct(token.at, words=_OTHER):
        why = f"the claim says {here.text}, the passage says {there.text}"
        return Finding("negation", Relation.DISAGREES, here, there, why)
    if signs < 0:
        return Finding("negation", Relation.AGREES, here, there, f"not {here.text} is {there.text}")
    return None


def _nearest_opposite(alignment: Alignment, token: Token) -> tuple[int, float]:
    event = token.tag == "verb" or token.low in _PREDICATES
    opposites = OPPOSITE_WORD.get(token.stem, frozenset()) | (
        OPPOSITE_EVENT.get(token.stem, frozenset()) if event else set()
    )
    if not opposites:
        return -1, 0.0
    best, place = 0.0, -1
    for opposite in opposites - {each.stem for each in alignment.claim.tokens}:
        for at in alignment.passage.where.get(opposite, ()):
            other = alignment.passage.tokens[at]
            if other.stem != opposite or not _is_comparable(alignment, token, other):
                continue
            near = alignment.affinity(token.at, at, {token.at})
            free = not (event or other.tag == "verb")
            if near > best and (free or may_oppose(alignment, token.at, at, near)):
                best, place = near, at
    return place, best


def _small_opposite(alignment: Alignment, token: Token) -> Finding | None:
    """Set "above average" against "below average": small words count where the next or last word is the same."""
    claim, passage = alignment.claim.tokens, alignment.passage.tokens
    if token.low in alignment.passage.lows:
        return None
    for other in passage:
        if other.low not in OPPOSITE_SMALL[token.low] or alignment.affinity(token.at, other.at) < SMALL:
            continue
        if _beside(claim, token.at) & _beside(passage, other.at) and not alignment.is_denied(token.at, other.at):
            here, there = span(alignment.claim, token.at, token.at + 1), span(alignment.passage, other.at, other.at + 1)
            why = f"the claim says {here.text}, the passage says {there.text}"
            return Finding("negation", Relation.DISAGREES, here, there, why)
    return None


def _beside(tokens: tuple[Token, ...], at: int) -> set[tuple[int, str]]:
    """The content words next to a place, with the side they are on."""
    sides = ((1, range(at + 1, min(at + 4, len(tokens)))), (-1, range(at - 1, max(at - 3, -1), -1)))
    found: set[tuple[int, str]] = set()
    for side, places in sides:
        near = next((tokens[place] for place in places if tokens[place].tag in CONTENT), None)
        if near is not None and near.tag != "num":
            found.add((side, near.stem))
    return found


def _is_comparable(alignment: Alignment, token: Token, other: Token) -> bool:
    """Opposites must do the same work in their sentences: verb and verb, or words of the same noun."""
    claim, passage = alignment.claim, alignment.passage
    if "verb" in {token.tag, other.tag}:
        mixed = token.low in _PREDICATES or other.low in _PREDICATES
        return (mixed or token.tag == other.tag) and not is_aside(passage, other.at)
    if (token.tag == "adv") != (other.tag == "adv") or "than" in claim.lows ^ passage.lows:
        return False
    mine, theirs = claim.phrase_of[token.at], passage.phrase_of[other.at]
    if mine < 0 or theirs < 0:
        return True
    head, other_head = claim.phrases[mine].head, passage.phrases[theirs].head
    if head == token.at:
        return other_head == other.at
    return bool(claim.tokens[head].keys & passage.tokens[other_head].keys)
