"""PIPELINE claim -> verdict: retrieve, judge, weigh, cite, store; the transaction boundary for verdicts.

What is read is read in one transaction; it ends before the short one that stores the verdict begins, which
is committed before the answer goes out.
"""

from datetime import UTC, datetime
from time import perf_counter

from sqlmodel import Session

from app import store
from app.cite import cite
from app.evidence import Candidate, Judgement, Origin, Question, Verdict
from app.ids import new_id
from app.judge import judge_candidates
from app.resources import Resources
from app.retrieve import retrieve
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
    watch = _Watch()
    archive = store.archive(session, question.as_of, question.publishers)
    newest = store.newest_published(session, question.as_of, question.publishers)
    candidates = retrieve(session, resources, question)
    watch.lap("retrieve")
    judgements = judge_candidates(resources.nli, resources.judge, question.claim, candidates, resources.aliases)
    watch.lap("judge")
    weighed = weigh(
        judgements,
        _origins(session, judgements),
        covered=_covered(candidates, resources.judge.covered),
        after_archive=names_later_time(question.claim, newest),
        rule=resources.judge.rule,
    )
    watch.lap("weigh")
    citations = cite(session, weighed.decisive, question.max_citations)
    watch.lap("cite")
    verdict = Verdict(
        id=verdict_id or new_id("ver"),
        question=question,
        weighed=weighed,
        summary=summarise(weighed, archive, newest),
        citations=citations,
        archive=archive,
        encoder_revision=resources.encoder.revision,
        nli_revision=resources.nli.revision,
        checked_at=now(),
    )
    store.begin_writing(session)
    store.save_verdict(session, verdict)
    session.commit()
    watch.lap("store")
    verdict.timings_ms.update(watch.laps)
    return verdict


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


def _covered(candidates: list[Candidate], threshold: float) -> bool:
    return any(candidate.similarity >= threshold for candidate in candidates)
