"""Schemathesis over every operation: what the description promises is what the service does."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from starlette.types import ASGIApp, Receive, Scope, Send

from app.log import open_log
from app.main import create_app
from app.settings import Settings
from tests.api.conftest import settings_for
from tests.service import fill, key_for, opener


def _with_state(app: ASGIApp, state: dict[str, Any]) -> ASGIApp:
    """Hand requests what the lifespan would: the test tool calls the application without one."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": dict(state)}, receive, send)

    return call


@pytest.fixture(scope="module")
def described(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The service's own description, with an archive of its own behind it that may be changed."""
    held = settings_for(migrated_file, tmp_path_factory.mktemp("contract"))
    held = held.model_copy(update={"allowed_hosts": ("testserver",)})  # the name that the test tool calls it by
    fill(held)
    with opener()(held) as resources:
        app = create_app(held, opener=opener(), log=open_log(io.StringIO()))
        schema = schemathesis.openapi.from_asgi("/openapi.json", _with_state(app, {"resources": resources}))
        yield schema, {"Authorization": f"Bearer {key_for(held)}"}


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    """Send lines as they are; what is no text, as its JSON."""
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace")


def _operations() -> list[tuple[str, str, GenerationMode]]:
    """List what is asked; fetching is off, and a bad line of an import is answered by a line, not by a refusal."""
    paths = create_app(Settings(), opener=opener()).openapi()["paths"]
    return [
        (path, method, mode)
        for path, methods in paths.items()
        for method in methods
        for mode in GenerationMode
        if path != "/v1/articles:fetch" and (path, mode) != ("/v1/articles:import", GenerationMode.NEGATIVE)
    ]


@pytest.mark.parametrize(("path", "method", "mode"), _operations())
def test_contract(described: Any, path: str, method: str, mode: GenerationMode) -> None:
    """Whatever the description allows is accepted, whatever it forbids refused, and every answer is as described."""

    schema, key = described

    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=min(20, settings().max_examples),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=key)

    try:
        ask()
    except Unsatisfiable:  # an operation without parameters cannot be asked wrongly
        assert mode is GenerationMode.NEGATIVE
