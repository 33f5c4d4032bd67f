"""Which articles go back to one source: a declared agency, else shared wording, else unknown (pure).

What is declared wins: the agency field, an agency in the dateline, a line such as "writes for the ..." or an
agency's copyright. Else two articles published near each other go back to one source when the words that are
their own, outside quotation marks, run alike (containment of 5-word shingles), or when one is a rewrite of the
other: most of its quotations, cut at the same words, are in the other too. A quotation alone proves little,
because everybody may quote the same speech. What is neither is unknown, which never means independent.

Source:
    Broder 1997, "On the resemblance and containment of documents" (shingles, containment, sampling modulo m).
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.evidence import Basis, Origin

WINDOW = timedelta(days=7)  # how far apart two articles of one story are published
SHINGLE_WORDS = 5
SAMPLE = 4  # one shingle in so many is kept as a fingerprint
CONTAINMENT = 0.25  # share of the smaller article's own shingles that are in the other
LEAST_SHINGLES = 8  # fewer shared shingles are chance
QUOTES, QUOTE_SHARE, QUOTE_WORDS, LONG_QUOTE = 4, 0.6, 15, 6  # the quotations that make a rewrite, with ...
FRAGMENTS, FRAGMENT_WORDS = 3, 5  # ... so many cut to so few words, which is an editor's choice, and ...
REWRITE_CONTAINMENT = 0.015  # ... so much of the narration in common
LONGEST = 5_000  # words of an article that are looked at

_AGENCIES = {
    "Associated Press": ("ap", "associated press", "ap news"),
    "Reuters": ("reuters", "thomson reuters"),
    "Agence France-Presse": ("afp", "agence france presse"),
    "Deutsche Presse-Agentur": ("dpa", "deutsche presse agentur"),
    "EFE": ("efe", "agencia efe", "efe news agency"),
    "ANSA": ("ansa",),
    "Press Trust of India": ("pti", "press trust of india"),
    "PA Media": ("pa", "pa media", "press association"),
    "United Press International": ("upi", "united press international"),
    "Bloomberg": ("bloomberg", "bloomberg news"),
    "Xinhua": ("xinhua", "xinhua news agency"),
    "TASS": ("tass",),
    "Kyodo News": ("kyodo", "kyodo news"),
    "Yonhap": ("yonhap", "yonhap news agency"),
    "The Canadian Press": ("canadian press",),
    "Australian Associated Press": ("aap", "australian associated press"),
}
_CANONICAL = {short: name for name, shorts in _AGENCIES.items() for short in shorts}
_ENDS_AS_AGENCY = re.compile(r"\w (?:(?:press|news) (?:agency|service|association)|newswire|wire service)$")
_NAME = r"(?:the )?(?P<name>[A-ZÀ-Þ][\w&'’-]*(?: (?:[A-ZÀ-Þ][\w&'’-]*|of|and|&)){0,5})"
_DATELINE_AGENCY = re.compile(
    r"^\W*[A-ZÀ-Þ][\w .,'’-]{1,70}\((?P<name>[A-Z][\w &.-]{1,30})\)\s*(?:—|–|--|-)\s", re.MULTILINE
)
_CREDITS = (
    re.compile(rf"\b(?:writes?|reports?|wrote) for {_NAME}"),
    re.compile(rf"(?:Copyright|©|\(c\))[ ,]*(?:©|\(c\))? ?\d{{4}},? (?:by )?{_NAME}", re.IGNORECASE),
    re.compile(rf"^\W*(?:Source|Agency|Via): ?{_NAME}\W*$", re.MULTILINE),
    re.compile(rf"^\W*{_NAME}\W*$", re.MULTILINE),
)
_HEAD, _TAIL = 2_000, 1_500  # code points in which datelines and credit lines are looked for
_QUOTATION = re.compile(r"“([^“”]{2,600})”|\"([^\"]{2,600})\"|«([^«»]{2,600})»|(?<!\w)‘([^‘’]{2,200})’(?!\w)")
_INSERTED = re.compile(r"\[[^\[\]]{0,60}\]")


def words_of(text: str) -> list[str]:
    """Give a text's words: casefolded, without accents, without what an editor put in brackets."""
    plain = unicodedata.normalize("NFKD", _INSERTED.sub(" ", text)).casefold()
    return re.findall(r"\w+", re.sub(r"[\u0300-\u036f'’]", "", plain))


def canonical(name: str) -> tuple[str, str]:
    """Give an agency's usual name, and the key under which its spellings are one.

    >>> canonical("The AP")
    ('Associated Press', 'associated press')
    """
    words = words_of(name)
    while words and words[0] == "the":
        words = words[1:]
    key = " ".join(words)
    usual = _CANONICAL.get(key, "") or " ".join(name.split())
    return usual, " ".join(words_of(usual)).removeprefix("the ")


