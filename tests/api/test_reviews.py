"""Signed reviews, ClaimReview documents and the claim search, over HTTP on fakes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.review_schemas import EXAMPLE_REVIEW
from app.keys import Scope
from app.main import create_app
from app.settings import Settings
from tests.service import assert_problem, check, client_of, key_for, opener

CLAIM = "five Spaniards freed"
SIGNED = {
    "author": {"name": "Ines Aldana"},
    "publisher": {"name": "Harbour Post", "url": "https://www.post.example/"},
    "rating": 4,
    "rating_label": "Mostly true",
    "url": "https://www.post.example/checks/1",
}


def _sign(client: TestClient, verdict: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = client.post("/v1/reviews", json=SIGNED | {"verdict_id": verdict["id"]} | more)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def _claimreview(client: TestClient, verdict: dict[str, Any], **query: str) -> dict[str, Any]:
    answer = client.get(f"/v1/verdicts/{verdict['id']}/claimreview", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    body: dict[str, Any] = answer.json()
    assert (body["@context"], body["@type"], body["identifier"]) == ("https://schema.org", "ClaimReview", verdict["id"])
    return body


def _search(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get("/v1alpha1/claims:search", params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_review(fresh: TestClient) -> None:
    """A review is kept as it was signed, and can be read again for ever."""
    verdict = check(fresh, CLAIM)
    answer = fresh.post("/v1/reviews", json=SIGNED | {"verdict_id": verdict["id"], "note": "Two of\nthem on Friday."})
    review = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/reviews/{review['id']}"
    assert abs(datetime.now(UTC) - datetime.fromisoformat(review.pop("signed_at"))) < timedelta(minutes=1)
    assert review == {
        "id": review["id"],
        "verdict_id": verdict["id"],
        "author": {"name": "Ines Aldana", "url": None},
        "publisher": {"name": "Harbour Post", "url": "https://www.post.example/"},
        "claim_reviewed": CLAIM,
        "rating": 4,
        "rating_label": "Mostly true",
        "url": "https://www.post.example/checks/1",
        "note": "Two of\nthem on Friday.",
        "title": None,
        "language": "en",
        "claimant": None,
        "claimed_at": None,
        "appearance": None,
    }
    again = fresh.get(answer.headers["location"])
    assert again.content == answer.content
    assert fresh.get(f"/v1/reviews/{review['id']}", headers={"If-None-Match": again.headers["etag"]}).status_code == 304


def test_signed_once(fresh: TestClient) -> None:
    """The same review sent again is the one that is there; one that says anything else is another."""
    verdict = check(fresh, CLAIM)
    first = _sign(fresh, verdict)
    answer = fresh.post("/v1/reviews", json=SIGNED | {"verdict_id": verdict["id"]})
    assert (answer.status_code, answer.json()) == (200, first)
    assert _sign(fresh, verdict, rating=5)["id"] != first["id"]


@pytest.mark.parametrize("scopes", [(Scope.VERDICTS, Scope.ARTICLES), ()])
def test_scope(fresh: TestClient, settings: Settings, scopes: tuple[Scope, ...]) -> None:
    """Signing needs a key with the scope `reviews`, on loopback too."""
    del fresh.headers["Authorization"]
    headers = {"Authorization": f"Bearer {key_for(settings, *scopes)}"} if scopes else {}
    body = SIGNED | {"verdict_id": check(fresh, CLAIM)["id"]}
    answer = fresh.post("/v1/reviews", json=body, headers=headers)
    assert_problem(answer, 403 if scopes else 401, "forbidden" if scopes else "unauthenticated")
    assert fresh.get("/v1alpha1/claims:search").json() == {}


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"rating": 0}, "rating"),
        ({"rating": 6}, "rating"),
        ({"rating": "5"}, "rating"),
        ({"rating": None}, "rating"),
        ({"rating_label": " "}, "rating_label"),
        ({"author": {"name": ""}}, "name"),
        ({"author": {"name": "A", "url": "javascript:alert(1)"}}, "url"),
        ({"publisher": {"name": "Harbour Post"}}, "url"),
        ({"url": "post"}, "url"),
        ({"claim_reviewed": " a \n b "}, "claim_reviewed"),
        ({"claim_reviewed": "x" * 1_001}, "claim_reviewed"),
        ({"note": ""}, "note"),
        ({"note": "a\x00b"}, "note"),
        ({"language": "English"}, "language"),
        ({"claimed_at": "yesterday"}, "claimed_at"),
        ({"signed_by": "me"}, "signed_by"),
    ],
)
def test_refused(client: TestClient, more: dict[str, Any], where: str) -> None:
    """A review that breaks a rule is refused, and the problem says where."""
    body = EXAMPLE_REVIEW | more
    problem = assert_problem(client.post("/v1/reviews", json=body), 422, "invalid-input")
    assert where in {part for fault in problem["errors"] for part in fault["loc"]}


def test_claim_in_lines(fresh: TestClient) -> None:
    """The claim of an editor's text field is one line, whatever was typed into the field."""
    assert _sign(fresh, check(fresh, CLAIM), claim_reviewed=" Five\r\n freed \x07")["claim_reviewed"] == "Five freed"


