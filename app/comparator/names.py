"""Names of people, places and organisations in a text, and when two of them are one (pure)."""

from dataclasses import dataclass, field
from functools import lru_cache

from app.comparator.grammar import KNOWN, NATION_OF, TITLE_STEMS
from app.comparator.lexicon.places import ACRONYMS
from app.comparator.lexicon.words import HONORIFICS
from app.comparator.wording import Analysis, Token

_PARTICLES = frozenset("de la del los las van von der den bin al el da dos das di du le ter e y ibn abu of".split())
_SPELLED = {line.split(":")[0]: tuple(line.split(":")[1].split()) for line in ACRONYMS.splitlines()}


@dataclass(frozen=True, slots=True)
class Aliases:
    """Names that are one: folded name -> canonical folded name."""

    canonical: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self.canonical)

    def of(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Give the canonical form of a name, the name itself where no other is known."""
        return self.canonical.get(parts, parts)


NO_ALIASES = Aliases()


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens `start..end` (exclusive): its folded parts without titles, and the titles before it."""

    start: int
    end: int
    parts: tuple[str, ...]
    titles: frozenset[str]
    nation: str = ""
    unsure: bool = False

    @property
    def last(self) -> str:
        """The surname, or the last word of another name."""
        return self.parts[-1]


@lru_cache(maxsize=8_192)
def read_names(analysis: Analysis) -> tuple[Name, ...]:
    """Read the capitalised names of a text, in order; nations ("Spain", "Spanish") are names with `nation` set."""
    found: list[Name] = []
    tokens = analysis.tokens
    index = 0
    while index < len(tokens):
        if tokens[index].tag not in {"name", "nation"}:
            index += 1
            continue
        end = _end_of(tokens, index)
        found += _split_name(tokens, index, end)
        index = end
    return tuple(found)


@lru_cache(maxsize=8_192)
def name_at(analysis: Analysis) -> dict[int, Name]:
    """Give the name that each token belongs to."""
    return {index: name for name in read_names(analysis) for index in range(name.start, name.end)}


def _end_of(tokens: tuple[Token, ...], start: int) -> int:
    end = start + 1
    while end < len(tokens):
        token = tokens[end]
        if (
            token.tag == "name"
            or (token.tag == "nation" and tokens[end - 1].tag == "nation" and token.caps)
            or (token.tag in {"noun", "verb", "time"} and token.caps and token.sentence == tokens[start].sentence)
            or (token.tag == "nation" and token.caps and tokens[end - 1].tag == "name")
        ):
            end += 1
        elif token.low in _PARTICLES - {"of"} and end + 1 < len(tokens) and tokens[end + 1].tag == "name":
            end += 2
        elif (
            token.low in _PARTICLES - {"of"}
            and end + 2 < len(tokens)
            and tokens[end + 1].low in _PARTICLES
            and tokens[end + 2].tag == "name"
        ):
            end += 3
        elif (token.low == "-" and end + 1 < len(tokens) and tokens[end + 1].tag == "name" and _glued(tokens, end)) or (
            token.low == "."
            and len(tokens[end - 1].text) == 1
            and end + 1 < len(tokens)
            and tokens[end + 1].tag == "name"
        ):
            end += 2
        else:
            break
    return end


def _glued(tokens: tuple[Token, ...], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def _split_name(tokens: tuple[Token, ...], start: int, end: int) -> list[Name]:
    """Take titles and nations off the front: "Spanish Foreign Minister José Albares" is a nation and a name."""
    found: list[Name] = []
    first = start
    whole = " ".join(token.low for token in tokens[start:end])
    if whole in NATION_OF:
        return [Name(start, end, tuple(whole.split()), frozenset(), NATION_OF[whole])]
    titles: set[str] = set()
    for at in range(start, end - 1):
        if tokens[at].stem in TITLE_STEMS or tokens[at].low in HONORIFICS:
            titles |= {token.stem for token in tokens[first : at + 1]}
            first = at + 1
    found += [
        Name(at, at + 1, (tokens[at].low,), frozenset(), NATION_OF[tokens[at].low])
        for at in range(start, first) if tokens[at].tag == "nation" and tokens[at].low in NATION_OF
    ]  # fmt: skip
    while first < end - 1 and tokens[first].low == ".":
        first += 1
    titles |= _titles_before(tokens, start) if first == start else set()
    while first < end - 1 and tokens[first].tag == "nation" and tokens[first + 1].tag in {"hyphen", "nation"}:
        found.append(Name(first, first + 1, (tokens[first].low,), frozenset(), NATION_OF[tokens[first].low]))
        first += 2 if tokens[first + 1].tag == "hyphen" and first + 2 < end else 1
    parts = tuple(token.low for token in tokens[first:end] if token.low not in {"-", "."})
    if not parts:
        return found
    nation = NATION_OF.get(parts[0], "") if len(parts) == 1 and tokens[first].tag == "nation" else ""
    opens = first == 0 or tokens[first - 1].sentence != tokens[first].sentence
    found.append(Name(first, end, parts, frozenset(titles), nation, unsure=opens and end == first + 1 and not nation))
    return found


def _titles_before(tokens: tuple[Token, ...], start: int) -> set[str]:
    """Read small titles in front of a name: "acting president", "foreign minister"."""
    back = start - 1
    if back < 0 or tokens[back].stem not in TITLE_STEMS or tokens[back].tag not in {"noun", "name"}:
        return set()
    titles = {tokens[back].stem}
    while back > 0 and tokens[back - 1].tag in {"noun", "adj"} and len(titles) < 4:
        back -= 1
        titles.add(tokens[back].stem)
    return titles


def same_name(left: tuple[str, ...], right: tuple[str, ...], aliases: Aliases) -> bool | None:
    """Tell whether two names are one.

    Returns:
        True if they can be; False if they share the surname and differ before it; None if they share nothing.
    """
    if left == right or aliases.of(left) == aliases.of(right):
        return True
    if left[-1] == right[-1] or left[-1] == right[-1] + "s" or right[-1] == left[-1] + "s":
        return _firsts_fit(left[:-1], right[:-1])
    if set(left) <= set(right) or set(right) <= set(left):
        return True
    if _is_short_for(left, right) or _is_short_for(right, left):
        return True
    return None


def _firsts_fit(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    left, right = _no_particles(left), _no_particles(right)
    if not left or not right:
        return True
    return any(
        one == two or (len(one) == 1 and two.startswith(one)) or (len(two) == 1 and one.startswith(two))
        for one in left for two in right
    )  # fmt: skip


def _no_particles(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for part in parts if part not in _PARTICLES)


def _is_short_for(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) != 1:
        return False
    word = short[0]
    if _SPELLED.get(word) == long:
        return True
    initials = "".join(part[0] for part in long if part not in _PARTICLES | {"the", "and", "for"})
    return len(word) >= 2 and len(long) >= 2 and word == initials


def is_same(left: Name, right: Name, aliases: Aliases) -> bool:
    """Tell whether two names are one, nations by country."""
    if left.nation and left.nation == right.nation:
        return True
    return bool(same_name(left.parts, right.parts, aliases))


def find_lower(analysis: Analysis, known: frozenset[str]) -> tuple[Name, ...]:
    """Find names written small in a headline: words that are parts of names elsewhere."""
    found: list[Name] = []
    if any(token.caps for token in analysis.tokens[1:]):
        return ()
    tokens = analysis.tokens
    index = 0
    while index < len(tokens):
        end = index
        while (
            end < len(tokens)
            and tokens[end].tag in {"noun", "adj"}
            and not tokens[end].caps
            and tokens[end].low in known
            and (tokens[end].low not in KNOWN and len(tokens[end].low) > 2)
        ):
            end += 1
        if end > index:
            found.append(Name(index, end, tuple(token.low for token in tokens[index:end]), frozenset()))
        index = max(end, index + 1)
    return tuple(found)
