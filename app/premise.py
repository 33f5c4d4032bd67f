"""What the NLI network reads as premise: a sentence, its dates made plain, and its background (pure).

Serving and training call the same two functions, so that the network meets in service the form it was
taught: the sentence that is judged first, and after a separator what a reader would need to follow it,
the headline and, where the sentence leans on it, the sentence before.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

MAX_EVIDENCE_WORDS = 44

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"'(A-Z0-9])")
_WORD = re.compile(r"[\w'-]+")
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b(?!,? (?:{'|'.join(MONTHS)}|\d))")
_MONTH_BEFORE = re.compile(rf"(?:{'|'.join(MONTHS)})\.? \d{{1,2}},? $")
_LEANS = re.compile(
    r"\b(?:he|she|they|it|him|her|his|hers|their|theirs|them|its|this|that|these|those|such|both|others|"
    r"another|former|latter|same|there|then|also|who)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^[\"'“‘]?(?:the|but|and|or|so|yet|still|however|only|some|one|two|three|four|five|six|"
                    r"several|many|most|none|all|a second|a third)\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a claim is judged against: a sentence (or a few), with what stands around it."""

    text: str
    context: str = ""
    title: str = ""
    published: date | None = None

    @property
    def texts(self) -> tuple[str, str, str]:
        """All that can be read: the sentence, the one before it, the headline."""
        return self.text, self.context, self.title


def day_of(weekday: str, published: date) -> date:
    """Resolve a weekday named in an article to the day it means: the latest such day up to publication.

    Args:
        weekday: English name of the day, capitalised.
        published: The day the article appeared.

    Returns:
        A day at most six days before `published`, or `published` itself.
    """
    back = (published.weekday() - WEEKDAYS.index(weekday)) % 7
    return published - timedelta(days=back)


def plain_dates(sentence: str, published: date | None) -> str:
    """Write the calendar day behind each bare weekday: "on Thursday" -> "on Thursday (January 8)".

    Args:
        sentence: The sentence as stored.
        published: The day the article appeared; None leaves the sentence as it is.

    Returns:
        The sentence with a day in parentheses behind every weekday that has no date of its own.
    """
    if published is None:
        return sentence

    def with_day(match: re.Match[str]) -> str:
        if _MONTH_BEFORE.search(sentence[: match.start()]):
            return match[0]
        day = day_of(match[1], published)
        return f"{match[1]} ({MONTHS[day.month - 1]} {day.day})"

    return _WEEKDAY.sub(with_day, sentence)


def leans_on_context(sentence: str) -> bool:
    """Tell whether a sentence needs the one before it to be understood (a pronoun, "the", "but", a bare number)."""
    return bool(_OPENS.match(sentence) or _LEANS.search(sentence))


def background(sentence: str, title: str, context: str) -> str:
    """Give what stands behind the separator: the headline, and the sentence before where it is leaned on.

    Args:
        sentence: The sentence to be judged.
        title: The article's headline, possibly empty.
        context: The sentence before it in the same article, possibly empty.

    Returns:
        One text, possibly empty.
    """
    parts = [title.strip()]
    if context and leans_on_context(sentence):
        parts.append(context.strip())
    return " | ".join(part for part in parts if part)


def nearest_sentences(claim: str, evidence: str, most: int = MAX_EVIDENCE_WORDS) -> str:
    """Cut long evidence to its sentences nearest the claim by shared rare words, kept in text order.

    Args:
        claim: The claim.
        evidence: One sentence or many.
        most: Words kept at the most; a first sentence longer than that is cut at twice as many.

    Returns:
        `evidence` itself when it is short enough.
    """
    if len(evidence.split()) <= most:
        return evidence
    sentences = _SENTENCE_END.split(evidence)
    counts = Counter(word for sentence in sentences for word in _distinct_words(sentence))
    wanted = _distinct_words(claim)
    # exact, since a set's order, and with it the rounding of a plain sum, differs from process to process
    nearness = [fsum(1 / counts[word] for word in _distinct_words(sentence) & wanted) for sentence in sentences]
    kept: list[int] = []
    words = 0
    for index in sorted(range(len(sentences)), key=lambda at: (-nearness[at], at)):
        length = len(sentences[index].split())
        if not kept or words + length <= most:
            kept.append(index)
            words += length
    text = " ".join(sentences[index] for index in sorted(kept))
    return " ".join(text.split()[: 2 * most]) if words > 2 * most else text


def _distinct_words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
