"""The findings and what else the words show, as numbers for the small fitted model (pure)."""

from collections.abc import Container, Sequence

from app.comparator.alignment import Alignment
from app.comparator.counting import counts_differ
from app.comparator.grammar import stem
from app.comparator.polarity import is_negated
from app.comparator.quantities import read_quantities
from app.evidence import Finding
from app.premise import leans_on_context

FEATURES: tuple[str, ...] = (
    # how many details of each kind agree, disagree and are missing
    "quantity_agrees", "quantity_disagrees", "quantity_missing",
    "date_agrees", "date_disagrees", "date_missing",
    "name_agrees", "name_disagrees", "name_missing",
    "role_agrees", "role_disagrees", "negation_agrees", "negation_disagrees",
    # 0..1: how near the nearest clash of a kind stands, also where it is too far to be a finding
    "quantity_clash", "date_clash", "name_clash", "negation_clash", "opposite_clash", "role_clash",
    # 0..1: shares of the claim found in the passage, in passage or background, of the passage in the claim
    "covered", "covered_behind", "covered_clause", "verbs_covered", "names_covered", "passage_covered", "target",
    # 0 or 1
    "counts_differ", "is_distinct", "passage_negated", "polarity_differs", "claim_hedged",
    "passage_hedged", "claim_universal", "ahead_differs", "passage_reports", "passage_denies",
    "passage_quotes", "passage_leans",
    # words, in tens
    "claim_length", "passage_length",
)  # fmt: skip

_COUNTED = ("quantity", "date", "name")
_YES_NO = ("role", "negation")
_CLASHES = ("quantity", "date", "name", "negation", "opposite", "role")
_AHEAD = frozenset("will would may might could shall should wo plan plans planned hope hopes expected due".split())
_REPORTS = frozenset(
    stem(word) for word in "say tell claim allege argue maintain insist believe accuse suggest".split()
)
_DENIES = frozenset(stem(word) for word in "deny reject dismiss dispute refute decline refuse".split())
_UNIVERSAL = frozenset("all every always only never none entire whole everyone everybody any both each".split())
_NAME_WEIGHT, _VERB_WEIGHT, _WORD_WEIGHT = 2.0, 1.5, 1.0
_SEEN_BEHIND = 0.5


def target(alignment: Alignment) -> float:
    """Say how far claim and passage speak of the same thing, 0..1: names weigh double, verbs half as much again."""
    total = reached = 0.0
    for index in alignment.claim.content:
        tag = alignment.claim.tokens[index].tag
        if tag in {"num", "time"}:
            continue
        weight = _NAME_WEIGHT if tag in {"name", "nation"} else _VERB_WEIGHT if tag == "verb" else _WORD_WEIGHT
        total += weight
        if index in alignment.links:
            reached += weight
        elif index in alignment.seen_behind:
            reached += weight * _SEEN_BEHIND
    return reached / total if total else 0.0


def features_of(alignment: Alignment, findings: Sequence[Finding]) -> dict[str, float]:
    """Give every feature of a pair by name, in the order of `FEATURES`."""
    found = dict.fromkeys(FEATURES, 0.0)
    for finding in findings:
        name = f"{finding.kind}_{finding.relation.value}"
        if name in found:
            found[name] += 1.0
    for kind in _CLASHES:
        found[f"{kind}_clash"] = alignment.clash.get(kind, 0.0)
    _cover(alignment, found)
    _shape(alignment, found)
    return found


def _cover(alignment: Alignment, found: dict[str, float]) -> None:
    tokens, content = alignment.claim.tokens, alignment.claim.content
    words = [at for at in content if tokens[at].tag not in {"num", "time"}]
    verbs = [at for at in words if tokens[at].tag == "verb"]
    names = [at for at in words if tokens[at].tag in {"name", "nation"}]
    found["covered"] = _share(words, alignment.links)
    found["covered_behind"] = _share(words, alignment.links.keys() | alignment.seen_behind)
    found["covered_clause"] = _best_clause(alignment, words)
    found["verbs_covered"] = _share(verbs, alignment.links)
    found["names_covered"] = _share(names, alignment.links)
    reached = {at for places in alignment.links.values() for at in places}
    found["passage_covered"] = _share(alignment.passage.content, reached)
    found["target"] = target(alignment)


def _share(words: Sequence[int], among: Container[int]) -> float:
    if not words:
        return 1.0
    return sum(at in among for at in words) / len(words)


def _best_clause(alignment: Alignment, words: list[int]) -> float:
    """The share of the claim's words that one clause of the passage has."""
    reached: dict[int, int] = {}
    for at in words:
        for clause in {alignment.passage.tokens[place].clause for place in alignment.links.get(at, ())}:
            reached[clause] = reached.get(clause, 0) + 1
    return max(reached.values(), default=0) / len(words) if words else 1.0


def _shape(alignment: Alignment, found: dict[str, float]) -> None:
    claim, passage = alignment.claim, alignment.passage
    mine, theirs = is_negated(claim), is_negated(passage)
    stems = passage.where
    found |= {
        "counts_differ": float(counts_differ(alignment)),
        "is_distinct": float(bool(claim.tokens) and alignment.is_distinct(0)),
        "passage_negated": float(theirs),
        "polarity_differs": float(mine != theirs),
        "claim_hedged": float(any(quantity.hedge for quantity in read_quantities(claim))),
        "passage_hedged": float(any(quantity.hedge for quantity in read_quantities(passage))),
        "claim_universal": float(bool(claim.lows & _UNIVERSAL)),
        "ahead_differs": float(bool(claim.lows & _AHEAD) != bool(passage.lows & _AHEAD)),
        "passage_reports": float(any(word in stems for word in _REPORTS)),
        "passage_denies": float(any(word in stems for word in _DENIES)),
        "passage_quotes": float(any(mark in passage.text for mark in '"“”')),
        "passage_leans": float(leans_on_context(passage.text.strip())),
        "claim_length": len(claim.content) / 10,
        "passage_length": len(passage.content) / 10,
    }
