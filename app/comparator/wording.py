"""A text read once for comparing: words with stems and kinds, clauses, noun phrases (pure, cached)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.comparator.grammar import GROUPS_OF, LIGHT, NATION_OF, stem
from app.comparator.tagging import number_clauses, phrase_groups, tag_words
from app.evidence import Span

_TOKEN = re.compile(
    r"(?P<acronym>(?:[A-Za-z]\.){2,})|(?P<num>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:]\d+)*(?=(?:st|nd|rd|th|m|bn|k|km|kg|pm|am|s)?\b)|\d+)"
    r"|(?P<poss>['’]s\b|(?<=s)['’](?=\s))|(?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*)|(?P<punct>[^\w\s]|_)"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+[\"'“‘(\[]*(?=[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Rev|Jr|Sr|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|vs|a\.m|p\.m|[A-Z])\.$"
)
_IN_PHRASE = frozenset({"det", "num", "adj", "noun", "name", "nation", "poss", "cur", "hyphen"})
CONTENT = frozenset({"num", "adj", "noun", "name", "nation", "verb", "time"})


class Token(NamedTuple):
    """A word, number or mark: `text == whole[start:end]`; `keys` are its stem and the groups it belongs to.

    `tag` is one of word kinds such as `noun`, `verb`, `name`, `num`, `prep`; `caps` whether it is capitalised.
    """

    at: int
    start: int
    end: int
    text: str
    low: str
    stem: str
    keys: frozenset[str]
    tag: str
    form: str
    caps: bool
    sentence: int
    clause: int


class Phrase(NamedTuple):
    """A noun phrase without what hangs on it: tokens `start..end` (exclusive) and its head, by index."""

    start: int
    end: int
    head: int


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What one text says, word by word; `phrase_of[i]` is the number of the phrase of token i, or -1."""

    text: str
    tokens: tuple[Token, ...]
    phrases: tuple[Phrase, ...]
    phrase_of: tuple[int, ...]
    content: tuple[int, ...]
    where: dict[str, tuple[int, ...]]
    lows: frozenset[str]


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower a word and take off its accents: "Nicolás" -> "nicolas", "U.S." -> "us"."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    low = "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold().replace("ł", "l")
    return low.replace(".", "") if len(low) > 1 and not low[0].isdigit() else low


@lru_cache(maxsize=65_536)
def keys_of(low: str) -> frozenset[str]:
    """Give a folded word's stem, or the groups of words that mean the same, and its nation."""
    root = stem(low)
    keys = GROUPS_OF.get(root, frozenset({root}))
    return keys | {"nation:" + NATION_OF[low]} if low in NATION_OF else keys


@lru_cache(maxsize=8_192)
def analyse(text: str) -> Analysis:
    """Read a text into words, clauses and noun phrases.

    Args:
        text: Any text; offsets of the tokens are code points into it.

    Returns:
        The analysis, kept for the next time the same text comes by.
    """
    tokens = _read_tokens(text)
    phrases = _find_phrases(tokens)
    phrase_of = [-1] * len(tokens)
    for number, phrase in enumerate(phrases):
        phrase_of[phrase.start : phrase.end] = [number] * (phrase.end - phrase.start)
    content = tuple(token.at for token in tokens if token.tag in CONTENT and token.low not in LIGHT)
    where: dict[str, list[int]] = {}
    for token in tokens:
        for key in token.keys if token.tag in CONTENT else ():
            where.setdefault(key, []).append(token.at)
    return Analysis(
        text, tuple(tokens), tuple(phrases), tuple(phrase_of), content,
        {key: tuple(places) for key, places in where.items()}, frozenset(token.low for token in tokens),
    )  # fmt: skip


def _read_tokens(text: str) -> list[Token]:
    matches = list(_TOKEN.finditer(text))
    lows = [fold(match[0]) for match in matches]
    sentences = _number_sentences(text, matches)
    tags, forms = tag_words(matches, lows, sentences)
    clauses = number_clauses(matches, lows, tags, sentences)
    groups = phrase_groups(lows, tags)
    tokens = []
    for index, match in enumerate(matches):
        low, root = lows[index], stem(lows[index])
        keys = keys_of(low)
        if index in groups:
            keys = frozenset({root, groups[index]}) | {key for key in keys if key.startswith("nation:")}
        tokens.append(
            Token(
                index, match.start(), match.end(), match[0], low, root, keys, tags[index], forms[index],
                match[0][:1].isupper(), sentences[index], clauses[index],
            )
        )  # fmt: skip
    return tokens


def low_at(tokens: tuple[Token, ...], index: int) -> str:
    """Give the folded word at a place, "" outside the text."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def span(analysis: Analysis, start: int, end: int) -> Span:
    """Give the stretch of text that tokens `start..end` (exclusive) cover."""
    first, last = analysis.tokens[start], analysis.tokens[end - 1]
    return Span(first.start, last.end, analysis.text[first.start : last.end])


def _number_sentences(text: str, matches: list[re.Match[str]]) -> list[int]:
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if not _ABBREVIATED.search(text[: found.start() + 1])]
    numbers, sentence = [], 0
    for match in matches:
        while sentence < len(ends) and match.start() >= ends[sentence]:
            sentence += 1
        numbers.append(sentence)
    return numbers


def _find_phrases(tokens: list[Token]) -> list[Phrase]:
    phrases: list[Phrase] = []
    start = -1
    for token in tokens:
        inside = token.tag in _IN_PHRASE or (token.tag == "noun")
        opens = token.tag == "det" and start >= 0
        other = start >= 0 and token.clause != tokens[token.at - 1].clause
        if start >= 0 and (not inside or opens or other):
            _close_phrase(tokens, start, token.at, phrases)
            start = -1
        if inside and start < 0:
            start = token.at
    if start >= 0:
        _close_phrase(tokens, start, len(tokens), phrases)
    return phrases


def _close_phrase(tokens: list[Token], start: int, end: int, phrases: list[Phrase]) -> None:
    head = end - 1
    while head > start and tokens[head].tag in {"poss", "hyphen", "det", "cur"}:
        head -= 1
    if any(token.tag not in {"det", "hyphen"} for token in tokens[start:end]):
        phrases.append(Phrase(start, end, head))
