"""The evidence as it travels from claim to verdict: frozen dataclasses, standard library only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import inf
from typing import NamedTuple


class Stance(StrEnum):
    """What a passage does to a claim, where it decides."""

    SUPPORTS = "supports"
    REFUTES = "refutes"


class OriginStance(StrEnum):
    """What one origin's passages do to a claim together."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    SPLIT = "split"


class Label(StrEnum):
    """The four verdicts."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


class Gap(StrEnum):
    """Which kind of "don't know" a `not_enough_evidence` is."""

    NOT_COVERED = "not_covered"
    SILENT = "silent"
    AFTER_ARCHIVE = "after_archive"


class Basis(StrEnum):
    """How an origin was found."""

    DECLARED = "declared"
    MEASURED = "measured"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How a detail of the claim stands to the passage."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text == whole[start:end]`, code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One detail read off claim and passage; `passage` is None when the passage does not have it.

    `kind` is one of `quantity`, `date`, `name`, `negation`, `role`, `target`.
    """

    kind: str
    relation: Relation
    claim: Span
    passage: Span | None
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """The article version that a passage stands in."""

    article_id: str
    version: int
    title: str
    publisher: str
    url: str | None
    published_at: datetime
    origin_id: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of an article version: `text == article.text[start:end]`, code points.

    `context` is the sentence before it in the same article, or "".
    """

    id: int
    source: Source
    ordinal: int
    start: int
    end: int
    text: str
    context: str
    sentence_hash: str


class Nearness(NamedTuple):
    """How near a sentence is to a claim, before the NLI network reads the two.

    `similarity` is the cosine of its vector in its story to the claim, -1..1. `shared` is the share of the claim's
    words that the sentence has, rare ones weighing more, 0..1; `matched` how near each word of the claim comes to
    one of the sentence, on average, 0..1; either `_around` counts the sentence before and the headline in.
    """

    similarity: float
    shared: float
    shared_around: float
    matched: float
    matched_around: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A distinct sentence worth judging, with the other articles that carry the same words.

    `chance` is that of deciding the claim, as its nearness tells it.
    """

    passage: Passage
    reprints: tuple[Passage, ...]
    near: Nearness
    chance: float


class Pull(NamedTuple):
    """How far a sentence would carry a verdict by itself.

    Log-odds of supported, and of refuted, against not enough evidence; minus infinity where it has no voice.
    """

    supports: float
    refutes: float


NO_PULL = Pull(-inf, -inf)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge makes of a candidate: calibrated probabilities that sum to 1, its pull, and its reasons.

    The probabilities say whether the sentence decides the claim, and how; the larger of its pulls is on the same side.
    """

    candidate: Candidate
    supports: float
    refutes: float
    neutral: float
    pull: Pull
    findings: tuple[Finding, ...] = ()
    why: str = ""

    @property
    def stance(self) -> Stance:
        """The likelier of the two sides; says nothing of whether it is likely enough to count."""
        return Stance.SUPPORTS if self.supports >= self.refutes else Stance.REFUTES

    @property
    def probability(self) -> float:
        """Probability of `stance`, 0..1."""
        return max(self.supports, self.refutes)


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent source: the agency or newsroom that a story goes back to; name None when not known."""

    id: str
    name: str | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class OriginSide:
    """An origin that took a side; `articles` are ids, `probability` that of its strongest judgement."""

    origin: Origin
    stance: OriginStance
    probability: float
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """Which single origins, taken away, change the verdict; how few together do (None: no number does)."""

    flips_without: tuple[str, ...] = ()
    origins_to_flip: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome of the weighing.

    `decisive` are the judgements that are cited, strongest first; `beside` weaker ones of the same origins and
    stances, whose articles are listed with theirs.
    """

    label: Label
    gap: Gap | None
    probabilities: dict[Label, float]
    sides: tuple[OriginSide, ...]
    decisive: tuple[Judgement, ...]
    stability: Stability
    beside: tuple[Judgement, ...] = ()

    @property
    def confidence(self) -> float:
        """Calibrated probability that `label` is right."""
        return self.probabilities[self.label]


@dataclass(frozen=True, slots=True)
class Reprint:
    """Another article that carries a cited passage word for word."""

    article_id: str
    publisher: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that can be checked: `text[start:end] == quote` in the version whose SHA-256 is given."""

    stance: Stance
    probability: float
    quote: str
    start: int
    end: int
    text_sha256: str
    link: str | None
    source: Source
    reprints: tuple[Reprint, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A claim to be checked; `publishers` None means all, `as_of` is never None here."""

    claim: str
    as_of: datetime
    publishers: tuple[str, ...] | None = None
    max_citations: int = 6


@dataclass(frozen=True, slots=True)
class Archive:
    """What was asked: how many articles, and the revision that changes with every change."""

    articles: int
    revision: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a question, as stored and served for ever."""

    id: str
    question: Question
    weighed: Weighed
    summary: str
    citations: tuple[Citation, ...]
    archive: Archive
    encoder_revision: str
    nli_revision: str
    checked_at: datetime
    timings_ms: dict[str, float] = field(default_factory=dict)
