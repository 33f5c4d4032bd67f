"""POST /v1/checks as JSON and as a stream, and POST /v1/verdicts:batch, on fakes."""

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from app.api.checks import wants_events
from app.errors import NetworkFailed
from app.log import open_log
from app.main import create_app
from app.pairs import Pair
from app.settings import Settings
from tests.fakes import FakeNli
from tests.service import assert_problem, client_of, fill, opener

TEXT = (
    "Venezuela 🇻🇪 let prisoners go.\n\nFive Spaniards were freed in Caracas. “We are glad,” he said of it.\n\n"
    "The bridge in Bellmouth was not reopened on Monday. Five whales sing under the arctic ice."
)
STREAM = {"Accept": "text/event-stream"}


def _check(client: TestClient, **asked: Any) -> dict[str, Any]:
    answer = client.post("/v1/checks", json=asked)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def _events(text: str) -> list[tuple[int, str, dict[str, Any]]]:
    """Read a stream that has ended: (id, event, data)."""
    events = []
    assert text.endswith("\n\n")
    for block in text.removesuffix("\n\n").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        assert list(fields) == ["id", "event", "data"]
        events.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return events


def _client(settings: Settings, nli: FakeNli | None = None, log: io.StringIO | None = None) -> TestClient:
    app = create_app(settings, opener=opener(nli), log=open_log(log or io.StringIO()))
    return client_of(app, settings, raise_server_exceptions=False)


def test_page(client: TestClient) -> None:
    """The sentences worth checking have their verdicts, in the order of the text, with offsets in code points."""
    body = _check(client, text=TEXT, title="Prisoners")
    assert (body["language"], body["characters"], body["text"]) == ("en", len(TEXT), None)
    assert (body["sentences"], body["checked"], body["skipped"], body["problems"]) == (5, 3, [], [])
    assert [claim["verdict"]["verdict"] for claim in body["claims"]] == ["supported", "refuted", "not_enough_evidence"]
    for number, claim in enumerate(body["claims"]):
        assert claim["index"] == number
        assert TEXT[claim["start"] : claim["end"]] == claim["text"] == claim["verdict"]["claim"]
        assert 0.5 <= claim["checkworthiness"] <= 1
    assert body["summary"].pop("ms") > 0
    assert body["summary"] == {
        "supported": 1, "refuted": 1, "conflicting": 0, "not_enough_evidence": 1, "failed": 0, "truncated": False,
    }  # fmt: skip


def test_verdicts_are_stored(client: TestClient) -> None:
    """A page's verdict is read again under its id, and is the one that the claim alone gets."""
    verdict = _check(client, text=TEXT)["claims"][0]["verdict"]
    assert client.get(f"/v1/verdicts/{verdict['id']}").json() == verdict
    alone = client.post("/v1/verdicts", json={"claim": verdict["claim"], "as_of": verdict["as_of"]}).json()
    differ = {"id": None, "checked_at": None}
    assert alone | differ == verdict | differ


def test_all(client: TestClient) -> None:
    """Every sentence is checked when asked for, headings too; what is too short for a claim is named."""
    body = _check(client, text="A heading of few words\n\nHe waved. They all went home.\n\nI.", all=True)
    assert [claim["text"] for claim in body["claims"]] == ["A heading of few words", "He waved.", "They all went home."]
    assert body["skipped"] == [{"start": 55, "end": 57, "reason": "too_short"}]


def test_filters(client: TestClient) -> None:
    """Time, publishers and the number of citations hold for every sentence."""
    body = _check(client, text=TEXT, publishers=["Bellmouth Courier"], as_of="2026-02-01T00:00:00Z", max_citations=1)
    verdicts = [claim["verdict"] for claim in body["claims"]]
    assert [one["verdict"] for one in verdicts] == ["not_enough_evidence", "refuted", "not_enough_evidence"]
    assert {one["as_of"] for one in verdicts} == {"2026-02-01T00:00:00Z"}
    assert {one["archive"]["articles"] for one in verdicts} == {1}


def test_html(client: TestClient) -> None:
    """Of HTML the text is taken and given back, and offsets count in it."""
    html = (
        "<html lang=en><nav>Five menus freed</nav><article><h1>Freed</h1>"
        "<p>Five <b>Spaniards</b> were\n freed in Caracas.</p></article>"
    )
    body = _check(client, html=html)
    assert (body["text"], body["language"]) == ("Freed\n\nFive Spaniards were freed in Caracas.", "en")
    (claim,) = body["claims"]
    assert body["text"][claim["start"] : claim["end"]] == claim["text"] == "Five Spaniards were freed in Caracas."
    assert claim["verdict"]["verdict"] == "supported"


def test_wrapped_lines(client: TestClient) -> None:
    """A sentence over two lines keeps its text and its offsets, and is a claim in one line."""
    text = (
        "Word came on Thursday from the palace in the old city that\n"
        "five Spaniards were freed in Caracas after many months of\n"
        "talks between the two governments, and others."
    )
    (claim,) = _check(client, text=text, all=True)["claims"]
    assert claim["text"] == text
    assert claim["verdict"]["claim"] == " ".join(text.split())


