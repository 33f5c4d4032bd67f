"""Articles over HTTP: added, versioned, listed, read, deleted."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.service import assert_problem, check, client_of, opener

ARTICLE: dict[str, Any] = {
    "title": "Ferry runs again",
    "text": "The ferry to Skerry Island runs again.\n\nIt had been in dock since May.",
    "publisher": "Island Gazette",
    "url": "https://gazette.example/ferry",
    "published_at": "2026-02-01T08:00:00+01:00",
}


def test_added(fresh: TestClient) -> None:
    """A new article is 201, says where it lies, and counts at once."""
    answer = fresh.post("/v1/articles", json=ARTICLE)
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["location"] == f"/v1/articles/{body['id']}"
    assert (body["version"], body["text"], body["language"]) == (1, ARTICLE["text"], "en")
    assert body["published_at"] == "2026-02-01T07:00:00Z"
    assert fresh.get(answer.headers["location"]).json() == body
    assert check(fresh, "the ferry to Skerry Island runs again")["verdict"] == "supported"


def test_same_again(fresh: TestClient) -> None:
    """The same address with the same text is the article that is there: 200, the same id."""
    first = fresh.post("/v1/articles", json=ARTICLE).json()
    again = fresh.post("/v1/articles", json=ARTICLE)
    assert (again.status_code, again.json()) == (200, first)
    assert again.headers["location"] == f"/v1/articles/{first['id']}"


def test_same_text_without_address(fresh: TestClient) -> None:
    """The same text without an address is the article that is there."""
    first = fresh.post("/v1/articles", json=ARTICLE).json()
    bare = {name: value for name, value in ARTICLE.items() if name != "url"}
    again = fresh.post("/v1/articles", json=bare)
    assert (again.status_code, again.json()["id"]) == (200, first["id"])


def test_new_version(fresh: TestClient) -> None:
    """The same address with new text is a new version; old verdicts go on quoting the old one."""
    first = fresh.post("/v1/articles", json=ARTICLE).json()
    before = check(fresh, "the ferry to Skerry Island runs again")
    corrected = ARTICLE | {"text": "The ferry to Skerry Island does not run.", "published_at": "2026-02-02T08:00:00Z"}
    answer = fresh.post("/v1/articles", json=corrected)
    assert answer.status_code == 201
    assert (answer.json()["id"], answer.json()["version"]) == (first["id"], 2)
    assert check(fresh, "the ferry to Skerry Island does not run")["verdict"] == "supported"
    assert fresh.get(f"/v1/verdicts/{before['id']}").json() == before
    assert before["citations"][0]["article"]["version"] == 1


def test_pages(fresh: TestClient) -> None:
    """The list comes newest first, a page at a time, each article once; the last page has no cursor."""
    for number in range(4):
        fresh.post("/v1/articles", json=ARTICLE | {"url": f"https://gazette.example/{number}"})
    ids: list[str] = []
    cursor = None
    while True:
        page = fresh.get("/v1/articles", params={"limit": 3} | ({"cursor": cursor} if cursor else {})).json()
        assert len(page["articles"]) <= 3
        assert "text" not in page["articles"][0]
        ids += [article["id"] for article in page["articles"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(ids) == len(set(ids)) == 7
    assert ids == sorted(ids, reverse=True)


def test_one_publisher(client: TestClient) -> None:
    """The list can be kept to one publisher."""
    page = client.get("/v1/articles", params={"publisher": "Plaza Digest"}).json()
    assert [article["publisher"] for article in page["articles"]] == ["Plaza Digest"]


def test_deleted(fresh: TestClient) -> None:
    """A deleted article is gone, and deleting it again finds nothing."""
    where = fresh.post("/v1/articles", json=ARTICLE).headers["location"]
    assert (fresh.delete(where).status_code, fresh.delete(where).status_code) == (204, 404)
    assert_problem(fresh.get(where), 404, "not-found")
    assert check(fresh, "the ferry to Skerry Island runs again")["verdict"] == "not_enough_evidence"


def test_not_modified(client: TestClient) -> None:
    """A client that has this version is told so."""
    where = f"/v1/articles/{client.get('/v1/articles').json()['articles'][0]['id']}"
    etag = client.get(where).headers["etag"]
    assert client.get(where, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(where, headers={"If-None-Match": '"other"'}).status_code == 200


def test_text_is_kept(fresh: TestClient) -> None:
    """The text is stored to the character: white space, line ends, accents and all."""
    text = "  Él\tllegó.\r\n\r\nCafe\u0301 — “fin”. 🙂 \n"
    body = fresh.post("/v1/articles", json=ARTICLE | {"text": text}).json()
    assert fresh.get(f"/v1/articles/{body['id']}").json()["text"] == text


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"publisher": "x" * 201}, "publisher"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https:///path"}, "url"),
        ({"url": "https://a.example/b c"}, "url"),
        ({"url": "ftp://a.example/"}, "url"),
        ({"published_at": "2026-02-01"}, "published_at"),
        ({"published_at": None}, "published_at"),
        ({"language": "English"}, "language"),
        ({"id": "art_1"}, "id"),
    ],
)
def test_refused(client: TestClient, change: dict[str, Any], where: str) -> None:
    """An article that breaks a rule is refused, and the problem says where."""
    problem = assert_problem(client.post("/v1/articles", json=ARTICLE | change), 422, "invalid-input")
    assert where in {part for fault in problem["errors"] for part in fault["loc"]}


def test_too_long(settings: Settings) -> None:
    """A text over the settings' limit is 413."""
    small = settings.model_copy(update={"max_text_chars": 20})
    with client_of(create_app(small, opener=opener()), small) as client:
        assert_problem(client.post("/v1/articles", json=ARTICLE), 413, "too-large")


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=1", "publisher="])
def test_bad_query(client: TestClient, query: str) -> None:
    """A query that breaks a rule is refused."""
    assert_problem(client.get(f"/v1/articles?{query}"), 422, "invalid-input")
