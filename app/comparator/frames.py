"""Who does what to whom in a text: for each verb its subject, object and what stands behind prepositions (pure)."""

from dataclasses import dataclass
from functools import lru_cache

from app.comparator.wording import Analysis

_BE = frozenset("be is are was were been being am get got isn't aren't wasn't weren't".split())
_OPENING = frozenset({"as", "after", "before", "since", "until", "while"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_LONGEST_ASIDE = 14
_ASIDES = frozenset({"num", "det", "noun", "adj"})
_ADJUNCTS = frozenset({"prep", "sub", "adv", "time", "verb", "conj"})
_SKIPPED = frozenset({"adv", "aux", "modal", "neg"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with its arguments, each a token index of a phrase's head or of a pronoun; -1 where there is none.

    `agent` does it, `patient` has it done to; `sole` says that the text does not tell which of the two the
    subject is; `others` are (preposition, head) in order.
    """

    verb: int
    agent: int
    patient: int
    passive: bool
    sole: bool
    others: tuple[tuple[str, int], ...]


@lru_cache(maxsize=8_192)
def read_frames(analysis: Analysis) -> tuple[Frame, ...]:
    """Read a frame for every verb of a text, in order."""
    frames: list[Frame] = []
    for token in analysis.tokens:
        if token.tag == "verb":
            frames.append(_frame(analysis, token.at, frames))
    return tuple(frames)


def _frame(analysis: Analysis, verb: int, earlier: list[Frame]) -> Frame:
    tokens = analysis.tokens
    start = verb
    while start and tokens[start - 1].tag in _SKIPPED and tokens[start - 1].clause == tokens[verb].clause:
        start -= 1
    helped = any(token.low in _BE for token in tokens[start:verb])
    having = any(token.low in {"has", "have", "had", "having"} for token in tokens[start:verb])
    subject = _subject(analysis, start, verb, earlier)
    patient, others = _behind(analysis, verb)
    passive = tokens[verb].form == "past" and helped
    bare = tokens[verb].form == "past" and not helped and not having
    agent_by = next((head for prep, head in others if prep == "by" and _may_act(analysis, head)), -1)
    if bare and patient < 0 and (agent_by >= 0 or subject >= 0):
        if agent_by >= 0:
            return Frame(verb, agent_by, subject, passive=True, sole=False, others=others)
        return Frame(verb, subject, -1, passive=False, sole=True, others=others)
    if passive:
        return Frame(verb, agent_by, subject, passive=True, sole=False, others=others)
    return Frame(verb, subject, patient, passive=False, sole=False, others=others)


def _may_act(analysis: Analysis, head: int) -> bool:
    """ "By 11 points" and "by Monday" name no one who did it."""
    phrase = analysis.phrase_of[head]
    first = analysis.phrases[phrase].start if phrase >= 0 else head
    return analysis.tokens[head].tag not in {"time", "num"} and analysis.tokens[first].tag not in {"num", "cur"}


def _subject(analysis: Analysis, start: int, verb: int, earlier: list[Frame]) -> int:
    tokens, clause = analysis.tokens, analysis.tokens[verb].clause
    at = start - 1
    while at >= 0 and tokens[at].clause == clause:
        token = tokens[at]
        if token.low in {",", ")"}:
            at = _before_aside(analysis, at)
            continue
        if token.tag == "pron":
            return at
        if token.tag == "verb" and token.form != "ing":
            if tokens[start - 1].low in {"to", "and"}:
                return next(
                    (
                        frame.agent if not frame.passive else frame.patient
                        for frame in reversed(earlier)
                        if frame.verb == at
                    ),
                    -1,
                )
            break
        phrase = analysis.phrase_of[at]
        if phrase >= 0:
            first = analysis.phrases[phrase].start
            led = tokens[first - 1] if first else None
            opens = led is not None and led.low in _OPENING and (first < 2 or tokens[first - 2].clause != clause)
            if led is not None and led.tag == "prep" and led.clause == clause and not opens:
                at = first - 2
                continue
            return analysis.phrases[phrase].head
        if token.low in _RELATIVE:
            break
        at -= 1
    return _inherited(analysis, verb, earlier)


def _before_aside(analysis: Analysis, comma: int) -> int:
    """Step over ", head of B, a union of C," to what stands before its first comma."""
    at = _before_comma(analysis, comma - 1)
    if at < 0:
        return comma - 1
    while (start := _start_of(analysis, at)) > 1 and _is_aside(analysis, start):
        at = start - 2
    return at


def _before_comma(analysis: Analysis, at: int) -> int:
    """Give what stands before the comma or bracket nearest before a place, -1 where that is far away."""
    tokens, place = analysis.tokens, at
    while place >= 0 and tokens[place].sentence == tokens[at].sentence and at - place < _LONGEST_ASIDE - 1:
        if tokens[place].low in {",", "("}:
            return place - 1
        place -= 1
    return -1


def _start_of(analysis: Analysis, at: int) -> int:
    """Give the first token after the comma before a place, or of its sentence."""
    tokens = analysis.tokens
    while at and tokens[at - 1].sentence == tokens[at].sentence and tokens[at - 1].low not in {",", "("}:
        at -= 1
    return at


def _is_aside(analysis: Analysis, start: int) -> bool:
    """Tell whether what begins here is one more aside of a subject before it: ", 78," or ", who sang,"."""
    tokens = analysis.tokens
    if tokens[start - 1].low != "," or tokens[start - 1].sentence != tokens[start].sentence:
        return False
    subject = tokens[_start_of(analysis, start - 2)].tag
    return (tokens[start].tag in _ASIDES or tokens[start].low in _RELATIVE) and subject not in _ADJUNCTS


def _inherited(analysis: Analysis, verb: int, earlier: list[Frame]) -> int:
    tokens, clause = analysis.tokens, analysis.tokens[verb].clause
    first = verb
    while first and tokens[first - 1].clause == clause:
        first -= 1
    if tokens[first].low in _RELATIVE and first:
        at = first - 1
        while at >= 0 and tokens[at].low in {",", "(", "all", "of", "both", "some"}:
            at -= 1
        phrase = analysis.phrase_of[at] if at >= 0 else -1
        return analysis.phrases[phrase].head if phrase >= 0 else -1
    if tokens[first].low in {"and", "but", "or"} or tokens[verb].form == "ing":
        for frame in reversed(earlier):
            if tokens[frame.verb].sentence == tokens[verb].sentence and clause - tokens[frame.verb].clause == 1:
                return frame.patient if frame.passive else frame.agent
    return _opening(analysis, verb, first)


def _opening(analysis: Analysis, verb: int, first: int) -> int:
    """Where a clause has no subject: what stands before the aside it follows, else the sentence's first noun phrase."""
    tokens = analysis.tokens
    if tokens[first].low == "," and first:
        at = _before_aside(analysis, first)
        if at < first - 1 and at >= 0 and analysis.phrase_of[at] >= 0:
            return analysis.phrases[analysis.phrase_of[at]].head
    for phrase in analysis.phrases:
        if phrase.start >= verb:
            break
        opens = tokens[phrase.start].sentence == tokens[verb].sentence
        if opens and not (phrase.start and tokens[phrase.start - 1].tag == "prep"):
            return phrase.head
    return -1


def _behind(analysis: Analysis, verb: int) -> tuple[int, tuple[tuple[str, int], ...]]:
    tokens, clause = analysis.tokens, analysis.tokens[verb].clause
    patient, prep = -1, ""
    others: list[tuple[str, int]] = []
    at = verb + 1
    while at < len(tokens) and tokens[at].clause == clause:
        token = tokens[at]
        phrase = analysis.phrase_of[at]
        if token.tag == "prep":
            prep = token.low
        elif token.tag == "verb" or (token.low == "," and patient < 0 and not others):
            break
        elif phrase >= 0 or token.tag in {"pron", "time"}:
            head = analysis.phrases[phrase].head if phrase >= 0 else at
            if prep:
                others.append((prep, head))
            elif patient < 0 and token.tag != "time" and not others:
                patient = head
            prep = ""
            at = analysis.phrases[phrase].end if phrase >= 0 else at + 1
            continue
        elif token.tag == "punct":
            prep = ""
        at += 1
    return patient, tuple(others)
