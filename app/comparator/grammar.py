"""The word lists made ready: stems, verb forms, groups of words for one event, opposites, nations (pure)."""

from collections.abc import Iterable
from functools import lru_cache

from app.comparator.lexicon import events, opposites, words
from app.comparator.lexicon.numbers import NUMBER_WORDS, TIME_WORDS
from app.comparator.lexicon.places import COUNTRIES

_VOWELS = frozenset("aeiouy")
_LEMMAS: dict[str, str] = {
    form: row.split()[0] for row in words.IRREGULAR.split("|") for form in row.split()[1:]
} | words.PLURALS
for _ambiguous in ("lay", "left", "found", "wound", "saw", "bore", "wore", "leaves", "fell", "lit"):
    _LEMMAS.pop(_ambiguous, None)
_LEMMAS |= {form: base for base in ("die", "lie", "tie") for form in (base + "s", base + "d", base[:-2] + "ying")}
_LEMMAS |= {"left": "leave", "found": "find", "saw": "see", "fell": "fall"}


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Reduce a folded word to a stem shared by its forms: "releasing", "released" -> "releas"; "men" -> "man"."""
    word = _LEMMAS.get(word, word)
    if len(word) > 3:
        word = _strip(word)
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


def _strip(word: str) -> str:
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if (word.endswith("es") and word[-3] in "sxz") or word.endswith(("ches", "shes")):
        return word[:-2]
    if word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    for ending, kept, least in (("ing", words.NOT_ING, 6), ("ed", words.NOT_PAST, 5)):
        if (
            word.endswith(ending)
            and word not in kept
            and len(word) >= least
            and not _VOWELS.isdisjoint(word[: -len(ending)])
        ):
            return word[: -len(ending)]
    return word[:-2] if word.endswith("ly") and len(word) > 5 else word


def _read_events() -> tuple[dict[str, frozenset[str]], set[str], dict[str, set[str]]]:
    groups: dict[str, set[str]] = {}
    verbs = set(words.VERBS)
    members: dict[str, set[str]] = {}
    for line in events.EVENTS.splitlines():
        name, _, rest = line.partition(" = ")
        of_verbs, _, others = rest.partition("/")
        verbs |= set(of_verbs.split())
        for word in [*of_verbs.split(), *others.split()]:
            groups.setdefault(stem(word), {stem(word)}).add("@" + name.strip())
        members.setdefault("@" + name.strip(), set()).update(stem(word) for word in of_verbs.split())
    return {root: frozenset(found) for root, found in groups.items()}, verbs, members


GROUPS_OF, _VERBS, _MEMBERS = _read_events()


def _verb_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for verb in sorted(_VERBS):
        forms.setdefault(verb, "base")
        ending = "es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"
        forms.setdefault(verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in _VOWELS else verb + ending, "s")
        for past in _regular(verb, "ed"):
            forms.setdefault(past, "past")
        for going in _regular(verb, "ing"):
            forms.setdefault(going, "ing")
    for row in words.IRREGULAR.split("|"):
        base, *irregular = row.split()
        forms.setdefault(base, "base")
        forms.setdefault(base + "s", "s")
        for form in irregular:
            forms[form] = "any" if form == base else "past"
    return forms | dict.fromkeys(("left", "felt", "found", "lay"), "past")


def _regular(verb: str, ending: str) -> Iterable[str]:
    if verb.endswith("e"):
        return [verb[:-1] + ending]
    if verb.endswith("y") and verb[-2] not in _VOWELS and ending == "ed":
        return [verb[:-1] + "ied"]
    doubled = verb + verb[-1] + ending
    return [verb + ending, doubled]


FORMS = {form: kind for form, kind in _verb_forms().items() if form not in words.NOT_PAST}


def _tags() -> dict[str, str]:
    tags: dict[str, str] = {}
    for kind, listed in (
        ("adv", words.ADVERBS), ("sub", words.SUBORDINATORS), ("prep", words.PREPOSITIONS), ("pron", words.PRONOUNS),
        ("det", words.DETERMINERS), ("aux", words.AUXILIARIES), ("modal", words.MODALS), ("conj", words.CONJUNCTIONS),
    ):  # fmt: skip
        tags |= dict.fromkeys(listed, kind)
    tags |= dict.fromkeys(("that", "who", "which", "when", "where", "while", "because", "if", "whether"), "sub")
    tags |= dict.fromkeys(("after", "before", "since", "until", "as"), "prep")
    tags |= dict.fromkeys(NUMBER_WORDS, "num")
    tags |= dict.fromkeys(words.NEGATORS, "neg")
    tags |= dict.fromkeys(TIME_WORDS, "time")
    tags |= {"others": "noun", "ones": "noun", "alive": "adv", "several": "num", "first": "adj", "second": "adj"}
    tags |= {"may": "may_time", "march": "may_time"}
    tags |= {name: "nation" for name in NATION_OF if " " not in name and len(name) > 2}
    return tags


def _nations() -> dict[str, str]:
    nations: dict[str, str] = {}
    for line in COUNTRIES.splitlines():
        country, _, rest = line.partition(":")
        demonyms, _, _ = rest.partition("/")
        listed = demonyms.split(",") if "," in demonyms else demonyms.split()
        for name in [country, *(each.strip() for each in listed)]:
            if name:
                nations[name] = country
                nations.setdefault(name + "s", country)
    return nations


NATION_OF = _nations()
CAPITAL_OF = {line.partition("/")[2].strip(): line.partition(":")[0] for line in COUNTRIES.splitlines() if "/" in line}
TAGS = _tags()
KNOWN = frozenset(
    {word for line in events.EVENTS.splitlines() for word in line.partition(" = ")[2].replace("/", " ").split()}
    | set(words.GENERAL_PEOPLE) | set(words.PEOPLE) | set(words.KIN) | set(words.TITLES) | set(words.RELATIONS)
    | {word + "s" for word in [*words.GENERAL_PEOPLE, *words.PEOPLE, *words.KIN, *words.RELATIONS]}
    | set(words.PLURALS) | set(words.LIGHT) | words.NOT_PAST | words.NOT_ING
)  # fmt: skip


def _phrases() -> dict[str, dict[str, str]]:
    phrases: dict[str, dict[str, str]] = {}
    for line in events.PHRASES.splitlines():
        words_, _, group = line.partition(" = ")
        verb, particle = words_.split()
        phrases.setdefault(stem(verb), {})[particle] = "@" + group
    return phrases


PHRASE_GROUPS = _phrases()


def _opposites(*, of_events: bool) -> dict[str, frozenset[str]]:
    opposite: dict[str, set[str]] = {}
    for line in opposites.OPPOSITES.splitlines():
        if of_events != ("@" in line):
            continue
        left, right = (_side(part) for part in line.split("|"))
        for word in left:
            opposite.setdefault(word, set()).update(right - left)
        for word in right:
            opposite.setdefault(word, set()).update(left - right)
    return {word: frozenset(others) for word, others in opposite.items()}


def _side(part: str) -> set[str]:
    found: set[str] = set()
    for item in part.split():
        found |= _MEMBERS.get(item, set()) if item.startswith("@") else {stem(item)}
    return found


OPPOSITE_EVENT = _opposites(of_events=True)
OPPOSITE_WORD = _opposites(of_events=False)
OPPOSITE_SMALL = {
    word: frozenset(sides[1 - side].split())
    for line in opposites.SMALL.splitlines()
    for sides in [line.split("|")]
    for side in (0, 1)
    for word in sides[side].split()
}
LIGHT = frozenset(words.LIGHT)
GENERAL_PEOPLE = frozenset(stem(word) for word in words.GENERAL_PEOPLE)
PEOPLE = frozenset(stem(word) for word in [*words.PEOPLE, *words.KIN, *words.TITLES]) | GENERAL_PEOPLE
TITLE_STEMS = frozenset(stem(word) for word in words.TITLES)
KIN_STEMS = frozenset(stem(word) for word in words.KIN)
RELATION_STEMS = frozenset(stem(word) for word in words.RELATIONS)
SYMMETRIC_STEMS = frozenset(stem(word) for word in words.SYMMETRIC)
CONVERSE_STEMS = {stem(left): stem(right) for left, right in words.CONVERSE.items()}
ACTORS = PEOPLE - GENERAL_PEOPLE | frozenset(
    stem(word)
    for word in """court company firm government ministry army police union council party bank parliament senate
    committee board club team agency group regulator opposition rebels university hospital airline insurer
    defence defense prosecution commission fund authority federation brigade ministry mayor tribunal""".split()
)
