"""Wording: antonyms, the style of headlines, reported speech."""

import re
from dataclasses import replace
from random import Random

from app.pairs import Pair
from training.examples import Example
from training.generators import lexicon
from training.generators.names import find_names
from training.generators.pool import Pool, claiming, opened, premise_text
from training.generators.verbs import PAST_OF_PARTICIPLE

_OPPOSITE: dict[str, list[str]] = {}
for _pair in lexicon.ANTONYMS.split("|"):
    _one, _, _two = _pair.strip().partition(" ")
    _OPPOSITE.setdefault(_one, []).append(_two)
    if " " not in _two:
        _OPPOSITE.setdefault(_two, []).append(_one)
_FOLLOWS = {word: pattern for pattern, listed in lexicon.FOLLOWS.items() for word in listed.split()}
_NOT_BEFORE = re.compile(r"(?:\bshortly|\bsoon|\bday|\bdays|\byears?|\bmonths?|\bhours?|\bweeks?|\bever|\blong|"
                         r"\bjust|\bmuch|"
                         r"\bthe|\bmade|\bpleaded|\bnamed|\bas) $", re.IGNORECASE)  # fmt: skip
_DENYING = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|if|or|either|may|"
                      r"might|could|"
                      r"whether|only)\b|n't\b|[\"“”?]", re.IGNORECASE)  # fmt: skip


