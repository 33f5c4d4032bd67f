"""Article -> passages: split, encode, find the origin, store; the transaction boundary for articles.

The network encodes before the transaction opens; then one transaction takes the article in whole, with its
passages, full-text entries, vectors, fingerprints and origin, or nothing of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app import archive, kin, store
from app.archive import Article, NewPassage, Submission
from app.encoder import Encoder
from app.errors import InvalidInput
from app.evidence import Basis, Origin
from app.origins import WINDOW, Decision, Link, Wording, canonical, decide, declared, fingerprints, kinship, wording
from app.split import sentence_hash, split

_REENCODED_AT_ONCE = 16  # versions


class Encoding(Protocol):
    """What ingest needs of the process's resources."""

    @property
    def encoder(self) -> Encoder:
        """The encoder that all passages and claims go through."""


@dataclass(frozen=True, slots=True)
class JustEncoder:
    """An encoder without the rest of the process's resources, for what only takes articles in."""

    encoder: Encoder


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a submission: neither `created` nor `new_version` means that it was there already."""

    article: Article
    created: bool
    new_version: bool


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A submission with its passages, and the vectors of those that are evidence."""

    submission: Submission
    passages: list[NewPassage]
    vectors: NDArray[np.float32]

    @property
    def evidence(self) -> list[str]:
        return [passage.text for passage in self.passages if passage.is_evidence]


def ingest(session: Session, resources: Encoding, submission: Submission) -> Ingested:
    """Take an article into the archive; the same article twice is the same article.

    Args:
        session: A session; what is open in it is given up, and it is committed.
        resources: Whatever holds the encoder.
        submission: The article as it came in.

    Returns:
        The article as stored, and whether it is new or a new version.

    Raises:
        InvalidInput: The text holds characters that no database keeps.
        NetworkFailed: The encoder failed; nothing is stored.
        DatabaseFailed: The database is busy; nothing is stored.
    """
    return ingest_all(session, resources, [submission])[0]


def ingest_all(session: Session, resources: Encoding, submissions: Sequence[Submission]) -> list[Ingested]:
    """Take articles in, all in one transaction and with one call of the encoder: all of them or none.

    Args:
        session: A session; what is open in it is given up, and it is committed.
        resources: Whatever holds the encoder.
        submissions: Articles, in the order in which they are stored.

    Returns:
        What became of each, in order.

    Raises:
        InvalidInput: One of the texts holds characters that no database keeps.
        NetworkFailed: The encoder failed; nothing is stored.
        DatabaseFailed: The database is busy; nothing is stored.
    """
    for submission in submissions:
        _refuse_unstorable(submission)
    new = [place for place, one in enumerate(submissions) if _already_there(session, one) is None]
    session.rollback()  # no transaction is held open while the network works
    prepared = dict(zip(new, _prepare(resources.encoder, [submissions[place] for place in new]), strict=True))
    store.begin_writing(session)
    try:
        done = [_put(session, resources.encoder, one, prepared.get(at)) for at, one in enumerate(submissions)]
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return done


def remove(session: Session, article_id: str) -> None:
    """Delete an article with all its versions; verdicts that cite it keep what they quote.

    Raises:
        NotFound: There is no such article.
        DatabaseFailed: The database is busy.
    """
    store.begin_writing(session)
    archive.delete_article(session, article_id)
    session.commit()


def reencode(session: Session, resources: Encoding) -> int:
    """Give every passage a vector as they are made now, a few articles a transaction; can be stopped at any time.

    Returns:
        How many passages got a new vector; 0 when all had one.
    """
    encoder = resources.encoder
    revision = encoder.adapter.revision
    done = last = 0
    while stale := archive.stale_versions(session, revision, _REENCODED_AT_ONCE, last):
        versions = [archive.evidence_of(session, number) for number in stale]
        session.rollback()
        vectors = story_vectors(encoder, [[text for _, text in evidence] for evidence in versions])
        store.begin_writing(session)
        for number, evidence, own in zip(stale, versions, vectors, strict=True):
            if archive.evidence_of(session, number) == evidence:  # not deleted while the network worked
                archive.replace_vectors(session, number, own, revision)
                done += len(evidence)
        session.commit()
        last = stale[-1]
    return done


