"""What the service says of itself: alive, ready, which version; its pages and its description."""

import io
import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, text

from app import store
from app.settings import Settings
from tests.service import assert_problem


def test_alive(client: TestClient) -> None:
    """The process answers."""
    assert client.get("/livez").json() == {"status": "ok"}


def test_ready(client: TestClient) -> None:
    """Database and both networks were asked, and how long each took is told."""
    body = client.get("/readyz").json()
    assert (body["status"], body["articles"]) == ("ready", 3)
    assert all(body[name] >= 0 for name in ("database_ms", "encoder_ms", "nli_ms"))


def test_not_ready(fresh: TestClient, settings: Settings) -> None:
    """Without its tables the service is alive but not ready."""
    engine = store.open_engine(settings)
    with Session(engine) as session:
        session.execute(text("DROP TABLE change"))
        session.execute(text("ALTER TABLE article_version RENAME TO gone"))
        session.commit()
    engine.dispose()
    assert_problem(fresh.get("/readyz"), 503, "database-failed")
    assert fresh.get("/livez").status_code == 200


def test_version(client: TestClient) -> None:
    """The release and the networks' revisions are named."""
    body = client.get("/version").json()
    assert body["api"] == "v1"
    assert body["weights"] == {"encoder": "fake-encoder-1", "nli": "fake-nli-1"}


def test_start_page(client: TestClient) -> None:
    """The bare address leads to the docs."""
    assert client.get("/", follow_redirects=False).headers["location"] == "docs"


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_pages_name_no_other_host(client: TestClient, page: str) -> None:
    """Every address in the pages is relative, and the policy forbids any other host."""
    answer = client.get(page)
    assert "://" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for name in answer.text.split('"'):
        if name.startswith("docs/assets/"):
            assert client.get(f"/{name}").status_code == 200


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation) for path, found in document["paths"].items() for method, operation in found.items()
    ]


def test_description(client: TestClient) -> None:
    """OpenAPI 3.1; every operation has a summary, says what went wrong as problems, and has examples."""
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1.")
    assert len({operation["operationId"] for *_, operation in _operations(document)}) == len(_operations(document))
    for path, _, operation in _operations(document):
        assert operation["summary"]
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
        for parameter in operation.get("parameters", []):
            assert not parameter["required"] or "example" in parameter


def test_description_is_whole(client: TestClient) -> None:
    """What the description refers to is in it."""
    answer = client.get("/openapi.json")
    for name in re.findall(r'"\$ref": ?"#/components/schemas/([^"]+)"', answer.text):
        assert name in answer.json()["components"]["schemas"]


def _example_body(document: dict[str, Any], operation: dict[str, Any]) -> tuple[str | None, dict[str, str]]:
    """Give an operation's example body and its media type; an example that is no text stands for its JSON."""
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        schema = document["components"]["schemas"].get(content["schema"].get("$ref", "").rsplit("/", 1)[-1], {})
        example = content.get("example", next(iter(schema.get("examples", [])), None))
        return example if isinstance(example, str) else json.dumps(example), {"Content-Type": kind}
    return None, {}


def test_examples_work(fresh: TestClient) -> None:
    """Every operation answers its own example, in the order in which the page shows them."""
    document = fresh.get("/openapi.json").json()
    for path, method, described in _operations(document):
        operation = described
        if method == "delete":  # the example is the article that was added a moment ago
            operation = fresh.get("/openapi.json").json()["paths"][path][method]
        given = {one["name"]: one["example"] for one in operation.get("parameters", []) if "example" in one}
        in_path = {name: given.pop(name) for name in list(given) if f"{{{name}}}" in path}
        body, headers = _example_body(document, operation)
        answer = fresh.request(method, path.format(**in_path), params=given, content=body, headers=headers)
        assert answer.is_success, (method, path, answer.text)


def test_example_claim(client: TestClient) -> None:
    """The example claim's verdict is there from the start, under the id that the description names."""
    document = client.get("/openapi.json").json()
    name = document["paths"]["/v1/verdicts/{id}"]["get"]["parameters"][0]["example"]
    assert client.get(f"/v1/verdicts/{name}").json()["claim"] == "five Spaniards freed"


def test_checks_and_pages_are_logged(fresh: TestClient, log: io.StringIO) -> None:
    """Every request has its line, those for pages too."""
    for path in ("/livez", "/docs", "/nothing"):
        fresh.get(path)
    assert len(log.getvalue().splitlines()) == 3
