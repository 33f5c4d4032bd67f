"""Who did what to whom, claim against passage: the same names in each other's places, or another name in one (pure)."""

from typing import NamedTuple

from app.comparator.alignment import Alignment
from app.comparator.counting import counts_differ
from app.comparator.frames import Frame, read_frames
from app.comparator.grammar import ACTORS, stem
from app.comparator.names import name_at, same_name
from app.comparator.wording import Analysis, span
from app.evidence import Finding, Relation

_GIVE = frozenset(
    stem(word)
    for word in "give sell lend loan pay send hand donate grant award present deliver supply transfer return".split()
)
_TAKE = frozenset(stem(word) for word in "buy receive borrow purchase acquire steal get obtain inherit".split())
SAME_DEED = 0.75
SURE = 0.9
_SAY = "@say"
_OF_STATE = frozenset(
    stem(word) for word in "government ministry army authority official parliament court president state police".split()
)
_LOSE = stem("lose")
_PERSONAL = frozenset({"he", "she", "they", "it", "him", "her", "them"})


def matches(alignment: Alignment, left: int, right: int) -> bool | None:
    """Tell whether an argument in the claim and one in the passage are the same; None when that cannot be told.

    A pronoun in the passage stands for whom the claim means if headline or sentence before name them; a noun in
    apposition ("its head of security, Martin Oakes,") stands for its name.
    """
    if left < 0 or right < 0:
        return None
    claim, passage = alignment.claim, alignment.passage
    if claim.tokens[left].tag == "pron":
        return None
    if passage.tokens[right].tag == "pron":
        return True if passage.tokens[right].low in _PERSONAL and left in alignment.seen_behind else None
    found = _matches_one(alignment, left, right)
    beside = apposition(passage, right)
    if found is not True and beside >= 0:
        found = _matches_one(alignment, left, beside) or found
    return found


def apposition(analysis: Analysis, head: int) -> int:
    """Give the head of the noun phrase between commas behind that of a token, or -1."""
    tokens = analysis.tokens
    phrase = analysis.phrase_of[head]
    at = analysis.phrases[phrase].end if phrase >= 0 else head + 1
    if at + 1 < len(tokens) and tokens[at].low == "of" and analysis.phrase_of[at + 1] >= 0:
        at = analysis.phrases[analysis.phrase_of[at + 1]].end
    if at + 1 >= len(tokens) or tokens[at].low != "," or analysis.phrase_of[at + 1] < 0:
        return -1
    other = analysis.phrases[analysis.phrase_of[at + 1]]
    return other.head if tokens[other.head].clause == tokens[head].clause else -1


def _matches_one(alignment: Alignment, left: int, right: int) -> bool | None:
    claim, passage = alignment.claim, alignment.passage
    one, two = name_at(claim).get(left), name_at(passage).get(right)
    if one is not None and two is not None and not one.unsure:
        same = same_name(one.parts, two.parts, alignment.aliases)
        if one.nation and one.nation == two.nation:
            return True
        return bool(same)
    keys = claim.tokens[left].keys
    phrase = passage.phrase_of[right]
    if phrase < 0:
        return True if keys & passage.tokens[right].keys else None
    found = passage.phrases[phrase]
    start = found.start
    for at in range(found.start, found.head):
        if passage.tokens[at].tag == "poss":
            start = at + 1
    head = passage.tokens[found.head]
    words = passage.tokens[start : found.end]
    if one is not None and one.nation and head.tag != "nation" and head.stem not in _OF_STATE:
        words = (head,)
    if any(keys & token.keys for token in words):
        return True
    if one is None and two is None and left in alignment.links:
        return False
    return None


class Deed(NamedTuple):
    """A verb with its two sides in one order for all ways to say it; `told` whether the text tells them apart."""

    keys: frozenset[str]
    agent: int
    patient: int
    told: bool
    verb: int


