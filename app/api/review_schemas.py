"""What goes over the wire for signed reviews: this API's own, schema.org's JSON-LD, and the claim search's.

JSON-LD and the claim search leave out what they do not know, so their fields have defaults; both are camelCase.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel

from app.api.fields import (
    Count,
    Language,
    Name,
    Note,
    RatingLabel,
    ReviewedClaim,
    Time,
    TimeOut,
    VerdictId,
    WebAddress,
)
from app.api.schemas import EXAMPLE_CLAIM, EXAMPLE_VERDICT, In, Out
from app.reviews import Party, Review, Signed, site_of

EXAMPLE_REVIEW: dict[str, JsonValue] = {
    "verdict_id": EXAMPLE_VERDICT,
    "author": {"name": "Ines Aldana", "url": "https://courier.example/staff/aldana"},
    "publisher": {"name": "Bellmouth Courier", "url": "https://courier.example/"},
    "claim_reviewed": EXAMPLE_CLAIM,
    "rating": 5,
    "rating_label": "True",
    "url": "https://courier.example/fact-check/five-freed",
}


class PartyIn(In):
    """A person or an organization."""

    name: Name
    url: WebAddress | None = None


class PublisherIn(In):
    """Who publishes the review; the host of `url` is the site that it is found by."""

    name: Name
    url: WebAddress


class ReviewIn(In):
    """A person's signature under a verdict."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_REVIEW]})

    verdict_id: VerdictId = Field(description="The verdict that the review rests on")
    author: PartyIn = Field(description="The person who signs")
    publisher: PublisherIn
    claim_reviewed: ReviewedClaim | None = Field(None, description="null: the verdict's claim")
    rating: Count = Field(ge=1, le=5, description="1 (false) to 5 (true)")
    rating_label: RatingLabel = Field(description="The rating in words")
    url: WebAddress = Field(description="The article that carries the review")
    note: Note | None = Field(None, description="What the person adds for readers")
    title: Name | None = Field(None, description="Headline of the article that carries the review")
    language: Language = Field("en", description="Language of the review")
    claimant: PartyIn | None = Field(None, description="Who made the claim")
    claimed_at: Time | None = Field(None, description="When the claim was made")
    appearance: WebAddress | None = Field(None, description="Where the claim can be read")


class PartyOut(Out):
    """A person or an organization."""

    name: str
    url: str | None


class ReviewOut(Out):
    """A signed review, as it is kept for ever."""

    id: str
    verdict_id: str
    author: PartyOut
    publisher: PartyOut
    claim_reviewed: str
    rating: int = Field(ge=1, le=5)
    rating_label: str
    url: str
    note: str | None
    title: str | None
    language: str
    claimant: PartyOut | None
    claimed_at: TimeOut | None
    appearance: str | None
    signed_at: TimeOut


def signed_of(given: ReviewIn, claim: str) -> Signed:
    """Make what is signed out of a request; `claim` is the verdict's, where the request names none."""
    return Signed(
        verdict_id=given.verdict_id,
        author=Party(given.author.name, given.author.url),
        publisher=Party(given.publisher.name, given.publisher.url),
        claim_reviewed=given.claim_reviewed or claim,
        rating=given.rating,
        rating_label=given.rating_label,
        url=given.url,
        language=given.language,
        title=given.title,
        note=given.note,
        claimant=Party(given.claimant.name, given.claimant.url) if given.claimant else None,
        claimed_at=given.claimed_at,
        appearance=given.appearance,
    )


def review_out(review: Review) -> ReviewOut:
    """Write a review."""
    signed = review.signed
    return ReviewOut(
        id=review.id,
        verdict_id=signed.verdict_id,
        author=_party_out(signed.author),
        publisher=_party_out(signed.publisher),
        claim_reviewed=signed.claim_reviewed,
        rating=signed.rating,
        rating_label=signed.rating_label,
        url=signed.url,
        note=signed.note,
        title=signed.title,
        language=signed.language,
        claimant=_party_out(signed.claimant) if signed.claimant else None,
        claimed_at=signed.claimed_at,
        appearance=signed.appearance,
        signed_at=review.signed_at,
    )


