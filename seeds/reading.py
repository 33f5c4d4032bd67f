"""A file -> what can be read off it: title, outlet, date and text, with front matter or without (pure).

Without front matter the title is the headline that stands before the reporting, the outlet a line such as
"· The Gleaner", the date a stamp or the full date in a caption. A file that says no date takes that of the
file it shares most wording with, else the newest full date in its own text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.archive import Submission
from app.origins import fingerprints, kinship, wording
from app.split import Sentence, split

KINDS = (".txt", ".md")
LONGEST_TEXT = 1_000_000  # code points, as the API allows
LONGEST_TITLE = 90  # code points of a title that is made of a first sentence
_FIELDS = frozenset({"title", "publisher", "url", "author", "agency", "published_at", "date", "language"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_WRITTEN = re.compile(
    rf"\b(?P<name>{'|'.join(_MONTHS)})[a-z]*\.? (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)


class Skipped(Exception):
    """A file is left out; the message says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read off a file; `dated` says where its date comes from, `published_at` None that it has none."""

    path: Path
    title: str
    text: str
    publisher: str
    published_at: datetime | None
    dated: str
    url: str | None = None
    author: str | None = None
    agency: str | None = None
    language: str = "en"

    def submission(self) -> Submission:
        """Make the submission; only for a draft that has a date."""
        if self.published_at is None:
            raise Skipped("no date in it, and nothing like it has one")
        return Submission(
            title=self.title,
            text=self.text,
            publisher=self.publisher,
            published_at=self.published_at,
            url=self.url,
            author=self.author,
            agency=self.agency,
            language=self.language,
        )


def read_file(path: Path) -> Draft:
    """Read an article off a file.

    Raises:
        Skipped: The file is no article: another kind, not UTF-8, empty, too long, or with front matter that
            cannot be read.
    """
    if path.suffix.lower() not in KINDS:
        raise Skipped(f"only {' and '.join(KINDS)} are read")
    if path.stem.lower() in {"readme", "license"}:
        raise Skipped("a note about the folder")
    try:
        whole = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as fault:
        raise Skipped(f"cannot be read as UTF-8 ({type(fault).__name__})") from fault
    return read_text(whole, path)


def read_text(whole: str, path: Path) -> Draft:
    """Read an article off a file's text.

    Args:
        whole: The file's text.
        path: Its name, for an outlet that is not named otherwise.

    Raises:
        Skipped: It is no article, as `read_file` says.
    """
    fields, body = _front_matter(whole)
    text = body.strip()
    if not text:
        raise Skipped("no text")
    if len(text) > LONGEST_TEXT:
        raise Skipped(f"longer than {LONGEST_TEXT:,} characters")
    sentences = split(text)
    if not any(sentence.is_evidence for sentence in sentences):
        raise Skipped("nothing in it that reports")
    published_at, dated = _date(fields, sentences)
    return Draft(
        path=path,
        title=fields.get("title") or _title(sentences),
        text=text,
        publisher=fields.get("publisher") or _outlet(sentences) or f"Unknown outlet ({path.name})",
        published_at=published_at,
        dated=dated,
        url=fields.get("url"),
        author=fields.get("author"),
        agency=fields.get("agency"),
        language=fields.get("language", "en"),
    )


def _front_matter(whole: str) -> tuple[dict[str, str], str]:
    """Take `key: value` lines between two lines of dashes off the beginning; other keys are passed over."""
    if not re.match(r"---[ \t]*\r?\n", whole):
        return {}, whole
    parts = re.split(r"(?m)^---[ \t]*\r?$\n?", whole, maxsplit=2)
    if len(parts) < 3:
        raise Skipped("front matter that does not end")
    fields: dict[str, str] = {}
    for line in parts[1].splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip().lower() in _FIELDS and value.strip():
            fields[key.strip().lower()] = value.strip().strip("\"'")
    return fields, parts[2]


def _title(sentences: Sequence[Sentence]) -> str:
    """Give the headline before the reporting, else as much of the first sentence as a headline holds."""
    for sentence in sentences:
        if sentence.reason == "heading":
            return sentence.text.lstrip("# ")
        if sentence.is_evidence:
            if len(sentence.text) <= LONGEST_TITLE:
                return sentence.text
            return sentence.text[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    raise Skipped("nothing in it that reports")


def _outlet(sentences: Sequence[Sentence]) -> str | None:
    marked = (one.text for one in sentences if one.reason == "credit" and one.text.startswith("·"))
    return next((text.lstrip("· ").strip() for text in marked), None)


def _date(fields: dict[str, str], sentences: Sequence[Sentence]) -> tuple[datetime | None, str]:
    given = fields.get("published_at") or fields.get("date")
    if given:
        try:
            time = datetime.fromisoformat(given)
        except ValueError as fault:
            raise Skipped(f"{given!r} is no date") from fault
        return (time if time.tzinfo else time.replace(tzinfo=UTC)), "given"
    stamped = _newest(one.text for one in sentences if one.reason == "stamp")
    if stamped:
        return stamped, "stamp"
    captioned = _newest(one.text for one in sentences if one.reason in {"caption", "dateline"})
    return captioned, "caption" if captioned else ""


def _newest(texts: Iterable[str]) -> datetime | None:
    """Find the newest full date in some texts, at noon UTC: the hour is not known."""
    found: list[datetime] = []
    for text in texts:
        for match in [*_ISO.finditer(text), *_WRITTEN.finditer(text)]:
            month = match["month"] if match.re is _ISO else _MONTHS.index(match["name"].lower()) + 1
            try:
                found.append(datetime(int(match["year"]), int(month), int(match["day"]), 12, tzinfo=UTC))
            except ValueError:
                continue  # the 31st of a month of 30 days
    return max(found, default=None)


def date_the_undated(drafts: Sequence[Draft]) -> list[Draft]:
    """Date the drafts that say no date: as the draft they are most akin to, else by their newest full date.

    Args:
        drafts: The articles of one folder.

    Returns:
        The drafts, in the same order; one may still have no date.
    """
    worded = {
        at: wording([sentence.text for sentence in split(draft.text) if sentence.is_evidence])
        for at, draft in enumerate(drafts)
    }
    lookup: dict[int, list[int]] = {}
    for at, draft in enumerate(drafts):
        for one in fingerprints(worded[at]) if draft.published_at else ():
            lookup.setdefault(one, []).append(at)
    dated: list[Draft] = []
    for at, draft in enumerate(drafts):
        if draft.published_at is not None:
            dated.append(draft)
            continue
        near = {other for one in fingerprints(worded[at]) for other in lookup.get(one, ())}
        akin = max(near, key=lambda other: (kinship(worded[at], worded[other]), -other), default=None)
        if akin is not None and kinship(worded[at], worded[akin]) > 0:
            source = drafts[akin]
            dated.append(replace(draft, published_at=source.published_at, dated=f"as {source.path.name}"))
        else:
            newest = _newest([draft.text])
            dated.append(replace(draft, published_at=newest, dated="newest date in the text" if newest else ""))
    return dated
