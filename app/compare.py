"""Claim x passage -> findings: what the two agree and disagree on, read off the words (pure).

A number counts only against the number of the same thing, a date against that of the same event, a name
against another in the same place. What cannot be told apart is `missing`, never `disagrees`.
"""

from dataclasses import dataclass
from datetime import date

from app.comparator.alignment import Alignment
from app.comparator.counting import compare_quantities
from app.comparator.dating import compare_times
from app.comparator.features import FEATURES, features_of, target
from app.comparator.names import NO_ALIASES, Aliases
from app.comparator.naming import compare_names
from app.comparator.negation import compare_polarity
from app.comparator.relations import compare_ties
from app.comparator.roles import compare_roles
from app.comparator.wording import analyse
from app.evidence import Finding, Relation, Span

__all__ = ["FEATURES", "Aliases", "Comparison", "compare"]

SAME_TARGET = 0.5
OTHER_TARGET = 0.25
_ORDER = {kind: place for place, kind in enumerate(("quantity", "date", "name", "role", "negation"))}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings in the order of the claim's kinds of detail, and the features by name in the order of `FEATURES`."""

    findings: tuple[Finding, ...]
    features: dict[str, float]


def compare(  # noqa: PLR0913
    claim: str,
    passage: str,
    *,
    context: str = "",
    title: str = "",
    published: date | None = None,
    aliases: Aliases = NO_ALIASES,
) -> Comparison:
    """Read off what a claim and a passage agree and disagree on.

    Args:
        claim: The claim.
        passage: The sentence it is set against.
        context: The sentence before it, or "".
        title: The headline of its article, or "".
        published: The day of publication, which settles weekdays and "last week".
        aliases: Names that are one.

    Returns:
        The findings, each with its spans in `claim` and `passage`, and the features.
    """
    behind = tuple(analyse(text) for text in (context, title) if text)
    alignment = Alignment(analyse(claim), analyse(passage), behind, published, aliases)
    findings = [
        *compare_quantities(alignment),
        *compare_times(alignment),
        *compare_names(alignment),
        *compare_roles(alignment),
        *compare_ties(alignment),
        *compare_polarity(alignment),
    ]
    if _is_verbatim(alignment):
        findings = [each for each in findings if each.relation is not Relation.DISAGREES]
    findings = sorted(_one_a_name(findings), key=lambda each: (_ORDER[each.kind], each.claim.start))
    aimed = _target(claim, passage, target(alignment))
    features = features_of(alignment, findings)
    return Comparison((*findings, aimed) if aimed is not None else tuple(findings), features)


def _is_verbatim(alignment: Alignment) -> bool:
    """Tell whether the claim's words stand in the passage as they are; then nothing of it can be contradicted."""
    claim, passage = ([token.low for token in text.tokens] for text in (alignment.claim, alignment.passage))
    return f" {' '.join(claim)} " in f" {' '.join(passage)} "


def _one_a_name(findings: list[Finding]) -> list[Finding]:
    """Keep one finding a name of the claim: another name in its place says more than that it is missing."""
    replaced = {each.claim for each in findings if each.kind == "name" and each.relation is Relation.DISAGREES}
    kept: list[Finding] = []
    for each in findings:
        again = each.relation is not Relation.DISAGREES or any(other.claim == each.claim for other in kept)
        if each.kind != "name" or each.claim not in replaced or not again:
            kept.append(each)
    return kept


def _target(claim: str, passage: str, reached: float) -> Finding | None:
    whole = Span(0, len(claim), claim)
    if reached >= SAME_TARGET:
        return Finding("target", Relation.AGREES, whole, Span(0, len(passage), passage), "both speak of the same thing")
    if reached <= OTHER_TARGET:
        return Finding("target", Relation.MISSING, whole, None, "the passage speaks of something else")
    return None
