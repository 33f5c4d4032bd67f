"""What generators draw from beside their own pair: other sentences, other names."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from training.examples import Example
from training.generators.lexicon import LIGHT

WORD = re.compile(r"[\w'’-]+")
_DAY = re.compile(
    r" \((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\)"
)
_LIGHT = frozenset(LIGHT.split())


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences of other pairs with their content words, and names of people by kind."""

    sentences: tuple[str, ...] = ()
    contents: tuple[frozenset[str], ...] = ()
    people: tuple[str, ...] = ()

    def strangers(self, example: Example, rng: Random, tries: int = 40) -> list[tuple[float, str]]:
        """Draw sentences that have at most a word or two in common with a pair, nearest the claim first.

        Returns:
            (share of the claim's content words that the sentence has, sentence).
        """
        own = content_words(premise_text(example) + " " + example.pair.claim)
        claim = content_words(example.pair.claim)
        names = names_of(premise_text(example))
        drawn = rng.sample(range(len(self.sentences)), min(tries, len(self.sentences)))
        far = [at for at in drawn if len(own & self.contents[at]) <= 2 and not names_of(self.sentences[at]) & names]
        near = [(len(claim & self.contents[at]) / max(1, len(claim)), self.sentences[at]) for at in far]
        return sorted(near, reverse=True)


Generator = Callable[[Example, Random, Pool], Example | None]


def pool_of(sentences: Iterable[str], people: Iterable[str] = ()) -> Pool:
    """Make a pool of distinct sentences and names, in the order given."""
    distinct = tuple(dict.fromkeys(sentences))
    return Pool(distinct, tuple(frozenset(content_words(one)) for one in distinct), tuple(dict.fromkeys(people)))


def content_words(text: str) -> set[str]:
    """Give the folded words of a text that carry meaning."""
    return {word.casefold() for word in WORD.findall(text)} - _LIGHT


def names_of(text: str) -> set[str]:
    """Give the capitalised words of a text that do not open it."""
    return {word for word in WORD.findall(text)[1:] if word[0].isupper()}


def capitalised(text: str) -> set[str]:
    """Give the capitalised words of a text, also the one that opens it."""
    return {word for word in WORD.findall(text) if word[0].isupper()}


def premise_text(example: Example) -> str:
    """Give all that stands on the side of the evidence, background too."""
    return f"{example.pair.sentence} {example.pair.background}"


def without_days(sentence: str) -> str:
    """Take away the days that `plain_dates` wrote behind weekdays."""
    return _DAY.sub("", sentence)


def claiming(example: Example, claim: str, label: str, kind: str) -> Example:
    """Give the pair another claim and label."""
    return Example(replace(example.pair, claim=claim), label, "generated", kind)


def opened(text: str) -> str:
    """Capitalise the first letter."""
    return text[:1].upper() + text[1:]
