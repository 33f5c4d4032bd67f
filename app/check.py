"""PIPELINE claim -> verdict: retrieve, judge, weigh, cite, store; the transaction boundary for verdicts.

What is read is read in one transaction; it ends before the short one that stores the verdict begins, which
is committed before the answer goes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app import store
from app.cite import cite
from app.evidence import Archive, Judgement, Origin, Question, Verdict
from app.ids import new_id
from app.judge import judge_all
from app.resources import Resources
from app.retrieve import retrieve_all
from app.summary import summarise
from app.weigh import weigh
from app.when import names_later_time


class _Watch:
    """Milliseconds by stage, each from the end of the one before."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = round((now - self._since) * 1_000, 2)
        self._since = now


def check(session: Session, resources: Resources, question: Question, *, verdict_id: str | None = None) -> Verdict:
    """Check a claim against the archive, and store the verdict.

    Args:
        session: A session without an open transaction; it has none afterwards.
        resources: The networks and the index.
        question: What is asked.
        verdict_id: The id to store it under; None makes a new one.

    Returns:
        The verdict, stored.

    Raises:
        Unavailable: A network or the database did not answer: never an abstention.
        CitationMismatch: A stored quote no longer matches its hash.
    """
    return check_all(session, resources, [question], verdict_ids=[verdict_id or new_id("ver")])[0]


def check_all(
    session: Session,
    resources: Resources,
    questions: Sequence[Question],
    *,
    vectors: NDArray[np.float32] | None = None,
    verdict_ids: Sequence[str] | None = None,
) -> list[Verdict]:
    """Check several claims together: their pairs share the network's batches, their verdicts one transaction.

    Args:
        session: A session without an open transaction; it has none afterwards.
        resources: The networks and the index.
        questions: What is asked, each on its own.
        vectors: The claims' vectors where they are known, float32 [questions, dimension]; None encodes them.
        verdict_ids: The ids to store them under; None makes new ones.

    Returns:
        The verdicts in order, stored; each has the stages' times of all of them together.

    Raises:
        Unavailable: A network or the database did not answer; nothing is stored.
        CitationMismatch: A stored quote no longer matches its hash; nothing is stored.
    """
    watch = _Watch()
    ids = verdict_ids or [new_id("ver") for _ in questions]
    archives = {asked: _Asked.of(session, *asked) for asked in {_filters(question) for question in questions}}
    candidates = retrieve_all(session, resources, questions, vectors)
    watch.lap("retrieve")
    claims = [question.claim for question in questions]
    judged = judge_all(resources.nli, resources.judge, list(zip(claims, candidates, strict=True)))
    watch.lap("judge")
    verdicts = [
        _weighed(
            session,
            resources,
            question,
            asked=archives[_filters(question)],
            judgements=judgements,
            verdict_id=verdict_id,
        )
        for question, judgements, verdict_id in zip(questions, judged, ids, strict=True)
    ]
    watch.lap("weigh")
    verdicts = [
        replace(verdict, citations=cite(session, verdict.weighed.decisive, verdict.question.max_citations))
        for verdict in verdicts
    ]
    watch.lap("cite")
    store.begin_writing(session)
    for verdict in verdicts:
        store.save_verdict(session, verdict)
    session.commit()
    watch.lap("store")
    for verdict in verdicts:
        verdict.timings_ms.update(watch.laps)
    return verdicts


_Filters = tuple[datetime, tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of the archive is asked: how much of it, and how new the newest of it is."""

    archive: Archive
    newest: datetime | None

    @classmethod
    def of(cls, session: Session, as_of: datetime, publishers: tuple[str, ...] | None) -> Self:
        return cls(store.archive(session, as_of, publishers), store.newest_published(session, as_of, publishers))


def _filters(question: Question) -> _Filters:
    return question.as_of, question.publishers


def _weighed(  # noqa: PLR0913  everything that a verdict is made of but its citations
    session: Session,
    resources: Resources,
    question: Question,
    *,
    asked: _Asked,
    judgements: list[Judgement],
    verdict_id: str,
) -> Verdict:
    weighed = weigh(
        judgements,
        _origins(session, judgements),
        covered=resources.judge.coverage.covers((one.candidate for one in judgements), asked.archive.articles),
        after_archive=names_later_time(question.claim, asked.newest),
        rule=resources.judge.rule,
    )
    return Verdict(
        id=verdict_id,
        question=question,
        weighed=weighed,
        summary=summarise(weighed, asked.archive, asked.newest),
        citations=(),
        archive=asked.archive,
        encoder_revision=resources.encoder.revision,
        nli_revision=resources.nli.revision,
        checked_at=now(),
    )


def now() -> datetime:
    """Give the time, to the millisecond: finer than that is of no use to a reader."""
    time = datetime.now(UTC)
    return time.replace(microsecond=time.microsecond // 1_000 * 1_000)


def _origins(session: Session, judgements: list[Judgement]) -> dict[str, Origin]:
    ids = {
        passage.source.origin_id
        for judgement in judgements
        for passage in (judgement.candidate.passage, *judgement.candidate.reprints)
    }
    return {origin.id: origin for origin in store.origins(session, sorted(ids))}
