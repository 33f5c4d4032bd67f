"""POST /v1/verdicts and GET /v1/verdicts/{id}: the whole line from claim to stored verdict, on fakes."""

import hashlib
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from sqlmodel import Session, text

from app import archive, store
from app.api.schemas import EXAMPLE_VERDICT
from app.errors import NetworkFailed
from app.main import create_app
from app.pairs import Pair
from app.settings import Settings
from tests.fakes import FakeNli
from tests.service import assert_problem, check, client_of, fill, opener

CLAIM = "five Spaniards freed"


def test_supported(client: TestClient) -> None:
    """A claim that an agency story in two outlets says is supported by one origin, the quote exact to the character."""
    verdict = check(client, CLAIM)
    assert verdict["verdict"] == "supported"
    assert verdict["gap"] is None
    assert [(one["name"], one["stance"], len(one["articles"])) for one in verdict["origins"]] == [
        ("Associated Press", "supports", 2)
    ]
    cited = verdict["citations"][0]
    article = client.get(f"/v1/articles/{cited['article']['id']}").json()
    assert article["text"][cited["start"] : cited["end"]] == cited["quote"] == "Five Spaniards were freed in Caracas."
    assert cited["text_sha256"] == hashlib.sha256(article["text"].encode()).hexdigest() == article["text_sha256"]
    assert cited["link"] == f"{article['url']}#:~:text=Five%20Spaniards%20were%20freed%20in%20Caracas."
    assert cited["origin"] == verdict["origins"][0]["id"]
    assert [one["publisher"] for one in cited["reprints"]] == ["Plaza Digest"]
    assert "one source (Associated Press), carried by two outlets" in verdict["summary"]


def test_refuted(client: TestClient) -> None:
    """A claim that a passage denies is refuted, with the passage cited as refuting."""
    verdict = check(client, "five Spaniards were not freed")
    assert verdict["verdict"] == "refuted"
    assert {one["stance"] for one in verdict["citations"]} == {"refutes"}


def test_conflicting(settings: Settings) -> None:
    """Two origins that disagree are conflicting, with both stances cited, however small the page."""
    fill(settings)
    with client_of(create_app(settings, opener=opener()), settings) as client:
        other = {
            "title": "Not freed",
            "text": "Five Spaniards were not freed in Caracas.",
            "publisher": "Northern Star",
            "agency": "Reuters",
            "published_at": "2026-01-08T18:00:00Z",
        }
        assert client.post("/v1/articles", json=other).status_code == 201
        verdict = check(client, CLAIM, max_citations=2)
    assert verdict["verdict"] == "conflicting"
    assert {one["stance"] for one in verdict["citations"]} == {"supports", "refutes"}
    assert {one["name"] for one in verdict["origins"]} == {"Associated Press", "Reuters"}


@pytest.mark.parametrize(
    ("claim", "gap"),
    [
        ("whales sing under arctic ice", "not_covered"),
        ("Spaniards in Caracas sang all night", "silent"),
        ("five Spaniards fly home in 2031", "after_archive"),
    ],
)
def test_gaps(client: TestClient, claim: str, gap: str) -> None:
    """Without evidence the answer says which kind of don't know it is, and cites nothing."""
    verdict = check(client, claim)
    assert (verdict["verdict"], verdict["gap"]) == ("not_enough_evidence", gap)
    assert verdict["citations"] == []
    assert verdict["origins"] == []


def test_empty_archive(empty: TestClient) -> None:
    """An archive without articles knows nothing, and says so."""
    verdict = check(empty, CLAIM)
    assert (verdict["verdict"], verdict["gap"]) == ("not_enough_evidence", "not_covered")
    assert verdict["archive"] == {"articles": 0, "revision": "0"}


def test_shape(client: TestClient) -> None:
    """The answer has the fields of the contract and no other; probabilities sum to 1 and hold the confidence."""
    verdict = check(client, CLAIM)
    assert list(verdict) == [
        "id", "claim", "verdict", "gap", "confidence", "probabilities", "summary", "origins", "citations", "stability",
        "as_of", "checked_at", "archive", "weights",
    ]  # fmt: skip
    assert sum(verdict["probabilities"].values()) == pytest.approx(1.0, abs=1e-9)
    assert verdict["confidence"] == verdict["probabilities"]["supported"]
    assert verdict["weights"] == {"encoder": "fake-encoder-1", "nli": "fake-nli-1"}
    assert set(verdict["citations"][0]) == {
        "stance", "probability", "quote", "start", "end", "text_sha256", "link", "article", "origin", "reprints", "why",
    }  # fmt: skip