def test_language(client: TestClient) -> None:
    """English is told from its commonest words; what is not English is undetermined."""
    prose = "It was said that the bridge of the city had been closed for a year by the council, and that it is to open."
    assert _check(client, text=prose)["language"] == "en"
    assert _check(client, text="El puente de la ciudad fue cerrado por el ayuntamiento en mayo.")["language"] == "und"


@pytest.mark.parametrize("body", [{"text": "No."}, {"html": "<script>1</script>"}, {"text": "\u00a0.\n\n— * —"}])
def test_nothing_to_check(client: TestClient, body: dict[str, str]) -> None:
    """A text without a sentence worth checking is answered, not refused."""
    answer = client.post("/v1/checks", json=body, headers=STREAM)
    assert [name for _, name, _ in _events(answer.text)] == ["start", "summary"]
    assert _check(client, **body)["claims"] == []


def test_control_characters(client: TestClient) -> None:
    """A sentence with control characters cannot be a claim: it is named, and the others are checked."""
    body = _check(client, text="Five Spaniards\x00 were freed in Caracas. Five whales sing under the ice.")
    assert [one["reason"] for one in body["skipped"]] == ["control_characters"]
    assert [claim["text"] for claim in body["claims"]] == ["Five whales sing under the ice."]


def test_too_long_a_sentence(client: TestClient) -> None:
    """A sentence longer than a claim may be is named, whole, and never checked in pieces."""
    long = "Five were freed " * 80 + "today."
    body = _check(client, text=f"{long} Five Spaniards were freed in Caracas.", all=True)
    assert body["skipped"] == [{"start": 0, "end": len(long), "reason": "too_long"}]
    assert body["checked"] == 1


def test_capped(settings: Settings) -> None:
    """Over the most claims of a page those least worth checking are left out, and the summary says so."""
    fill(settings)
    with _client(settings.model_copy(update={"max_page_claims": 2})) as client:
        body = _check(client, text=TEXT)
        assert [claim["text"][:10] for claim in body["claims"]] == ["Five Spani", "The bridge"]
        assert (body["checked"], body["summary"]["truncated"]) == (2, True)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body"),
        ({"text": "a b", "html": "<p>"}, "body"),
        ({"text": None}, "text"),
        ({"text": ""}, "text"),
        ({"text": "  \n"}, "text"),
        ({"text": "x" * 200_001}, "text"),
        ({"html": "x" * 2_000_001}, "html"),
        ({"text": "x", "all": "yes"}, "all"),
        ({"text": "x", "sentences": 1}, "sentences"),
        ({"text": "x", "max_citations": 0}, "max_citations"),
        ({"text": "x", "as_of": "now"}, "as_of"),
    ],
)
def test_refused(client: TestClient, body: dict[str, object], where: str) -> None:
    """A request that breaks a rule is a problem, also where a stream was asked for."""
    for headers in ({}, STREAM):
        problem = assert_problem(client.post("/v1/checks", json=body, headers=headers), 422, "invalid-input")
        assert where in {part for fault in problem["errors"] for part in fault["loc"]}


def test_too_deep(client: TestClient) -> None:
    """HTML that is built to be slow is refused before a stream begins."""
    answer = client.post("/v1/checks", json={"html": "<div>" * 1_000}, headers=STREAM)
    assert_problem(answer, 422, "invalid-input")


def test_settings_may_allow_less(settings: Settings) -> None:
    """A page over the settings' limit is too large, as text or as the text of HTML."""
    with _client(settings.model_copy(update={"max_page_chars": 20})) as client:
        assert_problem(client.post("/v1/checks", json={"text": "x" * 21}), 413, "too-large")
        assert_problem(client.post("/v1/checks", json={"html": "x" * 21}), 413, "too-large")
        assert client.post("/v1/checks", json={"html": "<p>" * 21 + "x"}).status_code == 200


def test_stream(client: TestClient) -> None:
    """A stream starts with what will be checked, goes on with verdicts, ends with the summary; ids count up."""
    answer = client.post("/v1/checks", json={"text": TEXT}, headers=STREAM)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    events = _events(answer.text)
    assert [number for number, *_ in events] == [1, 2, 3, 4, 5]
    assert [name for _, name, _ in events] == ["start", "verdict", "verdict", "verdict", "summary"]
    whole = _check(client, text=TEXT)
    start = events[0][2]
    assert start["checked"] == 3
    assert [claim | {"verdict": None} for claim in start["claims"]] == [
        claim | {"verdict": None} for claim in whole["claims"]
    ]
    streamed = sorted((data for _, name, data in events if name == "verdict"), key=lambda data: int(data["index"]))
    assert [one["verdict"]["summary"] for one in streamed] == [one["verdict"]["summary"] for one in whole["claims"]]
    assert events[-1][2].keys() == whole["summary"].keys()


@pytest.mark.parametrize(
    ("accept", "wants"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("Text/Event-Stream;q=0.9, */*;q=0.1", True),
        ("application/json, text/event-stream;q=0.5", False),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=x", False),
    ],
)
def test_accept(accept: str | None, wants: bool) -> None:  # noqa: FBT001  a table's column
    """A stream comes only when it is preferred to JSON."""
    assert wants_events(accept) is wants


