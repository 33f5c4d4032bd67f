"""What lives as long as the process: the database engine, the networks, the index, what was fitted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from app.checkworthy import Checkworthiness, load_checkworthiness
from app.encoder import Encoder, open_encoder
from app.fitted import Judge, load_judge
from app.index import Index, open_index
from app.nli import Nli, open_nli
from app.pairs import Pair
from app.settings import Settings
from app.store import open_engine
from app.weights import read_section
from app.wordvectors import WordVectors, load_word_vectors


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything a request needs beside its session."""

    settings: Settings
    engine: Engine
    encoder: Encoder
    nli: Nli
    index: Index
    judge: Judge
    words: WordVectors
    checkworthiness: Checkworthiness


@contextmanager
def open_resources(settings: Settings) -> Iterator[Resources]:
    """Open everything, and close it in reverse order whatever happens in between.

    Args:
        settings: Read once, here.

    Yields:
        The resources; both networks have answered once.

    Raises:
        StartRefused: A file of the weights is missing or not the one shipped, or a setting names what is not there.
        NetworkFailed: A network loads and does not run.
    """
    with ExitStack() as opened:
        section = read_section(settings.nli, "judge")
        judge = load_judge(section.folder / "judge.json")
        checkworthy = read_section(settings.nli, "checkworthy").folder / "checkworthy.json"
        checkworthiness = load_checkworthiness(checkworthy)
        words = load_word_vectors(settings.nli)
        engine = open_engine(settings)
        opened.callback(engine.dispose)
        encoder = open_encoder(settings)
        opened.callback(encoder.close)
        nli = open_nli(settings)
        opened.callback(nli.close)
        index = open_index(engine, encoder)
        encoder.encode(["ready?"])
        nli.logits([Pair("ready?", "Ready.")])
        yield Resources(settings, engine, encoder, nli, index, judge, words, checkworthiness)