def test_as_of(client: TestClient) -> None:
    """Only what was published at or before `as_of` counts; the time comes back in UTC."""
    before = check(client, CLAIM, as_of="2026-01-08T17:59:59+01:00")
    assert before["verdict"] == "not_enough_evidence"
    assert before["archive"]["articles"] == 0
    assert before["as_of"] == "2026-01-08T16:59:59Z"
    assert check(client, CLAIM, as_of="2026-01-08T17:00:00Z")["verdict"] == "supported"


def test_as_of_is_now(client: TestClient) -> None:
    """Without `as_of` the archive as it is now is asked."""
    verdict = check(client, CLAIM)
    assert abs(datetime.now(UTC) - datetime.fromisoformat(verdict["as_of"])) < timedelta(minutes=1)


def test_publishers(client: TestClient) -> None:
    """Only the named publishers' articles count; an empty list names nobody."""
    verdict = check(client, CLAIM, publishers=["Plaza Digest"])
    assert verdict["citations"][0]["article"]["publisher"] == "Plaza Digest"
    assert verdict["citations"][0]["reprints"] == []
    assert check(client, CLAIM, publishers=["Bellmouth Courier"])["verdict"] == "not_enough_evidence"
    assert check(client, CLAIM, publishers=[])["archive"]["articles"] == 0


def test_same_body_for_ever(fresh: TestClient) -> None:
    """A stored verdict stays as it was answered, also after its articles are gone."""
    answer = fresh.post("/v1/verdicts", json={"claim": CLAIM})
    for article in fresh.get("/v1/articles").json()["articles"]:
        assert fresh.delete(f"/v1/articles/{article['id']}").status_code == 204
    again = fresh.get(answer.headers["location"])
    assert again.status_code == 200
    assert again.content == answer.content


def test_not_modified(client: TestClient) -> None:
    """A client that has the verdict is told so by its entity tag."""
    where = client.post("/v1/verdicts", json={"claim": CLAIM}).headers["location"]
    etag = client.get(where).headers["etag"]
    again = client.get(where, headers={"If-None-Match": f'"x", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)


@pytest.mark.parametrize("name", ["ver_" + "9" * 26, "ver_1", "nothing", "%00", "ver_" + "é" * 26])
def test_unknown_verdict(client: TestClient, name: str) -> None:
    """An id that names nothing is not found, whatever it looks like."""
    assert_problem(client.get(f"/v1/verdicts/{name}"), 404, "not-found")


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "claim"),
        ({"claim": "ab"}, "claim"),
        ({"claim": "   ab   "}, "claim"),
        ({"claim": "x" * 1_001}, "claim"),
        ({"claim": "five\nSpaniards"}, "claim"),
        ({"claim": "five\u0000Spaniards"}, "claim"),
        ({"claim": "five\u009fSpaniards"}, "claim"),
        ({"claim": 5}, "claim"),
        ({"claim": None}, "claim"),
        ({"claim": CLAIM, "lang": "en"}, "lang"),
        ({"claim": CLAIM, "as_of": "yesterday"}, "as_of"),
        ({"claim": CLAIM, "as_of": "2026-01-08"}, "as_of"),
        ({"claim": CLAIM, "as_of": "2026-01-08T17:00:00"}, "as_of"),
        ({"claim": CLAIM, "as_of": 1_767_891_600}, "as_of"),
        ({"claim": CLAIM, "as_of": "1767891600"}, "as_of"),
        ({"claim": CLAIM, "as_of": "0001-01-01T00:00:00+14:00"}, "as_of"),
        ({"claim": CLAIM, "publishers": "Harbour Post"}, "publishers"),
        ({"claim": CLAIM, "publishers": [""]}, "publishers"),
        ({"claim": CLAIM, "max_citations": 0}, "max_citations"),
        ({"claim": CLAIM, "max_citations": 21}, "max_citations"),
        ({"claim": CLAIM, "max_citations": "6"}, "max_citations"),
        ({"claim": CLAIM, "max_citations": True}, "max_citations"),
    ],
)
def test_refused(client: TestClient, body: dict[str, object], where: str) -> None:
    """A request that breaks a rule is refused, and the problem says where."""
    problem = assert_problem(client.post("/v1/verdicts", json=body), 422, "invalid-input")
    assert where in {part for fault in problem["errors"] for part in fault["loc"]}


