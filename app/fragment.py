"""A quote in a text -> the link that lands on it: `#:~:text=` as browsers read it (pure).

A short quote is given whole; a long one by its first and last words. Words before or after it are added
where the quote alone would be found somewhere else first.

Source: WICG, URL Fragment Text Directives, 3.3 and 3.5; the limits are those of Chromium's generator
(text_fragment_selector_generator.cc: 300 characters whole, 20 without context, 20 words of context, 40 of range).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote as percent_encoded

_EXACT_CHARS = 300
_LONELY_CHARS = 20
_CONTEXT_WORDS = 20
_RANGE_WORDS = 40
_FEWEST_WORDS = 3
_DIRECTIVE = ":~:"


@dataclass(frozen=True, slots=True)
class Directive:
    """A text directive: what is looked for, between which words; no `end` means that `start` is all of it."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """Write it as it stands behind `text=`."""
        parts = [f"{_encoded(self.prefix)}-"] if self.prefix else []
        parts += [_encoded(part) for part in (self.start, self.end) if part]
        parts += [f"-{_encoded(self.suffix)}"] if self.suffix else []
        return ",".join(parts)


def link_to(url: str, text: str, start: int, end: int) -> str:
    """Link to a quote.

    Args:
        url: The page; a fragment that it has already is kept, a directive is replaced.
        text: What the page says, as stored.
        start: Where the quote begins, code points.
        end: Where it ends.

    Returns:
        The address with a text directive.
    """
    page = url.partition(_DIRECTIVE)[0]
    mark = "" if "#" in page else "#"
    return f"{page}{mark}{_DIRECTIVE}text={directive(text, start, end)}"


def directive(text: str, start: int, end: int) -> Directive:
    """Find the shortest directive that lands on `text[start:end]`.

    Args:
        text: What the page says.
        start: Where the quote begins, code points.
        end: Where it ends.

    Returns:
        The directive; where no context makes it unambiguous, the one with the most context.
    """
    place = _place(text, start, end)
    last = None
    for last in _directives(place):
        if landing(last, place.text) == (place.start, place.end):
            break
    return last or Directive(start=text[start:end])


def landing(wanted: Directive, text: str) -> tuple[int, int] | None:
    """Find what a browser would find: the first match, whole words, whatever the case.

    Args:
        wanted: The directive.
        text: The page's text, white space in one piece each.

    Returns:
        The offsets of the match, or None.

    Source:
        URL Fragment Text Directives, 3.5.2, "find a range from a text directive".
    """
    whole = _folded(text)
    for begin, stop in _words_at(wanted.start, whole, 0):
        if not _preceded(whole, begin, wanted.prefix):
            continue
        if not wanted.end:
            if _followed(whole, stop, wanted.suffix):
                return begin, stop
            continue
        for _, far in _words_at(wanted.end, whole, stop):
            if _followed(whole, far, wanted.suffix):
                return begin, far
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    """A quote in a text whose white space is in one piece each: a blank, or a line end between paragraphs."""

    text: str
    start: int
    end: int


def _place(text: str, start: int, end: int) -> _Place:
    before, inside, after = (_collapsed(part) for part in (text[:start], text[start:end], text[end:]))
    inside = inside.strip()
    return _Place(before + inside + after, len(before), len(before) + len(inside))


def _collapsed(text: str) -> str:
    return re.sub(r"\s+", lambda found: "\n" if "\n" in found[0] else " ", text)


def _directives(place: _Place) -> Iterator[Directive]:
    quoted = place.text[place.start : place.end]
    before = _last_words(place.text[: place.start])
    after = _first_words(place.text[place.end :])
    if len(quoted) <= _EXACT_CHARS and "\n" not in quoted:
        bare = Directive(start=quoted)
        lonely = len(quoted) < _LONELY_CHARS and (before or after)
        yield from chain([] if lonely else [bare], _with_context(bare, before, after), [bare])
        return
    words = quoted.split()
    most = min(_RANGE_WORDS, len(words) // 2)
    ranged = Directive(start=quoted)
    for count in range(min(_FEWEST_WORDS, most), most + 1):
        ranged = Directive(start=_run(quoted, count), end=_run_back(quoted, count))
        yield ranged
    yield from _with_context(ranged, before, after)


def _with_context(bare: Directive, before: list[str], after: list[str]) -> Iterator[Directive]:
    for count in range(_FEWEST_WORDS, _CONTEXT_WORDS + 1):
        prefix, suffix = " ".join(before[-count:]), " ".join(after[:count])
        if prefix:
            yield Directive(bare.start, bare.end, prefix=prefix)
        if suffix:
            yield Directive(bare.start, bare.end, prefix=prefix, suffix=suffix)
        if count >= max(len(before), len(after)):
            return


def _run(quoted: str, count: int) -> str:
    """Take the first words, up to the end of their paragraph: a term may not cross it."""
    return " ".join(quoted.split("\n", maxsplit=1)[0].split()[:count])


def _run_back(quoted: str, count: int) -> str:
    return " ".join(quoted.rsplit("\n", maxsplit=1)[-1].split()[-count:])


def _last_words(text: str) -> list[str]:
    """Give the words before a quote, of the same paragraph, or of the one before where the quote begins one."""
    return text.rstrip().rpartition("\n")[2].split()[-_CONTEXT_WORDS:]


def _first_words(text: str) -> list[str]:
    return text.lstrip().partition("\n")[0].split()[:_CONTEXT_WORDS]


def _whole(term: str) -> str:
    """Write a pattern that finds a term as whole words, whatever white space stands between them."""
    words = r"\s+".join(re.escape(word) for word in _folded(term).split())
    return rf"(?<!\w){words}(?!\w)" if words else "(?!)"


def _words_at(term: str, text: str, start: int) -> Iterator[tuple[int, int]]:
    for found in re.compile(_whole(term)).finditer(text, start):
        yield found.span()


def _folded(text: str) -> str:
    """Lower the case without moving an offset."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def _preceded(text: str, at: int, prefix: str) -> bool:
    near = text[max(0, at - len(prefix) - 8) : at]
    return not prefix or re.search(_whole(prefix) + r"\s*$", near) is not None


def _followed(text: str, at: int, suffix: str) -> bool:
    return not suffix or re.match(r"\s*" + _whole(suffix), text[at:]) is not None


def _encoded(term: str) -> str:
    """Percent-encode a term, the hyphen too: in a directive it parts the context from the quote."""
    return percent_encoded(term, safe="").replace("-", "%2D")
