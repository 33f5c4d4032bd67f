"""What goes over the wire: `...In` is validated, `...Out` has no defaults and says all it has."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from app.api.fields import ArticleText, Claim, Count, Language, Line, Name, Time, TimeOut, WebAddress
from app.archive import Article
from app.evidence import Basis, Citation, Gap, Label, OriginSide, OriginStance, Stance, Verdict
from app.importing import Status

EXAMPLE_CLAIM = "five Spaniards freed"
EXAMPLE_VERDICT = "ver_" + "0" * 26
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class In(BaseModel):
    """A request: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """An answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- verdicts --------------------------------------------------------------------------------------------------


class VerdictIn(In):
    """A claim to be checked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"claim": EXAMPLE_CLAIM}]})

    claim: Claim = Field(description="One assertion, 3 to 1,000 characters after trimming", examples=[EXAMPLE_CLAIM])
    as_of: Time | None = Field(None, description="Only what was published at or before it counts; null: now")
    publishers: list[Name] | None = Field(
        None, max_length=100, description="Only these publishers' articles count; null: all"
    )
    max_citations: Count = Field(6, ge=1, le=20, description="Most citations in the answer")


class ProbabilitiesOut(Out):
    """Calibrated probabilities of the four verdicts; they sum to 1."""

    supported: Share
    refuted: Share
    conflicting: Share
    not_enough_evidence: Share


class OriginOut(Out):
    """An independent source that took a side: five copies of one story are one origin."""

    id: str
    name: str | None = Field(description="Null when not known")
    basis: Basis = Field(description="How it was found: declared by the article, measured, or unknown")
    stance: OriginStance
    articles: list[str] = Field(description="Ids of its articles that took the side")


class CitedArticleOut(Out):
    """The article version that a quote stands in."""

    id: str
    version: int = Field(ge=1)
    title: str
    publisher: str
    url: str | None
    published_at: TimeOut


class ReprintOut(Out):
    """Another article that carries the cited passage word for word."""

    id: str
    publisher: str
    url: str | None


class CitationOut(Out):
    """A quote that can be checked: `text[start:end] == quote`, in code points, of the article version."""

    stance: Stance
    probability: Share
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text_sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the version's text in UTF-8")
    link: str | None = Field(description="The article's address with a text fragment that lands on the quote")
    article: CitedArticleOut
    origin: str = Field(description="Id of one of `origins`")
    reprints: list[ReprintOut]
    why: str | None = Field(description="What decided, in words; null when the passage as a whole did")


class StabilityOut(Out):
    """How much hangs on how few."""

    flips_without: list[str] = Field(description="Origins of which each, taken away, changes the verdict")
    origins_to_flip: int | None = Field(description="How few origins together change it; null: no number does")


class ArchiveOut(Out):
    """What the claim was checked against."""

    articles: int = Field(ge=0, description="Articles that counted, after `as_of` and `publishers`")
    revision: str = Field(description="Changes with every change of the archive")


class WeightsOut(Out):
    """Revisions of the networks."""

    encoder: str
    nli: str


class VerdictOut(Out):
    """The answer to a claim; the same body for ever under its id."""

    id: str
    claim: str
    verdict: Label
    gap: Gap | None = Field(description="Which kind of don't know; only with `not_enough_evidence`")
    confidence: Share = Field(description="Calibrated probability that `verdict` is right")
    probabilities: ProbabilitiesOut
    summary: str
    origins: list[OriginOut] = Field(description="Sources that took a side, strongest first")
    citations: list[CitationOut] = Field(description="Strongest first; both stances when both exist")
    stability: StabilityOut
    as_of: TimeOut
    checked_at: TimeOut
    archive: ArchiveOut
    weights: WeightsOut


def _probabilities(verdict: Verdict) -> dict[str, float]:
    """Round to six places and give what rounding left over to the verdict, so that the sum stays 1."""
    exact = verdict.weighed.probabilities
    rounded = {label.value: round(exact[label], 6) for label in Label}
    own = verdict.weighed.label.value
    rounded[own] = round(1.0 - sum(p for label, p in rounded.items() if label != own), 6)
    return rounded


def _origin_out(side: OriginSide) -> OriginOut:
    return OriginOut(
        id=side.origin.id,
        name=side.origin.name,
        basis=side.origin.basis,
        stance=side.stance,
        articles=list(side.articles),
    )


def _citation_out(citation: Citation) -> CitationOut:
    source = citation.source
    return CitationOut(
        stance=citation.stance,
        probability=round(citation.probability, 6),
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        text_sha256=citation.text_sha256,
        link=citation.link,
        article=CitedArticleOut(
            id=source.article_id,
            version=source.version,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            published_at=source.published_at,
        ),
        origin=source.origin_id,
        reprints=[ReprintOut(id=one.article_id, publisher=one.publisher, url=one.url) for one in citation.reprints],
        why=citation.why or None,
    )


