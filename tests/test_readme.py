"""The README says what the code does: its tables are made from it, its example by asking the real service."""

import json
import re
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings
from tests import readme
from tests.real import real_service
from tests.service import opener

TEXT = readme.README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(readme.MADE))
def test_tables(name: str) -> None:
    """Each made table is what the code says; `python -m tests.readme` writes them anew."""
    assert readme.parts(TEXT)[name] == readme.MADE[name]()


def test_links() -> None:
    """Every file that the README links to is there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT):
        assert (readme.README.parent / target).exists(), target


def test_targets() -> None:
    """Every `make` target that the README names is in the Makefile, and every target there has a help line."""
    makefile = (readme.README.parent / "Makefile").read_text(encoding="utf-8")
    helped = set(re.findall(r"^([a-z]+):.*## .+$", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", TEXT))
    assert named <= helped
    targets = re.search(r"^\.PHONY: (help .*)$", makefile, re.MULTILINE)
    assert targets is not None
    assert set(targets[1].split()) == helped


def _steady(value: Any) -> Any:
    """Blank what differs from run to run (ids, times) or machine to machine (the last digits of probabilities)."""
    if isinstance(value, dict):
        times = {"as_of": "", "checked_at": "", "id": "", "origin": ""}
        return {name: times.get(name, _steady(inner)) for name, inner in value.items()}
    if isinstance(value, list):
        return [_steady(inner) for inner in value]
    if isinstance(value, float):
        return pytest.approx(value, abs=0.02)
    return re.sub(r"^(ver|art|org)_\w{26}$", r"\1", value) if isinstance(value, str) else value


@pytest.mark.real
def test_example() -> None:
    """The worked claim's answer is the one that the service gives."""
    with real_service() as client:
        made = readme.example(client)
    shown = readme.parts(TEXT)["example"]
    fence = re.compile(r"```json\n(.*)\n```", re.DOTALL)
    written, given = (json.loads(fence.fullmatch(part)[1]) for part in (shown, made))  # type: ignore[index]
    assert _steady(written) == _steady(given)
    assert written["verdict"] == "supported"


def test_operations() -> None:
    """Every operation of the API is named in the README."""
    paths = create_app(Settings(), opener=opener()).openapi()["paths"]
    for path, methods in paths.items():
        for method in methods:
            assert re.search(rf"`{method.upper()} {re.escape(path)}`", TEXT), f"{method.upper()} {path}"
