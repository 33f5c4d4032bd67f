"""Verdict -> one or two sentences for a reader, naming how many sources and outlets, and the newest date (pure)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.evidence import Archive, Gap, Label, OriginSide, OriginStance, Weighed
from app.premise import MONTHS

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MOST_NAMES = 3
_SAYS = {
    OriginStance.SUPPORTS: ("says so", "say so"),
    OriginStance.REFUTES: ("says otherwise", "say otherwise"),
    OriginStance.SPLIT: ("says both", "say both"),
}


def summarise(weighed: Weighed, archive: Archive, newest: datetime | None) -> str:
    """Put a verdict into words.

    Args:
        weighed: The verdict.
        archive: What was asked.
        newest: When the newest article that counts was published; None when none counts.

    Returns:
        One or two sentences.
    """
    if weighed.label is Label.NOT_ENOUGH_EVIDENCE:
        return f"Not enough evidence: no source takes a side. {_gap(weighed.gap, archive, newest)}"
    counted = (*weighed.decisive, *weighed.beside)
    found = [one for judged in counted for one in (judged.candidate.passage, *judged.candidate.reprints)]
    outlets = {passage.source.article_id: passage.source.publisher for passage in found}
    latest = max(passage.source.published_at for passage in found)
    said = [_side(stance, weighed.sides, outlets) for stance in OriginStance]
    verdict = weighed.label.value.capitalize()
    return f"{verdict}: {'; '.join(side for side in said if side)}; newest report {_day(latest)}."


def _side(stance: OriginStance, sides: Sequence[OriginSide], outlets: Mapping[str, str]) -> str:
    """Say who takes one side, or nothing where nobody does."""
    ours = [side for side in sides if side.stance is stance]
    if not ours:
        return ""
    carriers = {outlets[article] for side in ours for article in side.articles if article in outlets}
    named = _named(sorted(side.origin.name for side in ours if side.origin.name), len(ours))
    carried = f"carried by {_counted(len(carriers), 'outlet')}"
    return f"{_counted(len(ours), 'source')} ({named}), {carried}, {_SAYS[stance][len(ours) > 1]}"


def _named(names: Sequence[str], count: int) -> str:
    shown = list(names[:_MOST_NAMES])
    rest = count - len(shown)
    if shown and rest:
        shown.append(f"{_number(rest)} more")
    return ", ".join(shown) or "origin not known"


def _gap(gap: Gap | None, archive: Archive, newest: datetime | None) -> str:
    if newest is None:
        return "The archive has no article that counts here."
    if gap is Gap.AFTER_ARCHIVE:
        return f"The claim is about a time after the newest article, of {_day(newest)}."
    if gap is Gap.SILENT:
        return f"The archive covers the subject, but nothing in it decides this; newest article {_day(newest)}."
    articles = _counted(archive.articles, "article")
    return f"Nothing in {articles} is about this; newest article {_day(newest)}."


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _counted(count: int, noun: str) -> str:
    return f"{_number(count)} {noun}{'' if count == 1 else 's'}"


def _day(time: datetime) -> str:
    return f"{time.day} {MONTHS[time.month - 1]} {time.year}"
