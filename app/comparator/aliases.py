"""Which names are one, learnt from texts of the archive that use both (pure)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from app.comparator.names import Aliases, Name, read_names
from app.comparator.wording import Analysis, analyse

_SPELLINGS = {
    "foro": "forum", "forum": "forum", "penal": "penal", "nacional": "national", "asamblea": "assembly",
    "observatorio": "observatory", "venezolano": "venezuelan", "partido": "party", "banco": "bank",
    "central": "central",     "universidad": "university", "instituto": "institute",
    "ministerio": "ministry", "frente": "front",
    "movimiento": "movement", "sindicato": "union", "comite": "committee", "comision": "commission",
    "liga": "league", "corte": "court", "suprema": "supreme", "supremo": "supreme", "tribunal": "court",
    "consejo": "council", "federacion": "federation", "asociacion": "association", "cruz": "cross", "roja": "red",
    "croix": "cross", "rouge": "red", "banque": "bank", "parti": "party", "conseil": "council", "ligue": "league",
    "assemblee": "assembly", "nationale": "national", "universite": "university", "internacional": "international",
    "derechos": "rights", "humanos": "human", "justicia": "justice", "libertad": "freedom", "pueblo": "people",
}  # fmt: skip
_LEAST_WORDS = 2


def learn_aliases(texts: Iterable[str], claim: str = "") -> Aliases:
    """Learn which names of a claim and of what was found for it are one.

    Two signs count, both cautious: the words of one name are those of the other in translation or in another
    order ("Penal Forum", "Foro Penal"); one stands in brackets behind the other as its initials or translation.

    Args:
        texts: Texts of articles, in any order.
        claim: What is asked: its names are set beside those of the texts, but what it puts in brackets proves nothing.

    Returns:
        A map from folded name to one canonical name, the most frequent of each set.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    groups: dict[frozenset[str], set[tuple[str, ...]]] = defaultdict(set)
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for place, text in enumerate([claim, *texts]):
        analysis = analyse(text)
        names = read_names(analysis)
        for name in names:
            if name.nation:
                continue
            counts[name.parts] += 1
            if len(name.parts) >= _LEAST_WORDS:
                groups[frozenset(_SPELLINGS.get(part, part) for part in name.parts)].add(name.parts)
        if place:
            pairs += _bracketed(analysis, names)
    same = [tuple(sorted(found)) for found in groups.values() if len(found) > 1]
    same += [tuple(sorted(pair)) for pair in pairs]
    return Aliases(_canonical(same, counts))


def _bracketed(analysis: Analysis, names: tuple[Name, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pair a name with the one in brackets behind it: "the Penal Forum (Foro Penal)", "African Union (AU)"."""
    found = []
    for left, right in pairwise(names):
        if left.nation or right.nation or right.start != left.end + 1:
            continue
        opens, closes = (
            analysis.tokens[left.end].text,
            right.end < len(analysis.tokens) and analysis.tokens[right.end].text,
        )
        if opens == "(" and closes == ")" and _may_be_one(left.parts, right.parts):
            found.append((left.parts, right.parts))
    return found


def _may_be_one(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    initials = "".join(part[0] for part in left)
    if len(right) == 1 and len(right[0]) >= _LEAST_WORDS and right[0][0] == initials[0]:
        return set(right[0]) <= set("".join(left))
    translated = [{_SPELLINGS.get(part, part) for part in parts} for parts in (left, right)]
    return bool(translated[0] & translated[1])


def _canonical(
    same: Iterable[tuple[tuple[str, ...], ...]], counts: Counter[tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    parent: dict[tuple[str, ...], tuple[str, ...]] = {}

    def root(name: tuple[str, ...]) -> tuple[str, ...]:
        while parent.get(name, name) != name:
            name = parent[name]
        return name

    for names in same:
        for name in names[1:]:
            first, second = root(names[0]), root(name)
            if first != second:
                parent[second] = first
    members: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for name in {each for names in same for each in names}:
        members[root(name)].append(name)
    chosen: dict[tuple[str, ...], tuple[str, ...]] = {}
    for found in members.values():
        best = min(found, key=lambda name: (-counts[name], name))
        chosen |= dict.fromkeys(found, best)
    return chosen
