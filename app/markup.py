"""HTML -> the text that a reader reads: blocks parted by empty lines, white space folded, furniture left out (pure).

libxml2 reads the markup as a stream, so that memory and time stay in proportion to its length; nothing that it
names is loaded. The browser extension takes the text of a page by the same rules (`page/text.js`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from app.errors import InvalidInput

DEEPEST = 500  # elements inside each other; browsers stop at 512
_PORTION = 65_536  # bytes given to the parser at once

_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "area aside audio button canvas datalist dialog embed footer iframe img input link map math meta meter nav "
        "noscript object option picture progress rp rt script select style svg template textarea title video",
    )
)
_SKIPPED_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar", "contentinfo", "dialog"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 "
        "h4 h5 h6 header hgroup hr legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# invisible, and in the middle of words: controls, soft hyphens, joiners, byte order marks
_DROPPED = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF])
_GAPS = ("", " ", "\n", "\n\n")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Readable:
    """What there is to read: `title` and `language` are those that the markup gives, "" where it gives none."""

    text: str
    title: str
    language: str


def readable(html: str) -> Readable:
    """Take the text out of a page's or an article's HTML.

    Args:
        html: A whole page or a piece of one.

    Returns:
        The text of the one article, of the main part, or of everything, in that order of preference.

    Raises:
        InvalidInput: Elements stand more than 500 deep in each other.
    """
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True)
    given = f"<!doctype html>{html}".encode()
    try:
        for start in range(0, len(given), _PORTION):
            parser.feed(given[start : start + _PORTION])
        parser.close()
    except etree.XMLSyntaxError:
        pass  # nothing in it; what there was has been read
    return Readable(page.chosen(), " ".join(page.title.split()), page.language)


class _Page:
    """Listens to the parser, and gathers the text as a reader sees it."""

    def __init__(self) -> None:
        self.title = ""
        self.language = ""
        self._text: list[str] = []
        self._length = 0
        self._gap = ""  # what parts the text so far from what comes next
        self._path: list[str] = []
        self._skipped_at = 0  # depth of the outermost element that is left out; 0: none is open
        self._notes: list[_Note] = []
        self._opened: dict[str, int] = {}  # where the outermost open article or main part began
        self._articles: list[tuple[int, int]] = []
        self._mains: list[tuple[int, int]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        self._path.append(tag)
        if len(self._path) > DEEPEST:
            raise InvalidInput(f"the HTML has elements more than {DEEPEST} deep in each other")
        if tag == "html":
            self.language = self.language or _language(attributes.get("lang", ""))
        if self._skipped_at:
            return
        if _is_left_out(tag, attributes):
            self._skipped_at = len(self._path)
        elif tag == "br":
            self._part("\n\n" if self._gap == "\n" else "\n")
        elif tag == "sup":
            self._notes.append(_Note(len(self._text), self._length, self._gap))
        elif tag == "a" and self._notes:
            self._notes[-1].is_note = True
        elif tag in _BLOCKS:
            self._part("\n\n")
            self._open(tag, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        depth = len(self._path)
        kind = self._path.pop()
        if self._skipped_at:
            self._skipped_at = 0 if self._skipped_at == depth else self._skipped_at
        elif tag == "sup" and self._notes:
            self._close_note(self._notes.pop())
        elif tag in _BLOCKS:
            self._part("\n\n")
            self._close(kind)

    def data(self, text: str) -> None:
        """Take text in."""
        if self._skipped_at:
            if self._path[-1] == "title" and "svg" not in self._path:
                self.title += text
            return
        text = text.translate(_DROPPED)
        words = " ".join(text.split())
        if text[:1].isspace():
            self._part(" ")
        if words:
            self._add(words)
            if text[-1:].isspace():
                self._part(" ")

    def close(self) -> None:
        """End; what was cut off in the middle of a block ends there."""

    def chosen(self) -> str:
        """Give the text of the part that is the article."""
        text = "".join(self._text)
        lengths = [end - start for start, end in self._articles]
        # a page of many teasers has many articles, none of which is the page
        if lengths and max(lengths) * 2 > sum(lengths):
            start, end = self._articles[lengths.index(max(lengths))]
        elif self._mains:
            start, end = self._mains[0]
        else:
            start, end = 0, len(text)
        return text[start:end].strip()

    def _part(self, gap: str) -> None:
        """Part what comes next; the longer of two gaps counts, and none at the start."""
        if self._text and _GAPS.index(gap) > _GAPS.index(self._gap):
            self._gap = gap

    def _add(self, words: str) -> None:
        self._text.append(self._gap + words)
        self._length += len(self._gap) + len(words)
        self._gap = ""

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = "main" if attributes.get("role") == "main" else tag
        if kind in {"article", "main"} and kind not in self._opened:
            self._opened[kind] = self._length
            self._path[-1] = kind

    def _close(self, kind: str) -> None:
        if kind in self._opened and kind not in self._path:
            found = self._articles if kind == "article" else self._mains
            found.append((self._opened.pop(kind), self._length))

    def _close_note(self, note: "_Note") -> None:
        """Footnote marks stand in the middle of sentences and are no words of theirs."""
        inside = "".join(self._text[note.place :])
        if note.is_note or inside.lstrip().startswith("["):
            del self._text[note.place :]
            self._length, self._gap = note.length, note.gap


@dataclass(slots=True)
class _Note:
    """Where a raised text began."""

    place: int
    length: int
    gap: str
    is_note: bool = False


def _language(tag: str) -> str:
    return tag if _LANGUAGE.fullmatch(tag) and len(tag) <= 35 else ""


def _is_left_out(tag: str, attributes: Mapping[str, str]) -> bool:
    return (
        tag in _SKIPPED
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role", "") in _SKIPPED_ROLES
        or _UNSHOWN.search(attributes.get("style", "")) is not None
    )
