"""Articles in: passages a second in this process, and an import over HTTP beside a loop over single calls."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median
from time import perf_counter

import httpx
from sqlmodel import Session

from app.archive import Submission
from app.ingest import ingest
from app.keys import Scope, new_key
from app.settings import Settings
from app.store import open_engine
from bench.archives import corpus, migrated
from bench.ground import Ground
from bench.machine import peak_mb
from bench.plain import Plain, open_table
from bench.rows import Row, Section
from bench.servers import Server, ServerFailedError, veridict
from bench.stories import Story, stories

_INGEST_SEED, _IMPORT_SEED, _WARM_SEED = 21, 34, 55
_WARM_IMPORT, _WARM_SINGLES = 32, 2  # articles: as many as make the service load what it loads for long work


def measure_ingest(ground: Ground) -> Section:
    """Take articles in one by one, in this process.

    Args:
        ground: How many.

    Returns:
        The row; the median over the rounds, each with other articles.
    """
    settings = ground.settings("ingest")
    migrated(settings)
    sentences = ground.sizes.sentences
    made = stories(sentences, _INGEST_SEED)
    ours: list[float] = []
    theirs: list[float] = []
    with ground.sides.opener(settings) as resources, Session(resources.engine) as session:
        plain = Plain(ground.networks, corpus(resources))
        table = open_table(ground.folder / "plain-ingest.db")
        for turn in range(ground.sizes.rounds + 1):
            texts = [story.submission for story in islice(made, ground.sizes.ingested if turn else 2)]
            began = perf_counter()
            for submission in texts:
                ingest(session, resources, submission)
            stored = perf_counter()
            count = plain.ingest(table, [submission.text for submission in texts])
            done = perf_counter()
            if turn:  # the first is to warm up
                ours.append(len(texts) * sentences / (stored - began))
                theirs.append(count / (done - stored))
        table.close()
    return Section(
        "Articles, one by one",
        f"Articles of {sentences} sentences, each in a transaction of its own, with offsets, full text, fingerprints "
        "and origin; the plain pipeline cuts at full stops, encodes, and stores sentences and vectors in SQLite.",
        (Row("passages ingested a second", "passages/s", median(ours), median(theirs)),),
    )


def measure_import(ground: Ground) -> Section:
    """Import articles over HTTP, and send some one by one, each to a server with an empty archive.

    Args:
        ground: How many.

    Returns:
        The rows.

    Raises:
        ServerFailedError: An article was not taken in.
    """
    count, singles = ground.sizes.imported, min(ground.sizes.singles, ground.sizes.imported)
    sentences = ground.sizes.sentences
    settings = ground.settings("import")
    with veridict(ground, _empty(settings)) as server:
        key = _key(settings)
        _import(server, _made(_WARM_SEED, _WARM_IMPORT, sentences), key)
        import_s = _import(server, _made(_IMPORT_SEED, count, sentences), key)
        peak = peak_mb(server.pid)
    settings = ground.settings("singles")
    with veridict(ground, _empty(settings)) as server:
        key = _key(settings)
        _loop(server, list(_made(_WARM_SEED, _WARM_SINGLES, sentences)), key)
        loop_s = _loop(server, list(_made(_IMPORT_SEED, singles, sentences)), key)
        plain_peak = peak_mb(server.pid)
    return Section(
        "An import",
        f"POST /v1/articles:import, {count:,} articles of {sentences} sentences as one stream, beside a loop of "
        f"POST /v1/articles over the first {singles:,} of them (that archive is still small), each on its own server.",
        (
            Row(f"{count:,} articles imported", "passages/s", count * sentences / import_s,
                singles * sentences / loop_s),
            Row(f"{count:,} articles imported: peak memory of the server", "MB", peak, plain_peak),
        ),
    )  # fmt: skip


def _made(seed: int, count: int, sentences: int) -> Iterator[Story]:
    return islice(stories(sentences, seed), count)


def _empty(settings: Settings) -> Settings:
    migrated(settings)
    return settings


def _key(settings: Settings) -> str:
    engine = open_engine(settings)
    try:
        with Session(engine) as session:
            return new_key(session, "bench", [Scope.ARTICLES])[1]
    finally:
        engine.dispose()


def _line(submission: Submission) -> bytes:
    article = {
        "title": submission.title,
        "text": submission.text,
        "publisher": submission.publisher,
        "published_at": submission.published_at.isoformat(),
    }
    return json.dumps(article).encode() + b"\n"


def _import(server: Server, made: Iterator[Story], key: str) -> float:
    """Send an import as one stream; gives the seconds to its last result."""
    began = perf_counter()
    lines = (_line(story.submission) for story in made)
    headers = {"Content-Type": "application/x-ndjson"}
    with (
        server.client(key) as client,
        client.stream("POST", "/v1/articles:import", content=lines, headers=headers) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise ServerFailedError(f"{answer.status_code}: {answer.read().decode()}")
        for line in answer.iter_lines():
            if json.loads(line)["status"] != "created":
                raise ServerFailedError(f"an article was not taken in: {line}")
    return perf_counter() - began


def _loop(server: Server, made: Sequence[Story], key: str) -> float:
    """Send articles one by one; gives the seconds to the last answer."""
    began = perf_counter()
    headers = {"Content-Type": "application/json"}
    with server.client(key) as client:
        for story in made:
            answer = client.post("/v1/articles", content=_line(story.submission), headers=headers)
            if answer.status_code != httpx.codes.CREATED:
                raise ServerFailedError(f"{answer.status_code}: {answer.text}")
    return perf_counter() - began
