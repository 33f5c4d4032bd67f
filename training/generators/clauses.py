"""Clauses: what is left of a sentence when a part that can be spared is cut out."""

import re
from collections.abc import Callable
from random import Random

from training.examples import Example
from training.generators.pool import Pool, claiming, opened, without_days

FEWEST_WORDS, MOST_WORDS = 4, 28
_SENTENCE_END = re.compile(r"(?<=[a-z\d)][.!?]) (?=[A-Z\"“])")
# Where these stand, what is left after a cut may say more than the whole did.
_UNSAFE = re.compile(
    r"\b(?:if|unless|whether|would|could|might|may|should|deny|denie[sd]|denying|doubt\w*|alleg\w+|reportedly|claim\w*|"
    r"except|without|unlike|until|nor|neither|either|or|instead|rather|only|false\w*|fake|hardly|never|rumou?r\w*)\b|"
    r"[\"“”?;:]",
    re.IGNORECASE,
)
_VERB = (
    r"(?:was|were|is|are|has|have|had|will|can|did|does|do|\w+ed|went|beat|won|took|told|gave|lost|led|made|came|rose|"
    r"fell|left|found|held|kept|set|put|ran|became|began|sold|bought|paid|met|saw|got|grew|wrote|spent|drew|hit)\b"
)
_ASIDE = re.compile(
    rf", (?:who|which|whose|where|a|an|the|including|known|based|aged|formerly|also|\d+)\b[^,]{{0,90}},(?= {_VERB})"
)
_IN_BRACKETS = re.compile(r" \([^()]{2,60}\)")
_AT_THE_END = re.compile(
    r"(?:, (?:after|before|while|when|as|because|since|although|though|where|which|who|during|following|amid|despite|"
    r"including|along with|so that)|(?<!days)(?<!day)(?<!hours)(?<!weeks)(?<!week)(?<!months)(?<!month)(?<!years)"
    r"(?<!year)(?<!minutes)(?<!long)(?<!shortly)(?<!just)(?<!even) "
    r"(?:after|because|although|during|following|amid|despite|in order to))\b[^,]+\.$"
)
_PARTICIPLE = re.compile(r", \w+ing\b[^,]+\.$")
_AT_THE_START = re.compile(
    r"^(?:On|In|At|After|During|Since|Following|Despite|Before|Late|Early|Earlier|As of|By)\b[^,]{2,60}, "
    r"(?=[A-Z\"]|the\b|a\b|an\b|\w+s\b)"
)
_ATTRIBUTION = re.compile(
    r", (?!(?:and|but|who|which)\b)[^,]{2,50}(?:, [^,]{2,50},)? (?:said|says|announced|confirmed|reported)"
    r"(?: (?:on|in|at|late|early)\b[^,]*)?\.$"
)
_DAY_SPARED = re.compile(
    r" (?:on|late on|early on) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?(?=[ ,.])"
)
_SAYS = re.compile(r"\b" + _VERB)


def _without(pattern: re.Pattern[str], put: str = "") -> Callable[[str], str]:
    return lambda text: pattern.sub(put, text, count=1)


_CUTS: tuple[Callable[[str], str], ...] = (
    _without(_ASIDE),
    _without(_IN_BRACKETS),
    _without(_AT_THE_END, "."),
    _without(_PARTICIPLE, "."),
    _without(_AT_THE_START),
    _without(_ATTRIBUTION, "."),
    _without(_DAY_SPARED),
)


def clause(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Claim what is left of a sentence of the evidence when parts that can be spared are cut out: supports.

    Every word of the claim stands in the sentence, in its order.
    """
    if not _is_prose(example):
        return None
    sentences = [text for text in _SENTENCE_END.split(without_days(example.pair.sentence)) if _fit(text)]
    if not sentences:
        return None
    whole = rng.choice(sentences)
    text = whole
    for cut in rng.sample(_CUTS, len(_CUTS)):
        if rng.random() < 0.8:
            shorter = cut(text)
            text = shorter if _says_something(shorter) else text
    if text == whole:
        return None
    text = text.removesuffix(".") if rng.random() < 0.6 else text
    return claiming(example, opened(text), "supports", "clause")


def _is_prose(example: Example) -> bool:
    return example.source.startswith(("newsroom", "articles", "wikisplit"))


def _fit(text: str) -> bool:
    return text[:1].isupper() and text[-1:] == "." and not _UNSAFE.search(text) and len(text.split()) <= 2 * MOST_WORDS


def _says_something(text: str) -> bool:
    return FEWEST_WORDS <= len(text.split()) <= MOST_WORDS and bool(_SAYS.search(text))
