"""Claim -> candidates: dense and full-text search, ranked by how near they are; the same words are one candidate.

Either search casts a net; which of the sentences in the two is most likely to decide the claim is told by how near
they are, by vectors and by words (`app.evidence.Nearness`), in a fitted model (`app.fitted.Glance`). Sentences that
differ in a single word stay apart: what they differ in may be what the claim is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app import search, store
from app.encoder import Encoder
from app.evidence import Candidate, Nearness, Passage, Question
from app.fitted import NEAR, Glance, Judge
from app.index import COSINE_DIGITS, Hits, Index
from app.nearness import Weighed, shares, weighed
from app.search import Sentence
from app.settings import Settings
from app.wordvectors import WordVectors

Floats = NDArray[np.float32]

RANK_OFFSET = 60
WIDEN = 4
MOST_RETRIEVED = 4_096


class Searching(Protocol):
    """What the two searches need of the process's resources."""

    @property
    def settings(self) -> Settings:
        """`candidates` and `retrieved` are read."""

    @property
    def encoder(self) -> Encoder:
        """Encodes the claim."""

    @property
    def index(self) -> Index:
        """Holds the vectors."""

    @property
    def words(self) -> WordVectors:
        """Tells how near words are."""


class Retrieving(Searching, Protocol):
    """What retrieval needs of them: the searches, and the fitted model that ranks what they find."""

    @property
    def judge(self) -> Judge:
        """`glance` is read."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What the two searches find for a claim: distinct sentences, each as the copy of it that was found first.

    `near` is float64 [sentences, 5], columns as `app.fitted.NEAR`; `words` are the claim's.
    """

    sentences: tuple[Sentence, ...]
    near: NDArray[np.float64]
    words: Weighed

    def best(self, glance: Glance, most: int) -> list[tuple[int, float]]:
        """Rank the sentences by their chance of deciding the claim: places and chances, best first, equals by words."""
        chances = glance.chances(self.near).tolist()
        order = sorted(range(len(chances)), key=lambda at: (-chances[at], self.sentences[at].sentence_hash))
        return [(at, chances[at]) for at in order[:most]]