def declared(text: str, agency: str | None = None, author: str | None = None) -> str | None:
    """Read off an article which agency it says it comes from.

    The credit of a photo says nothing of the text; the copyright of a newspaper, nothing of an agency.

    Args:
        text: The article as stored.
        agency: The agency that came with it as metadata.
        author: The author that came with it.

    Returns:
        The agency's usual name, None when none is declared.
    """
    if agency and agency.strip():
        return canonical(agency)[0]
    dateline = _DATELINE_AGENCY.search(text[:_HEAD])
    named = [dateline["name"]] if dateline else []
    named += [author] if author else []
    named += [author.rsplit(",", 1)[-1]] if author and "," in author else []
    named += [found["name"] for pattern in _CREDITS for found in pattern.finditer(text[-_TAIL:])]
    return next((canonical(found)[0] for found in map(_agency_in, named) if found), None)


def _agency_in(name: str) -> str | None:
    """Find the agency that a name begins with: "Associated Press All Rights"."""
    words = name.split()
    for stop in range(len(words), 0, -1):
        key = " ".join(words_of(" ".join(words[:stop]))).removeprefix("the ")
        if key in _CANONICAL or _ENDS_AS_AGENCY.search(key):
            return " ".join(words[:stop])
    return None


@dataclass(frozen=True, slots=True)
class Wording:
    """How an article is worded: the 5-word shingles of its narration, and its quotations."""

    shingles: frozenset[tuple[str, ...]]
    quotations: frozenset[tuple[str, ...]]


def wording(sentences: Sequence[str]) -> Wording:
    """Take an article's wording from its evidence sentences, in order; boilerplate would join strangers."""
    shingles: set[tuple[str, ...]] = set()
    quotations: set[tuple[str, ...]] = set()
    left = LONGEST
    for sentence in sentences:
        if left <= 0:
            break
        quoted = (words_of(next(filter(None, found.groups()))) for found in _QUOTATION.finditer(sentence))
        quotations |= {tuple(words) for words in quoted if words}
        for piece in _QUOTATION.sub("\n", sentence).split("\n"):
            words = words_of(piece)[:left]
            left -= len(words)
            shingles |= {tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
    return Wording(frozenset(shingles), frozenset(quotations))


def fingerprints(text: Wording) -> list[int]:
    """Give the 64-bit hashes (signed) by which a relative is looked up: sampled shingles, and longer quotations."""
    runs = [_hash(run) for run in text.shingles]
    quoted = [_hash(run) for run in text.quotations if len(run) >= LONG_QUOTE]
    return sorted({one for one in runs if one % SAMPLE == 0} | set(quoted))


def _hash(words: tuple[str, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "little", signed=True)


def kinship(one: Wording, other: Wording) -> float:
    """Measure how surely two articles, published near each other, go back to one source.

    Args:
        one: The wording of an article.
        other: That of another; the order does not matter.

    Returns:
        0 when nothing shows it; else up to 1, the containment of their narration for copies, at most
        `CONTAINMENT` for a rewrite.
    """
    shared = len(one.shingles & other.shingles)
    containment = shared / max(1, min(len(one.shingles), len(other.shingles)))
    if shared >= LEAST_SHINGLES and containment >= CONTAINMENT:
        return containment
    return 0.0 if containment < REWRITE_CONTAINMENT else CONTAINMENT * _rewritten(one.quotations, other.quotations)


def _rewritten(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Give the share of the fewer quotations that are among the others, 0 when that does not make a rewrite."""
    small, large = sorted((one, other), key=lambda quotes: (len(quotes), sorted(quotes)))
    common = [quote for quote in small if any(_within(quote, whole) for whole in large)]
    fragments = [quote for quote in large if len(quote) <= FRAGMENT_WORDS]
    cut = [quote for quote in common if any(_within(quote, whole) for whole in fragments)]
    is_rewrite = (
        len(common) >= max(QUOTES, QUOTE_SHARE * len(small))
        and sum(map(len, common)) >= QUOTE_WORDS
        and len(cut) >= FRAGMENTS
        and any(len(quote) >= LONG_QUOTE and quote in large for quote in common)
    )
    return len(common) / len(small) if is_rewrite else 0.0


def _within(quote: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(quote)] == quote for at in range(len(whole) - len(quote) + 1))


@dataclass(frozen=True, slots=True)
class Link:
    """A related article's origin, and how surely they are related (`kinship`)."""

    origin: Origin
    strength: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Which origin an article gets: `join` an existing one, or a new one; unnamed ones in `merge` become it too.

    `name` is the declared agency. `basis` is how this article came to its origin.
    """

    name: str | None
    join: Origin | None
    merge: tuple[str, ...]
    basis: Basis


def decide(name: str | None, links: Sequence[Link]) -> Decision:
    """Decide what an article goes back to.

    A group that was measured takes the name that one of its members declares; two names stay two origins.

    Args:
        name: The agency it declares, by its usual name, or None.
        links: The related articles' origins; the order does not matter.

    Returns:
        The decision; with neither name nor links a new unknown origin.
    """
    strongest = sorted(links, key=lambda link: (-link.strength, link.origin.id))
    unnamed = list(dict.fromkeys(link.origin.id for link in strongest if link.origin.name is None))
    if name is not None:
        return Decision(name, None, tuple(unnamed), Basis.DECLARED)
    if not strongest:
        return Decision(None, None, (), Basis.UNKNOWN)
    join = next((link.origin for link in strongest if link.origin.name is not None), strongest[0].origin)
    return Decision(None, join, tuple(one for one in unnamed if one != join.id), Basis.MEASURED)
