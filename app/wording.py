"""A text read once for comparing: words with stems and kinds, clauses, noun phrases (pure, cached)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.evidence import Span
from app.grammar import FORMS, GROUPS_OF, KNOWN, LIGHT, NATION_OF, PHRASE_GROUPS, TAGS, stem

_TOKEN = re.compile(
    r"(?P<acronym>(?:[A-Za-z]\.){2,})|(?P<num>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:]\d+)*(?=(?:st|nd|rd|th|m|bn|k|km|kg|pm|am|s)?\b)|\d+)"
    r"|(?P<poss>['’]s\b|(?<=s)['’](?=\s))|(?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*)|(?P<punct>[^\w\s]|_)"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+[\"'“‘(\[]*(?=[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Rev|Jr|Sr|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|vs|a\.m|p\.m|[A-Z])\.$"
)
_BREAKS = frozenset({";", ":", "—", "–", "(", ")"})
_MAY_OPEN = frozenset({"and", "but", "or", "nor", ",", "after", "before", "until", "since", "as"})
_IN_PHRASE = frozenset({"det", "num", "adj", "noun", "name", "nation", "poss", "cur", "hyphen"})
CONTENT = frozenset({"num", "adj", "noun", "name", "nation", "verb", "time"})


class Token(NamedTuple):
    """A word, number or mark: `text == whole[start:end]`; `keys` are its stem and the groups it belongs to.

    `tag` is one of word kinds such as `noun`, `verb`, `name`, `num`, `prep`; `caps` whether it is capitalised.
    """

    index: int
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

    def keys(self, start: int, end: int) -> frozenset[str]:
        """Give the stems and groups of the content words among tokens `start..end` (exclusive)."""
        found: set[str] = set()
        for token in self.tokens[start:end]:
            if token.tag in CONTENT:
                found |= token.keys
        return frozenset(found)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower a word and take off its accents: "Nicolás" -> "nicolas", "U.S." -> "us"."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    low = "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold().replace("ł", "l")
    return low.replace(".", "") if len(low) > 1 and not low[0].isdigit() else low


@lru_cache(maxsize=8_192)
def analyse(text: str) -> Analysis:
    """Read a text into words, clauses and noun phrases.

    Args:
        text: Any text; offsets of the tokens are code points into it.

    Returns:
        The analysis, kept for the next time the same text comes by.
    """
    matches = list(_TOKEN.finditer(text))
    lows = [fold(match[0]) for match in matches]
    sentences = _number_sentences(text, matches)
    tags, forms = _tag(matches, lows, sentences)
    groups = _phrase_groups(lows, tags)
    clauses = _number_clauses(matches, lows, tags, sentences)
    tokens = []
    for index, match in enumerate(matches):
        low = lows[index]
        root = stem(low)
        extra = groups.get(index)
        keys = GROUPS_OF.get(root, frozenset({root})) if extra is None else frozenset({root, extra})
        if low in NATION_OF:
            keys |= {"nation:" + NATION_OF[low]}
        tokens.append(
            Token(
                index, match.start(), match.end(), match[0], low, root, keys, tags[index], forms[index],
                match[0][:1].isupper(), sentences[index], clauses[index],
            )
        )  # fmt: skip
    phrases = _find_phrases(tokens)
    phrase_of = [-1] * len(tokens)
    for number, phrase in enumerate(phrases):
        for index in range(phrase.start, phrase.end):
            phrase_of[index] = number
    content = tuple(token.index for token in tokens if token.tag in CONTENT and token.low not in LIGHT)
    where: dict[str, list[int]] = {}
    for token in tokens:
        if token.tag in CONTENT:
            for key in token.keys:
                where.setdefault(key, []).append(token.index)
    return Analysis(
        text, tuple(tokens), tuple(phrases), tuple(phrase_of), content,
        {key: tuple(places) for key, places in where.items()},
        frozenset(lows),
    )  # fmt: skip


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


def _tag(matches: list[re.Match[str]], lows: list[str], sentences: list[int]) -> tuple[list[str], list[str]]:
    tags: list[str] = []
    forms: list[str] = []
    shouting = _is_title_case(matches)
    for index, match in enumerate(matches):
        opens = index == 0 or sentences[index] != sentences[index - 1] or match[0] in "\"'“‘" or tags[-1] == "quote"
        tag, form = _tag_one(match, lows, index, tags, forms, may_open=opens or shouting)
        tags.append(tag)
        forms.append(form)
    return tags, forms


def _is_title_case(matches: list[re.Match[str]]) -> bool:
    long = [match[0] for match in matches if match.lastgroup == "word" and len(match[0]) > 3]
    return len(long) > 4 and sum(word[0].isupper() for word in long) > 0.8 * len(long)


def _tag_one(
    match: re.Match[str], lows: list[str], index: int, tags: list[str], forms: list[str], *, may_open: bool
) -> tuple[str, str]:
    word, low = match[0], lows[index]
    kind = match.lastgroup
    if kind == "punct":
        return ("cur" if word in "$£€¥" else "hyphen" if word == "-" else "quote" if word in "\"“‘'" else "punct"), ""
    if kind in {"num", "poss"}:
        return kind, ""
    fixed = TAGS.get(low)
    if fixed in {"time", "may_time"} or (word in {"Dec", "Mar"} and index + 1 < len(lows)):
        return ("time", "") if fixed == "time" or word[0].isupper() else ("modal", "")
    if fixed == "nation" and (word[0].isupper() or len(low) > 3):
        return "nation", ""
    if word[0].isupper() and kind != "acronym":
        if not may_open and low not in {"i"}:
            return "name", ""
        following = matches_following(match)
        if fixed is None and low not in FORMS and low not in KNOWN and not _looks_common(low, following):
            return "name", ""
    if kind == "acronym":
        return ("name" if word[0].isupper() else "adv"), ""
    if fixed is not None and fixed not in {"nation"}:
        return fixed, ""
    return _tag_open(low, index, lows, tags, forms)


def matches_following(match: re.Match[str]) -> str:
    """Give the few characters behind a match, to see whether a capitalised word goes on as a name."""
    return match.string[match.end() : match.end() + 2]


def _looks_common(low: str, following: str) -> bool:
    if len(following) == 2 and following[0] == " " and following[1].isupper():
        return False
    return low.endswith(("ing", "ers", "ors", "ists", "ents", "ians", "ly", "ions", "ees", "men")) and len(low) > 5


def _tag_open(low: str, index: int, lows: list[str], tags: list[str], forms: list[str]) -> tuple[str, str]:
    previous = tags[index - 1] if index else "start"
    following = lows[index + 1] if index + 1 < len(lows) else ""
    form = FORMS.get(low, "")
    if previous == "hyphen" or following == "-":
        return "adj", ""
    if low == "acting":
        return "adj", ""
    if not form:
        if low.endswith("ly") and len(low) > 4:
            return "adv", ""
        if low.endswith("ed") and len(low) > 4 and low not in KNOWN:
            form = "past"
        elif low.endswith("ing") and len(low) > 5 and low not in KNOWN:
            form = "ing"
        else:
            return "noun", ""
    if form == "past":
        inside = previous in {"det", "num", "poss", "nation", "adj", "cur", "hyphen"}
        before_noun = bool(following) and following[:1].isalpha() and TAGS.get(following) is None
        if inside and before_noun and FORMS.get(following) not in {"past"}:
            return "adj", form
        return "verb", form
    if form == "any":
        noun = previous in {
            "det",
            "adj",
            "num",
            "poss",
            "prep",
            "verb",
            "cur",
            "start",
            "punct",
            "conj",
        } and before_low(lows, index) not in {"to"}
        return ("noun" if noun else "verb"), form
    if form == "ing":
        if previous in {"det", "num", "poss", "adj", "nation"} or before_low(lows, index) == "no":
            return "noun", form
        return "verb", form
    return _tag_base(low, index, lows, tags, forms, form)


def before_low(lows: list[str], index: int) -> str:
    """Give the word before, "" at the start."""
    return lows[index - 1] if index else ""


def _tag_base(low: str, index: int, lows: list[str], tags: list[str], forms: list[str], form: str) -> tuple[str, str]:
    previous = tags[index - 1] if index else "start"
    before = lows[index - 1] if index else ""
    if form == "base":
        plural = previous == "noun" and before.endswith("s") and not before.endswith("ss")
        after_helper = previous in {"modal", "pron"} or before in {"to", "not", "n't", "did", "do", "does"}
        after_not = previous in {"neg", "adv"} and index > 1 and tags[index - 2] in {"modal", "aux", "pron"}
        next_tag = TAGS.get(lows[index + 1]) if index + 1 < len(lows) else None
        if (
            after_helper
            or before.endswith("n't")
            or after_not
            or (plural and next_tag in {"det", "pron", "prep", "num"})
        ):
            return "verb", form
        return "noun", form
    verb_before = any(tag == "verb" for tag in tags[max(0, index - 4) : index])
    if previous in {"name", "pron", "nation"} and not (previous == "pron" and before in {"this", "these", "his"}):
        return "verb", form
    if previous == "noun" and not before.endswith("s") and not verb_before:
        return "verb", form
    return "noun", form


def _phrase_groups(lows: list[str], tags: list[str]) -> dict[int, str]:
    """Find two-word verbs ("set free", "let the men go"): the group stands at the first word."""
    found = {}
    for index, tag in enumerate(tags):
        if tag != "verb" and tag != "noun":
            continue
        particles = PHRASE_GROUPS.get(stem(lows[index]))
        if particles is None:
            continue
        for near in range(index + 1, min(index + 5, len(lows))):
            group = particles.get(lows[near])
            if group is not None:
                found[index] = group
                break
            if tags[near] in {"punct", "verb", "prep"} and near > index + 1:
                break
    return found


def _number_clauses(matches: list[re.Match[str]], lows: list[str], tags: list[str], sentences: list[int]) -> list[int]:
    numbers: list[int] = []
    clause, verb_seen = 0, False
    for index, low in enumerate(lows):
        if index and sentences[index] != sentences[index - 1]:
            clause, verb_seen = clause + 1, False
        elif matches[index][0] in _BREAKS or (verb_seen and _opens_clause(index, low, lows, tags)):
            clause, verb_seen = clause + 1, False
        numbers.append(clause)
        if tags[index] in {"verb", "aux", "modal"}:
            verb_seen = True
    return numbers


def _opens_clause(index: int, low: str, lows: list[str], tags: list[str]) -> bool:
    if tags[index] == "sub":
        return lows[index - 1] != "of"
    if low == "," and lows[index + 2 : index + 3] == ["of"] and lows[index + 3 : index + 4] in (["which"], ["whom"]):
        return True
    if low not in _MAY_OPEN:
        return False
    for near in range(index + 1, min(index + 8, len(lows))):
        if tags[near] in {"aux", "modal", "verb"}:
            return True
        if tags[near] in {"punct", "sub"} or lows[near] in {"and", "but"}:
            return False
    return False


def _find_phrases(tokens: list[Token]) -> list[Phrase]:
    phrases: list[Phrase] = []
    start = -1
    for token in tokens:
        inside = token.tag in _IN_PHRASE or (token.tag == "noun")
        opens = token.tag == "det" and start >= 0
        other = start >= 0 and token.clause != tokens[token.index - 1].clause
        if start >= 0 and (not inside or opens or other):
            _close_phrase(tokens, start, token.index, phrases)
            start = -1
        if inside and start < 0:
            start = token.index
    if start >= 0:
        _close_phrase(tokens, start, len(tokens), phrases)
    return phrases


def _close_phrase(tokens: list[Token], start: int, end: int, phrases: list[Phrase]) -> None:
    head = end - 1
    while head > start and tokens[head].tag in {"poss", "hyphen", "det", "cur"}:
        head -= 1
    if any(token.tag != "det" and token.tag != "hyphen" for token in tokens[start:end]):
        phrases.append(Phrase(start, end, head))
