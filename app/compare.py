"""Claim x passage -> findings: what the two agree and disagree on, read off the words (pure)."""

from dataclasses import dataclass
from datetime import date

from app.alignment import Alignment
from app.counting import compare_quantities
from app.dating import compare_times
from app.names import Aliases
from app.naming import compare_names
from app.roles import compare_roles
from app.negation import compare_polarity
from app.evidence import Finding
from app.wording import analyse

FEATURES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    findings: tuple[Finding, ...]
    features: dict[str, float]


def compare(
    claim: str,
    passage: str,
    *,
    context: str = "",
    title: str = "",
    published: date | None = None,
    aliases: Aliases | None = None,
) -> Comparison:
    behind = tuple(analyse(text) for text in (context, title) if text)
    alignment = Alignment(analyse(claim), analyse(passage), behind, published)
    known = aliases or Aliases()
    findings = [
        *compare_quantities(alignment),
        *compare_times(alignment, published),
        *compare_names(alignment, known),
        *compare_roles(alignment, known),
        *compare_polarity(alignment),
    ]
    return Comparison(tuple(findings), {})
