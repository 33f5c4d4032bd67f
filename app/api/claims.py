"""POST /v1/verdicts and GET /v1/verdicts/{id}."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response

from app import store
from app.api.deps import Facts, Json, ResourcesDep, SessionDep
from app.api.schemas import VerdictIn, VerdictOut, verdict_out
from app.check import check, now
from app.errors import InvalidInput
from app.evidence import Question, Verdict
from app.settings import Settings

router = APIRouter(prefix="/v1/verdicts", tags=["verdicts"])
VerdictId = Annotated[str, Path(alias="id", pattern="^ver_[0-9A-Z]{26}$", description="Id of a stored verdict")]


def question_of(asked: VerdictIn, settings: Settings) -> Question:
    """Make the question that a request asks.

    Raises:
        InvalidInput: The claim is longer than the settings allow.
    """
    if len(asked.claim) > settings.max_claim_chars:
        raise InvalidInput(f"body.claim: should have {settings.max_claim_chars} characters at the most")
    return Question(
        claim=asked.claim,
        as_of=asked.as_of or now(),
        publishers=None if asked.publishers is None else tuple(dict.fromkeys(asked.publishers)),
        max_citations=asked.max_citations,
    )


@router.post("", dependencies=[Json], summary="Check a claim")
def post_verdict(
    asked: VerdictIn, session: SessionDep, resources: ResourcesDep, facts: Facts, response: Response
) -> VerdictOut:
    """Ask whether what has been published supports a claim, contradicts it, or neither.

    The verdict is stored: its `id` gives the same answer for ever.
    """
    verdict = check(session, resources, question_of(asked, resources.settings))
    note(facts, verdict)
    response.headers["Location"] = f"/v1/verdicts/{verdict.id}"
    return verdict_out(verdict)


@router.get("/{id}", summary="Read a verdict again")
def get_verdict(
    verdict_id: VerdictId,
    session: SessionDep,
    response: Response,
    if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> VerdictOut:
    """Give a stored verdict, as it was answered, also when its articles have changed or gone since."""
    answer = verdict_out(store.load_verdict(session, verdict_id))
    response.headers["ETag"] = f'"{verdict_id}"'
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    if if_none_match is not None and _names(if_none_match, f'"{verdict_id}"'):
        response.status_code = 304
    return answer


def _names(given: str, etag: str) -> bool:
    """Tell whether `If-None-Match` names an entity tag (RFC 9110, section 13.1.2: compared weakly)."""
    return given.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in given.split(",")}


def note(facts: dict[str, object], verdict: Verdict) -> None:
    """Add to a log line what a verdict took and came to; not what was claimed."""
    facts |= {
        "verdict": verdict.weighed.label.value,
        "gap": verdict.weighed.gap.value if verdict.weighed.gap else None,
        "origins": len(verdict.weighed.sides),
        "citations": len(verdict.citations),
        "articles": verdict.archive.articles,
        "stages_ms": dict(verdict.timings_ms),
    }
