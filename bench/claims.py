"""Held-out claims put to the shipped networks: how many verdicts are right, and shown by the sentence cited.

    python -m bench.claims ORIGINALS      the folder of the five originals; without it, the others alone

A claim counts as right when the verdict is the expected one and, where that is `supported` or `refuted`, a
citation of that stance holds one of the sentences named for it. The claims were written apart from training
and are never trained or tuned on.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from app.archive import Submission
from app.check import check
from app.commands.prepare import migrate
from app.evidence import Label, Question, Stance, Verdict
from app.ingest import ingest_all
from app.judge import judge_pairs
from app.premise import Evidence
from app.resources import Resources, open_resources
from app.settings import Settings
from app.store import open_engine
from seeds.loading import DEFAULT_FOLDER, load

CLAIMS = Path(__file__).parent.parent / "tests" / "claims"
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
_STANCE = {Label.SUPPORTED: Stance.SUPPORTS, Label.REFUTED: Stance.REFUTES}


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with the verdict it should get; `cites` are fragments of the sentences that show it."""

    claim: str
    verdict: Label
    gap: str | None
    kind: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with what came out: `right` as the module says, `gap_right` for the kind of don't-know."""

    case: Case
    found: Verdict

    @property
    def verdict_right(self) -> bool:
        """The verdict alone is the expected one."""
        return self.found.weighed.label is self.case.verdict

    @property
    def right(self) -> bool:
        """The verdict is the expected one, and shown."""
        stance = _STANCE.get(self.case.verdict)
        if not self.verdict_right or stance is None:
            return self.verdict_right
        quotes = [citation.quote for citation in self.found.citations if citation.stance is stance]
        return any(fragment in quote for fragment in self.case.cites for quote in quotes)

    @property
    def gap_right(self) -> bool:
        """The kind of don't-know is the expected one; true where none is expected."""
        return self.case.gap is None or self.found.weighed.gap == self.case.gap


def read_cases(rows: Sequence[dict[str, Any]]) -> list[Case]:
    """Read claims as the files in `tests/claims` hold them."""
    return [
        Case(row["claim"], Label(row["verdict"]), row.get("gap"), row["kind"], tuple(row.get("cites", ())))
        for row in rows
    ]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@contextmanager
def archive_of(articles: Sequence[Submission] | Path) -> Iterator[Resources]:
    """Open the shipped networks over a fresh archive of the given articles, or of those in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/claims.db", deadline_s=120)
        engine = open_engine(settings)
        migrate(engine)
        engine.dispose()
        with open_resources(settings) as resources:
            with Session(resources.engine) as session:
                if isinstance(articles, Path):
                    load(session, resources, articles, Console(quiet=True))
                else:
                    ingest_all(session, resources, articles)
            yield resources


def ask(resources: Resources, cases: Sequence[Case]) -> list[Outcome]:
    """Put every case to the archive, as a request would."""
    with Session(resources.engine, expire_on_commit=False) as session:
        return [Outcome(case, check(session, resources, Question(case.claim, AS_OF))) for case in cases]


def stories() -> tuple[list[Submission], list[Case]]:
    """Give the invented stories and their claims."""
    rows = read_lines(CLAIMS / "stories.jsonl")
    articles = [
        Submission(row["title"], row["text"], row["publisher"], datetime.fromisoformat(row["published"]))
        for row in rows
    ]
    return articles, read_cases([claim for row in rows for claim in row["claims"]])


def contrasts(resources: Resources) -> dict[str, tuple[int, int, int]]:
    """Judge the contrast pairs: for each kind how many false twins are caught, true twins kept, and pairs there are."""
    rows = read_lines(CLAIMS / "contrasts.jsonl")
    asked = [(row[side], _evidence(row)) for row in rows for side in ("true", "false")]
    judged = judge_pairs(resources.nli, resources.judge, asked)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, kept, caught in zip(rows, judged[::2], judged[1::2], strict=True):
        tally = counts[row["kind"]]
        tally[0] += caught.probabilities.index(max(caught.probabilities)) == 1
        tally[1] += kept.probabilities.index(max(kept.probabilities)) == 0
        tally[2] += 1
    return {kind: (tally[0], tally[1], tally[2]) for kind, tally in counts.items()}


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(row["evidence"], row["context"], row["title"], date.fromisoformat(row["published"][:10]))


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """Share of outcomes that are right, 0..1."""
    return sum(one.right for one in outcomes) / len(outcomes)


def _print(console: Console, name: str, outcomes: Sequence[Outcome], *, wrong: bool) -> None:
    table = Table(title=f"{name}: {accuracy(outcomes):.3f} right of {len(outcomes)}")
    for column in ("kind", "claims", "right", "verdict right", "gap right"):
        table.add_column(column)
    for kind in sorted({one.case.kind for one in outcomes}):
        own = [one for one in outcomes if one.case.kind == kind]
        table.add_row(kind, str(len(own)), *(str(sum(getattr(one, what) for one in own)) for what in
                                             ("right", "verdict_right", "gap_right")))  # fmt: skip
    console.print(table)
    for one in outcomes if wrong else ():
        if not one.right:
            p = one.found.weighed.probabilities
            shown = "; ".join(
                f"{c.stance} {c.probability:.2f} {c.quote[:90]!r} [{c.why}]" for c in one.found.citations[:2]
            )
            console.print(f"{one.case.kind}: {one.case.claim!r}: {one.case.verdict} but {one.found.weighed.label} "
                          f"({p[one.case.verdict]:.2f}) {shown}", markup=False, highlight=False)  # fmt: skip


def main() -> None:
    """Print the accuracy on every held-out set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("originals", type=Path, nargs="?")
    parser.add_argument("--wrong", action="store_true", help="list what came out wrong")
    given = parser.parse_args()
    console = Console(width=200)
    if given.originals:
        with archive_of(given.originals) as resources:
            cases = read_cases(read_lines(CLAIMS / "originals.jsonl"))
            _print(console, "five originals", ask(resources, cases), wrong=given.wrong)
    with archive_of(DEFAULT_FOLDER) as resources:
        cases = read_cases(read_lines(CLAIMS / "default.jsonl"))
        _print(console, "default archive", ask(resources, cases), wrong=given.wrong)
    articles, cases = stories()
    with archive_of(articles) as resources:
        _print(console, "twelve stories", ask(resources, cases), wrong=given.wrong)
        for kind, (caught, kept, pairs) in sorted(contrasts(resources).items()):
            console.print(f"contrast pairs, {kind}: {caught} of {pairs} caught, {kept} of {pairs} true twins kept")


if __name__ == "__main__":
    main()