@pytest.mark.parametrize("verdict", ["ver_" + "9" * 26, "nothing"])
def test_no_such_verdict(client: TestClient, verdict: str) -> None:
    """What is not there cannot be signed."""
    assert_problem(client.post("/v1/reviews", json=EXAMPLE_REVIEW | {"verdict_id": verdict}), 404, "not-found")


@pytest.mark.parametrize("name", ["rev_" + "9" * 26, "nothing"])
def test_no_such_review(client: TestClient, name: str) -> None:
    """An id that names no review is not found, in a path or behind a verdict."""
    assert_problem(client.get(f"/v1/reviews/{name}"), 404, "not-found")
    where = f"/v1/verdicts/{check(client, CLAIM)['id']}/claimreview"
    assert_problem(client.get(where, params={"review": name}), 404, "not-found")


def test_draft(client: TestClient) -> None:
    """Until somebody signs, the ClaimReview is a draft: no author, no address, the archive's own rating and quotes."""
    verdict = check(client, CLAIM)
    body = _claimreview(client, verdict)
    assert body["creativeWorkStatus"] == "Draft"
    assert not body.keys() & {"author", "publisher", "url", "datePublished"}
    assert body["claimReviewed"] == CLAIM
    assert body["itemReviewed"] == {"@type": "Claim"}
    assert body["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 5,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "Supported by the archive",
        "ratingExplanation": verdict["summary"],
    }
    cited = verdict["citations"][0]
    assert body["citation"][0] == {
        "@type": "Quotation",
        "text": cited["quote"],
        "url": cited["link"],
        "isPartOf": {
            "@type": "NewsArticle",
            "headline": cited["article"]["title"],
            "url": cited["article"]["url"],
            "datePublished": cited["article"]["published_at"],
            "publisher": {"@type": "Organization", "name": cited["article"]["publisher"]},
        },
    }


@pytest.mark.parametrize(
    ("claim", "value"), [("five Spaniards were not freed", 1), ("whales sing under arctic ice", None)]
)
def test_ratings(client: TestClient, claim: str, value: int | None) -> None:
    """Refuted is the worst rating; "not enough evidence" has no value at all."""
    rating = _claimreview(client, check(client, claim))["reviewRating"]
    assert rating.get("ratingValue") == value
    assert ("ratingValue" in rating) == (value is not None)


def test_signed(fresh: TestClient) -> None:
    """A signed ClaimReview says who signed, where and as what, and what is known of the claim."""
    verdict = check(fresh, CLAIM)
    review = _sign(
        fresh,
        verdict,
        claim_reviewed="Five Spaniards were freed",
        note="All of them.",
        claimant={"name": "A minister", "url": "https://who.example/"},
        claimed_at="2026-01-08T10:00:00+01:00",
        appearance="https://social.example/1",
    )
    body = _claimreview(fresh, verdict)
    assert body.pop("citation")[0]["text"] == verdict["citations"][0]["quote"]
    assert body == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": verdict["id"],
        "creativeWorkStatus": "Published",
        "claimReviewed": "Five Spaniards were freed",
        "inLanguage": "en",
        "url": "https://www.post.example/checks/1",
        "datePublished": review["signed_at"],
        "author": {"@type": "Person", "name": "Ines Aldana"},
        "publisher": {"@type": "Organization", "name": "Harbour Post", "url": "https://www.post.example/"},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Thing", "name": "A minister", "url": "https://who.example/"},
            "datePublished": "2026-01-08T09:00:00Z",
            "appearance": {"@type": "CreativeWork", "url": "https://social.example/1"},
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 4,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": "Mostly true",
        },
        "reviewBody": "All of them.",
    }


