"""The archives that are asked: the default one of five articles, and one of as many passages as wanted.

The large archive is synthetic and made quickly: the default articles, and round them articles of invented,
distinct sentences (`bench.stories`). A few thousand of the sentences are encoded; each of the others gets the
vector of one of these with noise, so that vectors lie in clusters as those of news do, while encoding a hundred
thousand sentences would take minutes. They go in through the functions that ingest itself writes with, in bulk,
without fingerprints and each with an unknown origin. What is found there by meaning is therefore of no meaning;
how long it takes to be found, judged and cited is that of any archive of this size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from sqlmodel import Session

from app import archive, kin, search, store
from app.archive import NewPassage
from app.commands.prepare import migrate
from app.encoder import Encoder
from app.evidence import Basis
from app.resources import Resources
from app.settings import Settings
from app.split import sentence_hash
from bench.sides import Sides
from bench.stories import Story, stories
from seeds.loading import DEFAULT_FOLDER, load

Floats = NDArray[np.float32]

SENTENCES = 20  # of one article
ENCODED_AT_ONCE = 1_024
ARTICLES_AT_ONCE = 250  # in one transaction
NOISE = 0.6  # length of what is added to a vector of length 1: a cosine of about 0.86


@dataclass(frozen=True, slots=True)
class Ask:
    """An archive ready to be asked: its name as rows have it, and the settings that open it."""

    name: str
    settings: Settings


def make_default(settings: Settings, sides: Sides) -> None:
    """Make the default archive, as `make run` does."""
    migrated(settings)
    with sides.opener(settings) as resources, Session(resources.engine) as session:
        load(session, resources, DEFAULT_FOLDER, Console(quiet=True))


def make_large(settings: Settings, sides: Sides, passages: int, encoded: int) -> None:
    """Make an archive of the default articles and `passages` synthetic passages.

    Args:
        settings: Whose database is made.
        sides: Opens the encoder.
        passages: How many are added.
        encoded: How many of these are encoded; the vectors of the others are made of theirs.
    """
    make_default(settings, sides)
    with sides.opener(settings) as resources, Session(resources.engine) as session:
        made = list(islice(stories(SENTENCES), -(-passages // SENTENCES)))
        texts = [sentence for story in made for sentence in story.sentences]
        vectors = iter(_vectors(resources.encoder, texts, encoded))
        for start in range(0, len(made), ARTICLES_AT_ONCE):
            store.begin_writing(session)
            for story in made[start : start + ARTICLES_AT_ONCE]:
                rows = np.array(list(islice(vectors, SENTENCES)), dtype=np.float32)
                _put(session, resources, story, rows)
            session.commit()


def migrated(settings: Settings) -> None:
    """Make an archive without an article."""
    engine = store.open_engine(settings)
    try:
        migrate(engine)
    finally:
        engine.dispose()


def corpus(resources: Resources) -> Floats:
    """Read all vectors of an archive: float32 [passages, dimension]."""
    with Session(resources.engine) as session:
        encoder = resources.encoder
        return search.vectors_since(session, 0, encoder.adapter.revision, encoder.dimension).rows.vectors


def _vectors(encoder: Encoder, texts: list[str], encoded: int) -> Iterator[Floats]:
    known = texts[:encoded]
    parts = [encoder.encode(known[at : at + ENCODED_AT_ONCE]) for at in range(0, len(known), ENCODED_AT_ONCE)]
    real = np.concatenate(parts)
    yield from real
    draw = np.random.default_rng(8)
    for _ in range(len(texts) - len(known)):
        noise = draw.standard_normal(real.shape[1], dtype=np.float32)
        made = real[draw.integers(len(real))] + NOISE * noise / np.linalg.norm(noise)
        yield made / np.linalg.norm(made)


def _put(session: Session, resources: Resources, story: Story, vectors: Floats) -> None:
    origin = kin.unnamed_origin(session, Basis.UNKNOWN)
    article_id, version_id = archive.put_version(session, story.submission, None, origin)
    adapter = resources.encoder.adapter
    archive.put_passages(session, version_id, list(_passages(story)), adapter.in_story(vectors), adapter.revision)
    archive.note_change(session, article_id)


def _passages(story: Story) -> Iterator[NewPassage]:
    start = 0
    for sentence in story.sentences:
        start = story.submission.text.index(sentence, start)
        yield NewPassage(start, start + len(sentence), sentence, sentence_hash(sentence), "")
        start += len(sentence)
