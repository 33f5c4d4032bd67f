"""POST /v1/checks, as JSON or as a stream of events, and POST /v1/verdicts:batch."""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import aclosing
from dataclasses import dataclass, field
from time import perf_counter
from typing import Annotated, Any

from anyio import CancelScope
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app import keys
from app.api.access import requires
from app.api.check_schemas import (
    BatchIn,
    BatchOut,
    CheckIn,
    CheckOut,
    FailedOut,
    PageClaimOut,
    StartOut,
    SummaryOut,
    claim_out,
    described,
    place_out,
    result_out,
    summary_out,
)
from app.api.claims import question_of
from app.api.deps import Facts, Json, ResourcesDep
from app.api.schemas import Out
from app.batch import Outcome, check_many, encode_all
from app.check import now
from app.errors import InvalidInput, TooLarge
from app.evidence import Label, Question
from app.ids import new_id
from app.markup import Readable, readable
from app.page import Outline, PageQuestion, check_page, language_of, outline
from app.resources import Resources
from app.settings import Settings

router = APIRouter(prefix="/v1", tags=["verdicts"], dependencies=[Depends(requires(keys.Scope.VERDICTS))])
Events = AsyncGenerator[tuple[str, Out], None]
EVENTS = "text/event-stream"
_STREAM = {
    "description": "The verdicts; with `Accept: text/event-stream` as events: `start`, then `verdict` or `problem` for "
    "each sentence as soon as it is done, then `summary`",
    "content": {EVENTS: {"schema": {"type": "string"}}},
}


@dataclass(slots=True)
class _Check:
    """A page check under way: what was asked, what was found, and the count of what came out."""

    path: str
    read: Readable
    is_html: bool
    asked: PageQuestion
    found: Outline
    started: float
    id: str = field(default_factory=lambda: new_id("chk"))
    counts: Counter[Label] = field(default_factory=Counter)
    failed: int = 0
    first_ms: float | None = None

    def take(self, outcome: Outcome) -> PageClaimOut | FailedOut:
        """Count what became of a sentence, and write it."""
        if outcome.verdict is None:
            self.failed += 1
        else:
            self.counts[outcome.verdict.weighed.label] += 1
        self.first_ms = self.first_ms or self.ms
        return claim_out(self.found.claims[outcome.index], outcome, self.path)

    @property
    def ms(self) -> float:
        """Milliseconds since the request."""
        return (perf_counter() - self.started) * 1_000

    def fields(self) -> dict[str, Any]:
        """Give what the start of the stream and the whole answer share."""
        return described(self.found) | {
            "id": self.id,
            "language": self.read.language or language_of(self.asked.text),
            "characters": len(self.asked.text),
            "text": self.asked.text if self.is_html else None,
        }

    def summary(self) -> SummaryOut:
        """Say how it went."""
        return summary_out(self.counts, failed=self.failed, truncated=self.found.truncated, ms=self.ms)

    def note(self, facts: dict[str, Any]) -> None:
        """Add to the log line what it took; nothing of the text."""
        facts |= {"check": self.id, "sentences": self.found.sentences, "checked": len(self.found.claims)}
        facts |= {label.value: count for label, count in self.counts.items()}
        facts |= {"failed": self.failed, "first_ms": round(self.first_ms or 0.0, 1)}


