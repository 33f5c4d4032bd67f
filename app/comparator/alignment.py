"""How the words of a claim lie in a passage, and how near two places in them are (pure)."""

from collections.abc import Container
from datetime import date

from app.comparator.names import NO_ALIASES, Aliases
from app.comparator.numerals import is_year
from app.comparator.polarity import polarity
from app.comparator.times import TimeRef, days_of, read_times
from app.comparator.wording import Analysis

SAME_CLAUSE = 1.0
SAME_SENTENCE = 0.75
SAME_PASSAGE = 0.35
BEHIND = 0.35
NAMED_BEHIND = 0.65
OTHER_CLAUSE = 0.4
RECENT_DAYS = 45
_LIMITS = frozenset({"since", "between", "by", "until", "from", "before"})
APART = frozenset(
    "also earlier previously another separate separately next later again formerly originally initially other others "
    "previous former elsewhere meanwhile subsequently next following similar same too".split()
)


class Alignment:
    """The content words of a claim, each with the words of the passage that say the same.

    Args:
        claim: The claim, read.
        passage: The passage, read.
        behind: The headline and the sentence before, read.
    """

    __slots__ = (
        "_clause_of",
        "aliases",
        "behind",
        "claim",
        "clash",
        "covered",
        "links",
        "lows",
        "names",
        "passage",
        "published",
        "seen_behind",
    )

    def __init__(
        self,
        claim: Analysis,
        passage: Analysis,
        behind: tuple[Analysis, ...] = (),
        published: date | None = None,
        aliases: Aliases = NO_ALIASES,
    ) -> None:
        self.aliases = aliases
        self.claim = claim
        self.published = published
        self.passage = passage
        self.behind = behind
        self.lows = passage.lows
        self.clash: dict[str, float] = {}
        self.names = frozenset(at for at in claim.content if claim.tokens[at].tag in {"name", "nation"})
        self.links: dict[int, tuple[int, ...]] = {}
        self.seen_behind: set[int] = set()
        where = passage.where
        tokens = claim.tokens
        for index in claim.content:
            token = tokens[index]
            if token.tag == "num":
                continue
            found: tuple[int, ...] = ()
            for key in token.keys:
                places = where.get(key)
                if places:
                    found += places
            if found:
                self.links[index] = found
            elif any(key in text.where for text in behind for key in token.keys):
                self.seen_behind.add(index)
        self._clause_of: dict[int, tuple[tuple[int, float], ...]] = {}
        words = [index for index in claim.content if tokens[index].tag != "num"]
        self.covered = len(self.links) / len(words) if words else 0.0

    def around(self, index: int) -> tuple[tuple[int, float], ...]:
        """Give the content words around a token of the claim with their weights, those of its clause first."""
        tokens = self.claim.tokens
        clause, sentence = tokens[index].clause, tokens[index].sentence
        found = self._clause_of.get(clause)
        if found is None:
            words = [(at, tokens[at]) for at in self.claim.content if tokens[at].tag not in {"num", "time"}]
            found = tuple(
                (at, 1.0 if token.clause == clause else OTHER_CLAUSE)
                for at, token in words
                if token.sentence == sentence
            )
            self._clause_of[clause] = found
        return found

    def affinity(self, index: int, place: int, skip: Container[int] = frozenset()) -> float:
        """Say how far the words around a place in the claim are found around a place in the passage.

        Args:
            index: A token of the claim.
            place: A token of the passage.
            skip: Tokens of the claim that do not count.

        Returns:
            0..1; 1 when every content word of the claim's sentence stands in the passage's clause.
        """
        tokens = self.passage.tokens
        clause, sentence = tokens[place].clause, tokens[place].sentence
        total, reached = 0.0, 0.0
        for word, weight in self.around(index):
            if word in skip:
                continue
            total += weight
            places = self.links.get(word)
            if places is None:
                reached += (
                    (NAMED_BEHIND if word in self.names else BEHIND) * weight if word in self.seen_behind else 0.0
                )
                continue
            best = SAME_PASSAGE
            for at in places:
                other = tokens[at]
                if other.clause == clause:
                    best = SAME_CLAUSE
                    break
                if other.sentence == sentence:
                    best = SAME_SENTENCE
            reached += best * weight
        return reached / total if total else 0.0

    def note(self, kind: str, nearness: float) -> None:
        """Keep how near the nearest clash of a kind came, whether or not it became a finding."""
        if nearness > self.clash.get(kind, 0.0):
            self.clash[kind] = nearness

    def is_other_time(self, place: int, *, whole: bool = False) -> bool:
        """Tell whether the passage's clause (or whole sentence) at a place is set in a time the claim does not name."""
        tokens, named, here = self.passage.tokens, self.claim.lows, self.passage.tokens[place]
        times = [
            time
            for time in read_times(self.passage, self.published)
            if tokens[time.start].clause == here.clause or (whole and tokens[time.start].sentence == here.sentence)
        ]
        if any(tokens[at].low in named for time in times for at in range(time.start, time.end)):
            return False
        return any(self._is_past(time) and time.edge not in _LIMITS for time in times)

    def is_denied(self, index: int, place: int) -> bool:
        """Tell whether the claim denies where the passage does not: "not 16 of the 60" goes well with 44."""
        mine, theirs = polarity(self.claim), polarity(self.passage)
        clause, other = self.claim.tokens[index].clause, self.passage.tokens[place].clause
        denies = any(mine[token.at] < 1 for token in self.claim.tokens if token.clause == clause)
        return denies and all(theirs[token.at] == 1 for token in self.passage.tokens if token.clause == other)

    def is_apart(self, place: int) -> bool:
        """Tell whether the passage's clause at a place speaks of an "earlier", "similar" or "other" thing."""
        clause = self.passage.tokens[place].clause
        return any(
            token.clause == clause and token.low in APART and token.low not in self.claim.lows
            for token in self.passage.tokens
        )

    def _is_past(self, time: TimeRef) -> bool:
        """Some weeks before publication, or, where that is not known, any named month or year."""
        if time.month is None and time.year is None:
            return False
        days = days_of(time, self.published)
        if days is None or self.published is None:
            return True
        return all(abs(low - self.published.toordinal()) > RECENT_DAYS for low, _ in days[:2])

    def shared(self, index: int, place: int) -> int:
        """Count the content words of the claim's sentence that stand in the passage's sentence as well."""
        sentence = self.passage.tokens[place].sentence
        tokens = self.passage.tokens
        return sum(
            1
            for word, _ in self.around(index)
            if any(tokens[at].sentence == sentence for at in self.links.get(word, ()))
        )

    def is_distinct(self, index: int, skip: Container[int] = frozenset(), words: frozenset[str] | None = None) -> bool:
        """Tell whether the claim speaks of another event: a name, time or "also", "earlier" that the passage lacks."""
        tokens = self.claim.tokens
        sentence = tokens[index].sentence
        for token in tokens:
            if token.sentence != sentence or token.at in skip:
                continue
            if (
                token.tag in {"name", "nation", "time"}
                or is_year(tokens, token.at)
                or token.low in (APART if words is None else words)
            ):
                if token.at in self.links or token.at in self.seen_behind:
                    continue
                if token.low in self.lows:
                    continue
                if token.tag in {"name", "time", "nation"} and any(key in self.passage.where for key in token.keys):
                    continue
                return True
        return False
