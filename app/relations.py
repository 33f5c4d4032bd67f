"""Who is whose brother, lawyer or director: relations named in a text, and when two of them exclude each other (pure)."""

from dataclasses import dataclass
from functools import lru_cache

from app.alignment import Alignment
from app.evidence import Finding, Relation, Span
from app.grammar import CONVERSE_STEMS, KIN_STEMS, LIGHT, RELATION_STEMS, SYMMETRIC_STEMS, stem
from app.names import Aliases, Name, name_at, same_name
from app.wording import Analysis, Token, span

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
_IS = frozenset({"is", "was", "are", "were", "becomes", "became", "named", "remains"})


@dataclass(frozen=True, slots=True)
class Tie:
    """A named relation: `bearer` is `kind` of `owner`; the two are token indices of names or heads, -1 if not named."""

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
        owner = _owner(analysis, token.index)
        bearer = _bearer(analysis, token.index, owner)
        if owner >= 0 and bearer >= 0:
            found.append(Tie(token.stem, token.index, bearer, owner))
    return tuple(found)


def _owner(analysis: Analysis, word: int) -> int:
    tokens = analysis.tokens
    phrase = analysis.phrase_of[word]
    if phrase >= 0:
        for at in range(word - 1, analysis.phrases[phrase].start, -1):
            if tokens[at].tag == "poss":
                return at - 1
    if word + 2 < len(tokens) and tokens[word + 1].low in {"of", "for", "to"}:
        for at in range(word + 2, min(word + 5, len(tokens))):
            other = analysis.phrase_of[at]
            if other >= 0:
                return analysis.phrases[other].head
    return -1


def _bearer(analysis: Analysis, word: int, owner: int) -> int:
    tokens = analysis.tokens
    names = name_at(analysis)
    following = max(word, owner if owner > word else word) + 1
    if following < len(tokens) and tokens[following].low == ",":
        following += 1
    if following < len(tokens) and following in names and following - word <= (6 if owner > word else 2):
        return names[following].end - 1
    phrase = analysis.phrase_of[word]
    before = (analysis.phrases[phrase].start if phrase >= 0 else word) - 1
    if before >= 0 and tokens[before].low in _IS | {","}:
        before -= 1
        while before >= 0 and tokens[before].tag in {"adv", "aux"}:
            before -= 1
        if before >= 0 and before in names:
            return before
    return -1


def compare_ties(alignment: Alignment, aliases: Aliases) -> list[Finding]:
    """Compare the relations that the claim names with those of the passage and of the sentence before."""
    findings = []
    given = read_ties(alignment.passage)
    for asked in read_ties(alignment.claim):
        for other in given:
            found = _compare(alignment, asked, other, aliases)
            if found is not None:
                findings.append(found)
                break
    return findings


def _compare(alignment: Alignment, asked: Tie, other: Tie, aliases: Aliases) -> Finding | None:
    claim, passage = alignment.claim, alignment.passage
    bearers = _is_same(claim, asked.bearer, passage, other.bearer, aliases)
    owners = _is_same(claim, asked.owner, passage, other.owner, aliases)
    crossed = _is_same(claim, asked.bearer, passage, other.owner, aliases) and _is_same(
        claim, asked.owner, passage, other.bearer, aliases
    )
    here, there = span(claim, asked.word, asked.word + 1), span(passage, other.word, other.word + 1)
    same_kind = asked.kind == other.kind or other.kind == _WIDER.get(asked.kind) or asked.kind == _WIDER.get(other.kind)
    if crossed and not bearers:
        fits = (same_kind and asked.kind in SYMMETRIC_STEMS) or CONVERSE_STEMS.get(asked.kind) == other.kind
        if fits:
            return Finding("role", Relation.AGREES, here, there, f"{there.text} and {here.text} are one relation")
        if same_kind:
            why = f"the claim turns round who is {here.text} of whom"
            return Finding("role", Relation.DISAGREES, here, there, why)
        return None
    if bearers and owners:
        return _same_two(asked, other, here=here, there=there, same_kind=same_kind)
    if (
        same_kind
        and owners
        and bearers is False
        and asked.kind in _ONE_ONLY
        and not alignment.is_distinct(asked.word, words=_PAST)
    ):
        one, two = name_at(claim).get(asked.bearer), name_at(passage).get(other.bearer)
        if one is not None and two is not None:
            mine, theirs = span(claim, one.start, one.end), span(passage, two.start, two.end)
            why = f"the claim names {mine.text} as {here.text}, the passage {theirs.text}"
            return Finding("name", Relation.DISAGREES, mine, theirs, why)
    return None


_PAST = frozenset({"former", "previous", "then", "previously", "later", "next", "new"})


def _same_two(asked: Tie, other: Tie, *, here: Span, there: Span, same_kind: bool) -> Finding | None:
    if same_kind:
        return Finding("role", Relation.AGREES, here, there, f"both say {there.text}")
    if asked.kind in KIN_STEMS and other.kind in KIN_STEMS:
        why = f"the claim says {here.text}, the passage says {there.text}"
        return Finding("role", Relation.DISAGREES, here, there, why)
    return None


def _is_same(claim: Analysis, left: int, passage: Analysis, right: int, aliases: Aliases) -> bool | None:
    """Tell whether two ends of a relation are the same; None if only one of them is a name."""
    one, two = name_at(claim).get(left), name_at(passage).get(right)
    if one is not None and two is not None:
        return bool(_names_fit(one, two, aliases))
    keys = claim.tokens[left].keys & passage.tokens[right].keys
    if keys and not _is_light(claim.tokens[left]):
        return True
    if one is None and two is None:
        return False
    return None


def _names_fit(one: Name, two: Name, aliases: Aliases) -> bool:
    if one.nation and one.nation == two.nation:
        return True
    return bool(same_name(one.parts, two.parts, aliases))


def _is_light(token: Token) -> bool:
    return token.low in LIGHT
