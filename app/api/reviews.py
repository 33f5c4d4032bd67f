"""POST /v1/reviews, GET /v1/reviews/{id}, GET /v1/verdicts/{id}/claimreview and GET /v1alpha1/claims:search."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi.responses import JSONResponse

from app import reviews, store
from app.api.access import requires
from app.api.caching import conditional
from app.api.deps import Facts, Json, SessionDep
from app.api.fields import Language, ReviewId, VerdictId
from app.api.review_schemas import (
    ClaimReviewOut,
    ClaimsFound,
    ReviewIn,
    ReviewOut,
    claim_found,
    review_out,
    signed_of,
)
from app.api.schemas import EXAMPLE_CLAIM
from app.check import now
from app.claimreview import claim_review
from app.errors import NotFound
from app.keys import Scope

router = APIRouter(tags=["reviews"])
READS = Depends(requires(Scope.VERDICTS))
SIGNS = Depends(requires(Scope.REVIEWS))
PAGE, MOST = 10, 100  # results of a search: where nothing is said, and at the most
_INT32 = 2**31 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOKEN = r"^[0-9a-f]{20}$"  # noqa: S105  twelve digits of time, milliseconds, and eight of the place to go on from


class LinkedData(JSONResponse):
    """JSON-LD."""

    media_type = "application/ld+json"


@router.post(
    "/v1/reviews",
    status_code=201,
    dependencies=[SIGNS, Json],
    summary="Sign a verdict",
    responses={200: {"model": ReviewOut, "description": "The review was there already"}},
)
def post_review(given: ReviewIn, session: SessionDep, facts: Facts, response: Response) -> ReviewOut:
    """Keep what a person signs about a verdict; it cannot be changed. The same review sent again is kept once."""
    signed = signed_of(given, store.load_verdict(session, given.verdict_id).question.claim)
    review, is_new = reviews.sign(session, signed, now())
    facts |= {"review": review.id, "rating": signed.rating}
    response.headers["Location"] = f"/v1/reviews/{review.id}"
    if not is_new:
        response.status_code = 200
    return review_out(review)


@router.get("/v1/reviews/{id}", dependencies=[READS], summary="Read a review", response_model=ReviewOut)
def get_review(
    review_id: Annotated[ReviewId, Path(alias="id", description="Id of a review")],
    session: SessionDep,
    if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Give a review as it was signed."""
    body = review_out(reviews.load(session, review_id))
    return conditional(body, review_id, if_none_match, "private, max-age=31536000, immutable")


@router.get(
    "/v1/verdicts/{id}/claimreview",
    dependencies=[READS],
    summary="A verdict as ClaimReview",
    response_class=LinkedData,
    response_model=ClaimReviewOut,
)
def get_claimreview(
    verdict_id: Annotated[VerdictId, Path(alias="id", description="Id of a stored verdict")],
    session: SessionDep,
    review: Annotated[ReviewId | None, Query(description="Id of the review that signs it; else the newest one")] = None,
) -> Response:
    """Give schema.org's ClaimReview (JSON-LD): a draft, until a person has signed a review of the verdict."""
    verdict = store.load_verdict(session, verdict_id)
    signing = reviews.of_verdict(session, verdict_id) if review is None else reviews.load(session, review)
    if signing is not None and signing.signed.verdict_id != verdict_id:
        raise NotFound(f"review {review} is of another verdict")
    body = ClaimReviewOut.model_validate(claim_review(verdict, signing), by_name=True)
    return Response(body.written(), media_type=LinkedData.media_type, headers={"Cache-Control": "no-cache"})


@router.get(
    "/v1alpha1/claims:search", dependencies=[READS], summary="Search signed reviews", response_model=ClaimsFound
)
def get_claims(  # noqa: PLR0913, PLR0917  the parameters of Google's API, by its names
    session: SessionDep,
    query: Annotated[
        str | None,
        Query(max_length=1_000, examples=[EXAMPLE_CLAIM], description="Words of a claim; none: every review"),
    ] = None,
    language: Annotated[
        Language | None,
        Query(alias="languageCode", description="Only reviews in this language; the region is not read"),
    ] = None,
    site: Annotated[
        str | None,
        Query(alias="reviewPublisherSiteFilter", max_length=253, description="Only reviews of this site"),
    ] = None,
    age: Annotated[
        int | None,
        Query(alias="maxAgeDays", ge=0, le=36_500, description="Only claims or reviews of so many days; 0: of any age"),
    ] = None,
    size: Annotated[
        int, Query(alias="pageSize", ge=0, le=_INT32, description="Most results: 100 at the most, 10 where it is 0")
    ] = 0,
    token: Annotated[
        str | None, Query(alias="pageToken", pattern=_TOKEN, description="`nextPageToken` of the page before")
    ] = None,
    offset: Annotated[
        int, Query(ge=0, le=_INT32, description="How many results to pass over; not read with a token")
    ] = 0,
) -> Response:
    """Search the reviews that people have signed, as Google's Fact Check Tools API does (`claims.search`).

    A client written for that API works by changing the host; its `key` parameter may be a key of this service.
    """
    time, start = (now(), offset) if token is None else _place(token)
    limit = min(size or PAGE, MOST)
    asked = reviews.Query(time, query or None, language, site or None, age or None)
    found = reviews.search_reviews(session, asked, limit + 1, start)
    more = _token(time, start + limit) if len(found) > limit else None
    claims = [claim_found(review) for review in found[:limit]]
    body = ClaimsFound(claims=claims or None, next_page_token=more)
    return Response(body.written(), media_type="application/json")


def _token(time: datetime, start: int) -> str:
    return f"{(time - _EPOCH) // timedelta(milliseconds=1):012x}{start:08x}"


def _place(token: str) -> tuple[datetime, int]:
    """Read when a search began, and where its next page does; a time still to come is now."""
    asked = int(token[:12], 16)
    time = now()
    if asked < (time - _EPOCH) // timedelta(milliseconds=1):
        time = _EPOCH + timedelta(milliseconds=asked)
    return time, int(token[12:], 16)
