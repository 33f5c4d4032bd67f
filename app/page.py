"""PIPELINE text -> sentences -> those worth checking -> a verdict for each, as an iterator.

Each sentence is encoded once: its vector says whether it is worth checking, and finds the passages to check it
against.
"""

import re
import unicodedata
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from app.batch import Outcome, check_many, encode_all
from app.checkworthy import MIN_WORDS
from app.evidence import Question
from app.resources import Resources
from app.split import Sentence, split

MIN_CHARS = 3  # of a claim, as the wire contract has it
MOST_READ = 4_000  # code points from which the language is told
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in a is was that for on with as by at from are were be been has have had it its he she they his "
        "her their not but or an this which who said will would after before into than",
    )
)
_ENGLISH_SHARE = 0.2  # of the words: English prose has a third or more, French or Spanish prose under a tenth


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """What is asked of a text; `everything` takes every sentence, worth checking or not."""

    text: str
    as_of: datetime
    publishers: tuple[str, ...] | None = None
    max_citations: int = 6
    everything: bool = False


@dataclass(frozen=True, slots=True)
class PageClaim:
    """A sentence to be checked: `text == page[start:end]`, code points; `checkworthiness` 0..1."""

    index: int
    start: int
    end: int
    text: str
    checkworthiness: float

    @property
    def claim(self) -> str:
        """The sentence as one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sentence that would be checked if it could be; `reason` is `too_long`, `too_short` or `control_characters`."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a text is to be checked, in the order of the text, and what is not.

    `vectors` are the claims', float32 [claims, dimension]; `truncated` says that there were more sentences worth
    checking than the settings allow: those least worth it were left out.
    """

    sentences: int
    claims: tuple[PageClaim, ...]
    vectors: NDArray[np.float32]
    skipped: tuple[Skipped, ...]
    truncated: bool


def outline(resources: Resources, asked: PageQuestion) -> Outline:
    """Find the sentences worth checking.

    Args:
        resources: Settings, encoder and the fitted check-worthiness are read.
        asked: The text.

    Returns:
        The sentences to be checked, with their vectors.

    Raises:
        Unavailable: The encoder did not answer.
    """
    sentences = split(asked.text, longest=len(asked.text) + 1)
    read, skipped = _readable(sentences, asked, resources.settings.max_claim_chars)
    vectors = encode_all(resources, [" ".join(sentence.text.split()) for sentence in read])
    worth = resources.checkworthiness.probabilities(vectors)
    wanted = [place for place, p in enumerate(worth) if asked.everything or p >= resources.checkworthiness.threshold]
    most = resources.settings.max_page_claims
    chosen = sorted(sorted(wanted, key=lambda place: -worth[place])[:most])
    claims = tuple(
        PageClaim(index, read[place].start, read[place].end, read[place].text, float(worth[place]))
        for index, place in enumerate(chosen)
    )
    return Outline(len(sentences), claims, vectors[chosen], tuple(skipped), truncated=len(wanted) > most)


def check_page(resources: Resources, asked: PageQuestion, found: Outline) -> Generator[Outcome, None, None]:
    """Check the sentences of a text; each verdict is stored like that of a single claim.

    Args:
        resources: The networks, the index and the engine.
        asked: What was outlined.
        found: Its outline.

    Yields:
        One outcome a claim, as soon as it is there; see `check_many` for their order and for how to stop.
    """
    questions = [Question(one.claim, asked.as_of, asked.publishers, asked.max_citations) for one in found.claims]
    return check_many(resources, questions, found.vectors)


def language_of(text: str) -> str:
    """Tell English from the rest by its commonest words.

    Returns:
        `en`, or `und` (undetermined, RFC 5646, section 4.1).
    """
    words = re.findall(r"[^\W\d_]+", text[:MOST_READ].casefold())
    return "en" if words and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words) else "und"


def _readable(sentences: list[Sentence], asked: PageQuestion, longest: int) -> tuple[list[Sentence], list[Skipped]]:
    """Leave out what is no reporting, and what no claim may be, with the reason."""
    read: list[Sentence] = []
    skipped: list[Skipped] = []
    for sentence in sentences:
        if not sentence.is_evidence and not (asked.everything and sentence.reason == "heading"):
            continue
        words = sentence.text.split()
        reason = _unreadable(" ".join(words), longest)
        if reason and (asked.everything or reason != "too_short"):
            skipped.append(Skipped(sentence.start, sentence.end, reason))
        elif asked.everything or len(words) >= MIN_WORDS:
            read.append(sentence)
    return read, skipped


def _unreadable(claim: str, longest: int) -> str:
    """Say why a sentence cannot be a claim by the rules of the wire contract, or nothing."""
    if len(claim) > longest:
        return "too_long"
    if len(claim) < MIN_CHARS:
        return "too_short"
    return "control_characters" if any(unicodedata.category(letter) == "Cc" for letter in claim) else ""
