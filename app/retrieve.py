"""Claim -> candidates: dense and full-text search, fused; the same words are one candidate with its reprints.

Sentences that differ in a single word stay apart: what they differ in may be what the claim is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app import search, store
from app.encoder import Encoder
from app.evidence import Candidate, Passage, Question
from app.index import COSINE_DIGITS, Hits, Index
from app.settings import Settings

Floats = NDArray[np.float32]

RANK_OFFSET = 60
WIDEN = 4
MOST_RETRIEVED = 4_096


class Searching(Protocol):
    """What retrieval needs of the process's resources."""

    @property
    def settings(self) -> Settings:
        """`candidates` and `retrieved` are read."""

    @property
    def encoder(self) -> Encoder:
        """Encodes the claim."""

    @property
    def index(self) -> Index:
        """Holds the vectors."""


def retrieve(session: Session, resources: Searching, question: Question) -> list[Candidate]:
    """Find the sentences worth judging for a claim.

    Args:
        session: An open session; what it sees is what is searched.
        resources: Encoder, index and settings.
        question: The claim with its filters, which apply before anything is ranked.

    Returns:
        At most `settings.candidates` distinct sentences, best first.

    Raises:
        NetworkFailed: The encoder failed: an error, never "nothing found".
        Overloaded: Too many texts wait for the encoder.
        DeadlineExceeded: The encoder did not answer in time.
    """
    return retrieve_all(session, resources, [question])[0]


def retrieve_all(
    session: Session, resources: Searching, questions: Sequence[Question], vectors: Floats | None = None
) -> list[list[Candidate]]:
    """Find the sentences worth judging for several claims, encoded together; see `retrieve`.

    Args:
        session: An open session; what it sees is what is searched.
        resources: Encoder, index and settings.
        questions: The claims with their filters.
        vectors: The claims' vectors where they are known, float32 [questions, dimension]; None encodes them.

    Returns:
        One list of candidates a question, in order.
    """
    if vectors is None:
        vectors = resources.encoder.encode([question.claim for question in questions])
    alike: dict[tuple[datetime, tuple[str, ...] | None], list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        alike[question.as_of, question.publishers].append(place)
    near: dict[int, Hits] = {}
    for (as_of, publishers), places in alike.items():
        found = resources.index.search(session, vectors[places], resources.settings.retrieved, as_of, publishers)
        near |= dict(zip(places, found, strict=True))
    return [
        _retrieve(session, resources, question, vectors[place], near[place]) for place, question in enumerate(questions)
    ]


def fuse(rankings: Iterable[Sequence[str]]) -> dict[str, float]:
    """Fuse rankings by reciprocal rank: the sum of 1 / (60 + rank) over the rankings that have it.

    Args:
        rankings: Keys, best first, each at most once a ranking.

    Returns:
        The fused score of each key; the higher the better.

    Source: Cormack, Clarke and Buettcher 2009, "Reciprocal Rank Fusion outperforms Condorcet and individual
    rank learning methods", section 2.
    """
    fused: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            fused[key] = fused.get(key, 0.0) + 1 / (RANK_OFFSET + rank)
    return fused


def _retrieve(
    session: Session, resources: Searching, question: Question, vector: Floats, nearest: Hits
) -> list[Candidate]:
    wanted, limit = resources.settings.candidates, resources.settings.retrieved
    near = dict(nearest)
    while True:
        words = search.search_text(session, question.claim, limit, question.as_of, question.publishers)
        hashes = search.sentence_hashes(session, [*near, *words])
        fused = fuse([_sentences(near, hashes), _sentences(words, hashes)])
        everything = len(near) < limit and len(words) < limit
        # a story that fifty outlets carry fills both searches with the same few sentences
        if len(fused) >= wanted or everything or limit >= MOST_RETRIEVED:
            break
        limit *= WIDEN
        (wider,) = resources.index.search(session, vector[None], limit, question.as_of, question.publishers)
        near = dict(wider)
    best = sorted(fused, key=lambda sentence: (-fused[sentence], sentence))[:wanted]
    copies: dict[str, list[Passage]] = {sentence: [] for sentence in best}
    for passage in store.twins(session, best, question.as_of, question.publishers):
        copies[passage.sentence_hash].append(passage)
    similarities = _similarities(session, resources.encoder.revision, vector, copies, near)
    return [
        Candidate(found[0], _reprints(found), similarities.get(sentence, 0.0), fused[sentence])
        for sentence, found in copies.items()
        if found
    ]


def _sentences(ids: Iterable[int], hashes: dict[int, str]) -> list[str]:
    """Rank sentences by their first passage; a passage deleted in between is passed over."""
    return list(dict.fromkeys(hashes[number] for number in ids if number in hashes))


def _reprints(copies: Sequence[Passage]) -> tuple[Passage, ...]:
    """Give the copies in other articles than the first one's, one an article."""
    by_article = {passage.source.article_id: passage for passage in reversed(copies)}
    by_article.pop(copies[0].source.article_id)
    return tuple(reversed(by_article.values()))


def _similarities(
    session: Session, revision: str, claim: Floats, copies: dict[str, list[Passage]], near: dict[int, float]
) -> dict[str, float]:
    """Give each sentence the cosine of its nearest copy; what only full text found is compared here."""
    known: dict[str, float] = {}
    unknown: dict[int, str] = {}
    for sentence, passages in copies.items():
        found = [near[passage.id] for passage in passages if passage.id in near]
        if found:
            known[sentence] = max(found)
        elif passages:
            unknown[passages[0].id] = sentence
    vectors = search.vectors(session, list(unknown), revision) if unknown else {}
    return known | {unknown[number]: round(float(vector @ claim), COSINE_DIGITS) for number, vector in vectors.items()}
