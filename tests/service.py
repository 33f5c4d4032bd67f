"""The service on its fakes: an application with every part real but the two networks and the fitted judge."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.archive import Submission
from app.checkworthy import Checkworthiness
from app.fitted import NEARNESS, PAIR_INPUTS, PASSAGE_INPUTS, Coverage, Glance, Judge, Logistic, Testimony
from app.index import open_index
from app.ingest import ingest
from app.keys import Scope, new_key
from app.nli import Nli
from app.resources import Resources
from app.settings import Settings
from app.store import open_engine
from app.weigh import Rule
from app.wordvectors import WordVectors, load_word_vectors
from tests.fakes import FakeEncoder, FakeNli

PUBLISHED = datetime(2026, 1, 8, 17, tzinfo=UTC)
WIRE = (
    "CARACAS, Venezuela (AP) — The government freed prisoners on Thursday.\n\n"
    "Five Spaniards were freed in Caracas.\n\nThe ministry gave no names."
)
ARCHIVE = (
    Submission("Prisoners freed", WIRE, "Harbour Post", PUBLISHED, url="https://post.example/freed"),
    Submission("Freed in Caracas", WIRE, "Plaza Digest", PUBLISHED, url="https://digest.example/caracas#top"),
    Submission(
        "Bridge opens", "The bridge in Bellmouth reopened on Monday.", "Bellmouth Courier", PUBLISHED, agency="Reuters"
    ),
)


def identity(inputs: tuple[str, ...]) -> Logistic:
    """A judge that passes the network's logits through."""
    weights = np.zeros((len(inputs), 3))
    weights[:3] = np.eye(3)
    return Logistic(inputs, np.zeros(len(inputs)), np.ones(len(inputs)), weights, np.zeros(3))


def believing(inputs: tuple[str, ...]) -> Testimony:
    """Testimony that pulls as the network's logits say, and decides as far as it does not call it neutral."""
    weights = np.zeros((len(inputs), 3))
    weights[inputs.index("p_neutral"), 0] = -10.0
    for column, side in enumerate(("logit_supports", "logit_refutes"), start=1):
        weights[inputs.index(side), column] = 1.0
        weights[inputs.index("logit_neutral"), column] = -1.0
    return Testimony(inputs, np.zeros(len(inputs)), np.ones(len(inputs)), weights, np.array([5.0, 0.0, 0.0]))


def glance(bias: float, **weights: float) -> Glance:
    """A ranking by nearness that was never fitted; the weights by their names in `NEARNESS`, 0 unless given."""
    return Glance(bias, tuple(weights.pop(name, 0.0) for name in NEARNESS), least=0.01)


def fake_judge() -> Judge:
    """A fitted judge that was never fitted: it believes the network."""
    return Judge(
        pair=identity(PAIR_INPUTS),
        glance=glance(bias=0, similarity=4, shared=2, shared_around=1),
        passage=believing(PASSAGE_INPUTS),
        rule=Rule(),
        coverage=Coverage(bias=-0.2, similarity=1, shared_around=0, articles=0),
        revision="fake",
    )


def fake_checkworthiness(encoder: FakeEncoder) -> Checkworthiness:
    """A fitted check-worthiness that was never fitted: what shares a word with these is worth checking."""
    words = encoder.encode(["five freed bridge reopened spent"])[0]
    return Checkworthiness(words.astype(np.float64) * 20, bias=-2.0, threshold=0.5)


@cache
def shipped_words() -> WordVectors:
    """The word vectors as they are shipped: they are small, and run no network."""
    return load_word_vectors(Path(__file__).parents[1] / "weights")


def opener(nli: Nli | None = None) -> Callable[[Settings], AbstractContextManager[Resources]]:
    """Open resources on fakes.

    Args:
        nli: A network that behaves in some way of its own; None means `FakeNli`.
    """

    @contextmanager
    def opened(settings: Settings) -> Iterator[Resources]:
        engine = open_engine(settings)
        encoder = FakeEncoder()
        try:
            index = open_index(engine, encoder)
            yield Resources(
                settings,
                engine,
                encoder,
                nli or FakeNli(),
                index,
                fake_judge(),
                shipped_words(),
                fake_checkworthiness(encoder),
            )
        finally:
            engine.dispose()

    return opened


def fill(settings: Settings, submissions: Sequence[Submission] = ARCHIVE) -> None:
    """Load articles into the database that the settings name."""
    with opener()(settings) as resources, Session(resources.engine) as session:
        for submission in submissions:
            ingest(session, resources, submission)


def key_for(settings: Settings, *scopes: Scope, origin: str | None = None) -> str:
    """Make a key in the database that the settings name, for every scope unless some are given; gives its text."""
    engine = open_engine(settings)
    try:
        with Session(engine) as session:
            return new_key(session, "tests", scopes or tuple(Scope), origin)[1]
    finally:
        engine.dispose()


def client_of(app: FastAPI, settings: Settings, *, key: str | None = None, **options: Any) -> TestClient:
    """A client on this machine; it sends a key for everything unless another, or "" for none, is given."""
    sent = key_for(settings) if key is None else key
    headers = {"Authorization": f"Bearer {sent}"} if sent else {}
    return TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000), headers=headers, **options)


def check(client: TestClient, claim: str, **more: Any) -> dict[str, Any]:
    """Ask for a verdict, and give its body."""
    answer = client.post("/v1/verdicts", json={"claim": claim, **more})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def assert_problem(answer: Any, status: int, slug: str) -> dict[str, Any]:
    """Check that an answer is a problem document, complete, of one kind; give its body."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]
    problem: dict[str, Any] = answer.json()
    assert problem.keys() - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert problem["type"] == f"/problems/{slug}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem
