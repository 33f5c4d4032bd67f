"""What goes over the wire for many claims at once: a page's sentences, and batches."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.api.fields import Count, Name, Time, whole
from app.api.problems import problem_of
from app.api.schemas import EXAMPLE_CLAIM, In, Out, ProblemOut, Share, VerdictIn, VerdictOut, verdict_out
from app.batch import Outcome
from app.errors import VeridictError
from app.evidence import Label
from app.page import Outline, PageClaim, Skipped

EXAMPLE_PAGE = (
    "Venezuela freed a group of prisoners on Thursday. Five Spaniards were freed in Caracas. "
    "Their families had hoped for months."
)
PageText = Annotated[str, Field(min_length=1, max_length=200_000, pattern=r"\S"), AfterValidator(whole)]
PageHtml = Annotated[str, Field(min_length=1, max_length=2_000_000, pattern=r"\S"), AfterValidator(whole)]
PageTitle = Annotated[str, Field(max_length=1_000), AfterValidator(whole)]


class CheckIn(In):
    """A text or an article's HTML, exactly one of the two."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": EXAMPLE_PAGE}],
            "oneOf": [{"required": ["text"]}, {"required": ["html"]}],
        }
    )

    text: PageText = Field(default_factory=str, description="A text; offsets in the answer count its code points")
    html: PageHtml = Field(default_factory=str, description="A page's or an article's HTML; the answer has its text")
    title: PageTitle | None = Field(None, description="The headline; it is not checked")
    as_of: Time | None = Field(None, description="Only what was published at or before it counts; null: now")
    publishers: list[Name] | None = Field(
        None, max_length=100, description="Only these publishers' articles count; null: all"
    )
    max_citations: Count = Field(6, ge=1, le=20, description="Most citations of one verdict")
    all: bool = Field(default=False, strict=True, description="Check every sentence, worth checking or not")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if ("text" in self.model_fields_set) == ("html" in self.model_fields_set):
            raise PydanticCustomError("one_of", "Should have either text or html")
        return self


class PlaceOut(Out):
    """A sentence that is checked."""

    index: int = Field(ge=0, description="Its number among the checked ones, in the order of the text")
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text: str = Field(description="`text[start:end]` of what was sent, in code points; for HTML, of the `text` here")
    checkworthiness: Share = Field(description="Probability that it is worth checking")


class PageClaimOut(PlaceOut):
    """A sentence with its verdict."""

    verdict: VerdictOut


class SkippedOut(Out):
    """A sentence that cannot be a claim, and why: `too_long`, `too_short` or `control_characters`."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    reason: str


class FailedOut(Out):
    """A sentence that could not be checked, and why."""

    index: int = Field(ge=0)
    problem: ProblemOut


class SummaryOut(Out):
    """How many sentences came out how."""

    supported: int
    refuted: int
    conflicting: int
    not_enough_evidence: int
    failed: int = Field(description="Sentences that could not be checked")
    truncated: bool = Field(description="There were more sentences worth checking; those least worth it were left out")
    ms: float = Field(description="Milliseconds from the request to the last verdict")


class _PageOut(Out):
    id: str
    language: str = Field(description="Language tag; `und` when it could not be told")
    characters: int = Field(ge=0, description="Length of the text, code points")
    text: str | None = Field(description="The text that offsets count in; null when it was sent as `text`")
    sentences: int = Field(ge=0)
    checked: int = Field(ge=0, description="How many sentences are checked")
    skipped: list[SkippedOut]


class StartOut(_PageOut):
    """The event `start` of a stream: what is going to be checked."""

    claims: list[PlaceOut]


class CheckOut(_PageOut):
    """The answer to a page, in one piece."""

    claims: list[PageClaimOut] = Field(description="The checked sentences, in the order of the text")
    problems: list[FailedOut] = Field(description="Sentences that could not be checked")
    summary: SummaryOut


class BatchIn(In):
    """Claims to be checked, each on its own."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"claims": [{"claim": EXAMPLE_CLAIM}, {"claim": "ten Spaniards freed"}]}]}
    )

    claims: list[VerdictIn] = Field(min_length=1, max_length=100)


class ResultOut(Out):
    """What became of one claim: one of the two is null."""

    verdict: VerdictOut | None
    problem: ProblemOut | None


class BatchOut(Out):
    """One result a claim, in order."""

    results: list[ResultOut]


def problem_out(fault: VeridictError, path: str) -> ProblemOut:
    """Write an error inside an answer as the problem document that it would be alone."""
    return ProblemOut(**problem_of(fault, path))


def result_out(outcome: Outcome, path: str) -> ResultOut:
    """Write what became of one claim of a batch."""
    return ResultOut(
        verdict=verdict_out(outcome.verdict) if outcome.verdict else None,
        problem=problem_out(outcome.fault, path) if outcome.fault else None,
    )


def place_out(claim: PageClaim) -> PlaceOut:
    """Write where a claim stands."""
    return PlaceOut(**_place(claim))


def claim_out(claim: PageClaim, outcome: Outcome, path: str) -> PageClaimOut | FailedOut:
    """Write what became of one sentence."""
    if outcome.verdict is None:
        fault = outcome.fault or VeridictError("no verdict was reached")
        return FailedOut(index=claim.index, problem=problem_out(fault, path))
    return PageClaimOut(**_place(claim), verdict=verdict_out(outcome.verdict))


def described(found: Outline) -> dict[str, Any]:
    """Give the fields that the start of a stream and the whole answer share, as far as the outline has them."""
    return {
        "sentences": found.sentences,
        "checked": len(found.claims),
        "skipped": [_skipped_out(one) for one in found.skipped],
    }


def summary_out(counts: dict[Label, int], *, failed: int, truncated: bool, ms: float) -> SummaryOut:
    """Write how many sentences came out how."""
    named = {label.value: counts.get(label, 0) for label in Label}
    return SummaryOut(**named, failed=failed, truncated=truncated, ms=round(ms, 1))


def _place(claim: PageClaim) -> dict[str, Any]:
    return {
        "index": claim.index,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "checkworthiness": round(claim.checkworthiness, 4),
    }


def _skipped_out(one: Skipped) -> SkippedOut:
    return SkippedOut(start=one.start, end=one.end, reason=one.reason)
