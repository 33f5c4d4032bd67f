"""PIPELINE many claims -> verdicts, each as soon as it is there: small groups share the networks' batches.

Two groups are under way at a time, so that one is read from the database while the other is in the network.
The first group is a single claim: nobody waits long for the first verdict.
"""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from app.batching import BATCH_ROWS
from app.check import check_all
from app.errors import DatabaseFailed, DeadlineExceeded, Overloaded, VeridictError
from app.evidence import Question, Verdict
from app.resources import Resources

Floats = NDArray[np.float32]

AT_ONCE = 2  # groups under way: more would only wait for the networks
ENCODED_AT_ONCE = 32  # texts: what the encoder takes in one batch, between which other callers have their turn


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the question at `index`: a verdict, or the error that kept it away."""

    index: int
    verdict: Verdict | None
    fault: VeridictError | None = None


def encode_all(resources: Resources, texts: Sequence[str]) -> Floats:
    """Encode many texts, a batch at a time.

    Args:
        resources: The encoder is read.
        texts: Any number.

    Returns:
        float32 [texts, dimension], in order.

    Raises:
        Unavailable: The encoder did not answer.
    """
    encoder = resources.encoder
    parts = [encoder.encode(texts[at : at + ENCODED_AT_ONCE]) for at in range(0, len(texts), ENCODED_AT_ONCE)]
    return np.concatenate(parts) if parts else np.empty((0, encoder.dimension), dtype=np.float32)


def check_many(resources: Resources, questions: Sequence[Question], vectors: Floats) -> Generator[Outcome, None, None]:
    """Check many claims and give each verdict as soon as it is stored.

    Args:
        resources: The networks, the index and the engine; every group of claims has its own session.
        questions: What is asked, each on its own.
        vectors: The claims' vectors, float32 [questions, dimension].

    Yields:
        One outcome a question, in the order in which they are done. Closing the iterator stops the work: what
        is under way is finished, nothing else is begun.
    """

    def work(group: range) -> list[Outcome]:
        return _outcomes(resources, questions, vectors, group)

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="claims") as pool:
        waiting = [pool.submit(work, group) for group in groups(len(questions), resources.settings.candidates)]
        try:
            for done in as_completed(waiting):
                yield from done.result()
        finally:
            for one in waiting:
                one.cancel()


def groups(count: int, candidates: int) -> Iterator[range]:
    """Cut questions into groups: one alone, then as many as fill a batch of the network with their pairs.

    Args:
        count: How many questions there are.
        candidates: Passages judged for each.

    Yields:
        Ranges of indices, without gaps, in order.
    """
    start, size = 0, 1
    while start < count:
        yield range(start, min(start + size, count))
        start, size = start + size, max(1, BATCH_ROWS // candidates)


def _outcomes(resources: Resources, questions: Sequence[Question], vectors: Floats, group: range) -> list[Outcome]:
    asked = [questions[index] for index in group]
    try:
        with Session(resources.engine) as session:
            verdicts = check_all(session, resources, asked, vectors=vectors[group.start : group.stop])
        return [Outcome(index, verdict) for index, verdict in zip(group, verdicts, strict=True)]
    except VeridictError as caught:
        fault = caught
    except (OperationalError, InterfaceError) as caught:
        fault = DatabaseFailed("the database did not answer", retry_after_s=1)
        fault.__cause__ = caught
    if len(group) == 1 or isinstance(fault, (Overloaded, DeadlineExceeded, DatabaseFailed)):
        return [Outcome(index, None, fault) for index in group]
    # one claim's failure is not its neighbours'
    return [one for index in group for one in _outcomes(resources, questions, vectors, range(index, index + 1))]