def verdict_out(verdict: Verdict) -> VerdictOut:
    """Write a verdict as the contract has it."""
    weighed = verdict.weighed
    probabilities = _probabilities(verdict)
    return VerdictOut(
        id=verdict.id,
        claim=verdict.question.claim,
        verdict=weighed.label,
        gap=weighed.gap,
        confidence=probabilities[weighed.label.value],
        probabilities=ProbabilitiesOut(**probabilities),
        summary=verdict.summary,
        origins=[_origin_out(side) for side in weighed.sides],
        citations=[_citation_out(citation) for citation in verdict.citations],
        stability=StabilityOut(
            flips_without=list(weighed.stability.flips_without), origins_to_flip=weighed.stability.origins_to_flip
        ),
        as_of=verdict.question.as_of,
        checked_at=verdict.checked_at,
        archive=ArchiveOut(articles=verdict.archive.articles, revision=verdict.archive.revision),
        weights=WeightsOut(encoder=verdict.encoder_revision, nli=verdict.nli_revision),
    )


# --- articles --------------------------------------------------------------------------------------------------

EXAMPLE_ARTICLE: dict[str, JsonValue] = {
    "title": "Harbour bridge reopens after nine months",
    "text": "The harbour bridge in Bellmouth reopened to traffic on Monday after nine months of repairs.\n\n"
    "The city spent 4 million dollars on the work, Mayor Ines Aldana said.",
    "publisher": "Bellmouth Courier",
    "url": "https://courier.example/bridge-reopens",
    "published_at": "2026-03-02T09:30:00Z",
}


class ArticleIn(In):
    """An article for the archive."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_ARTICLE]})

    title: Line
    text: ArticleText = Field(description="As published; stored and cited to the character")
    publisher: Name
    url: WebAddress | None = Field(None, description="Its address; the same address with new text is a new version")
    author: Name | None = None
    agency: Name | None = Field(None, description="The agency that it is from, where one is declared")
    published_at: Time
    language: Language = "en"


class ArticleSummaryOut(Out):
    """An article without its text."""

    id: str
    version: int = Field(ge=1)
    title: str
    publisher: str
    url: str | None
    author: str | None
    agency: str | None
    published_at: TimeOut
    language: str
    characters: int = Field(ge=1, description="Length of the text, code points")
    text_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    origin: str = Field(description="Id of the source that it goes back to")
    stored_at: TimeOut = Field(description="When this version came into the archive")


class ArticleOut(ArticleSummaryOut):
    """An article with its text, as stored."""

    text: str


class ArticlesOut(Out):
    """A page of articles, newest stored first."""

    articles: list[ArticleSummaryOut]
    next_cursor: str | None = Field(description="Give it as `cursor` to get the next page; null: this is the last")


def article_summary_out(article: Article) -> ArticleSummaryOut:
    """Write an article without its text."""
    return ArticleSummaryOut(**_described(article))


def article_out(article: Article) -> ArticleOut:
    """Write an article with its text."""
    return ArticleOut(**_described(article), text=article.text)


def _described(article: Article) -> dict[str, Any]:
    same = ("id", "version", "title", "publisher", "url", "author", "agency", "published_at", "language")
    described = {name: getattr(article, name) for name in (*same, "text_sha256", "stored_at")}
    return described | {"characters": len(article.text), "origin": article.origin.id}


# --- service ---------------------------------------------------------------------------------------------------


class LiveOut(Out):
    """The process answers."""

    status: Literal["ok"]


class ReadyOut(Out):
    """The database and both networks answer, with the milliseconds each took."""

    status: Literal["ready"]
    database_ms: float
    encoder_ms: float
    nli_ms: float
    articles: int


class VersionOut(Out):
    """What runs here."""

    version: str
    api: Literal["v1"]
    weights: WeightsOut


class FaultOut(Out):
    """One thing wrong with a request: where, and what."""

    loc: list[str | int]
    msg: str


class FetchIn(In):
    """Where to fetch articles from: exactly one of a page and a feed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"url": "https://news.example/2026/01/08/freed"}]})

    url: WebAddress | None = Field(None, description="The page of one article")
    feed: WebAddress | None = Field(None, description="An RSS or Atom feed; each of its pages is fetched")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.url is None) == (self.feed is None):
            raise ValueError("give exactly one of url and feed")
        return self


class ProblemOut(Out):
    """A problem document (RFC 9457); `errors` only where a request was not valid."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "no verdict ver_0",
                    "instance": "/v1/verdicts/ver_0",
                }
            ]
        }
    )

    type: str = Field(description="`/problems/` and a slug that never changes")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str = Field(description="The path that was asked for")
    errors: list[FaultOut] = Field(default_factory=list)


class ImportedOut(Out):
    """What became of one line of an import; `problem` exactly where it failed."""

    line: int = Field(ge=1, description="Its number in what was sent, from 1")
    status: Status
    id: str | None = Field(description="Of the article; null where it failed")
    problem: ProblemOut | None


class FetchedPageOut(Out):
    """What became of one fetched page; `problem` exactly where it failed."""

    url: str
    status: Status
    id: str | None = Field(description="Of the article; null where it failed")
    problem: ProblemOut | None


class FetchedOut(Out):
    """What became of each page, in order."""

    results: list[FetchedPageOut]
