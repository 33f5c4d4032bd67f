"""A page of 40 sentences: time to the first verdict and to the last, beside a loop over single calls."""

import json
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

import httpx

from bench.ground import Ground
from bench.rows import Row, Section
from bench.servers import Server, ServerFailedError, verdict_of, veridict

PARAGRAPH = 4  # sentences


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader of a page sees: seconds to the first verdict and to the last, and the verdicts by sentence."""

    first_s: float
    last_s: float
    verdicts: dict[str, str]


def measure(ground: Ground) -> Section:
    """Check a page as a stream, and sentence by sentence, on the large archive.

    Args:
        ground: What is asked.

    Returns:
        The rows; medians over the rounds.
    """
    page = page_of(ground.claims, ground.sizes.page)
    with veridict(ground, ground.large.settings) as server:
        _stream(server, page)  # to warm up
        both = [_both(server, page) for _ in range(ground.sizes.rounds)]
    sentences = len(both[0][0].verdicts)
    name = f"a page of {sentences} sentences, {ground.large.name}"
    same = [one.verdicts[text] == verdict for one, other in both for text, verdict in other.verdicts.items()]
    return Section(
        "A page",
        "POST /v1/checks as a stream, beside a loop of POST /v1/verdicts over the same sentences, on the same server.",
        (
            Row(f"{name}: first verdict", "s", *_medians(both, "first_s"), "< 1"),
            Row(f"{name}: last verdict", "s", *_medians(both, "last_s"), "< 5 on 2 cores"),
            Row(f"{name}: verdicts as one by one", "share", sum(same) / len(same)),
        ),
    )


def page_of(claims: list[str], sentences: int) -> str:
    """Write a page whose sentences are claims, in paragraphs; where there are too few claims they come again."""
    written = [f"{claim[0].upper()}{claim[1:].rstrip('.')}." for claim in claims]
    written = [written[place % len(written)] for place in range(sentences)]
    return "\n\n".join(" ".join(written[at : at + PARAGRAPH]) for at in range(0, sentences, PARAGRAPH))


def _both(server: Server, page: str) -> tuple[Seen, Seen]:
    streamed, texts = _stream(server, page)
    return streamed, _loop(server, texts)


def _medians(both: list[tuple[Seen, Seen]], field: str) -> tuple[float, float]:
    ours, plain = ([getattr(pair[side], field) for pair in both] for side in (0, 1))
    return median(ours), median(plain)


def _stream(server: Server, page: str) -> tuple[Seen, list[str]]:
    """Check a page as a stream; gives also the sentences in the order of the text."""
    verdicts: dict[str, str] = {}
    texts: list[str] = []
    first_s = last_s = 0.0
    began = perf_counter()
    headers = {"Accept": "text/event-stream"}
    with (
        server.client() as client,
        client.stream("POST", "/v1/checks", json={"text": page, "all": True}, headers=headers) as answer,
    ):
        for event, data in _events(answer):
            if event == "start":
                texts = [claim["text"] for claim in data["claims"]]
            elif event == "verdict":
                last_s = perf_counter() - began
                first_s = first_s or last_s
                verdicts[data["text"]] = data["verdict"]["verdict"]
            elif event == "problem":
                raise ServerFailedError(str(data))
    if not verdicts:
        raise ServerFailedError("the stream ended without a verdict")
    return Seen(first_s, last_s, verdicts), texts


def _events(answer: httpx.Response) -> Any:
    if answer.status_code != httpx.codes.OK:
        raise ServerFailedError(f"{answer.status_code}: {answer.read().decode()}")
    event = ""
    for line in answer.iter_lines():
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield event, json.loads(line.removeprefix("data: "))


def _loop(server: Server, texts: list[str]) -> Seen:
    verdicts: dict[str, str] = {}
    first_s = 0.0
    began = perf_counter()
    with server.client() as client:
        for text in texts:
            verdicts[text] = verdict_of(client, text)
            first_s = first_s or perf_counter() - began
    return Seen(first_s, perf_counter() - began, verdicts)
