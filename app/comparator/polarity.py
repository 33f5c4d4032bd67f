"""Which words of a text are said, which denied, which left open (pure)."""

from functools import lru_cache

from app.comparator.grammar import stem
from app.comparator.lexicon.words import NEGATING_VERBS
from app.comparator.wording import Analysis, Token

_NOT = frozenset({"not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "hardly"})
_SUBJECT = frozenset({"no", "none", "nobody", "nothing", "neither"})
_NEGATING = frozenset(stem(word) for word in NEGATING_VERBS)
_NOT_NEGATED = frozenset("only just more fewer less later doubt sooner merely simply necessarily".split())
_UNSURE = frozenset("except but apart besides before yet all every both because rather".split())
_OPEN_ENDED = frozenset({"whether", "instead", "until", "till", "unless", "except", "since"})
_DOUBTED = frozenset({"false", "untrue", "rumor", "rumors", "rumour", "rumours", "hoax"})
_CONTRASTED = frozenset({"det", "prep", "noun", "name", "num"})
_REACH = 9


@lru_cache(maxsize=8_192)
def polarity(analysis: Analysis) -> dict[int, int]:
    """Say of every word whether it is said (1), denied (-1), or left open by words such as "until" (0)."""
    tokens = analysis.tokens
    clauses: dict[int, list[Token]] = {}
    for token in tokens:
        clauses.setdefault(token.clause, []).append(token)
    signs = {token.at: 1 for token in tokens}
    open_ended = frozenset(token.sentence for token in tokens if token.low in _OPEN_ENDED)
    for number, members in clauses.items():
        _sign_clause(members, clauses.get(number + 1, []), signs)
        if members[0].sentence in open_ended or any(_is_unsure(token, members) for token in members[1:]):
            signs |= {token.at: max(0, signs[token.at]) for token in members}
    doubted = frozenset(token.sentence for token in tokens if token.low in _DOUBTED)
    signs |= {token.at: 0 for token in tokens if token.sentence in doubted}
    return signs


def is_negated(analysis: Analysis) -> bool:
    """Tell whether a text denies or leaves open anything."""
    return any(sign <= 0 for sign in polarity(analysis).values())


def _sign_clause(members: list[Token], after: list[Token], signs: dict[int, int]) -> None:
    plain: set[int] = set()
    if _is_doubled(members):
        signs |= dict.fromkeys([token.at for token in members], 0)
        return
    for at, token in enumerate(members):
        kind = _negation(token, members[at + 1 :], after)
        if kind == "contrast":
            signs |= dict.fromkeys([each.at for each in members], 0)
            return
        reached = _scope(kind, at, members) + ([each.at for each in after] if kind == "that" else [])
        if kind in {"to", "that"} or token.low == "without":
            for index in reached:
                signs[index] = -signs[index]
        else:
            plain |= set(reached)
    for index in plain:  # "neither he nor anybody": two words, one denial
        signs[index] = -signs[index]


def _is_doubled(members: list[Token]) -> bool:
    """Tell of "not ... without", which says yes in a way too winding to be weighed."""
    lows = [token.low for token in members]
    return "without" in lows and sum(low in _NOT or low.endswith("n't") for low in lows) > 1


def _is_unsure(token: Token, members: list[Token]) -> bool:
    after = token.at - members[0].at + 1
    return token.low in _UNSURE and not (token.low == "yet" and after < len(members) and members[after].low == "to")


def _negation(token: Token, rest: list[Token], after: list[Token]) -> str:
    """Name the kind of negation that a word starts: `verb`, `subject`, `to`, `that`, `contrast`, or ""."""
    low, following = token.low, rest[0].low if rest else ""
    if low in _NOT or (low.endswith("n't") and len(low) > 3):
        if following in _NOT_NEGATED:
            return ""
        if low == "not" and rest and rest[0].tag in _CONTRASTED and following != "to":
            return "contrast"
        return "subject" if low in _SUBJECT else "verb"
    if low == "yet" and following == "to":
        return "to"
    if token.stem in _NEGATING and token.tag in {"verb", "noun", "adj"}:
        return _refusal(rest, after)
    return "verb" if low in {"unable", "unlikely"} else ""


def _refusal(rest: list[Token], after: list[Token]) -> str:
    """Read what a verb such as "refused", "denied", "banned" denies: "to sign", "that he paid", "paying"."""
    if any(each.low in {"to", "from"} for each in rest[:_REACH]):
        return "to"
    if not rest and after and after[0].low == "that":
        return "that"
    return "verb" if rest and rest[0].low.endswith("ing") else ""


def _scope(kind: str, at: int, members: list[Token]) -> list[int]:
    """List the tokens that a negation at place `at` of its clause reaches: one verb and what hangs on it."""
    found: list[int] = []
    verbs, begun = 0, kind != "to"
    for place in range(at + 1, len(members) if kind else 0):
        token = members[place]
        if not begun:
            begun = token.low in {"to", "from"}
            continue
        if token.tag == "verb":
            chained = members[place - 1].low == "to" or kind == "to"
            verbs += 0 if verbs and chained else 1
            if verbs > 1:
                break
        found.append(token.at)
    if kind == "subject" and not verbs:
        found += _back_to_verb(at, members)
    return found


def _back_to_verb(at: int, members: list[Token]) -> list[int]:
    """ "He paid no fine" denies the verb before it."""
    found: list[int] = []
    for token in reversed(members[:at]):
        if token.tag in {"punct", "conj"}:
            break
        found.append(token.at)
        if token.tag == "verb":
            break
    return found
