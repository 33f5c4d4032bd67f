"""POST /v1/verdicts and GET /v1/verdicts/{id}."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Response

from app import store
from app.api.access import requires
from app.api.caching import conditional
from app.api.deps import Facts, Json, ResourcesDep, SessionDep
from app.api.fields import VerdictId
from app.api.schemas import VerdictIn, VerdictOut, verdict_out
from app.check import check, now
from app.errors import InvalidInput
from app.evidence import Question, Verdict
from app.keys import Scope
from app.settings import Settings

router = APIRouter(prefix="/v1/verdicts", tags=["verdicts"], dependencies=[Depends(requires(Scope.VERDICTS))])


def question_of(asked: VerdictIn, settings: Settings, time: datetime | None = None) -> Question:
    """Make the question that a request asks; `time` stands for now.

    Raises:
        InvalidInput: The claim is longer than the settings allow.
    """
    if len(asked.claim) > settings.max_claim_chars:
        raise InvalidInput(f"body.claim: should have {settings.max_claim_chars} characters at the most")
    return Question(
        claim=asked.claim,
        as_of=asked.as_of or time or now(),
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


@router.get("/{id}", summary="Read a verdict again", response_model=VerdictOut)
def get_verdict(
    verdict_id: Annotated[VerdictId, Path(alias="id", description="Id of a stored verdict")],
    session: SessionDep,
    if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Give a stored verdict, as it was answered, also when its articles have changed or gone since."""
    body = verdict_out(store.load_verdict(session, verdict_id))
    return conditional(body, verdict_id, if_none_match, "private, max-age=31536000, immutable")


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
