"""Imports over HTTP: a line of result for each line in, nothing lost, the same again changes nothing."""

import json
from typing import Any

from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.service import assert_problem, client_of, opener
from tests.test_documents import NINJS

PATH = "/v1/articles:import"
NDJSON = {"Content-Type": "application/x-ndjson"}


def article(number: int, **more: Any) -> dict[str, Any]:
    return {
        "title": f"Story {number}",
        "text": f"Ship number {number} left the port of Arnsey on Monday.",
        "publisher": "Arnsey Post",
        "url": f"https://post.example/{number}",
        "published_at": "2026-01-09T10:00:00Z",
    } | more


def send(client: TestClient, lines: list[Any], **options: Any) -> list[dict[str, Any]]:
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    answer = client.post(PATH, content=body.encode(), headers=NDJSON, **options)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_result_for_each_line(empty: TestClient) -> None:
    """Good lines go in beside bad ones, each with its number and what became of it."""
    found = send(empty, [article(1), "not json", {"title": "x"}, "", NINJS, [1], article(2)])
    assert [(one["line"], one["status"]) for one in found] == [
        (1, "created"), (2, "failed"), (3, "failed"), (5, "created"), (6, "failed"), (7, "created"),
    ]  # fmt: skip
    for one in found:
        assert (one["id"] is None) == (one["status"] == "failed") == (one["problem"] is not None)
    assert len(empty.get("/v1/articles").json()["articles"]) == 3


def test_run_again(empty: TestClient) -> None:
    """The same import changes nothing; a changed text is a new version."""
    send(empty, [article(number) for number in range(40)])
    again = send(empty, [article(0, text="Ship number 0 stayed in the port of Arnsey."), *map(article, range(1, 40))])
    assert [one["status"] for one in again] == ["new_version", *["unchanged"] * 39]


def test_one_bad_article_spoils_no_batch(empty: TestClient) -> None:
    """An article that the database refuses is the only one of its batch that fails."""
    found = send(empty, [article(1), article(2, text="half a pair \ud800"), article(3)])
    assert [one["status"] for one in found] == ["created", "failed", "created"]


def test_limits(settings: Settings) -> None:
    """Lines over the number and lines over the size are told apart from the rest, which goes in."""
    small = settings.model_copy(update={"max_import": 2, "max_body_bytes": 1_024})
    with client_of(create_app(small, opener=opener()), small) as client:
        found = send(client, [article(1, text="x" * 3_000), article(2), article(3)])
        assert [one["status"] for one in found] == ["failed", "created", "failed"]
        assert [one["problem"]["type"] for one in found if one["problem"]] == ["/problems/too-large"] * 2


def test_other_kinds_are_refused(client: TestClient) -> None:
    """A body that is not said to be JSON lines is 415; without a key nothing is read at all."""
    assert_problem(client.post(PATH, json=article(1)), 415, "unsupported-media-type")
    refused = client.post(PATH, content=b"{}", headers=NDJSON | {"Authorization": "Bearer x"})
    assert_problem(refused, 401, "unauthenticated")


def test_fetching_is_off(client: TestClient) -> None:
    """Out of the box no address is fetched, and the answer names the setting."""
    problem = assert_problem(
        client.post("/v1/articles:fetch", json={"url": "https://a.example/"}), 422, "fetch-refused"
    )
    assert "VERIDICT_FETCHING" in problem["detail"]
    assert_problem(client.post("/v1/articles:fetch", json={}), 422, "invalid-input")
