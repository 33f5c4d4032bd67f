"""How near a sentence is to a claim before any network reads the two: by the words they share (pure).

Words do not tell the same: one that few passages have, a name or a place, says where a claim is spoken of; one that
many have hardly does. A word weighs 1 / sqrt(1 + passages that have it), so that the proportions stay as they are
when the archive grows.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import sqrt

from app.comparator.wording import fold, keys_of

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")  # "U.S." is one word

Weighed = Sequence[tuple[frozenset[str], float]]


def weighed(claim: str, counts: Mapping[str, int]) -> Weighed:
    """Weigh a claim's words.

    Args:
        claim: The claim.
        counts: How many passages have each of its words, as `app.search.count_words` gives them; a word that is not
            there does not count, and of "U.S." the rarer letter tells.

    Returns:
        For each word the forms it may take, and its weight; the weights sum to 1.
    """
    passages: dict[frozenset[str], int] = {}
    for word in _words(claim):
        found = [counts[part] for part in word.casefold().split(".") if part in counts]
        if found:
            passages[keys_of(fold(word))] = min(found)
    weights = [1 / sqrt(1 + count) for count in passages.values()]
    return [(keys, weight / sum(weights)) for keys, weight in zip(passages, weights, strict=True)]


def shares(words: Weighed, sentence: str, around: Iterable[str]) -> tuple[float, float]:
    """Give the share of a claim's words that a sentence has, and that it has together with what stands around it.

    Args:
        words: The claim's words as `weighed` gives them.
        sentence: The sentence.
        around: The sentence before, the headline.

    Returns:
        Two shares 0..1, the second no less than the first.
    """
    own = _keys(sentence)
    behind = own.union(*(_keys(text) for text in around if text))
    return (
        sum(weight for keys, weight in words if not own.isdisjoint(keys)),
        sum(weight for keys, weight in words if not behind.isdisjoint(keys)),
    )


@lru_cache(maxsize=16_384)
def _keys(text: str) -> frozenset[str]:
    return frozenset().union(*(keys_of(fold(word)) for word in _words(text)))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(mark for mark in plain if not unicodedata.combining(mark)))