class EventStream(StreamingResponse):
    """Events as the HTML standard has them; whatever ends the answer, ends the work behind it.

    Source:
        WHATWG HTML, section 9.2.6.
    """

    media_type = EVENTS

    def __init__(self, events: Events) -> None:
        self._events = events
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(_written(events), headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


@router.post("/checks", dependencies=[Json], summary="Check a page", response_model=CheckOut, responses={200: _STREAM})
async def post_check(
    asked: CheckIn,
    request: Request,
    resources: ResourcesDep,
    facts: Facts,
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Find the sentences of a text that are worth checking, and give a verdict for each.

    With `Accept: text/event-stream` each verdict comes as soon as it is there. A caller that goes away stops the
    work. Every verdict is stored like that of a single claim.
    """
    check = await run_in_threadpool(_begin, asked, resources, request.url.path)
    outcomes = _until_gone(request, check_page(resources, check.asked, check.found), facts)
    if wants_events(accept):
        return EventStream(_events(check, outcomes, facts))
    claims: list[PageClaimOut] = []
    problems: list[FailedOut] = []
    fault = None
    async with aclosing(outcomes):
        async for outcome in outcomes:
            fault = fault or outcome.fault
            written = check.take(outcome)
            if isinstance(written, PageClaimOut):
                claims.append(written)
            else:
                problems.append(written)
    check.note(facts)
    if fault is not None and not claims:
        raise fault
    claims.sort(key=lambda claim: claim.index)
    return _json(CheckOut(**check.fields(), claims=claims, problems=problems, summary=check.summary()))


@router.post("/verdicts:batch", dependencies=[Json], summary="Check many claims", response_model=BatchOut)
async def post_batch(asked: BatchIn, request: Request, resources: ResourcesDep, facts: Facts) -> Response:
    """Check up to 100 claims, each on its own; a claim that cannot be checked has a problem in place of its verdict."""
    if len(asked.claims) > resources.settings.max_batch:
        raise TooLarge(f"a batch may have {resources.settings.max_batch} claims at the most")
    results, questions = _questions(asked, resources.settings)
    vectors = await run_in_threadpool(encode_all, resources, [question.claim for question in questions.values()])
    places = list(questions)
    checked = _until_gone(request, check_many(resources, list(questions.values()), vectors), facts)
    async with aclosing(checked):
        async for outcome in checked:
            results[places[outcome.index]] = outcome
    facts |= {"claims": len(asked.claims), "failed": sum(one.verdict is None for one in results.values())}
    return _json(BatchOut(results=[result_out(results[place], request.url.path) for place in sorted(results)]))


def _questions(asked: BatchIn, settings: Settings) -> tuple[dict[int, Outcome], dict[int, Question]]:
    """Make the questions by their places; those that cannot be asked have their outcome already."""
    results: dict[int, Outcome] = {}
    questions: dict[int, Question] = {}
    time = now()  # one for all, so that they ask the same archive
    for place, claim in enumerate(asked.claims):
        try:
            questions[place] = question_of(claim, settings, time)
        except InvalidInput as fault:
            results[place] = Outcome(place, None, fault)
    return results, questions


def wants_events(accept: str | None) -> bool:
    """Tell whether a caller prefers a stream of events to JSON.

    Source:
        RFC 9110, section 12.5.1.
    """
    weights: dict[str, float] = {}
    for part in (accept or "").lower().split(","):
        kind, *parameters = (word.strip() for word in part.split(";"))
        given = next((word.removeprefix("q=") for word in parameters if word.startswith("q=")), "1")
        weights[kind] = float(given) if given.replace(".", "", 1).isdecimal() else 0.0
    return weights.get(EVENTS, 0.0) > weights.get("application/json", 0.0)


def _begin(asked: CheckIn, resources: Resources, path: str) -> _Check:
    """Read the text and find what to check in it.

    Raises:
        TooLarge: The text is longer than the settings allow.
        InvalidInput: The HTML cannot be read.
        Unavailable: The encoder did not answer.
    """
    started = perf_counter()
    read = readable(asked.html) if asked.html else Readable(asked.text, "", "")
    if len(read.text) > resources.settings.max_page_chars:
        raise TooLarge(f"a page may have {resources.settings.max_page_chars:,} characters at the most")
    question = PageQuestion(
        text=read.text,
        as_of=asked.as_of or now(),
        publishers=None if asked.publishers is None else tuple(dict.fromkeys(asked.publishers)),
        max_citations=asked.max_citations,
        everything=asked.all,
    )
    return _Check(path, read, bool(asked.html), question, outline(resources, question), started)


async def _until_gone(
    request: Request, outcomes: Generator[Outcome, None, None], facts: dict[str, Any]
) -> AsyncGenerator[Outcome, None]:
    """Hand outcomes on as long as the caller is there; then stop the work."""
    try:
        async for outcome in iterate_in_threadpool(outcomes):
            yield outcome
            if await request.is_disconnected():
                facts["gone"] = True
                return
    finally:
        with CancelScope(shield=True):
            await run_in_threadpool(outcomes.close)


async def _events(check: _Check, outcomes: AsyncGenerator[Outcome, None], facts: dict[str, Any]) -> Events:
    try:
        yield "start", StartOut(**check.fields(), claims=[place_out(claim) for claim in check.found.claims])
        async with aclosing(outcomes):
            async for outcome in outcomes:
                written = check.take(outcome)
                yield ("verdict" if isinstance(written, PageClaimOut) else "problem"), written
        yield "summary", check.summary()
    finally:
        check.note(facts)


async def _written(events: Events) -> AsyncIterator[str]:
    number = 0
    async for name, data in events:
        number += 1
        yield f"id: {number}\nevent: {name}\ndata: {data.model_dump_json(exclude_unset=True)}\n\n"


def _json(body: Out) -> Response:
    return Response(body.model_dump_json(exclude_unset=True), media_type="application/json")
