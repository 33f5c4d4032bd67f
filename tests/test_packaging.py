"""What is declared, what is pinned and what is shipped are one."""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def _pins(lines: list[str]) -> dict[str, str]:
    found = [re.fullmatch(r"([\w.-]+)(?:\[\w+\])?==([\w.+!]+)", line.strip()) for line in lines]
    return {_name(pin[1]): pin[2] for pin in found if pin}


def test_constraints_hold_every_dependency() -> None:
    """Each declared version is the pinned one; PyTorch alone stands apart."""
    pinned = _pins((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())
    groups = [line for group in PROJECT["dependency-groups"].values() for line in group if isinstance(line, str)]
    declared = _pins(PROJECT["project"]["dependencies"] + groups)
    assert declared.pop("torch") in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "torch" not in pinned
    assert {name: pinned.get(name) for name in declared} == declared


def test_every_dependency_is_pinned() -> None:
    """Nothing is declared by a range."""
    groups = [line for group in PROJECT["dependency-groups"].values() for line in group if isinstance(line, str)]
    lines = PROJECT["project"]["dependencies"] + groups
    assert len(_pins(lines)) == len(lines)


def test_image_has_what_it_copies() -> None:
    """What the Dockerfile copies is there, and the list of what an image may hold lets it through."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for sources in re.findall(r"^COPY (?!--)(.+) \S+$", dockerfile, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert f"!{source}" in let_through, source