def antonym(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Put the opposite for a word that claim and evidence share: refutes."""
    claim = example.pair.claim
    if _DENYING.search(claim):
        return None
    premise = premise_text(example).casefold()
    found = [
        match for match in re.finditer(r"(?<![\w'’-])[a-z]+(?![\w'’-])", claim) if _has_opposite(claim, match, premise)
    ]
    if len(found) != 1:
        return None
    match = found[0]
    free = [word for word in _OPPOSITE[match[0]] if not re.search(rf"\b{word}\b", premise)]
    if not free:
        return None
    before = claim[: match.start()]
    other = rng.choice(free)
    before = re.sub(r"\b([Aa])n? $", r"\1n " if other[0] in "aeiou" else r"\1 ", before)
    return claiming(example, before + other + claim[match.end() :], "refutes", "antonym")


def _has_opposite(claim: str, match: re.Match[str], premise: str) -> bool:
    word = match[0]
    if word not in _OPPOSITE or not re.search(rf"\b{word}\b", premise):
        return False
    if word in _FOLLOWS and not re.match(_FOLLOWS[word], claim[match.end() :]):
        return False
    return not (word in {"before", "after", "likely"} and _NOT_BEFORE.search(claim[: match.start()]))


_ARTICLE = re.compile(
    r"(?<![\w'’-])(?<!between )(?<!of )(?:[Tt]he|[Aa]n?) (?!\w+ of the\b|(?:two|three|first|last|latter|"
    r"former)\b(?! [a-z])|"
    r"few\b|lot\b|little\b|number\b|dozen\b|half\b|quarter\b)|(?<=of )(?:the|an?) (?=[a-z])"
)
_BE = re.compile(r" (?:was|were|is|are|has been|have been|had been|has|have) (?=(\w+)\b)")


def headline(example: Example, _rng: Random, _pool: Pool) -> Example | None:
    """Write the claim as a headline, without articles, auxiliaries and full stop: the label stays."""
    claim = example.pair.claim
    if not 5 <= len(claim.split()) <= 14 or re.search(
        r"\b(?:not|no|never|he|she|it|they|who)\b|n't|[\"“”?;:,(]|\. |- ", claim
    ):
        return None
    if re.match(
        r"(?:He|She|It|They|There|This|That|These|Those|I|We|You|And|But|Its|His|Her|Their|My|Our|Your|All)\b", claim
    ):
        return None

    def bare(match: re.Match[str]) -> str:
        return " " if match[1] in PAST_OF_PARTICIPLE and match[1] not in {"had", "become"} else match[0]

    text = _BE.sub(bare, claim, count=1) if len(_BE.findall(claim)) == 1 else claim
    text = _ARTICLE.sub("", text).rstrip(".")
    if len(text.split()) > len(claim.split()) - 2:
        return None
    return replace(example, pair=replace(example.pair, claim=opened(text)), source="generated", kind="headline")


_SPEAKERS = (
    "The ministry", "The company", "The opposition", "A spokesman for the government", "The union", "Her lawyer",
    "The mayor", "The prosecutor's office", "A spokeswoman for the army", "The party's leader", "The police",
    "The embassy", "A senior official", "The central bank", "His family", "The regulator", "The foreign minister",
)  # fmt: skip
_OPEN_TO = (
    "denied that", "could not confirm that", "dismissed reports that", "rejected the claim that", "doubted that",
    "would not say whether", "refused to comment on reports that", "questioned whether",
)  # fmt: skip
_HARD_TO_REPORT = re.compile(r"\b(?:said|says|told|according|denied|denies|reported|I|we|you|my|our|not|no|never|"
                             r"whether|if)\b|"
                             r"n't|[\"“”?!;:(]|\. |- ", re.IGNORECASE)  # fmt: skip
_ALWAYS_SMALL = re.compile(r"(?:The|A|An|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Several|Some|Most|Many|In|On|"
                           r"At|After|"
                           r"During|Police|Half|More|Fewer)\b")  # fmt: skip
_NO_SUBJECT = re.compile(r"(?:He|She|It|They|There|This|That|These|Those|His|Her|Its|Their|And|But|So|One|Only|Just)\b")


def _reportable(example: Example) -> str | None:
    """Give the claim as it stands behind "said that", or None where it would read badly."""
    claim = example.pair.claim
    if _HARD_TO_REPORT.search(claim) or _NO_SUBJECT.match(claim) or not 5 <= len(claim.split()) <= 20:
        return None
    if not re.search(r"\b(?:was|were|is|are|has|have|had|will|would|can|could|\w+ed)\b", claim):
        return None
    first = claim.split()[0]
    if _ALWAYS_SMALL.match(claim) or re.search(rf"\b{re.escape(first.lower())}\b", premise_text(example)):
        return (claim[0].lower() + claim[1:]).rstrip(".")
    named = first[0].isdigit() or re.search(rf"[a-z,] {re.escape(first)}\b", premise_text(example)) or find_names(claim)
    return (
        claim.rstrip(".")
        if named and (first[0].isdigit() or re.match(r"\w+ [A-Z]|\w+'s |\w+ \w+(?:ed|s)? ", claim))
        else None
    )


def reported(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Put the claim into somebody's mouth in the premise.

    What is denied or left open is neutral for the claim itself; the claim that X said it is supported where X
    said it, refuted where X denied it, neutral where Y said it.
    """
    said = _reportable(example)
    if said is None:
        return None
    speaker, other = rng.sample(_SPEAKERS, 2)
    way = rng.choice(("open", "open", "denied", "said", "other"))
    if way == "open":
        premise, claim, label = f"{speaker} {rng.choice(_OPEN_TO)} {said}.", example.pair.claim, "neutral"
    elif way == "denied":
        says = rng.random() < 0.5
        verb = rng.choice(("denied", "rejected reports", "dismissed the claim"))
        claim = f"{speaker} {'said' if says else 'denied'} that {said}."
        premise, label = f"{speaker} {verb} that {said}.", "refutes" if says else "supports"
    else:
        by = speaker if way == "said" else other
        claim = rng.choice((f"According to {by[0].lower()}{by[1:]}, {said}.", f"{by} said that {said}."))
        verb = rng.choice(("said that", "announced that", "told reporters that"))
        premise, label = f"{speaker} {verb} {said}.", "supports" if way == "said" else "neutral"
    return Example(Pair(claim, premise), label, "generated", "reported")
