"""Verbs: their forms, and negation put in and taken out."""

import re
from random import Random

from app.comparator.lexicon.words import IRREGULAR, VERBS
from training.examples import Example
from training.generators import lexicon
from training.generators.pool import Pool, claiming

_VOWELS = "aeiou"
_DOUBLED = frozenset(lexicon.DOUBLED.split())
_IRREGULAR = [row.split() for row in IRREGULAR.split("|")]
_STRONG = {forms[0]: (forms[1], forms[2]) for forms in _IRREGULAR if forms[0] not in {"be", "do"}}


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    short = len(verb) == 3 and verb[-1] not in "wxy" and verb[-2] in _VOWELS and verb[0] not in _VOWELS
    return verb + verb[-1] + "ed" if verb in _DOUBLED or short else verb + "ed"


_VERBS = [*VERBS, *lexicon.MORE_VERBS.split(), *_STRONG]
PAST = {verb: _STRONG.get(verb, (_regular(verb), _regular(verb)))[0] for verb in _VERBS}
BASE = {past: verb for verb, past in PAST.items()}
PAST_OF_PARTICIPLE = {_STRONG.get(verb, (past, past))[1]: past for verb, past in PAST.items()}
for _ambiguous in lexicon.AMBIGUOUS_PAST.split():
    BASE.pop(_ambiguous, None)
BASE |= {"founded": "found", "left": "leave"}
PAST_OF_PARTICIPLE |= {"founded": "founded"}
PARTICIPLE_OF_PAST = {past: participle for participle, past in PAST_OF_PARTICIPLE.items()}

_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|few|little|only|any|"
    r"anyone|"
    r"anything|some|someone|something|several|many|most|all|every|each|both|either|often|sometimes|usually|may|might|"
    r"although|though|because|while|whereas|unless|if|but|still|yet|also|too|already|even|just|former|denied|refused|"
    r"failed|rejected|so|at least|than|more|less|until|again|always|there)\b|n't\b|[\"“”;:?!…]",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"\b(?:that|which|who|whom|whose|when|where|and|or|as|what|how|why|after|before|since)\b|,", re.IGNORECASE
)
_AUX = re.compile(r"(?<= )(was|were|is|are|has|have|had|will|would|can|could|should)(?= [a-zA-Z\d])")
_ANY_AUX = re.compile(
    r"\b(?:was|were|is|are|am|be|been|being|has|have|had|will|would|can|could|should|do|does|did|shall|must)\b"
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ'’-]+")


def negated(example: Example, _rng: Random, _pool: Pool) -> Example | None:
    """Deny the claim by its one verb: "was freed" -> "was not freed", "won" -> "did not win": refutes."""
    claim = example.pair.claim
    if _NEGATIVE.search(claim) or _LINKED.search(claim) or not 4 <= len(claim.split()) <= 22:
        return None
    auxiliaries = list(_AUX.finditer(claim))
    pasts = [match for match in _WORD.finditer(claim) if match.start() and match[0] in BASE]
    if len(auxiliaries) == 1:
        aux = auxiliaries[0]
        if any(match.start() < aux.start() for match in pasts) or (
            aux[0] == "had" and not _participle_next(claim, aux.end())
        ):
            return None
        if aux[0] in {"has", "have"} and not _participle_next(claim, aux.end()):
            return None
        text = f"{claim[: aux.end()]} not{claim[aux.end() :]}"
    elif not _ANY_AUX.search(claim) and len(pasts) == 1 and _is_verb(claim, pasts[0]):
        verb = pasts[0]
        text = f"{claim[: verb.start()]}did not {BASE[verb[0]]}{claim[verb.end() :]}"
    else:
        return None
    return claiming(example, text, "refutes", "negated")


def _participle_next(claim: str, end: int) -> bool:
    match = re.match(r" (\w+)", claim[end:])
    return bool(match and (match[1] in PAST_OF_PARTICIPLE or match[1] in {"been", "had"} or match[1].endswith("ed")))


_BEFORE_ADJECTIVE = frozenset(lexicon.BEFORE_ADJECTIVE.split())


def _is_verb(claim: str, match: re.Match[str]) -> bool:
    """Tell whether a past form is the claim's verb and neither an adjective nor a short relative clause."""
    before = re.search(r"(\S+) $", claim[: match.start()])
    after = re.match(r" (\S+)", claim[match.end() :])
    if before is None or before[1].casefold() in _BEFORE_ADJECTIVE:
        return False
    others = [
        one[0] for one in _WORD.finditer(claim) if re.search(r"(?:ed|es|s)$", one[0]) and one.start() > match.end()
    ]
    if re.match(r" (?:by|as)\b", claim[match.end() :]):
        return False
    return after is not None and not any(word in BASE for word in others)


_NOT = re.compile(
    r"\b(was|were|is|are|has|have|had|will|would|can|could|should|does|do|did)(?: not|n't) (\w+)", re.IGNORECASE
)
_NOT_MORE = re.compile(r"\bnot (?:only|just|necessarily|yet|even|at all|all|a)\b|\b(?:any|anyone|anything|ever|"
                       r"either|nor|"
                       r"neither|whether|until|because|if|but|no|never|at all|yet|much|"
                       r"enough)\b", re.IGNORECASE)  # fmt: skip


def affirmed(example: Example, _rng: Random, _pool: Pool) -> Example | None:
    """Take the one negation out of a supported claim: "did not sign" -> "signed": refutes."""
    claim = example.pair.claim
    found = list(_NOT.finditer(claim))
    if len(found) != 1 or len(re.findall(r"\bnot\b|n't", claim)) != 1 or _NOT_MORE.search(claim):
        return None
    match = found[0]
    aux, verb = match[1], match[2]
    if aux.casefold() == "did":
        if verb not in PAST:
            return None
        said = PAST[verb]
    elif aux.casefold() in {"do", "does"}:
        said = verb if aux.casefold() == "do" else _third_person(verb)
    else:
        said = f"{aux} {verb}"
    return claiming(example, claim[: match.start()] + said + claim[match.end() :], "refutes", "affirmed")


def _third_person(verb: str) -> str:
    if verb == "have":
        return "has"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