def read_deed(analysis: Analysis, frame: Frame) -> Deed:
    """Put the sides of a verb in order: giver and receiver for handing over, winner and loser for games."""
    token = analysis.tokens[frame.verb]
    others = dict(reversed(frame.others))
    if token.stem in _GIVE:
        receiver = others.get("to", frame.patient)
        return Deed(token.keys | {"transfer"}, frame.agent, receiver, not frame.sole, frame.verb)
    if token.stem in _TAKE and "from" in others:
        return Deed(token.keys | {"transfer"}, others["from"], frame.agent, told=True, verb=frame.verb)
    if token.stem == _LOSE and "to" in others:
        return Deed(frozenset({"beat", "@win"}), others["to"], frame.agent, told=True, verb=frame.verb)
    return Deed(token.keys, frame.agent, frame.patient, not frame.sole, frame.verb)


def compare_roles(alignment: Alignment) -> list[Finding]:
    """Compare agents and patients of the verbs that claim and passage share."""
    findings: list[Finding] = []
    given = [read_deed(alignment.passage, frame) for frame in read_frames(alignment.passage)]
    for frame in read_frames(alignment.claim):
        asked = read_deed(alignment.claim, frame)
        found = [each for other in given if (each := _compare(alignment, asked, other)) is not None]
        agreeing = [each for each in found if each.relation is Relation.AGREES]
        findings += (agreeing or found)[:1]
    return findings


def _compare(alignment: Alignment, asked: Deed, given: Deed) -> Finding | None:  # noqa: PLR0911 - a ladder of cases
    if not asked.keys & given.keys or _SAY in asked.keys:
        return None
    agents, patients = matches(alignment, asked.agent, given.agent), matches(alignment, asked.patient, given.patient)
    where = span(alignment.claim, asked.verb, asked.verb + 1)
    there = span(alignment.passage, given.verb, given.verb + 1)
    if agents and patients:
        return Finding("role", Relation.AGREES, where, there, f"both have the same sides to {where.text}")
    if not (asked.told and given.told):
        return None
    crossed = matches(alignment, asked.agent, given.patient) and matches(alignment, asked.patient, given.agent)
    if crossed and not agents and not patients and not alignment.is_distinct(asked.verb):
        alignment.note("role", 1.0)
        why = f"the claim turns round who {where.text} whom: see {there.text} in the passage"
        return Finding("role", Relation.DISAGREES, where, there, why)
    if patients and agents is False:
        return _another(alignment, asked.verb, given.verb, asked.agent, given.agent)
    if agents and patients is False:
        return _another(alignment, asked.verb, given.verb, asked.patient, given.patient)
    return None


def _another(alignment: Alignment, verb: int, place: int, mine: int, theirs: int) -> Finding | None:
    """Somebody else on one side of the same deed, the other side being the same."""
    claim, passage = alignment.claim, alignment.passage
    one, two = name_at(claim).get(mine), name_at(passage).get(theirs)
    if not (_is_actor(claim, mine) and _is_actor(passage, theirs)):
        return None
    named = one is not None and two is not None
    if one is not None and two is not None and set(one.parts) & set(two.parts):
        return None
    if alignment.is_denied(verb, place):
        return None
    start, end = (one.start, one.end) if one is not None else (mine, mine + 1)
    near = alignment.affinity(verb, place, range(start, end))
    alignment.note("name" if named else "role", near)
    enough = SAME_DEED if named and mine not in alignment.links else SURE
    if near < enough or counts_differ(alignment) or alignment.is_distinct(verb, range(start, end)):
        return None
    where = span(claim, start, end)
    there = span(passage, two.start, two.end) if two is not None else span(passage, theirs, theirs + 1)
    why = f"the claim says {where.text}, the passage says {there.text}"
    return Finding("name" if named else "role", Relation.DISAGREES, where, there, why)


def _is_actor(analysis: Analysis, index: int) -> bool:
    token = analysis.tokens[index]
    return token.tag in {"name", "nation"} or (token.tag == "noun" and token.stem in ACTORS)
