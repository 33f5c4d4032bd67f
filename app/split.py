"""Text -> sentences with `[start, end)` offsets in code points of the text as stored (pure).

Paragraphs are lines, or blocks of lines that were wrapped to one width; sentences inside them are found by
nupunkt (Punkt with a newspaper's abbreviations; loading it costs about 0.1 s, once). Every code point that is
not white space stands in exactly one sentence; what is not reporting is there too, with the reason.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import nupunkt

from app.boilerplate import opening, paragraph_reasons, sentence_reason

LONGEST_SENTENCE = 1_000  # code points; what has no sentence's end by then is cut between words
LONGEST_QUOTE = 320  # code points; a quotation up to this length keeps its sentences together
_HEAD_PARAGRAPHS = 6  # where a dateline may stand, behind captions and headlines
_TAIL_PARAGRAPHS = 4  # where contributors are named
_LINE = re.compile(r"[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_QUOTES = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′‹›`", "'"), **dict.fromkeys("–—―−‑", "-")}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `text == whole[start:end]`; `reason` says why it is no evidence, "" when it is."""

    start: int
    end: int
    text: str
    paragraph: int
    is_evidence: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text within one paragraph; `reason` is known for what stands before the reporting."""

    start: int
    end: int
    paragraph: int
    reason: str


def split(text: str, longest: int = LONGEST_SENTENCE) -> list[Sentence]:
    """Cut an article into its sentences.

    Args:
        text: The article as stored, any length.
        longest: Code points; a longer sentence is cut between words.

    Returns:
        The sentences in order, without white space around them, never overlapping. In time linear in the
        length of the text.
    """
    parts = list(_parts(text))
    reasons = iter(paragraph_reasons([text[part.start : part.end] for part in parts if not part.reason]))
    tail = max(1, len(parts) - _TAIL_PARAGRAPHS)
    found: list[Sentence] = []
    for place, part in enumerate(parts):
        reason = part.reason or next(reasons)
        for start, end in _bounded(text, part.start, part.end, longest) if reason else _sentences(text, part, longest):
            words = text[start:end]
            why = reason or sentence_reason(words, in_tail=place >= tail)
            found.append(Sentence(start, end, words, part.paragraph, not why, why))
    return found


def sentence_hash(sentence: str) -> str:
    """Give the SHA-256 of a sentence's words: NFKC, casefolded, one kind of quote, dash and white space.

    Two outlets that print the same sentence in different type get the same hash.
    """
    plain = unicodedata.normalize("NFKC", sentence.translate(_QUOTES)).casefold().translate(_QUOTES)
    return hashlib.sha256(" ".join(plain.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _parts(text: str) -> Iterator[_Part]:
    may_open = True
    for number, span in enumerate(_paragraphs(text)):
        lead = _lead(text, *span, is_first=may_open, may_date=number < _HEAD_PARAGRAPHS)
        for start, end, reason in lead:
            yield _Part(*_trim(text, start, end), number, reason)
        start, end = _trim(text, lead[-1][1] if lead else span[0], span[1])
        if start < end:
            yield _Part(start, end, number, "")
            may_open = may_open and len(text[start:end].split()) < 12


def _lead(text: str, start: int, end: int, *, is_first: bool, may_date: bool) -> list[tuple[int, int, str]]:
    """Give what stands before the reporting in a paragraph: (start, end, reason)."""
    found: list[tuple[int, int, str]] = []
    while True:
        skipped, reason = opening(text[start : min(end, start + 200)], is_first=is_first, may_date=may_date)
        if not reason:
            return found
        found.append((start, start + skipped, reason))
        start += skipped


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Give the paragraphs: lines, but the lines of a wrapped block together."""
    block: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        bare = _trim(text, *line.span())
        if bare[0] == bare[1]:
            continue
        if block and _breaks(text, block[-1][1], bare[0]) > 1:
            yield from _unwrapped(block)
            block = []
        block.append((line.start() if not block else bare[0], bare[1]))
    yield from _unwrapped(block)


def _breaks(text: str, start: int, end: int) -> int:
    """Count the line breaks between two lines."""
    return len(text[start:end].replace("\r\n", "\n").strip(" \t").splitlines())


def _unwrapped(block: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a block's lines when all but the last are about as long as each other, as wrapping makes them."""
    widths = [end - start for start, end in block]
    if len(block) > 1 and min(widths[:-1]) >= 50 and max(widths) <= 100 and max(widths) - min(widths[:-1]) <= 25:
        return [(block[0][0], block[-1][1])]
    return list(block)


def _sentences(text: str, part: _Part, longest: int) -> Iterator[tuple[int, int]]:
    spans = nupunkt.sent_spans(text[part.start : part.end])
    whole = [_trim(text, part.start + start, part.start + end) for start, end in spans]
    for start, end in _keep_quotes(text, [span for span in whole if span[0] < span[1]]):
        yield from _bounded(text, start, end, longest)


def _keep_quotes(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Put sentences together that stand inside one quotation, so that its speaker stays with it."""
    marks = [_left_open(text[start:end]) for start, end in spans]
    last = max((at for at, counts in enumerate(marks) if min(counts) < 0 or counts[2]), default=-1)  # that may close
    place = 0
    while place < len(spans):
        start, end = spans[place]
        stop = _closing(spans, marks, place) if place < last else None
        if stop is not None:
            place, end = stop, spans[stop][1]
        yield start, end
        place += 1


def _left_open(sentence: str) -> tuple[int, int, int]:
    """Count the quotation marks a sentence opens and does not close, of three kinds."""
    return (
        sentence.count("“") - sentence.count("”"),
        sentence.count("«") - sentence.count("»"),
        sentence.count('"') % 2,
    )


def _closing(spans: Sequence[tuple[int, int]], marks: Sequence[tuple[int, int, int]], place: int) -> int | None:
    """Find the sentence that closes the quotation left open by the one at `place`, if it is near enough."""
    curly = angle = straight = 0
    for stop in range(place, len(spans)):
        if spans[stop][1] - spans[place][0] > LONGEST_QUOTE:
            return None
        curly, angle, straight = curly + marks[stop][0], angle + marks[stop][1], straight + marks[stop][2]
        if curly <= 0 and angle <= 0 and straight % 2 == 0:
            return stop
    return None


def _bounded(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    while end - start > longest:
        cut = text.rfind(" ", start, start + longest)
        stop = cut if cut > start else start + longest
        bare = _trim(text, start, stop)
        if bare[0] < bare[1]:
            yield bare
        start = stop
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