class _Picky(FakeNli):
    """A network that fails on claims with one word, or on all of them."""

    def __init__(self, word: str = "") -> None:
        self._word = word

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Judge, or fail."""
        if any(self._word in pair.claim for pair in pairs):
            raise NetworkFailed("the NLI network failed", retry_after_s=2)
        return super().logits(pairs)


@pytest.fixture
def picky(settings: Settings) -> Iterator[TestClient]:
    """A client of a service whose network fails on bridges."""
    fill(settings)
    with _client(settings, _Picky("bridge")) as client:
        yield client


def test_one_fails(picky: TestClient) -> None:
    """A sentence that fails is a problem of its own; its neighbours have their verdicts."""
    body = _check(picky, text=TEXT)
    assert [claim["index"] for claim in body["claims"]] == [0, 2]
    assert [(one["index"], one["problem"]["type"]) for one in body["problems"]] == [(1, "/problems/network-failed")]
    assert (body["summary"]["failed"], body["checked"]) == (1, 3)
    events = _events(picky.post("/v1/checks", json={"text": TEXT}, headers=STREAM).text)
    problems = [data for _, name, data in events if name == "problem"]
    assert problems == body["problems"]
    assert sorted(problems[0]["problem"]) == ["detail", "instance", "status", "title", "type"]


def test_all_fail(settings: Settings) -> None:
    """When no sentence can be checked the whole answer is the problem, never "not enough evidence"."""
    fill(settings)
    with _client(settings, _Picky()) as client:
        answer = client.post("/v1/checks", json={"text": TEXT})
        assert_problem(answer, 503, "network-failed")
        assert answer.headers["retry-after"] == "2"
        events = _events(client.post("/v1/checks", json={"text": TEXT}, headers=STREAM).text)
        assert [name for _, name, _ in events] == ["start", "problem", "problem", "problem", "summary"]


def test_batch(client: TestClient) -> None:
    """A batch has one result a claim, in order, each the verdict that the claim alone gets."""
    claims: list[dict[str, Any]] = [
        {"claim": "five Spaniards freed"},
        {"claim": "whales sing under ice", "max_citations": 1},
    ]
    claims += [{"claim": "five Spaniards were not freed", "publishers": ["Plaza Digest"]}] * 8
    answer = client.post("/v1/verdicts:batch", json={"claims": claims})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert {one["problem"] for one in results} == {None}
    assert [one["verdict"]["verdict"] for one in results] == ["supported", "not_enough_evidence", *["refuted"] * 8]
    assert [one["verdict"]["claim"] for one in results] == [claim["claim"] for claim in claims]
    assert results[2]["verdict"]["citations"][0]["article"]["publisher"] == "Plaza Digest"
    assert client.get(f"/v1/verdicts/{results[9]['verdict']['id']}").json() == results[9]["verdict"]


def test_batch_with_a_failure(picky: TestClient) -> None:
    """A claim that fails has a problem in its place, and fails alone."""
    claims = [{"claim": f"{what} reopened on Monday"} for what in ("a tunnel", "the market", "the bridge", "a road")]
    results = picky.post("/v1/verdicts:batch", json={"claims": claims}).json()["results"]
    assert [one["problem"] and one["problem"]["type"] for one in results] == [
        None, None, "/problems/network-failed", None,
    ]  # fmt: skip
    assert [one["verdict"] is None for one in results] == [False, False, True, False]


@pytest.mark.parametrize("claims", [[], [{"claim": "five freed"}] * 101, [{"claim": "x"}], [{}], "five freed", None])
def test_batch_refused(client: TestClient, claims: object) -> None:
    """A batch that breaks a rule is refused as a whole."""
    assert_problem(client.post("/v1/verdicts:batch", json={"claims": claims}), 422, "invalid-input")


def test_batch_to_the_settings(settings: Settings) -> None:
    """The settings may allow fewer claims, or shorter ones: too many are refused, one too long is a problem."""
    with _client(settings.model_copy(update={"max_batch": 2, "max_claim_chars": 10})) as client:
        three = {"claims": [{"claim": "five freed"}] * 3}
        assert_problem(client.post("/v1/verdicts:batch", json=three), 413, "too-large")
        two = {"claims": [{"claim": "five were freed"}, {"claim": "five freed"}]}
        results = client.post("/v1/verdicts:batch", json=two).json()["results"]
        assert [one["verdict"] is None for one in results] == [True, False]
        assert results[0]["problem"]["status"] == 422


def test_log_lines(settings: Settings) -> None:
    """A page's line counts what came out and says when the first was there; nothing of the text is in it."""
    fill(settings)
    log = io.StringIO()
    with _client(settings, log=log) as client:
        client.post("/v1/checks", json={"text": TEXT}, headers=STREAM)
    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["route"], line["checked"], line["supported"], line["failed"]) == ("/v1/checks", 3, 1, 0)
    assert 0 < line["first_ms"] <= line["ms"]
    assert "paniard" not in log.getvalue()
