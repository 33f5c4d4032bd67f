"""Names: another of the same kind in place of one, and two of the passage exchanged."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from app.lexicon.places import COUNTRIES
from training.examples import Example
from training.generators.pool import Pool, claiming, premise_text

_WOMEN = ["Aisha", "Alice", "Alicia", "Amara", "Amina", "Amy", "Ana", "Andrea", "Angela", "Anita", "Anna", "Anne", "Ayesha", "Barbara", "Beatriz", "Camila", "Carla", "Carmen", "Caroline", "Catherine", "Charlotte", "Chloe", "Christine", "Clara", "Claire", "Claudia", "Daniela", "Deborah", "Diana", "Dora", "Elena", "Elisa", "Elizabeth", "Ella", "Ellen", "Emily", "Emma", "Esther", "Eva", "Fatima", "Fiona", "Florence", "Francesca", "Gabriela", "Grace", "Hanna", "Hannah", "Heather", "Helen", "Helena", "Ingrid", "Irena", "Irene", "Irina", "Irma", "Isabel", "Jane", "Janet", "Jennifer", "Jessica", "Joan", "Joanna", "Julia", "Karen", "Katarina", "Kate", "Katherine", "Laila", "Laura", "Leila", "Lena", "Linda", "Lisa", "Lucia", "Lucy", "Magda", "Margaret", "Maria", "Marta", "Martha", "Mary", "Maryam", "Mei", "Mercedes", "Michelle", "Milena", "Mira", "Miriam", "Monica", "Nadia", "Natalia", "Natasha", "Nicole", "Nina", "Nora", "Olga", "Olivia", "Patricia", "Paula", "Petra", "Priya", "Rachel", "Rebecca", "Renata", "Rosa", "Rose", "Ruth", "Sabine", "Sally", "Samira", "Sandra", "Sara", "Sarah", "Silvia", "Sofia", "Sonia", "Sophie", "Susan", "Svetlana", "Sylvia", "Tamara", "Tanya", "Tatiana", "Teresa", "Valentina", "Vera", "Victoria", "Yasmin", "Ylva", "Yuki", "Zainab", "Zara"]
_MEN = ["Aaron", "Abdul", "Adam", "Adrian", "Ahmed", "Alan", "Albert", "Alejandro", "Alex", "Alexander", "Alfred", "Ali", "Amir", "Andreas", "Andrew", "Anthony", "Antonio", "Arthur", "Ben", "Benjamin", "Bernard", "Boris", "Brian", "Bruno", "Carlos", "Charles", "Chris", "Christian", "Christopher", "Colin", "Daniel", "David", "Dennis", "Diego", "Dmitri", "Donald", "Douglas", "Edward", "Emil", "Emmanuel", "Eric", "Erik", "Ernesto", "Ethan", "Felix", "Fernando", "Francis", "Francisco", "Frank", "Fred", "Frederick", "Gary", "George", "Gerald", "Giovanni", "Gordon", "Graham", "Gregory", "Gustavo", "Hans", "Harold", "Harry", "Hassan", "Henrik", "Henry", "Howard", "Hugo", "Hussein", "Ian", "Ibrahim", "Igor", "Ivan", "Jack", "Jacob", "Jakob", "James", "Jan", "Javier", "Jean", "Jeffrey", "Jim", "Joe", "John", "Jonathan", "Jorge", "Jose", "José", "Joseph", "Joshua", "Juan", "Julian", "Karl", "Keith", "Kenneth", "Kevin", "Khalid", "Klaus", "Kofi", "Kwame", "Lars", "Larry", "Leonard", "Lorenzo", "Louis", "Luca", "Luis", "Luke", "Manuel", "Marco", "Marek", "Mario", "Mark", "Martin", "Matthew", "Max", "Michael", "Miguel", "Mohamed", "Mohammed", "Nathan", "Nicholas", "Nicolas", "Nikolai", "Nils", "Oleg", "Oliver", "Omar", "Oscar", "Pablo", "Patrick", "Paul", "Pavel", "Pedro", "Peter", "Philip", "Pierre", "Rafael", "Ralph", "Ravi", "Raymond", "Ricardo", "Richard", "Robert", "Roberto", "Roger", "Roland", "Ronald", "Samuel", "Sanjay", "Scott", "Sergei", "Sergio", "Simon", "Stefan", "Stephen", "Steve", "Steven", "Stuart", "Tariq", "Theodore", "Thomas", "Tim", "Tom", "Tomas", "Victor", "Viktor", "Vincent", "Vladimir", "Walter", "William", "Wolfgang", "Yusuf", "Zoran"]
_GENDER = dict.fromkeys(_WOMEN, "woman") | dict.fromkeys(_MEN, "man")
_CITIES = ["Amsterdam", "Athens", "Atlanta", "Auckland", "Bangkok", "Barcelona", "Beijing", "Belgrade", "Berlin", "Birmingham", "Bogotá", "Boston", "Bristol", "Brussels", "Bucharest", "Budapest", "Cairo", "Caracas", "Chicago", "Copenhagen", "Dakar", "Dallas", "Delhi", "Detroit", "Dublin", "Edinburgh", "Frankfurt", "Geneva", "Glasgow", "Hamburg", "Hanoi", "Havana", "Helsinki", "Houston", "Istanbul", "Jakarta", "Johannesburg", "Karachi", "Kyiv", "Lagos", "Lima", "Lisbon", "Liverpool", "London", "Lyon", "Madrid", "Manchester", "Manila", "Marseille", "Melbourne", "Miami", "Milan", "Montreal", "Moscow", "Mumbai", "Munich", "Nairobi", "Naples", "Oslo", "Ottawa", "Paris", "Philadelphia", "Prague", "Riga", "Rome", "Rotterdam", "Santiago", "Seattle", "Seoul", "Seville", "Shanghai", "Singapore", "Sofia", "Stockholm", "Sydney", "Tehran", "Tokyo", "Toronto", "Turin", "Vancouver", "Venice", "Vienna", "Warsaw", "Zagreb", "Zurich"]
_SKIP_COUNTRIES = {"chad", "jordan", "georgia", "guinea", "england", "scotland", "wales", "niger", "congo"}
_COUNTRIES: list[str] = []
_DEMONYMS: list[str] = []
for _line in COUNTRIES.split("\n"):
    _country, _, _rest = _line.partition(":")
    if _country and _country not in _SKIP_COUNTRIES and " " not in _country:
        _COUNTRIES.append(_country.title())
        _demonym = _rest.partition("/")[0].replace(",", " ").split()
        if _demonym and _demonym[0].endswith(("an", "ese", "ish", "i")):
            _DEMONYMS.append(_demonym[0].title())
_NOT_PEOPLE = set(_CITIES + _COUNTRIES + _DEMONYMS) | set(["Foreign", "Finance", "Prime", "Interior", "Defence", "Health", "The", "North", "South", "East", "West", "New", "San", "Saint", "National", "Central", "Democratic"])  # fmt: skip
_KIND_OF = dict.fromkeys(_CITIES, "city") | dict.fromkeys(_COUNTRIES, "country") | dict.fromkeys(_DEMONYMS, "demonym")
_OF_KIND = {"city": _CITIES, "country": _COUNTRIES, "demonym": _DEMONYMS}

_CAP = r"[A-ZÀ-Þ][\wÀ-ÿ'’-]*[a-zß-ÿ]"
_PERSON = re.compile(
    rf"\b({'|'.join(sorted(_GENDER))}) (?:[A-Z]\.? )?((?:(?:de|van|von|der|al|bin|da|dos|del|la|di|el) )*{_CAP}"
    rf"(?:-{_CAP})?)(?!\w)(?! [A-Z][a-z])"
)
_TITLES = ["President", "Minister", "Director", "Chairman", "Chairwoman", "Mayor", "Governor", "Senator", "Judge", "Justice", "Prosecutor", "Spokesman", "Spokeswoman", "Ambassador", "General", "Colonel", "Captain", "Major", "Sergeant", "Commander", "Admiral", "Inspector", "Commissioner", "Professor", "Doctor", "Dr", "Mr", "Mrs", "Ms", "Bishop", "Coach", "Chancellor", "Premier", "Speaker", "Detective", "Councillor", "Secretary", "Officer", "minister", "director", "chairman", "chairwoman", "mayor", "governor", "judge", "prosecutor", "spokesman", "spokeswoman", "ambassador", "professor", "manager", "leader", "lawyer", "captain", "coach", "singer", "striker", "researcher", "analyst", "economist", "author", "actor", "actress", "pilot", "engineer", "executive", "secretary", "driver", "farmer", "teacher", "editor", "organiser", "owner", "founder", "president", "chief", "historian", "biologist", "geologist", "resident", "climber", "sculptor", "composer", "conductor"]
_CALLED = re.compile(
    rf"\b(?:{'|'.join(_TITLES)}) (?P<titled>{_CAP} {_CAP}(?:-{_CAP})?)(?![\w-]| [A-Z])|"
    rf"(?<![\w.-])(?P<said>{_CAP} {_CAP}(?:-{_CAP})?)(?=,? (?:said|told|added)\b|, \d\d,)"
)
_ORG = re.compile(
    r"\b(?:University|School|Street|Road|Park|Hospital|Airport|Church|Award|Prize|Trophy|Cup|College|Island|County|Hall|"
    r"Bridge|River|Lake|Bay|Foundation|Institute|Centre|Center|Company|Group|Show|Stadium|Theatre|Day|Station)$"
)
_SYMMETRIC = re.compile(
    r"\b(?:and|or|between|both|with|met|meets?|meeting|married|marry|versus|vs|border(?:s|ing|ed)?|talks|near|together|"
    r"joint(?:ly)?|friends?|brothers?|sisters?|twins?|rivals?|cousins?|colleagues?|different|same|other|also|not|no|never|"
    r"neither|nor|one of|like|as)\b|,|n't|[–—/]",
    re.IGNORECASE,
)
_DIRECTED = re.compile(
    r"\b(?:beat|defeated|sued|replaced|succeeded|accused|killed|shot|arrested|hired|fired|sacked|appointed|bought|acquired|"
    r"freed|released|criticised|criticized|praised|attacked|invaded|owes?|owed|convicted|sentenced|rescued|defended|"
    r"employed|elected|nominated|named|handed|sold|sent|gave|awarded|paid|lent|blamed|thanked|charged|helped|followed|"
    r"deported|extradited|imports?|exports?|conquered|occupied|colonised|taught|born|moved|flew|travelled|traveled)\b"
)


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
            if not re.search(r"[A-ZÀ-Þ][\w'’.-]* $", before) or re.search(r"(?:^|[.!?] )\w+ $|[a-z][,;:] $", before):
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
    for name in called:
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