def _party_out(party: Party) -> PartyOut:
    return PartyOut(name=party.name, url=party.url)


class Sparse(BaseModel):
    """An object in camelCase that leaves out what is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)

    def written(self) -> str:
        """Write it as JSON."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


# --- JSON-LD ---------------------------------------------------------------------------------------------------


class PartyLd(Sparse):
    """Who: a name, and where to read of it."""

    type: Literal["Person", "Organization", "Thing"] = Field(alias="@type")
    name: str
    url: str | None = None


class RatingLd(Sparse):
    """The rating; without `ratingValue` where the evidence does not decide."""

    type: Literal["Rating"] = Field(alias="@type")
    rating_value: int | None = Field(None, ge=1, le=5)
    best_rating: Literal[5]
    worst_rating: Literal[1]
    alternate_name: str
    rating_explanation: str | None = None


class AppearanceLd(Sparse):
    """Where the claim can be read."""

    type: Literal["CreativeWork"] = Field(alias="@type")
    url: str


class ClaimLd(Sparse):
    """The claim: who made it, when, and where."""

    type: Literal["Claim"] = Field(alias="@type")
    author: PartyLd | None = None
    date_published: TimeOut | None = None
    appearance: AppearanceLd | None = None


class ArticleLd(Sparse):
    """The article that a quotation stands in."""

    type: Literal["NewsArticle"] = Field(alias="@type")
    headline: str
    url: str | None = None
    date_published: TimeOut
    publisher: PartyLd


class QuotationLd(Sparse):
    """A sentence that the verdict rests on; `url` lands on it."""

    type: Literal["Quotation"] = Field(alias="@type")
    text: str
    url: str | None = None
    is_part_of: ArticleLd


class ClaimReviewOut(Sparse):
    """A schema.org ClaimReview: a draft, or signed."""

    context: Literal["https://schema.org"] = Field(alias="@context")
    type: Literal["ClaimReview"] = Field(alias="@type")
    identifier: str = Field(description="Id of the verdict")
    creative_work_status: Literal["Draft", "Published"]
    credit_text: str | None = None
    name: str | None = None
    claim_reviewed: str
    in_language: str | None = None
    url: str | None = None
    date_created: TimeOut | None = None
    date_published: TimeOut | None = None
    author: PartyLd | None = None
    publisher: PartyLd | None = None
    item_reviewed: ClaimLd
    review_rating: RatingLd
    review_body: str | None = None
    citation: list[QuotationLd]


# --- the claim search ------------------------------------------------------------------------------------------


class PublisherFound(Sparse):
    """Who published a review."""

    name: str
    site: str


class ReviewFound(Sparse):
    """A review of a claim."""

    publisher: PublisherFound
    url: str
    title: str | None = None
    review_date: TimeOut
    textual_rating: str
    language_code: str


class ClaimFound(Sparse):
    """A claim that has been reviewed."""

    text: str
    claimant: str | None = None
    claim_date: TimeOut | None = None
    claim_review: list[ReviewFound]


class ClaimsFound(Sparse):
    """A page of reviewed claims; nothing found is an empty object."""

    claims: list[ClaimFound] | None = None
    next_page_token: str | None = None


def claim_found(review: Review) -> ClaimFound:
    """Write a review as the claim search has it."""
    signed = review.signed
    found = ReviewFound(
        publisher=PublisherFound(name=signed.publisher.name, site=site_of(signed.publisher.url or "")),
        url=signed.url,
        title=signed.title,
        review_date=review.signed_at,
        textual_rating=signed.rating_label,
        language_code=signed.language,
    )
    claimant = signed.claimant.name if signed.claimant else None
    return ClaimFound(text=signed.claim_reviewed, claimant=claimant, claim_date=signed.claimed_at, claim_review=[found])