def _refuse_unstorable(submission: Submission) -> None:
    for field in (submission.title, submission.text, submission.publisher, submission.url or ""):
        if "\x00" in field or any("\ud800" <= character <= "\udfff" for character in field):
            raise InvalidInput("a text with NUL characters or half surrogates cannot be stored")


def _already_there(session: Session, submission: Submission) -> Article | None:
    """Find the article that this text is already the current version of."""
    digest = archive.sha256_of(submission.text)
    known = archive.find_article(session, submission.url, digest)
    return known if known is not None and known.text_sha256 == digest else None


def _prepare(encoder: Encoder, submissions: Sequence[Submission]) -> list[_Prepared]:
    cut = [
        [
            NewPassage(one.start, one.end, one.text, sentence_hash(one.text), one.reason)
            for one in split(submission.text)
        ]
        for submission in submissions
    ]
    vectors = story_vectors(encoder, [[one.text for one in passages if one.is_evidence] for passages in cut])
    return [_Prepared(*one) for one in zip(submissions, cut, vectors, strict=True)]


def story_vectors(encoder: Encoder, stories: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
    """Encode the sentences of stories with one call, each leaning towards its own: float32 [n, 384] for each story."""
    texts = [text for story in stories for text in story]
    vectors = encoder.encode(texts) if texts else np.empty((0, encoder.dimension), dtype=np.float32)
    ends = np.cumsum([len(story) for story in stories], dtype=int)
    return [encoder.adapter.in_story(vectors[end - len(story) : end]) for story, end in zip(stories, ends, strict=True)]


def _put(session: Session, encoder: Encoder, submission: Submission, prepared: _Prepared | None) -> Ingested:
    """Store one submission inside the transaction, unless it has come in since it was looked for."""
    there = _already_there(session, submission)
    if there is not None:
        return Ingested(there, created=False, new_version=False)
    if prepared is None:  # it was there, and has gone in the meantime
        prepared = _prepare(encoder, [submission])[0]
    known = None if submission.url is None else archive.find_article(session, submission.url, "")
    worded = wording(prepared.evidence)
    prints = fingerprints(worded)
    links, own = _links(session, submission, known, worded)
    name = declared(submission.text, submission.agency, submission.author)
    if known is not None and own and not links and name is None:
        origin = known.origin  # a correction leaves an article where it was
    else:
        origin = _settle(session, decide(name, links + own))
    article_id, version_id = archive.put_version(session, submission, known, origin)
    archive.put_passages(session, version_id, prepared.passages, prepared.vectors, encoder.adapter.revision)
    kin.put_fingerprints(session, version_id, prints)
    archive.note_change(session, article_id)
    article = archive.get_article(session, article_id)
    return Ingested(article, created=known is None, new_version=known is not None)


def _links(
    session: Session, submission: Submission, known: Article | None, worded: Wording
) -> tuple[list[Link], list[Link]]:
    """Find the related articles' origins, and apart from them that of the article's own current version."""
    begin, end = submission.published_at - WINDOW, submission.published_at + WINDOW
    links: list[Link] = []
    own: list[Link] = []
    for relative in kin.relatives(session, fingerprints(worded), begin, end):
        strength = kinship(worded, wording(relative.sentences))
        if strength > 0:
            is_own = known is not None and relative.article_id == known.id
            (own if is_own else links).append(Link(relative.origin, strength))
    return links, own


def _settle(session: Session, decision: Decision) -> Origin:
    """Carry a decision out; the basis of what comes back is how this article came to its origin."""
    if decision.name is not None:
        origin = kin.named_origin(session, *canonical(decision.name))
        kin.merge_origins(session, origin.id, decision.merge)
        return Origin(origin.id, origin.name, Basis.DECLARED)
    if decision.join is None:
        return kin.unnamed_origin(session, Basis.UNKNOWN)
    kin.merge_origins(session, decision.join.id, decision.merge)
    if decision.join.basis is Basis.UNKNOWN:
        kin.set_basis(session, decision.join.id, Basis.MEASURED)
    return Origin(decision.join.id, decision.join.name, Basis.MEASURED)
