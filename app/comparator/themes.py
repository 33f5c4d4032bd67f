"""Whether words of claim and passage may be said of the same person or thing, at the same time (pure)."""

from app.comparator.alignment import Alignment
from app.comparator.counting import LEAST_SHARED
from app.comparator.frames import Frame, read_frames
from app.comparator.grammar import stem
from app.comparator.roles import matches
from app.comparator.wording import Analysis

ALONE = 0.8
EVENT = 0.6
THEMED = 0.4
_AHEAD = frozenset("will would may might could can shall should must to wo".split())
_GAMES = frozenset(stem(word) for word in "win beat defeat lose triumph".split())
_OBJECTS = frozenset({"det", "noun", "name", "num", "adj", "pron"})
_AHEAD_WITHIN = 4
_ASIDE_WITHIN = 12
_PERFECT_WITHIN = 3


def same_theme(alignment: Alignment, index: int, place: int) -> bool | None:
    """Tell whether two words are said of the same; None when that cannot be told.

    Args:
        alignment: Claim and passage.
        index: A verb or predicate ("guilty") of the claim.
        place: A verb of the passage.
    """
    claim, passage = alignment.claim, alignment.passage
    asked, given = _frame_of(claim, index), _frame_of(passage, place)
    if asked is None or given is None:
        return _same_subject(alignment, index, place)
    agents = matches(alignment, asked.agent, given.agent)
    if alignment.claim.tokens[index].stem in _GAMES:
        return agents
    patients = matches(alignment, asked.patient, given.patient)
    if asked.patient >= 0 and given.patient >= 0:
        return _verdict({agents, patients}, all_needed=True)
    across = matches(alignment, asked.patient, given.agent), matches(alignment, asked.agent, given.patient)
    return _verdict({agents, *across}, all_needed=False)


def _same_subject(alignment: Alignment, index: int, place: int) -> bool | None:
    """Compare what a predicate ("is guilty", "is open") is said of with the sides of a verb, or with another's."""
    mine, theirs = _said_of(alignment.claim, index), _said_of(alignment.passage, place)
    return True if any(matches(alignment, one, two) for one in mine for two in theirs) else None


def _said_of(analysis: Analysis, index: int) -> tuple[int, ...]:
    frame = _frame_of(analysis, index)
    if frame is not None:
        return frame.patient, frame.agent
    return () if analysis.tokens[index].tag == "verb" else (_subject_of(analysis, index),)


def _verdict(said: set[bool | None], *, all_needed: bool) -> bool | None:
    if all_needed and False in said:
        return False
    return True if True in said else False if False in said else None


def _frame_of(analysis: Analysis, index: int) -> Frame | None:
    return next((frame for frame in read_frames(analysis) if frame.verb == index), None)


def _subject_of(analysis: Analysis, index: int) -> int:
    """The first noun phrase of the clause of a token, what an adjective behind "is" is said of."""
    clause = analysis.tokens[index].clause
    return next((phrase.head for phrase in analysis.phrases if analysis.tokens[phrase.head].clause == clause), -1)


def may_oppose(alignment: Alignment, index: int, place: int, near: float, *, refused: bool = False) -> bool:
    """Tell whether a yes and a no can be of the same thing: same theme, and neither ahead of the other in time.

    Args:
        alignment: Claim and passage.
        index: A word of the claim.
        place: A verb of the passage.
        near: How near the two stand, 0..1.
        refused: Whether the passage denies its verb; "will not" may then deny what the claim says is so.
    """
    ahead = _is_ahead(alignment.claim, index), _is_ahead(alignment.passage, place)
    if ahead[0] != ahead[1] and not (ahead[1] and refused):
        return False
    if _is_perfect(alignment.claim, index) and not _is_perfect(alignment.passage, place):
        return False
    theme = same_theme(alignment, index, place)
    game = alignment.claim.tokens[index].stem in _GAMES
    frame = _frame_of(alignment.claim, index)
    sided = frame is None or max(frame.agent, frame.patient) >= 0  # "nobody was charged" has no side to compare
    alike = near >= ALONE and alignment.shared(index, place) >= LEAST_SHARED + sided
    return theme is True or (theme is None and alike and not game)


def _is_perfect(analysis: Analysis, index: int) -> bool:
    """What had been so before ("had been held") is not contradicted by what then happened ("freed")."""
    return any(token.low == "had" for token in analysis.tokens[max(0, index - _PERFECT_WITHIN) : index])


def least_nearness(alignment: Alignment, index: int, place: int) -> float:
    """Give how near two words must stand to be compared; the same theme needs fewer other words in common."""
    return THEMED if same_theme(alignment, index, place) else EVENT


def _is_ahead(analysis: Analysis, index: int) -> bool:
    """What will, may or is to happen is not contradicted by what did, nor the other way round."""
    tokens = analysis.tokens
    before = tokens[max(0, index - _AHEAD_WITHIN) : index]
    return any(token.low in _AHEAD and token.clause == tokens[index].clause for token in before)


def is_aside(analysis: Analysis, place: int) -> bool:
    """A participle behind its noun ("a convoy held since Monday was let through") is not what the sentence says."""
    tokens = analysis.tokens
    token = tokens[place]
    if token.form != "past" or not place or tokens[place - 1].tag not in {"noun", "name", "num", "time"}:
        return False
    if place + 1 < len(tokens) and tokens[place + 1].tag in _OBJECTS:
        return False
    later = [
        each for each in tokens[place + 1 :] if each.sentence == token.sentence and each.clause <= token.clause + 1
    ]
    return any(
        each.tag in {"aux", "modal"} or (each.tag == "verb" and each.form == "past") for each in later[:_ASIDE_WITHIN]
    )
