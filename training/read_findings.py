"""Read what the comparator finds in labelled pairs: `python -m training.read_findings DATA [--show KIND]`.

Prints, for each kind of finding, how many supported, refuted and neutral pairs get a `disagrees`, which
share of all such pairs is refuted, and how many refuted pairs of each kind of change are caught.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from app.compare import Comparison, compare
from app.evidence import Relation
from training.examples import read_written, undo_penn

_LETTERS = {"supports": "S", "refutes": "R", "neutral": "N", "SUPPORTS": "S", "REFUTES": "R", "NEI": "N"}


class Row(NamedTuple):
    """A labelled pair with all that the comparator may see; `label` is S, R or N."""

    claim: str
    passage: str
    context: str
    title: str
    published: date | None
    label: str
    kind: str


def read_news(folder: Path, pattern: str) -> Iterator[Row]:
    """Read the news pairs written by hand, `train/newsroom_*.jsonl.gz`."""
    for path in sorted((folder / "train").glob(pattern)):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                day = date.fromisoformat(row["published"]) if row.get("published") else None
                claim, passage = undo_penn(row["claim"]), undo_penn(row["evidence"])
                label = _LETTERS[row["label"]]
                yield Row(claim, passage, row.get("context", ""), row.get("title", ""), day, label, row.get("kind", ""))


def read_articles(folder: Path) -> Iterator[Row]:
    """Read each claim of the written articles against every sentence of its article."""
    for article in read_written(folder):
        for claim in article.claims:
            for index, sentence in enumerate(article.sentences):
                if index in claim.unsure:
                    continue
                label = _LETTERS[claim.label] if index in claim.decides else "N"
                context = article.sentences[index - 1] if index else ""
                kind = claim.kind if label != "N" else "other_sentence"
                yield Row(claim.claim, sentence, context, article.title, article.published, label, kind)


def compare_row(row: Row) -> Comparison:
    """Compare the claim of a row with its passage."""
    return compare(row.claim, row.passage, context=row.context, title=row.title, published=row.published)


def _report(rows: list[Row], show: str, limit: int) -> None:
    disagree: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter(row.label for row in rows)
    caught: Counter[str] = Counter()
    of_kind: Counter[str] = Counter(row.kind for row in rows if row.label == "R")
    shown = 0
    for row in rows:
        found = [each for each in compare_row(row).findings if each.relation is Relation.DISAGREES]
        kinds = {each.kind for each in found}
        for kind in kinds | ({"any"} if kinds else set()):
            disagree[kind, row.label] += 1
        caught[row.kind] += bool(kinds) and row.label == "R"
        wanted = [each for each in found if show in {each.kind, "any"}]
        if shown < limit and wanted and row.label != "R":
            shown += 1
            print(f"{row.label} {row.kind}: {row.claim}\n    {row.passage}\n    [{row.context} | {row.title}]")
            print("    ", [(each.kind, each.why) for each in wanted])
    print(f"pairs: {dict(totals)}")
    for kind in sorted({kind for kind, _ in disagree}):
        supported, refuted, neutral = (disagree[kind, label] for label in "SRN")
        print(
            f"{kind:10} S {supported:5} ({supported / max(1, totals['S']):.3f})  R {refuted:5} "
            f"({refuted / max(1, totals['R']):.3f})  N {neutral:5} ({neutral / max(1, totals['N']):.4f})  "
            f"precision {refuted / max(1, supported + refuted + neutral):.3f}  "
            f"against S {refuted / max(1, supported + refuted):.3f}"
        )
    print("caught:", "  ".join(f"{kind} {caught[kind]}/{count}" for kind, count in of_kind.most_common(18)))


def main() -> None:
    """Print the report for a data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/newsroom_*.jsonl.gz")
    parser.add_argument("--pattern", default="newsroom_*.jsonl.gz")
    parser.add_argument("--articles", type=Path, help="a folder of written articles to read instead")
    parser.add_argument("--show", default="", help="print wrong findings of this kind")
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--every", type=int, default=1, help="take each n-th neutral sentence of an article only")
    options = parser.parse_args()
    rows = list(read_articles(options.articles)) if options.articles else list(read_news(options.data, options.pattern))
    rows = [row for at, row in enumerate(rows) if row.kind != "other_sentence" or at % options.every == 0]
    _report(rows, options.show, options.limit)


if __name__ == "__main__":
    main()
