"""An archive of articles written by hand, sentence by sentence as they were written, searched as serving searches."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app import archive, kin, store
from app.archive import NewPassage, Submission
from app.commands.prepare import migrate
from app.encoder import Encoder
from app.evidence import Basis, Question
from app.fitted import Floats
from app.index import Index, open_index
from app.ingest import story_vectors
from app.retrieve import Pool, pools
from app.search import Sentence
from app.settings import Settings
from app.split import sentence_hash
from app.wordvectors import WordVectors
from training.examples import WrittenArticle, WrittenClaim

AT_ONCE = 256  # articles encoded, claims asked
UNDATED = date(2026, 1, 1)
AS_OF = datetime(2100, 1, 1, tzinfo=UTC)
Place = tuple[WrittenArticle, int]


@dataclass(frozen=True, slots=True)
class HeldArchive:
    """The articles in a database; `places` says which article, and which of its sentences, a passage is."""

    session: Session
    settings: Settings
    encoder: Encoder
    index: Index
    words: WordVectors
    places: dict[int, Place]

    def pools(self, claims: Sequence[str]) -> Iterator[Pool]:
        """Search for claims, in order, through the code that serves."""
        for at in range(0, len(claims), AT_ONCE):
            yield from pools(self.session, self, [Question(claim, AS_OF) for claim in claims[at : at + AT_ONCE]])

    def place(self, found: Sentence, own: WrittenArticle, claim: WrittenClaim) -> Place:
        """Say where a sentence stands: in `own`, if the same words are there too, and best where they decide."""
        there = [at for at, text in enumerate(own.sentences) if sentence_hash(text) == found.sentence_hash]
        if there:
            return own, max(there, key=lambda at: at in claim.decides)
        return self.places[found.id]


@dataclass(frozen=True, slots=True)
class Netted:
    """What the two searches bring up for a written claim: places of sentences, and nearness float64 [n, 5]."""

    article: WrittenArticle
    claim: WrittenClaim
    places: list[Place]
    near: Floats

    @property
    def is_own(self) -> NDArray[np.bool_]:
        """Of each sentence, whether it stands in the article that the claim was written about: bool [n]."""
        return np.array([article.id == self.article.id for article, _ in self.places], dtype=bool)

    @property
    def decides(self) -> NDArray[np.bool_]:
        """Of each sentence, whether it decides the claim: bool [n]."""
        return self.is_own & np.isin([index for _, index in self.places], self.claim.decides)

    @property
    def is_sure(self) -> NDArray[np.bool_]:
        """Of each sentence, whether it is beyond doubt if it decides the claim: bool [n]."""
        return ~(self.is_own & np.isin([index for _, index in self.places], self.claim.unsure))


def netted(encoder: Encoder, words: WordVectors, articles: Sequence[WrittenArticle]) -> list[Netted]:
    """Put every claim of articles to an archive made of them all, as serving searches it."""
    claims = [(article, claim) for article in articles for claim in article.claims]
    with held_archive(encoder, words, articles) as held:
        found = held.pools([claim.claim for _, claim in claims])
        return [
            Netted(article, claim, [held.place(sentence, article, claim) for sentence in pool.sentences], pool.near)
            for (article, claim), pool in zip(claims, found, strict=True)
        ]


@contextmanager
def held_archive(encoder: Encoder, words: WordVectors, articles: Sequence[WrittenArticle]) -> Iterator[HeldArchive]:
    """Make an archive of articles, in a folder that goes when it is closed.

    Args:
        encoder: The encoder, as served.
        words: The word vectors, as served.
        articles: The articles; each sentence becomes a passage as it stands.
    """
    with tempfile.TemporaryDirectory() as folder:
        found = {name: Settings.model_fields[name].default for name in ("candidates", "retrieved")}
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'held.db'}", deadline_s=300, **found)
        engine = store.open_engine(settings)
        migrate(engine)
        try:
            with Session(engine) as session:
                places: dict[int, Place] = {}
                for at in range(0, len(articles), AT_ONCE):
                    places |= _put(session, encoder, articles[at : at + AT_ONCE])
                yield HeldArchive(session, settings, encoder, open_index(engine, encoder), words, places)
        finally:
            engine.dispose()


def _put(session: Session, encoder: Encoder, articles: Sequence[WrittenArticle]) -> dict[int, Place]:
    vectors = story_vectors(encoder, [article.sentences for article in articles])
    places: dict[int, Place] = {}
    store.begin_writing(session)
    for article, own in zip(articles, vectors, strict=True):
        day = datetime.combine(article.published or UNDATED, time(), tzinfo=UTC)
        submission = Submission(article.title, " ".join(article.sentences), article.publisher, day)
        origin = kin.unnamed_origin(session, Basis.UNKNOWN)
        article_id, version_id = archive.put_version(session, submission, None, origin)
        passages = list(_passages(article))
        archive.put_passages(session, version_id, passages, own, encoder.adapter.revision)
        archive.note_change(session, article_id)
        ids = [number for number, _ in archive.evidence_of(session, version_id)]
        places |= {number: (article, index) for index, number in enumerate(ids)}
    session.commit()
    return places


def _passages(article: WrittenArticle) -> Iterator[NewPassage]:
    start = 0
    for sentence in article.sentences:
        yield NewPassage(start, start + len(sentence), sentence, sentence_hash(sentence), "")
        start += len(sentence) + 1
