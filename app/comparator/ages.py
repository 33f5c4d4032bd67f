"""Whose age a number is: "Anna Kowal, 31," and "the 31-year-old Kowal" tell of one person (pure)."""

from app.comparator.alignment import Alignment
from app.comparator.names import Name, is_same, name_at
from app.comparator.quantities import Quantity
from app.comparator.wording import Analysis

_BETWEEN = frozenset({",", "(", "aged", "is", "was", "turned"})
_FURTHEST = 2  # tokens between a name and the age behind it: "Kowal, aged 31"
_LONGEST_TITLE = 3  # words between an age and the name behind it: "31-year-old prize novelist Kowal"


def of_one_person(alignment: Alignment, asked: Quantity, other: Quantity) -> bool | None:
    """Tell whether an age of the claim and one of the passage are the same person's.

    Returns:
        None where the words do not say whose they are, or where the two are no ages.
    """
    mine, theirs = _owner_of(alignment.claim, asked), _owner_of(alignment.passage, other)
    return is_same(mine, theirs, alignment.aliases) if mine is not None and theirs is not None else None


def _owner_of(analysis: Analysis, age: Quantity) -> Name | None:
    """Find whose age it is: the name right before it, or at the end of the noun phrase it opens."""
    if age.dimension != "age":
        return None
    tokens, names = analysis.tokens, name_at(analysis)
    at = age.start - 1
    while at >= 0 and age.start - at <= _FURTHEST and tokens[at].low in _BETWEEN:
        at -= 1
    if at in names and at < age.start - 1 and tokens[at].sentence == tokens[age.start].sentence:
        return names[at]
    for after in range(age.end, min(age.end + _LONGEST_TITLE + 1, len(tokens))):
        if after in names:
            return names[after]
        if tokens[after].tag not in {"noun", "adj"}:
            break
    return None
