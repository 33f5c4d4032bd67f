"""Who did what to whom, claim against passage: the same names in each other's places, or another name in one (pure)."""

from app.alignment import Alignment
from app.counting import counts_differ
from app.evidence import Finding, Relation
from app.frames import Frame, read_frames
from app.grammar import ACTORS, stem
from app.names import Aliases, name_at, same_name
from app.wording import Analysis, span

_GIVE = frozenset(
    stem(word)
    for word in "give sell lend loan pay send hand donate grant award present deliver supply transfer return".split()
)
_TAKE = frozenset(stem(word) for word in "buy receive borrow purchase acquire steal get obtain inherit".split())
SLOT = 0.75
SURE = 0.9
_PERSONAL = frozenset({"he", "she", "they", "it", "him", "her", "them"})


def matches(alignment: Alignment, left: int, right: int, aliases: Aliases) -> bool | None:
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
    found = _matches_one(alignment, left, right, aliases)
    beside = apposition(passage, right)
    if found is not True and beside >= 0:
        found = _matches_one(alignment, left, beside, aliases) or found
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


def _matches_one(alignment: Alignment, left: int, right: int, aliases: Aliases) -> bool | None:
    claim, passage = alignment.claim, alignment.passage
    one, two = name_at(claim).get(left), name_at(passage).get(right)
    if one is not None and two is not None and not one.unsure:
        same = same_name(one.parts, two.parts, aliases)
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
    if any(keys & token.keys for token in passage.tokens[start : found.end]):
        return True
    if one is None and two is None and left in alignment.links:
        return False
    return None


def canonical(analysis: Analysis, frame: Frame) -> tuple[frozenset[str], int, int, bool]:
    """Give keys, agent, patient and whether they are told apart, with giver and receiver for verbs of handing over, winner and loser for games."""
    token = analysis.tokens[frame.verb]
    others = dict(reversed(frame.others))
    if token.stem in _GIVE:
        to = others.get("to", -1)
        return frozenset({"transfer"}) | token.keys, frame.agent, to if to >= 0 else frame.patient, not frame.sole
    if token.stem in _TAKE and "from" in others:
        return frozenset({"transfer"}) | token.keys, others["from"], frame.agent, True
    if token.stem == "los" and "to" in others:
        return frozenset({"beat", "@win"}), others["to"], frame.agent, True
    return token.keys, frame.agent, frame.patient, not frame.sole


def compare_roles(alignment: Alignment, aliases: Aliases) -> list[Finding]:
    """Compare agents and patients of the verbs that claim and passage share."""
    findings: list[Finding] = []
    for asked in read_frames(alignment.claim):
        best: Finding | None = None
        for given in read_frames(alignment.passage):
            found = _compare_frames(alignment, asked, given, aliases)
            if found is not None and (best is None or found.relation is Relation.AGREES):
                best = found
        if best is not None:
            findings.append(best)
    return findings


def _compare_frames(alignment: Alignment, asked: Frame, given: Frame, aliases: Aliases) -> Finding | None:
    keys, agent, patient, told = canonical(alignment.claim, asked)
    other_keys, other_agent, other_patient, other_told = canonical(alignment.passage, given)
    if not keys & other_keys:
        return None
    straight = [matches(alignment, agent, other_agent, aliases), matches(alignment, patient, other_patient, aliases)]
    crossed = [matches(alignment, agent, other_patient, aliases), matches(alignment, patient, other_agent, aliases)]
    where = span(alignment.claim, asked.verb, asked.verb + 1)
    other = span(alignment.passage, given.verb, given.verb + 1)
    if straight[0] and straight[1]:
        return Finding("role", Relation.AGREES, where, other, f"both have the same sides to {where.text}")
    if not (told and other_told):
        return None
    if crossed[0] and crossed[1] and not straight[0] and not straight[1] and not alignment.is_distinct(asked.verb):
        alignment.note("role", 1.0)
        why = f"the claim turns round who {where.text} whom: see {other.text} in the passage"
        return Finding("role", Relation.DISAGREES, where, other, why)
    return _compare_slots(alignment, asked, given, (agent, patient), (other_agent, other_patient), straight)


def _compare_slots(
    alignment: Alignment, asked: Frame, given: Frame, mine: tuple[int, int], theirs: tuple[int, int],
    straight: list[bool | None],
) -> Finding | None:  # fmt: skip
    for here, there in ((0, 1), (1, 0)):
        if straight[there] and straight[here] is False:
            found = _another(alignment, asked, given, mine[here], theirs[here])
            if found is not None:
                return found
    return None


def _another(alignment: Alignment, asked: Frame, given: Frame, mine: int, theirs: int) -> Finding | None:
    one, two = name_at(alignment.claim).get(mine), name_at(alignment.passage).get(theirs)
    if not (_is_actor(alignment.claim, mine) and _is_actor(alignment.passage, theirs)):
        return None
    start, end = (one.start, one.end) if one is not None else (mine, mine + 1)
    skip = set(range(start, end))
    near = alignment.affinity(asked.verb, given.verb, skip)
    named = one is not None and two is not None
    if one is not None and two is not None and set(one.parts) & set(two.parts):
        return None
    alignment.note("name" if named else "role", near)
    if (
        near < (SLOT if named or mine in alignment.links else SURE)
        or counts_differ(alignment)
        or alignment.is_distinct(asked.verb, skip)
    ):
        return None
    where = span(alignment.claim, start, end)
    other = (
        span(alignment.passage, two.start, two.end) if two is not None else span(alignment.passage, theirs, theirs + 1)
    )
    kind = "name" if named else "role"
    return Finding(
        kind, Relation.DISAGREES, where, other, f"the claim says {where.text}, the passage says {other.text}"
    )


def _is_actor(analysis: Analysis, index: int) -> bool:
    token = analysis.tokens[index]
    return token.tag in {"name", "nation"} or (token.tag == "noun" and token.stem in ACTORS)
