"""The service's stand-in for the plugin: answers as the wire contract says, and can be told to misbehave."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Semaphore
from typing import Any

from tests.extension.answers import problem, verdict
from tests.extension.loopback import Answer, Asked, Server, event, json_answer, stream_answer

REVIEW = "rev_1"


class Gated(list[str]):
    """Parts of a stream that a test lets go."""

    def __init__(self, parts: Iterable[str], gate: Semaphore | None) -> None:
        super().__init__(parts)
        self._gate = gate

    def __iter__(self) -> Iterator[str]:
        """Give each part when the gate lets it through."""
        for part in super().__iter__():
            if self._gate is None or self._gate.acquire(timeout=60):
                yield part


@dataclass
class StandIn:
    """What it was told to do, and the articles it was sent."""

    articles: dict[str, dict[str, Any]] = field(default_factory=dict)  # by id
    instead: dict[str, Answer] = field(default_factory=dict)  # "POST /v1/articles" -> what is answered instead
    label: str = "supported"
    pause_s: float = 0.0  # before each verdict of a stream
    gate: Semaphore | None = None  # lets one part of a stream through for each time that it is released
    document: dict[str, Any] = field(default_factory=dict)  # of every ClaimReview

    def respond(self, asked: Asked) -> Answer:
        """Answer one request."""
        path = asked.path.split("?")[0]
        told = self.instead.get(f"{asked.method} {path}")
        if told is not None:
            return told
        known: dict[str, Callable[[Asked], Answer]] = {
            "POST /v1/verdicts": lambda asked: json_answer(verdict(asked.body["claim"], self.label)),
            "POST /v1/checks": self._check,
            "POST /v1/articles": self._take,
            "POST /v1/reviews": lambda asked: json_answer({"id": REVIEW} | asked.body, 201),
            "GET /readyz": lambda _asked: json_answer({"status": "ready"}),
            "GET /version": lambda _asked: json_answer({"version": "0.0.1"}),
        }
        if path.endswith("/claimreview"):
            return json_answer(
                self.document | {"@type": "ClaimReview", "signed": asked.path.endswith(f"review={REVIEW}")}
            )
        if asked.method == "DELETE":
            gone = self.articles.pop(path.rsplit("/", 1)[1], None)
            return Answer([""], 204) if gone else json_answer(problem("not-found", 404), 404)
        answer = known.get(f"{asked.method} {path}")
        return answer(asked) if answer else json_answer(problem("not-found", 404), 404)

    def _take(self, asked: Asked) -> Answer:
        for number, held in self.articles.items():
            if held["url"] == asked.body["url"]:
                self.articles[number] = asked.body | {"version": held["version"] + 1}
                return json_answer({"id": number} | self.articles[number], 201)
        number = f"art_{len(self.articles) + 1}"
        self.articles[number] = asked.body | {"version": 1}
        return json_answer({"id": number} | self.articles[number], 201)

    def _check(self, asked: Asked) -> Answer:
        claims = claims_of(asked.body["text"])
        verdicts = [claim | {"checkworthiness": 0.9, "verdict": verdict(claim["text"], self.label)} for claim in claims]
        start = {"sentences": len(claims), "checked": len(claims), "claims": claims}
        summary = {"supported": len(claims), "refuted": 0, "conflicting": 0, "not_enough_evidence": 0, "ms": 5}
        if "text/event-stream" not in asked.headers.get("Accept", ""):
            return json_answer(start | {"claims": verdicts, "summary": summary})
        parts = [event("start", start), *(event("verdict", each) for each in verdicts), event("summary", summary)]
        return stream_answer(Gated(parts, self.gate), [0.0, *[self.pause_s] * len(verdicts)])


def claims_of(text: str) -> list[dict[str, Any]]:
    """Each sentence of a text, with its offsets in code points."""
    claims: list[dict[str, Any]] = []
    start = 0
    for end in (number + 1 for number, character in enumerate(text) if character == "."):
        sentence = text[start:end]
        begin = end - len(sentence.lstrip())
        claims.append({"index": len(claims), "start": begin, "end": end, "text": text[begin:end]})
        start = end
    return claims


@dataclass
class Service:
    """The stand-in and the server that it answers from."""

    stand_in: StandIn
    server: Server

    def asked(self, request: str) -> list[Asked]:
        """What it was asked of one kind, "POST /v1/articles" for example."""
        return [asked for asked in self.server.asked if f"{asked.method} {asked.path.split('?')[0]}" == request]
