"""Names: another of the same kind in place of one, and two of the passage exchanged."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from app.comparator.lexicon.places import COUNTRIES
from training.examples import Example
from training.generators import lexicon
from training.generators.pool import Pool, capitalised, claiming, premise_text

_GENDER = dict.fromkeys(lexicon.WOMEN.split(), "woman") | dict.fromkeys(lexicon.MEN.split(), "man")
_CITIES = lexicon.CITIES.split()
_SKIP_COUNTRIES = frozenset(lexicon.ODD_COUNTRIES.split())
_COUNTRIES: list[str] = []
_DEMONYMS: list[str] = []
for _line in COUNTRIES.split("\n"):
    _country, _, _rest = _line.partition(":")
    if _country and _country not in _SKIP_COUNTRIES and " " not in _country:
        _COUNTRIES.append(_country.title())
        _demonym = _rest.partition("/")[0].replace(",", " ").split()
        if _demonym and _demonym[0].endswith(("an", "ese", "ish", "i")):
            _DEMONYMS.append(_demonym[0].title())
_NOT_PEOPLE = {*_CITIES, *_COUNTRIES, *_DEMONYMS, *lexicon.NOT_NAMES.split()}
_KIND_OF = dict.fromkeys(_CITIES, "city") | dict.fromkeys(_COUNTRIES, "country") | dict.fromkeys(_DEMONYMS, "demonym")
_OF_KIND = {"city": _CITIES, "country": _COUNTRIES, "demonym": _DEMONYMS}

_CAP = r"[A-ZÀ-Þ][\wÀ-ÿ'’-]*[a-zß-ÿ]"
_PERSON = re.compile(
    rf"\b({'|'.join(sorted(_GENDER))}) (?:[A-Z]\.? )?((?:(?:de|van|von|der|al|bin|da|dos|del|la|di|el) )*{_CAP}"
    rf"(?:-{_CAP})?)(?!\w)(?! [A-Z][a-z])"
)
_TITLES = lexicon.TITLES.split()
_CALLED = re.compile(
    rf"\b(?:{'|'.join(_TITLES)}) (?P<titled>{_CAP} {_CAP}(?:-{_CAP})?)(?![\w-]| [A-Z])|"
    rf"(?<![\w.-])(?P<said>{_CAP} {_CAP}(?:-{_CAP})?)(?=,? (?:said|told|added)\b|, \d\d,)"
)
_ORG = re.compile(
    r"\b(?:University|School|Street|Road|Park|Hospital|Airport|Church|Award|Prize|Trophy|Cup|College|Island|County|"
    r"Hall|"
    r"Bridge|River|Lake|Bay|Foundation|Institute|Centre|Center|Company|Group|Show|Stadium|Theatre|Day|Station)$"
)
_SYMMETRIC = re.compile(
    r"\b(?:and|or|between|both|with|met|meets?|meeting|married|marry|versus|vs|border(?:s|ing|ed)?|talks|near|together|"
    r"joint(?:ly)?|friends?|brothers?|sisters?|twins?|rivals?|cousins?|colleagues?|different|same|other|also|not|no|"
    r"never|"
    r"neither|nor|one of|like|as)\b|,|n't|[–—/]",
    re.IGNORECASE,
)
_DIRECTED = re.compile(
    rf"\b(?:{'|'.join(lexicon.BETWEEN_PEOPLE.split())})\b|"
    r"\b(?:beat|defeated|sued|replaced|succeeded|accused|killed|shot|arrested|hired|fired|sacked|appointed|bought|"
    r"acquired|"
    r"freed|released|criticised|criticized|praised|attacked|invaded|owes?|owed|convicted|sentenced|rescued|defended|"
    r"employed|elected|nominated|named|handed|sold|sent|gave|awarded|paid|lent|blamed|thanked|charged|helped|followed|"
    r"deported|extradited|shipped|imported|exported|imports?|exports?|conquered|occupied|colonised|taught|born|moved|flew|travelled|traveled)\b"
)


_PAIRED = re.compile(r"\b(?:between|together|both|each other)\b")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text; `kind` is man, woman, person, surname, city, country or demonym."""

    start: int
    end: int
    text: str
    kind: str


def people_of(texts: Iterable[str]) -> list[str]:
    """Find the full names of people, first name known, in order."""
    return [f"{first} {last}" for text in texts for _, first, last in _people(text)]


