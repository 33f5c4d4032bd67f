"""Verdict and review -> schema.org ClaimReview, as plain values.

A verdict alone is a draft: it names no author, no address and no day of publication, because nobody has signed
it. A review adds what a person answers for.

Source: schema.org/ClaimReview; Google Search Central, "Fact check (ClaimReview) structured data".
"""

from typing import Any

from app.evidence import Citation, Label, Verdict
from app.reviews import Party, Review

BEST, WORST = 5, 1
_RATINGS: dict[Label, tuple[int | None, str]] = {
    Label.SUPPORTED: (5, "Supported by the archive"),
    Label.REFUTED: (1, "Refuted by the archive"),
    Label.CONFLICTING: (3, "Sources conflict"),
    Label.NOT_ENOUGH_EVIDENCE: (None, "Not enough evidence"),
}
DRAFT_CREDIT = "Drafted by Veridict from published articles; nobody has signed it"


def claim_review(verdict: Verdict, review: Review | None) -> dict[str, Any]:
    """Describe a verdict as a ClaimReview.

    Args:
        verdict: What was found.
        review: Who signs it, and as what; None makes a draft.

    Returns:
        The members by their Python names; what is not known is left out.
    """
    shared = {
        "context": "https://schema.org",
        "type": "ClaimReview",
        "identifier": verdict.id,
        "citation": [_quotation(citation) for citation in verdict.citations],
    }
    return shared | (_draft(verdict) if review is None else _signed(review))


def _draft(verdict: Verdict) -> dict[str, Any]:
    value, name = _RATINGS[verdict.weighed.label]
    return {
        "creative_work_status": "Draft",
        "credit_text": DRAFT_CREDIT,
        "claim_reviewed": verdict.question.claim,
        "date_created": verdict.checked_at,
        "item_reviewed": {"type": "Claim"},
        "review_rating": _rating(value, name) | {"rating_explanation": verdict.summary},
    }


def _signed(review: Review) -> dict[str, Any]:
    signed = review.signed
    claim: dict[str, Any] = {"type": "Claim"}
    if signed.claimant is not None:
        claim["author"] = _party(signed.claimant, "Thing")
    if signed.claimed_at is not None:
        claim["date_published"] = signed.claimed_at
    if signed.appearance is not None:
        claim["appearance"] = {"type": "CreativeWork", "url": signed.appearance}
    noted = {"review_body": signed.note} if signed.note else {}
    titled = {"name": signed.title} if signed.title else {}
    return {
        "creative_work_status": "Published",
        "claim_reviewed": signed.claim_reviewed,
        "in_language": signed.language,
        "url": signed.url,
        "date_published": review.signed_at,
        "item_reviewed": claim,
        "review_rating": _rating(signed.rating, signed.rating_label),
        "author": _party(signed.author, "Person"),
        "publisher": _party(signed.publisher, "Organization"),
        **noted,
        **titled,
    }


def _rating(value: int | None, name: str) -> dict[str, Any]:
    rated = {} if value is None else {"rating_value": value}
    return {"type": "Rating", "best_rating": BEST, "worst_rating": WORST, "alternate_name": name, **rated}


def _party(party: Party, kind: str) -> dict[str, Any]:
    return {"type": kind, "name": party.name} | ({"url": party.url} if party.url else {})


def _quotation(citation: Citation) -> dict[str, Any]:
    source = citation.source
    article = {
        "type": "NewsArticle",
        "headline": source.title,
        "date_published": source.published_at,
        "publisher": _party(Party(source.publisher), "Organization"),
    }
    linked = {"url": citation.link} if citation.link else {}
    return {
        "type": "Quotation",
        "text": citation.quote,
        "is_part_of": article | ({"url": source.url} if source.url else {}),
        **linked,
    }
