"""Negation, denial and opposites: whether claim and passage say yes and no to the same thing (pure)."""

from functools import lru_cache

from app.alignment import Alignment
from app.counting import counts_differ
from app.evidence import Finding, Relation
from app.grammar import OPPOSITE_EVENT, OPPOSITE_WORD, stem
from app.lexicon.words import NEGATING_VERBS
from app.frames import Frame, read_frames
from app.names import Aliases
from app.roles import matches
from app.wording import Analysis, Token, span

EVENT = 0.6
ALONE = 0.8
MARGIN = 0.15
THEMED = 0.5
_NOT = frozenset({"not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "hardly"})
_SUBJECT = frozenset({"no", "none", "nobody", "nothing", "neither"})
_NEGATING = frozenset(stem(word) for word in [*NEGATING_VERBS, "forbid", "ban", "bar", "prevent", "prohibit"])
_HEDGED = frozenset(
    {"only", "just", "more", "fewer", "less", "later", "doubt", "sooner", "merely", "simply", "necessarily"}
)
_UNSURE = frozenset(
    "until till unless except but apart besides before yet all every both because rather instead whether".split()
)
_OPEN_ENDED = frozenset({"whether", "instead", "until", "till", "unless", "except", "since", "instead"})
_AHEAD = frozenset({"will", "would", "may", "might", "could", "can", "shall", "should", "must", "to", "wo"})
_PREDICATES = frozenset("guilty innocent open closed shut alive dead free".split())
_GAMES = frozenset(stem(word) for word in "win beat defeat lose triumph".split())
_LOOSE = frozenset(
    "@say @rule @hold @resign @give @receive @order @demand @allow @find @lead @plan @leave @carry @use @work @know "
    "@expect @want @continue @begin @end @contain @follow @change @rise @fall @support @oppose @return @arrive".split()
)
_OTHER = frozenset({"other", "others", "another", "earlier", "previously", "previous"})
_REPORTS = frozenset(
    stem(word) for word in "say claim maintain insist argue deny allege believe think suspect suggest warn hope".split()
)


@lru_cache(maxsize=8_192)
def polarity(analysis: Analysis) -> dict[int, int]:
    """Say of every word whether it is said (1) or negated (-1); 0 where the words leave it open."""
    tokens = analysis.tokens
    clauses: dict[int, list[Token]] = {}
    for token in tokens:
        clauses.setdefault(token.clause, []).append(token)
    signs = {token.index: 1 for token in tokens}
    open_ended = frozenset(token.sentence for token in tokens if token.low in _OPEN_ENDED)
    for number, members in clauses.items():
        _sign_clause(members, clauses.get(number + 1, []), open_ended, signs)
    return signs


def _sign_clause(members: list[Token], after: list[Token], open_ended: frozenset[int], signs: dict[int, int]) -> None:
    plain: set[int] = set()
    if sum(token.low in _NOT or token.low.endswith("n't") for token in members) > 1 and "without" in {
        token.low for token in members
    }:
        signs |= dict.fromkeys([token.index for token in members], 0)
        return
    for at, token in enumerate(members):
        kind = _negator(token, members[at + 1 :], after)
        if kind == "contrast":
            for each in members:
                signs[each.index] = 0
            return
        if kind in {"to", "that"} or token.low == "without":
            reached = _scope(kind, at, members) + ([each.index for each in after] if kind == "that" else [])
            for index in reached:
                signs[index] = -signs[index]
        elif kind:
            plain |= set(_scope(kind, at, members))
    for index in plain:
        signs[index] = -signs[index]
    unsure = members[0].sentence in open_ended or any(_is_unsure(token, members) for token in members[1:])
    if unsure:
        for token in members:
            signs[token.index] = max(0, signs[token.index])


def _is_unsure(token: Token, members: list[Token]) -> bool:
    after = token.index - members[0].index + 1
    return token.low in _UNSURE and not (token.low == "yet" and after < len(members) and members[after].low == "to")


def _negator(token: Token, rest: list[Token], after: list[Token]) -> str:
    """Name the kind of negation that a word starts: `verb`, `subject`, `to`, `that`, `contrast`, or ""."""
    low, following = token.low, [each.low for each in rest[:2]]
    if low in _NOT or (low.endswith("n't") and len(low) > 3):
        if following and following[0] in _HEDGED:
            return ""
        if low == "not" and rest and rest[0].tag in {"det", "prep", "noun", "name", "num"} and rest[0].low != "to":
            return "contrast"
        return "subject" if low in _SUBJECT else "verb"
    if token.stem in _NEGATING and token.tag in {"verb", "noun", "adj"}:
        if any(each.low in {"to", "from"} for each in rest[:9]):
            return "to"
        if not rest and after and after[0].low == "that":
            return "that"
        if following and following[0].endswith("ing"):
            return "verb"
    if low == "yet" and following[:1] == ["to"]:
        return "to"
    return "verb" if low in {"unable", "unlikely"} else ""


def _scope(kind: str, at: int, members: list[Token]) -> list[int]:
    """List the tokens that a negator reaches."""
    found: list[int] = []
    verbs = 0
    open_to = kind != "to"
    for place in range(at + 1, len(members)):
        token = members[place]
        if not open_to:
            open_to = token.low in {"to", "from"}
            continue
        if token.tag == "verb":
            chained = members[place - 1].low == "to" or kind == "to"
            verbs += 0 if verbs and chained else 1
            if verbs > 1:
                break
        found.append(token.index)
    if kind == "subject" and not verbs:
        back = at - 1
        while back >= 0 and members[back].tag not in {"punct", "conj"}:
            found.append(members[back].index)
            if members[back].tag in {"verb"}:
                break
            back -= 1
    return found


def compare_polarity(alignment: Alignment) -> list[Finding]:
    """Compare what is negated: shared events with a yes and a no, and opposites such as freed and jailed."""
    findings: list[Finding] = []
    mine, theirs = polarity(alignment.claim), polarity(alignment.passage)
    reported = _reported(alignment.claim)
    if counts_differ(alignment):
        return []
    for token in alignment.claim.tokens:
        if token.tag not in {"verb", "noun", "adj", "adv"} or token.caps and token.tag == "name":
            continue
        said = reported and mine[token.index] < 0
        found = _same_event(alignment, token, mine, theirs) if token.tag == "verb" and not said else None
        found = found or _opposite(alignment, token, mine, theirs)
        if found is not None:
            findings.append(found)
    return findings


def _reported(claim: Analysis) -> bool:
    return any(token.stem in _REPORTS and token.tag == "verb" for token in claim.tokens)


def _frame_of(analysis: Analysis, index: int) -> Frame | None:
    return next((frame for frame in read_frames(analysis) if frame.verb == index), None)


def _subject_of(analysis: Analysis, index: int) -> int:
    """The first noun phrase of the clause of a token, what an adjective behind "is" is said of."""
    clause = analysis.tokens[index].clause
    return next((phrase.head for phrase in analysis.phrases if analysis.tokens[phrase.head].clause == clause), -1)


def same_theme(alignment: Alignment, index: int, place: int) -> bool | None:
    """Tell whether a verb of the claim and one of the passage are said of the same person or thing."""
    asked, given = _frame_of(alignment.claim, index), _frame_of(alignment.passage, place)
    if asked is None and given is not None and alignment.claim.tokens[index].tag != "verb":
        subject = _subject_of(alignment.claim, index)
        said = [matches(alignment, subject, at, Aliases()) for at in (given.patient, given.agent) if at >= 0]
        return True if True in said else None
    if asked is None or given is None:
        return None
    if alignment.claim.tokens[index].stem in _GAMES:
        return matches(alignment, asked.agent, given.agent, Aliases())
    patients = matches(alignment, asked.patient, given.patient, Aliases())
    agents = matches(alignment, asked.agent, given.agent, Aliases())
    if asked.patient >= 0 and given.patient >= 0:
        return False if False in {patients, agents} else True if True in {patients, agents} else None
    across = matches(alignment, asked.patient, given.agent, Aliases())
    said = {agents, across, matches(alignment, asked.agent, given.patient, Aliases())}
    return True if True in said else False if False in said else None


def _same_event(alignment: Alignment, token: Token, mine: dict[int, int], theirs: dict[int, int]) -> Finding | None:
    places = alignment.links.get(token.index, ())
    best: tuple[float, int] = (0.0, 0)
    agreeing, skip = 0.0, {token.index}
    for place in places:
        other = alignment.passage.tokens[place]
        if other.tag != "verb" or not token.keys & other.keys - _LOOSE:
            continue
        near = alignment.affinity(token.index, place, skip)
        if not mine[token.index] or not theirs[place] or mine[token.index] == theirs[place]:
            agreeing = max(agreeing, near)
        elif near > best[0] and _may_oppose(alignment, token.index, place, near, refused=theirs[place] < 0):
            best = (near, place)
    where = span(alignment.claim, token.index, token.index + 1)
    if best[0] > agreeing:
        alignment.note("negation", best[0])
    if (
        best[0] > agreeing
        and best[0] >= _floor(alignment, token.index, best[1])
        and not _is_part(alignment, token)
        and not alignment.is_distinct(token.index, words=frozenset())
    ):
        there = span(alignment.passage, best[1], best[1] + 1)
        nots = ("not ", "") if mine[token.index] < 0 else ("", "not ")
        why = f"the claim says “{nots[0]}{where.text}”, the passage says “{nots[1]}{there.text}”"
        return Finding("negation", Relation.DISAGREES, where, there, why)
    if agreeing >= EVENT and mine[token.index] < 0:
        there = span(alignment.passage, places[0], places[0] + 1)
        return Finding("negation", Relation.AGREES, where, there, f"both deny {where.text}")
    return None


def _may_oppose(alignment: Alignment, index: int, place: int, near: float, *, refused: bool = False) -> bool:
    ahead = _is_ahead(alignment.claim, index), _is_ahead(alignment.passage, place)
    if ahead[0] != ahead[1] and not (ahead[1] and refused):
        return False
    theme = same_theme(alignment, index, place)
    return theme is True or (theme is None and near >= ALONE)


def _is_ahead(analysis: Analysis, index: int) -> bool:
    """What will, may or is to happen is not contradicted by what did, nor the other way round."""
    tokens = analysis.tokens
    return any(
        token.low in _AHEAD and token.clause == tokens[index].clause for token in tokens[max(0, index - 4) : index]
    )


def _floor(alignment: Alignment, index: int, place: int) -> float:
    """The same subject and object need fewer other words in common."""
    return THEMED if same_theme(alignment, index, place) else EVENT


def _is_part(alignment: Alignment, token: Token) -> bool:
    """A negated part of a whole ("two of the five did not sign") says nothing against the rest."""
    tokens = alignment.claim.tokens
    return any(each.tag == "num" and each.clause == token.clause and each.low != "no" for each in tokens[: token.index])


def _is_aside(analysis: Analysis, place: int) -> bool:
    """A participle behind its noun ("a convoy held since Monday was let through") is not what the sentence says."""
    tokens = analysis.tokens
    token = tokens[place]
    if token.form != "past" or not place or tokens[place - 1].tag not in {"noun", "name", "num", "time"}:
        return False
    if place + 1 < len(tokens) and tokens[place + 1].tag in {"det", "noun", "name", "num", "adj", "pron"}:
        return False
    later = [
        each for each in tokens[place + 1 :] if each.sentence == token.sentence and each.clause <= token.clause + 1
    ]
    return any(each.tag in {"aux", "modal"} or (each.tag == "verb" and each.form == "past") for each in later[:12])


def _opposite(alignment: Alignment, token: Token, mine: dict[int, int], theirs: dict[int, int]) -> Finding | None:
    event = token.tag == "verb" or token.low in _PREDICATES
    opposites = (OPPOSITE_EVENT if event else OPPOSITE_WORD).get(token.stem)
    if opposites is None:
        return None
    opposites = opposites - {each.stem for each in alignment.claim.tokens}
    where, passage = alignment.passage.where, alignment.passage
    links = alignment.links.get(token.index, ())
    same = max((alignment.affinity(token.index, at, {token.index}) for at in links), default=0.0)
    best: tuple[float, int] = (0.0, -1)
    for opposite in opposites:
        for place in where.get(opposite, ()):
            other = passage.tokens[place]
            if other.stem != opposite or not _comparable(alignment, token, other):
                continue
            near = alignment.affinity(token.index, place, {token.index})
            if near > best[0] and (
                not (event or other.tag == "verb") or _may_oppose(alignment, token.index, place, near)
            ):
                best = (near, place)
    if best[1] < 0 or best[0] <= same:
        return None
    alignment.note("opposite", best[0])
    if best[0] < _floor(alignment, token.index, best[1]) or best[0] < same + MARGIN:
        return None
    sign = mine[token.index] * theirs[best[1]]
    here, there = span(alignment.claim, token.index, token.index + 1), span(passage, best[1], best[1] + 1)
    if sign > 0 and not alignment.is_distinct(token.index, words=_OTHER):
        return Finding(
            "negation", Relation.DISAGREES, here, there, f"the claim says {here.text}, the passage says {there.text}"
        )
    if sign < 0:
        return Finding("negation", Relation.AGREES, here, there, f"not {here.text} is {there.text}")
    return None


def _comparable(alignment: Alignment, token: Token, other: Token) -> bool:
    """Opposites must do the same work in their sentences: verb and verb, or words of the same noun."""
    if token.tag == "verb" or other.tag == "verb":
        mixed = token.low in _PREDICATES or other.low in _PREDICATES
        return (mixed or token.tag == other.tag) and not _is_aside(alignment.passage, other.index)
    if (token.tag == "adv") != (other.tag == "adv") or "than" in alignment.claim.lows ^ alignment.passage.lows:
        return False
    mine, theirs = alignment.claim.phrase_of[token.index], alignment.passage.phrase_of[other.index]
    if mine < 0 or theirs < 0:
        return True
    head = alignment.claim.phrases[mine].head
    if head == token.index:
        return alignment.passage.phrases[theirs].head == other.index
    return bool(
        alignment.claim.tokens[head].keys & alignment.passage.tokens[alignment.passage.phrases[theirs].head].keys
    )
