"""Who did it to whom: passive and active, and the two exchanged."""

import re
from dataclasses import dataclass
from random import Random

from app.comparator.lexicon.words import GENERAL_PEOPLE, PEOPLE
from app.pairs import Pair
from training.examples import Example
from training.generators.lexicon import BETWEEN_PEOPLE, BODIES
from training.generators.pool import Pool, capitalised, claiming, opened
from training.generators.verbs import BASE, PARTICIPLE_OF_PAST, PAST_OF_PARTICIPLE

_PHRASE = r"(?:[\wÀ-ÿ$€£'’.-]+ ){0,5}[\wÀ-ÿ$€£'’-]+"
_PASSIVE = re.compile(
    rf"^(?P<whom>{_PHRASE}) (?:was|were|has been|have been|had been) (?P<verb>[a-z]+) by (?P<who>{_PHRASE}?)"
    r"(?P<rest>(?: (?:in|on|at|after|before|for|during|near|from|over|with|to|under|because|until|as|last|"
    r"this)\b [^,;.]*)?)\.?$"
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|her|them|his|its|their|who|which|that|this|these|those|there|and|or|"
                      r"not|"
                      r"can|could|may|might|must|will|would|should|did|do|does|make|no|nobody|none|half|everything|nothing|all|is|are|was|were|has|have|had|being|be|when|where|"
                      r"himself|one|i|we|you|each|also|only)\b",
                      re.IGNORECASE)  # fmt: skip
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|after|before|for|during|from|with|to|by|near|under|over|about|into)\b", re.IGNORECASE
)
_BOTH_WAYS = frozenset(["joined", "married", "met", "accompanied", "surrounded", "followed", "matched"])
_LOWERED = re.compile(r"^(?:The|A|An|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Some|Several|Many|All|Both|Our|My|"
                      r"Police|"
                      r"Soldiers|Workers|People|Men|Women|Children)\b")  # fmt: skip