@pytest.mark.parametrize("body", ['{"claim": "five \\ud800 Spaniards"}', '{"claim": "five Spaniards", "\\udfff": 1}'])
def test_half_a_surrogate(client: TestClient, body: str) -> None:
    """Half a surrogate pair is no character, be it in the claim or in the name of a field."""
    answer = client.post("/v1/verdicts", content=body, headers={"Content-Type": "application/json"})
    assert_problem(answer, 422, "invalid-input")


def test_trimmed(client: TestClient) -> None:
    """White space around the claim is taken off, line ends too; a claim may then have 1,000 characters."""
    assert check(client, f"\n  {CLAIM} \t")["claim"] == CLAIM
    assert len(check(client, " " + "x" * 1_000 + " ")["claim"]) == 1_000


def test_quoted_to_the_settings(settings: Settings) -> None:
    """The settings may allow less than the contract does."""
    shorter = settings.model_copy(update={"max_claim_chars": 10})
    with client_of(create_app(shorter, opener=opener()), shorter) as client:
        assert_problem(client.post("/v1/verdicts", json={"claim": CLAIM}), 422, "invalid-input")


class _Broken(FakeNli):
    """A network that fails."""

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Fail."""
        raise NetworkFailed("the NLI network failed", retry_after_s=2)


def test_failure_is_no_verdict(settings: Settings) -> None:
    """A network that fails is 503 with a time to come back, never "not enough evidence", and stores nothing."""
    fill(settings)
    with client_of(create_app(settings, opener=opener(_Broken())), settings) as client:
        answer = client.post("/v1/verdicts", json={"claim": CLAIM})
        assert_problem(answer, 503, "network-failed")
        assert answer.headers["retry-after"] == "2"
        assert_problem(client.get("/readyz"), 503, "network-failed")
        assert_problem(client.get(f"/v1/verdicts/{EXAMPLE_VERDICT}"), 404, "not-found")
        assert client.get("/livez").status_code == 200


def test_tampered_text(fresh: TestClient, settings: Settings) -> None:
    """A stored text that no longer matches its hash is an error, never an answer."""
    store_engine = store.open_engine(settings)
    with Session(store_engine) as session:
        session.execute(text("UPDATE article_version SET text = replace(text, 'ministry', 'minister')"))
        session.commit()
    store_engine.dispose()
    assert_problem(fresh.post("/v1/verdicts", json={"claim": CLAIM}), 500, "citation-mismatch")


def test_tampered_passage(fresh: TestClient, settings: Settings) -> None:
    """A passage that is not what the article says there is an error too, even where the hash is right."""
    store_engine = store.open_engine(settings)
    with Session(store_engine) as session:
        moved = "UPDATE article_version SET text = :new, text_sha256 = :hash WHERE publisher <> 'Bellmouth Courier'"
        new = "Once more. " + archive.list_articles(session, 1, publisher="Harbour Post").articles[0].text
        session.execute(text(moved), {"new": new, "hash": archive.sha256_of(new)})
        session.commit()
    store_engine.dispose()
    assert_problem(fresh.post("/v1/verdicts", json={"claim": CLAIM}), 500, "citation-mismatch")


def test_log_line(fresh: TestClient, log: io.StringIO) -> None:
    """A request is one line: id, route template, status, stage timings, counts; nothing of the claim."""
    fresh.post("/v1/verdicts", json={"claim": "five Spaniards freed"}, headers={"X-Request-Id": "abc-1"})
    lines = log.getvalue().splitlines()
    assert len(lines) == 1
    line = json.loads(lines[0])
    assert line["id"] == "abc-1"
    assert (line["route"], line["method"], line["status"]) == ("/v1/verdicts", "POST", 200)
    assert set(line["stages_ms"]) == {"retrieve", "judge", "weigh", "cite", "store"}
    assert (line["verdict"], line["origins"], line["citations"]) == ("supported", 1, 1)
    assert "paniard" not in lines[0]
