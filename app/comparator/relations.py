"""Who is whose brother, lawyer or director in a text, and when two such ties exclude each other (pure)."""

from dataclasses import dataclass
from functools import lru_cache

from app.comparator.alignment import Alignment
from app.comparator.grammar import CONVERSE_STEMS, KIN_STEMS, LIGHT, RELATION_STEMS, SYMMETRIC_STEMS, stem
from app.comparator.names import is_same, name_at
from app.comparator.wording import Analysis, low_at, span
from app.evidence import Finding, Relation, Span

_WIDER = {
    stem(narrow): stem(wide)
    for wide, narrower in (
        ("sibling", "brother sister twin"), ("child", "son daughter"), ("parent", "father mother"),
        ("spouse", "husband wife partner"), ("grandparent", "grandfather grandmother"),
    )
    for narrow in narrower.split()
}  # fmt: skip
_ONE_ONLY = frozenset(
    stem(word)
    for word in "husband wife father mother spouse president director chairman chairwoman head captain manager coach "
    "predecessor successor chief founder editor".split()
)
_IS = frozenset({"is", "was", "are", "were", "becomes", "became", "named", "remains", ","})
_ANOTHER_TIME = frozenset({"former", "previous", "then", "previously", "later", "next", "new"})
_OWNER_WITHIN = 5
_BEARER_WITHIN = 6


@dataclass(frozen=True, slots=True)
class Tie:
    """A named relation: `bearer` is `kind` of `owner`; all but `kind` are token indices."""

    kind: str
    word: int
    bearer: int
    owner: int


@lru_cache(maxsize=8_192)
def read_ties(analysis: Analysis) -> tuple[Tie, ...]:
    """Read the relations of a text: "B's brother A", "A, brother of B", "A is the brother of B", "brother of B, A"."""
    found: list[Tie] = []
    for token in analysis.tokens:
        if token.stem not in RELATION_STEMS or token.tag == "verb":
            continue
        owner = _owner(analysis, token.at)
        bearer = _bearer(analysis, token.at, owner) if owner >= 0 else -1
        if bearer >= 0:
            found.append(Tie(token.stem, token.at, bearer, owner))
    return tuple(found)


def _owner(analysis: Analysis, word: int) -> int:
    tokens, phrase = analysis.tokens, analysis.phrase_of[word]
    if phrase >= 0:
        for at in range(word - 1, analysis.phrases[phrase].start, -1):
            if tokens[at].tag == "poss":
                return at - 1
    if low_at(tokens, word + 1) in {"of", "for", "to"}:
        for at in range(word + 2, min(word + _OWNER_WITHIN, len(tokens))):
            if analysis.phrase_of[at] >= 0:
                return analysis.phrases[analysis.phrase_of[at]].head
    return -1


def _bearer(analysis: Analysis, word: int, owner: int) -> int:
    tokens, names = analysis.tokens, name_at(analysis)
    following = max(word, owner) + 1
    following += 1 if low_at(tokens, following) == "," else 0
    if following in names and following - word <= (_BEARER_WITHIN if owner > word else 2):
        return names[following].end - 1
    phrase = analysis.phrase_of[word]
    before = (analysis.phrases[phrase].start if phrase >= 0 else word) - 1
    if low_at(tokens, before) not in _IS:
        return -1
    before -= 1
    while before >= 0 and tokens[before].tag in {"adv", "aux"}:
        before -= 1
    return before if before in names else -1


def compare_ties(alignment: Alignment) -> list[Finding]:
    """Compare the relations that the claim names with those of the passage."""
    findings = []
    given = read_ties(alignment.passage)
    for asked in read_ties(alignment.claim):
        found = next((each for other in given if (each := _compare(alignment, asked, other)) is not None), None)
        if found is not None:
            findings.append(found)
    return findings


def _compare(alignment: Alignment, asked: Tie, other: Tie) -> Finding | None:
    bearers = _same_end(alignment, asked.bearer, other.bearer)
    owners = _same_end(alignment, asked.owner, other.owner)
    same_kind = asked.kind == other.kind or other.kind == _WIDER.get(asked.kind) or asked.kind == _WIDER.get(other.kind)
    if bearers and owners:
        return _of_the_same_two(alignment, asked, other, same_kind=same_kind)
    crossed = _same_end(alignment, asked.bearer, other.owner) and _same_end(alignment, asked.owner, other.bearer)
    if crossed and not bearers:
        return _turned_round(alignment, asked, other, same_kind=same_kind)
    if same_kind and owners and bearers is False and asked.kind in _ONE_ONLY:
        return _another_bearer(alignment, asked, other)
    return None


def _of_the_same_two(alignment: Alignment, asked: Tie, other: Tie, *, same_kind: bool) -> Finding | None:
    here, there = _words(alignment.claim, asked), _words(alignment.passage, other)
    if same_kind:
        return Finding("role", Relation.AGREES, here, there, f"both say {there.text}")
    if asked.kind in KIN_STEMS and other.kind in KIN_STEMS:
        why = f"the claim says {here.text}, the passage says {there.text}"
        return Finding("role", Relation.DISAGREES, here, there, why)
    return None


def _turned_round(alignment: Alignment, asked: Tie, other: Tie, *, same_kind: bool) -> Finding | None:
    here, there = _words(alignment.claim, asked), _words(alignment.passage, other)
    if (same_kind and asked.kind in SYMMETRIC_STEMS) or CONVERSE_STEMS.get(asked.kind) == other.kind:
        return Finding("role", Relation.AGREES, here, there, f"{there.text} and {here.text} are one relation")
    if same_kind:
        why = f"the claim turns round who is {here.text} of whom"
        return Finding("role", Relation.DISAGREES, here, there, why)
    return None


def _another_bearer(alignment: Alignment, asked: Tie, other: Tie) -> Finding | None:
    claim, passage = alignment.claim, alignment.passage
    one, two = name_at(claim).get(asked.bearer), name_at(passage).get(other.bearer)
    if one is None or two is None or alignment.is_distinct(asked.word, words=_ANOTHER_TIME):
        return None
    mine, theirs = span(claim, one.start, one.end), span(passage, two.start, two.end)
    why = f"the claim names {mine.text} as {claim.tokens[asked.word].text}, the passage {theirs.text}"
    return Finding("name", Relation.DISAGREES, mine, theirs, why)


def _words(analysis: Analysis, tie: Tie) -> Span:
    return span(analysis, tie.word, tie.word + 1)


def _same_end(alignment: Alignment, left: int, right: int) -> bool | None:
    """Tell whether two ends of a relation are the same; None if only one of them is a name."""
    claim, passage = alignment.claim, alignment.passage
    one, two = name_at(claim).get(left), name_at(passage).get(right)
    if one is not None and two is not None:
        return is_same(one, two, alignment.aliases)
    token = claim.tokens[left]
    if token.keys & passage.tokens[right].keys and token.low not in LIGHT:
        return True
    return False if one is None and two is None else None