def _people(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    for match in _PERSON.finditer(text):
        last = match[2].removesuffix("'s").removesuffix("’s")
        if not _ORG.search(last) and last not in _KIND_OF and last not in _GENDER:
            before = text[: match.start()]
            if (before[-1:] not in {'"', "“", "'"} and not re.search(r"[A-ZÀ-Þ][\w'’.-]* $", before)) or re.search(
                r"(?:^|[.!?] )\w+ $|[a-z][,;:] $", before
            ):
                yield match, match[1], last


def find_names(text: str, around: str = "") -> list[Name]:
    """Find names whose kind is known.

    Args:
        text: Where to look.
        around: Text that may carry the full name of somebody whose surname alone stands in `text`.

    Returns:
        Names in order, none inside a longer name.
    """
    found = [
        Name(
            match.start(), match.start(2) + len(last), text[match.start() : match.start(2) + len(last)], _GENDER[first]
        )
        for match, first, last in _people(text)
    ]
    called = {match["titled"] or match["said"] for match in _CALLED.finditer(around)}
    called -= {
        name for name in called if _ORG.search(name) or name.split()[0] in _TITLES or set(name.split()) & _NOT_PEOPLE
    }
    for name in sorted(called):
        at = text.find(name)
        if (
            at >= 0
            and not any(one.start <= at < one.end for one in found)
            and not re.match(r"\w| [A-Z]", text[at + len(name) :])
        ):
            found.append(Name(at, at + len(name), name, "person"))
    surnames = {last for _, _, last in _people(around)} | {name.split()[-1] for name in called}
    taken = [(name.start, name.end) for name in found]
    for match in re.finditer(rf"(?<![\w.-]){_CAP}(?![\w-])", text):
        word = match[0].removesuffix("'s").removesuffix("’s")
        end = match.start() + len(word)
        if any(start <= match.start() < stop for start, stop in taken) or _in_longer_name(text, match.start(), end):
            continue
        kind = "surname" if word in surnames else _KIND_OF.get(word)
        if kind:
            found.append(Name(match.start(), end, word, kind))
    return sorted(found, key=lambda name: name.start)


def _in_longer_name(text: str, start: int, end: int) -> bool:
    before = re.search(r"(?:(?:^|[.!?]\s)\w+|[A-ZÀ-Þ][\w'’.-]*|[A-ZÀ-Þ][\w'’.-]* (?:of|de|the)) $", text[:start])
    opener = before is not None and re.search(
        r"(?:^|[.!?]\s)(?:In|On|At|By|For|From|The|A|An|Of|With|To|Former) $", text[:start]
    )
    return (before is not None and not opener) or bool(re.match(r"(?:'s|’s)? (?:[A-ZÀ-Þ]|\d)|-|\.[a-z]|/", text[end:]))


def name_swapped(example: Example, rng: Random, pool: Pool) -> Example | None:
    """Put another name of the same kind for one that claim and evidence share: not supported."""
    claim, premise = example.pair.claim, premise_text(example)
    names = [name for name in find_names(claim, claim + " " + premise) if _once(name, claim) and name.text in premise]
    if not names:
        return None
    name = rng.choice(names)
    other = _another(name, claim + " " + premise, rng, pool)
    if other is None:
        return None
    text = claim[: name.start] + other + claim[name.end :]
    return claiming(example, _articled(text, name.start), "not_supported", "name_swapped")


def _another(name: Name, taken: str, rng: Random, pool: Pool) -> str | None:
    if name.kind in _OF_KIND:
        free = [one for one in _OF_KIND[name.kind] if one[:5] not in taken]
        return rng.choice(free) if free else None
    if re.search(r"\b(?:his|her|hers|he|she|him)\b", taken) and name.kind in {"surname", "person"}:
        return None
    people = [
        one for one in rng.sample(pool.people, min(40, len(pool.people))) if not set(one.split()) & set(taken.split())
    ]
    if name.kind in {"man", "woman"}:
        people = [one for one in people if _GENDER[one.split()[0]] == name.kind]
    if not people:
        return None
    return people[0] if name.kind != "surname" else people[0].partition(" ")[2]


def _once(name: Name, text: str) -> bool:
    return len(re.findall(rf"\b{re.escape(name.text.split()[-1])}", text)) == 1


def _articled(text: str, start: int) -> str:
    """Make "a" or "an" before the new name fit its sound."""
    vowel = text[start] in "AEIO" or text[start : start + 3] in {"Ukr", "Ugl"}
    before = re.sub(r"\b([Aa])n? $", r"\1n " if vowel else r"\1 ", text[:start])
    return before + text[start:]


def roles_swapped(example: Example, _rng: Random, _pool: Pool) -> Example | None:
    """Exchange two names of a kind in the claim: refutes where the verb has a direction, else not supported."""
    claim, premise = example.pair.claim, premise_text(example)
    if len(capitalised(claim)) < 2 or _PAIRED.search(claim):
        return None
    names = [name for name in find_names(claim, claim + " " + premise) if _once(name, claim) and name.text in premise]
    person = {"man": "person", "woman": "person", "surname": "person", "person": "person"}
    kinds = [person.get(name.kind, name.kind) for name in names]
    for at in range(len(names) - 1):
        one, two = names[at], names[at + 1]
        between = claim[one.end : two.start]
        if kinds[at] != kinds[at + 1] or len(between.split()) < 1 or _SYMMETRIC.search(between):
            continue
        if re.search(r"\b(?:he|she|his|her)\b", claim) and kinds[at] == "person" and one.kind != two.kind:
            continue
        if kinds[at] == "demonym" or between.strip() in {"in", "of", "is", "'s"} or not re.search(r"\w{3}", between):
            continue
        text = claim[: one.start] + two.text + between + one.text + claim[two.end :]
        label = "refutes" if _DIRECTED.search(between) else "not_supported"
        return claiming(example, text, label, "roles_swapped")
    return None