def retrieve(session: Session, resources: Retrieving, question: Question) -> list[Candidate]:
    """Find the sentences worth judging for a claim.

    Args:
        session: An open session; what it sees is what is searched.
        resources: Encoder, index, settings and the model that ranks.
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
    session: Session, resources: Retrieving, questions: Sequence[Question], vectors: Floats | None = None
) -> list[list[Candidate]]:
    """Find the sentences worth judging for several claims, encoded together; see `retrieve`.

    Args:
        session: An open session; what it sees is what is searched.
        resources: Encoder, index, settings and the model that ranks.
        questions: The claims with their filters.
        vectors: The claims' vectors where they are known, as encoded, float32 [questions, dimension]; None encodes
            them.

    Returns:
        One list of candidates a question, in order.
    """
    found = pools(session, resources, questions, vectors)
    return [_candidates(session, resources, *one) for one in zip(questions, found, strict=True)]


def pools(
    session: Session, resources: Searching, questions: Sequence[Question], vectors: Floats | None = None
) -> list[Pool]:
    """Search for several claims, encoded together, and say how near to its claim each sentence is.

    Args:
        session: An open session; what it sees is what is searched.
        resources: Encoder, index and settings.
        questions: The claims with their filters.
        vectors: The claims' vectors where they are known, as encoded, float32 [questions, dimension]; None encodes
            them.

    Returns:
        One pool a question, in order, each of at most twice `settings.retrieved` sentences, or `settings.candidates`.
    """
    if vectors is None:
        vectors = resources.encoder.encode([question.claim for question in questions])
    vectors = resources.encoder.adapter.claims(vectors)
    alike: dict[tuple[datetime, tuple[str, ...] | None], list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        alike[question.as_of, question.publishers].append(place)
    near: dict[int, Hits] = {}
    for (as_of, publishers), places in alike.items():
        found = resources.index.search(session, vectors[places], resources.settings.retrieved, as_of, publishers)
        near |= dict(zip(places, found, strict=True))
    return [
        _pool(session, resources, question, vectors[place], near[place]) for place, question in enumerate(questions)
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


def _pool(session: Session, resources: Searching, question: Question, vector: Floats, nearest: Hits) -> Pool:
    wanted, limit = resources.settings.candidates, resources.settings.retrieved
    most = max(wanted, 2 * limit)
    near = dict(nearest)
    counts = search.count_words(session, question.claim)
    while True:
        words = search.search_text(session, question.claim, limit, question.as_of, question.publishers, counts=counts)
        met = search.sentences(session, near | dict.fromkeys(words))
        by_meaning, by_words = _first_copies(near, met), _first_copies(words, met)
        first = by_words | by_meaning
        everything = len(near) < limit and len(words) < limit
        # a story that fifty outlets carry fills both searches with the same few sentences
        if len(first) >= wanted or everything or limit >= MOST_RETRIEVED:
            break
        limit *= WIDEN
        (wider,) = resources.index.search(session, vector[None], limit, question.as_of, question.publishers)
        near = dict(wider)
    fused = fuse([list(by_meaning), list(by_words)])
    best = sorted(fused, key=lambda sentence: (-fused[sentence], sentence))[:most]
    sentences = tuple(met[first[sentence]] for sentence in best)
    similarities = _similarities(session, resources, vector, sentences, near)
    weights = weighed(question.claim, counts)
    told = [(one.text, (one.context, one.title)) for one in sentences]
    matched = resources.words.matched(question.claim, told).tolist()
    rows = [
        Nearness(similarities.get(one.id, 0.0), *shares(weights, *texts), *match)
        for one, texts, match in zip(sentences, told, matched, strict=True)
    ]
    return Pool(sentences, np.array(rows, dtype=np.float64).reshape(len(rows), len(NEAR)), weights)


def _first_copies(ids: Iterable[int], met: Mapping[int, Sentence]) -> dict[str, int]:
    """Give the first passage of each sentence, in the order of passages; one deleted in between is passed over."""
    first: dict[str, int] = {}
    for number in ids:
        if number in met:
            first.setdefault(met[number].sentence_hash, number)
    return first


def _candidates(session: Session, resources: Retrieving, question: Question, pool: Pool) -> list[Candidate]:
    """Take the best of a pool, with every copy of each."""
    best = pool.best(resources.judge.glance, resources.settings.candidates)
    copies: dict[str, list[Passage]] = defaultdict(list)
    wanted = [pool.sentences[at].sentence_hash for at, _ in best]
    for passage in store.twins(session, wanted, question.as_of, question.publishers):
        copies[passage.sentence_hash].append(passage)
    found = []
    for sentence, (at, chance) in zip(wanted, best, strict=True):
        if sentence in copies:
            best_copy = max(copies[sentence], key=lambda one: _told(pool.words, one))
            reprints = _reprints(best_copy, copies[sentence])
            found.append(Candidate(best_copy, reprints, Nearness(*pool.near[at].tolist()), chance))
    return found


def _told(words: Weighed, copy: Passage) -> float:
    """Say how much of the claim a copy has with what stands around it; of equals `max` takes the oldest."""
    return round(shares(words, copy.text, (copy.context, copy.source.title))[1], COSINE_DIGITS)


def _reprints(shown: Passage, copies: Sequence[Passage]) -> tuple[Passage, ...]:
    """Give the copies in other articles than that of the one shown, one an article."""
    by_article = {passage.source.article_id: passage for passage in reversed(copies)}
    by_article.pop(shown.source.article_id)
    return tuple(reversed(by_article.values()))


def _similarities(
    session: Session, resources: Searching, claim: Floats, sentences: Sequence[Sentence], near: dict[int, float]
) -> dict[int, float]:
    """Give each sentence its cosine to the claim, by id; what only full text found is compared here."""
    unknown = [sentence.id for sentence in sentences if sentence.id not in near]
    vectors = search.vectors(session, unknown, resources.encoder.adapter.revision) if unknown else {}
    return near | {number: round(float(vector @ claim), COSINE_DIGITS) for number, vector in vectors.items()}