_ACTIVE = re.compile(
    rf"^(?P<who>{_PHRASE}?) (?P<verb>{'|'.join(BETWEEN_PEOPLE.split())}) (?P<whom>{_PHRASE}?)"
    r"(?P<rest>(?: (?:in|on|at|after|before|for|during|near|from|over|with|to|under|because|as|last|this|"
    r"into)\b [^,;.]*)?)\.?$"
)
# Verbs whose two sides are both people or bodies of people, so that they can be exchanged and still be read.
_BETWEEN_PEOPLE = frozenset(BETWEEN_PEOPLE.split())
_ACTORS = frozenset(word + end for word in [*GENERAL_PEOPLE, *PEOPLE, *BODIES.split()] for end in ("", "s"))
_PLURAL = re.compile(r"^(?:two|three|four|five|six|seven|eight|nine|ten|several|many|some|most|both|\d[\d,]*)\b|"
                     r"(?<!s)s$|"
                     r"\b(?:men|women|people|children|police|troops)$", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """A claim read as WHO VERBED WHOM REST; `verb` in the past, both sides as within a sentence."""

    who: str
    verb: str
    whom: str
    rest: str
    passive: bool

    def exchangeable(self) -> bool:
        """Tell whether either side could do it to the other."""
        return self.verb in _BETWEEN_PEOPLE and _may_act(self.who) and _may_act(self.whom)

    def active(self, who: str, whom: str) -> str:
        """Say that `who` did it to `whom`."""
        return f"{opened(who)} {self.verb} {whom}{self.rest}"

    def passively(self, who: str, whom: str) -> str:
        """Say that it was done to `whom` by `who`."""
        were = "were" if _PLURAL.search(whom) else "was"
        return f"{opened(whom)} {were} {PARTICIPLE_OF_PAST[self.verb]} by {who}{self.rest}"


def _may_act(phrase: str) -> bool:
    words = phrase.partition(" of ")[0].split()
    head = words[-1].strip("'’")
    named = head[0].isupper() and not _LOWERED.match(opened(phrase))
    return (named or (head in _ACTORS and bool(_LOWERED.match(opened(words[0]))))) and not any(w in BASE for w in words)


def read_deed(claim: str) -> Deed | None:
    """Read a simple claim with a doer and somebody or something done to, or None."""
    if " by " not in claim and not _BETWEEN_PEOPLE & set(claim.split()):
        return None
    match = _PASSIVE.match(claim)
    passive = match is not None
    if match is None:
        match = _ACTIVE.match(claim)
        if match is None:
            return None
    who, whom = match["who"], match["whom"]
    verb = PAST_OF_PARTICIPLE.get(match["verb"]) if passive else match["verb"]
    if verb not in PARTICIPLE_OF_PAST or any(
        _PRONOUN.search(side) or _PREPOSITION.search(side) for side in (who, whom)
    ):
        return None
    if any(re.search(r"ing$|^\w+ing ", side) for side in (who, whom)) or who[0].isdigit():
        return None
    return Deed(_within(who), verb, _within(whom), match["rest"], passive)


def _within(phrase: str) -> str:
    return phrase[0].lower() + phrase[1:] if _LOWERED.match(phrase) else phrase


def activated(example: Example, _rng: Random, _pool: Pool) -> Example | None:
    """Turn a passive claim active: "A was freed by B" -> "B freed A": supports."""
    deed = read_deed(example.pair.claim)
    if deed is None or not deed.passive:
        return None
    return claiming(example, _stopped(deed.active(deed.who, deed.whom), example), "supports", "activated")


def passivated(example: Example, _rng: Random, _pool: Pool) -> Example | None:
    """Turn an active claim passive: "B freed A" -> "A was freed by B": supports."""
    deed = read_deed(example.pair.claim)
    if deed is None or deed.passive or not deed.exchangeable():
        return None
    return claiming(example, _stopped(deed.passively(deed.who, deed.whom), example), "supports", "passivated")


def turned_round(example: Example, rng: Random, _pool: Pool) -> Example | None:
    """Exchange doer and done-to, active or passive: "A was freed by B" -> "A freed B": refutes."""
    deed = read_deed(example.pair.claim)
    if deed is None or not deed.exchangeable():
        return None
    say = deed.active if rng.random() < 0.5 else deed.passively
    return claiming(example, _stopped(say(deed.whom, deed.who), example), "refutes", "turned_round")


def _stopped(text: str, like: Example) -> str:
    return text + "." if like.pair.claim.endswith(".") else text


_ODD_DEEDS = frozenset(
    ["joined", "hosted", "invited", "contacted", "visited", "supported", "overtook", "succeeded", "paid"]
)
_DEEDS = tuple(sorted((_BETWEEN_PEOPLE & set(PARTICIPLE_OF_PAST)) - _ODD_DEEDS))
_PLACES = (
    "in Lisbon",
    "in the capital",
    "at the ministry",
    "on the border",
    "in Nairobi",
    "at sea",
    "in Quebec",
    "in court",
)
_TIMES = (
    "on Monday",
    "last week",
    "in March",
    "on Friday night",
    "two years ago",
    "at dawn",
    "after the election",
    "in 2019",
)
_GROUPS = ("the army", "the regulator", "the union", "two former ministers", "the rebels", "the opposition", "the club",
           "four farmers", "the broadcaster", "a retired judge", "the council", "the coalition", "the dockers",
           "the insurer", "three lawyers", "the youth wing", "the bank", "the airline", "the governor")  # fmt: skip


def enacted(_example: Example, rng: Random, pool: Pool) -> Example | None:
    """Invent who did what to whom, and claim it of the same or of exchanged people, active or passive.

    The label is supports when doer and done-to are those of the premise, refutes when they are exchanged, and
    not supported when one of them is somebody else.
    """
    if len(pool.people) < 3:
        return None
    sides = [rng.choice(_GROUPS) if rng.random() < 0.45 else name for name in rng.sample(pool.people, 3)]
    if len(set(sides)) < 3 or capitalised(sides[0]) & capitalised(sides[1]):
        return None
    who, whom, third = sides
    verb = rng.choice(_DEEDS)
    premise = _premise(Deed(who, verb, whom, "", passive=False), rng)
    way = rng.choice(("same", "exchanged", "third"))
    doer, done = {"same": (who, whom), "exchanged": (whom, who), "third": rng.choice(((third, whom), (who, third)))}[
        way
    ]
    deed = Deed(doer, verb, done, "", passive=False)
    claim = deed.active(doer, done) if rng.random() < 0.5 else deed.passively(doer, done)
    label = {"same": "supports", "exchanged": "refutes", "third": "not_supported"}[way]
    return Example(Pair(claim + rng.choice(("", ".")), premise), label, "generated", "enacted")


def _premise(deed: Deed, rng: Random) -> str:
    who, whom, verb = deed.who, deed.whom, deed.verb
    done, where, when = PARTICIPLE_OF_PAST[verb], rng.choice(_PLACES), rng.choice(_TIMES)
    were = "were" if _PLURAL.search(whom) else "was"
    ways = (
        f"{deed.active(who, whom)} {where} {when}.",
        f"{deed.passively(who, whom)} {where} {when}.",
        f"{opened(when)}, {whom} {were} {done} {where} by {who}, a witness said.",
        f"{opened(who)}, who {verb} {whom} {when}, did not comment.",
        f"{opened(whom)}, {done} by {who} {when}, spoke to reporters {where}.",
        f"It was {who} who {verb} {whom} {where}, officials said {when}.",
    )
    return rng.choice(ways)
