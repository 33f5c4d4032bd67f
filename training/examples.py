"""The labelled pairs as training sees them, and how public files and hand-written blocks become them."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.pairs import Pair
from app.premise import Evidence, background, plain_dates

LABELS = ("supports", "refutes", "neutral")
NOT_SUPPORTED = "not_supported"
_WIRE_LABELS = {"SUPPORTS": "supports", "REFUTES": "refutes", "NEI": "neutral", "NOT_SUPPORTED": NOT_SUPPORTED}
_LETTERS = {"S": "supports", "R": "refutes", "N": "neutral"}

_PENN = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}
_PENN_WORD = re.compile("|".join(re.escape(word) for word in _PENN), re.IGNORECASE)
_LOOSE = (
    (re.compile(r"\s+([.,;:!?%)\]}])"), r"\1"),
    (re.compile(r"([(\[{$£€])\s+"), r"\1"),
    (re.compile(r"\s+(n't|'s|'re|'ve|'ll|'d|'m)\b", re.IGNORECASE), r"\1"),
    (re.compile(r"(?<=\S)\s+(')\s+(?=s\b)"), r"\1"),
    (re.compile(r"\"\s+([^\"]*?)\s+\""), r'"\1"'),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled pair.

    `label` is one of `LABELS` or `NOT_SUPPORTED` (refutes or neutral, the source does not say which).
    """

    pair: Pair
    label: str
    source: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """A claim written by hand about an article; indices count sentences from 0."""

    claim: str
    label: str
    kind: str
    decides: tuple[int, ...] = ()
    unsure: tuple[int, ...] = ()


@dataclass(slots=True)
class WrittenArticle:
    """An article written by hand with its claims, as `FORMAT.md` describes."""

    id: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    sentences: list[str] = field(default_factory=list)
    claims: list[WrittenClaim] = field(default_factory=list)

    def pair(self, claim: str, index: int) -> Pair:
        """Lay one sentence of the article out as the premise of a claim, as serving does."""
        before = self.sentences[index - 1] if index else ""
        return premise_pair(claim, self.sentences[index], self.title, before, self.published)


def premise_pair(claim: str, sentence: str, title: str, context: str, published: date | None) -> Pair:
    """Build the pair that serving would build from the same parts."""
    return Pair(claim, plain_dates(sentence, published), background(sentence, title, context))


def undo_penn(text: str) -> str:
    """Undo Penn Treebank tokenisation: brackets and quotes by name, spaces before punctuation and clitics."""
    text = _PENN_WORD.sub(lambda match: _PENN[match[0].upper()], text)
    for pattern, plain in _LOOSE:
        text = pattern.sub(plain, text)
    return text.strip()


def read_public(path: Path) -> Iterator[Example]:
    """Read one gzip file of labelled pairs.

    Args:
        path: A `.jsonl.gz` file with `claim`, `evidence`, `label` and, in the hand-written sets, `title`,
            `context`, `published` and `kind` a line.

    Yields:
        The examples in file order; rows with an empty side are passed over.
    """
    source = path.name.removesuffix(".jsonl.gz")
    for row in _rows(path):
        evidence = _evidence(row)
        pair = premise_pair(row["claim"], evidence.text, evidence.title, evidence.context, evidence.published)
        yield Example(pair, _WIRE_LABELS[row["label"]], source, row.get("kind", ""))


def read_evidence(path: Path) -> Iterator[tuple[str, Evidence, str]]:
    """Read the same files as claim, evidence and label, the form that the judge takes."""
    for row in _rows(path):
        yield row["claim"], _evidence(row), _WIRE_LABELS[row["label"]]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            row["claim"], row["evidence"] = undo_penn(row["claim"]), undo_penn(row["evidence"])
            if row["claim"] and row["evidence"]:
                yield row


def _evidence(row: dict[str, Any]) -> Evidence:
    day = date.fromisoformat(row["published"]) if row.get("published") else None
    return Evidence(row["evidence"], row.get("context", ""), row.get("title", ""), day)


def read_all_written(training: Path) -> list[WrittenArticle]:
    """Read all that is written by hand: the folders `articles` and `pairs` of the folder `training`, in this order."""
    return [one for folder in ("articles", "pairs") for one in read_written(training / folder)]


def read_written(folder: Path) -> list[WrittenArticle]:
    """Read every block of every `.txt` file below a folder, in the order of names.

    Raises:
        ValueError: A line that is not of the format, with its file and number.
    """
    articles: list[WrittenArticle] = []
    for path in sorted(folder.glob("*.txt")):
        articles += _read_blocks(path)
    return articles


def _read_blocks(path: Path) -> list[WrittenArticle]:
    articles: list[WrittenArticle] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text == "--":
            continue
        try:
            _read_line(text, articles)
        except (ValueError, KeyError, IndexError) as fault:
            raise ValueError(f"{path.name}:{number}: {fault}: {text[:80]}") from fault
    return articles


def _read_line(text: str, articles: list[WrittenArticle]) -> None:
    head, _, rest = text.partition(" ")
    if head == "id:":
        articles.append(WrittenArticle(rest.strip()))
    elif head in {"title:", "publisher:"}:
        setattr(articles[-1], head[:-1], rest.strip())
    elif head == "published:":
        articles[-1].published = date.fromisoformat(rest.strip())
    elif head.isdigit():
        if int(head) != len(articles[-1].sentences) + 1:
            raise ValueError("sentence out of order")
        articles[-1].sentences.append(rest.strip())
    else:
        articles[-1].claims.append(_read_claim(text, len(articles[-1].sentences)))


def _read_claim(text: str, sentences: int) -> WrittenClaim:
    where, kind, claim = (part.strip() for part in text.split("|", 2))
    label = _LETTERS[where[0]]
    marks = where[1:].replace(",", " ").split()
    decides = tuple(int(mark) - 1 for mark in marks if not mark.startswith("?"))
    unsure = tuple(int(mark[1:]) - 1 for mark in marks if mark.startswith("?"))
    if any(not 0 <= index < sentences for index in decides + unsure):
        raise ValueError("no such sentence")
    if (label == "neutral") == bool(decides):
        raise ValueError("a neutral claim names no sentence, any other at least one")
    return WrittenClaim(claim, label, kind, decides, unsure)
