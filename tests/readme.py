"""The parts of README.md that are made from the code: `python -m tests.readme` writes them anew.

Each stands between `<!-- made: NAME -->` and `<!-- end -->`; a test fails where one is not what the code says.
"""

import json
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from app import errors
from app.api.problems import KINDS
from app.evidence import Gap, Label
from app.settings import Settings

README = Path(__file__).parent.parent / "README.md"
CLAIM = "five Spaniards freed"
_PART = re.compile(r"(?P<head><!-- made: (?P<name>\w+) -->\n).*?(?P<tail><!-- end -->)", re.DOTALL)
_LABELS = {
    Label.SUPPORTED: "at least one independent source says so, and none that counts says otherwise",
    Label.REFUTED: "at least one independent source says otherwise, and none that counts says so",
    Label.CONFLICTING: "sources that count say both",
    Label.NOT_ENOUGH_EVIDENCE: "nothing in the archive decides it; `gap` says which kind of don't know this is",
}
_GAPS = {
    Gap.NOT_COVERED: "the archive has nothing on this",
    Gap.SILENT: "it has, and none of it decides",
    Gap.AFTER_ARCHIVE: "the claim is about a time later than the newest article",
}


def _shown(value: object) -> str:
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def settings_table() -> str:
    """Write the table of settings: name, default, what it is."""
    rows = [
        f"| `VERIDICT_{name.upper()}` | {_shown(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| variable | default | what it is |", "|---|---|---|", *rows])


def errors_table() -> str:
    """Write the table of errors that can be answered: status, slug, when."""
    rows = [
        f"| {kind.status} | `/problems/{kind.slug}` | {(kind.__doc__ or '').splitlines()[0].rstrip('.')} |"
        for kind in sorted(KINDS.values(), key=lambda kind: (kind.status, kind.slug))
        if kind is not errors.VeridictError
    ]
    internal = "| 500 | `/problems/internal` | Anything else; the answer says nothing of it, the log where it was |"
    return "\n".join(["| status | type | when |", "|---|---|---|", *rows, internal])


def _table(head: str, words: dict[Any, str], kinds: type[StrEnum]) -> str:
    rows = [f"| `{kind.value}` | {words[kind]} |" for kind in kinds]
    return "\n".join([f"| {head} | meaning |", "|---|---|", *rows])


def labels_table() -> str:
    """Write the tables of verdicts and gaps."""
    return f"{_table('verdict', _LABELS, Label)}\n\n{_table('gap', _GAPS, Gap)}"


def example(client: TestClient) -> str:
    """Write the answer to the example claim, as a service over the default archive gives it."""
    answer = client.post("/v1/verdicts", json={"claim": CLAIM, "max_citations": 1})
    assert answer.status_code == 200, answer.text
    return f"```json\n{json.dumps(answer.json(), indent=2, ensure_ascii=False)}\n```"


MADE: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "errors": errors_table,
    "labels": labels_table,
}


def parts(text: str) -> dict[str, str]:
    """Take the made parts of a README, by name."""
    return {found["name"]: found[0][len(found["head"]) : -len(found["tail"])].strip() for found in _PART.finditer(text)}


def rewritten(text: str, made: dict[str, str]) -> str:
    """Put made parts into a README; parts that are not given stay."""

    def put(found: re.Match[str]) -> str:
        kept = parts(found[0])[found["name"]]
        return f"{found['head']}{made.get(found['name'], kept)}\n{found['tail']}"

    return _PART.sub(put, text)


def main() -> int:
    """Write the made parts anew; `--example` asks the real service too."""
    made = {name: make() for name, make in MADE.items()}
    if "--example" in sys.argv[1:]:
        from tests.real import real_service  # noqa: PLC0415  needs the weights

        with real_service() as client:
            made["example"] = example(client)
    README.write_text(rewritten(README.read_text(encoding="utf-8"), made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