def test_which_review_signs(fresh: TestClient) -> None:
    """Of several reviews the named one signs, else the newest; one of another verdict is not found."""
    verdict, other = check(fresh, CLAIM), check(fresh, "whales sing")
    first, second = _sign(fresh, verdict), _sign(fresh, verdict, rating=2, rating_label="Mostly false")
    assert _claimreview(fresh, verdict, review=first["id"])["reviewRating"]["ratingValue"] == 4
    assert _claimreview(fresh, verdict, review=second["id"])["reviewRating"]["ratingValue"] == 2
    assert _claimreview(fresh, verdict)["reviewRating"]["ratingValue"] == 2
    answer = fresh.get(f"/v1/verdicts/{other['id']}/claimreview", params={"review": first["id"]})
    assert_problem(answer, 404, "not-found")
    assert _claimreview(fresh, other)["creativeWorkStatus"] == "Draft"


def test_search(fresh: TestClient) -> None:
    """A review is found by words of its claim, in the shape of Google's API; nothing found is an empty object."""
    review = _sign(
        fresh, check(fresh, CLAIM), title="Were they freed?", claimant={"name": "A minister"},
        claimed_at="2026-01-08T09:00:00Z",
    )  # fmt: skip
    assert _search(fresh, query="Have five Spaniards been freeing?", key="AIza", alt="json") == {
        "claims": [
            {
                "text": CLAIM,
                "claimant": "A minister",
                "claimDate": "2026-01-08T09:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "Harbour Post", "site": "post.example"},
                        "url": "https://www.post.example/checks/1",
                        "title": "Were they freed?",
                        "reviewDate": review["signed_at"],
                        "textualRating": "Mostly true",
                        "languageCode": "en",
                    }
                ],
            }
        ]
    }
    assert _search(fresh, query="whales sing under the ice") == {}
    assert _search(fresh, query="?!") == {}


def test_search_needs_a_signature(client: TestClient) -> None:
    """A verdict that nobody signed is not found."""
    check(client, "whales sing under arctic ice")
    assert _search(client, query="whales sing under arctic ice") == {}


def test_pages(fresh: TestClient) -> None:
    """Pages follow each other by their tokens without a gap, also when something is signed in between."""
    verdict = check(fresh, CLAIM)
    for number in range(5):
        _sign(fresh, verdict, claim_reviewed=f"claim number {number}")
    first = _search(fresh, query="claim", pageSize=2)
    _sign(fresh, verdict, claim_reviewed="claim number 5")
    second = _search(fresh, query="claim", pageSize=2, pageToken=first["nextPageToken"])
    third = _search(fresh, query="claim", pageSize=2, pageToken=second["nextPageToken"])
    texts = [claim["text"] for page in (first, second, third) for claim in page["claims"]]
    assert sorted(texts) == [f"claim number {number}" for number in range(5)]
    assert "nextPageToken" not in third
    assert len(_search(fresh, query="claim")["claims"]) == 6
    assert len(_search(fresh, query="claim", offset=4, pageSize=0)["claims"]) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"pageToken": "0"},
        {"pageToken": "f" * 19 + "g"},
        {"pageSize": "-1"},
        {"offset": "x"},
        {"maxAgeDays": "-1"},
        {"languageCode": "?"},
        {"query": "x" * 1_001},
    ],
)
def test_search_refused(client: TestClient, query: dict[str, str]) -> None:
    """A parameter that breaks a rule is a problem of this service."""
    assert_problem(client.get("/v1alpha1/claims:search", params=query), 422, "invalid-input")


def test_search_with_a_key_as_google_takes_it(settings: Settings) -> None:
    """Where reading needs a key, a client of Google's API gives it in the address or in Google's header."""
    closed = settings.model_copy(update={"open_reading": False})
    key = key_for(settings)
    with client_of(create_app(closed, opener=opener()), settings, key="") as client:
        assert_problem(client.get("/v1alpha1/claims:search"), 401, "unauthenticated")
        assert_problem(client.get("/v1alpha1/claims:search", params={"key": "AIza"}), 401, "unauthenticated")
        assert _search(client, key=key) == {}
        assert client.get("/v1alpha1/claims:search", headers={"X-Goog-Api-Key": key}).json() == {}
        assert_problem(client.get("/v1/articles", params={"key": key}), 401, "unauthenticated")
