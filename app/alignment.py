"""How the words of a claim lie in a passage, and how near two places in them are (pure)."""

from collections.abc import Set

from app.wording import Analysis

SAME_CLAUSE = 1.0
SAME_SENTENCE = 0.75
SAME_PASSAGE = 0.35
BEHIND = 0.35
OTHER_CLAUSE = 0.4
APART = frozenset(
    "also earlier previously another separate separately next later again formerly originally initially other others "
    "previous former elsewhere meanwhile subsequently next second following since before last".split()
)


class Alignment:
    """The content words of a claim, each with the words of the passage that say the same.

    Args:
        claim: The claim, read.
        passage: The passage, read.
        behind: The headline and the sentence before, read.
    """

    __slots__ = ("behind", "claim", "covered", "links", "passage", "seen_behind", "_clause_of", "lows")

    def __init__(self, claim: Analysis, passage: Analysis, behind: tuple[Analysis, ...]) -> None:
        self.claim = claim
        self.passage = passage
        self.behind = behind
        self.lows = passage.lows
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
                (at, 1.0 if token.clause == clause else OTHER_CLAUSE) for at, token in words if token.sentence == sentence
            )
            self._clause_of[clause] = found
        return found

    def affinity(self, index: int, place: int, skip: Set[int] = frozenset()) -> float:
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
                reached += BEHIND * weight if word in self.seen_behind else 0.0
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

    def is_distinct(self, index: int, skip: Set[int] = frozenset()) -> bool:
        """Tell whether the claim speaks of another event: a name, time or "also", "earlier" that the passage lacks."""
        tokens = self.claim.tokens
        sentence = tokens[index].sentence
        for token in tokens:
            if token.sentence != sentence or token.index in skip:
                continue
            if token.tag in {"name", "nation", "time"} or token.low in APART:
                if token.index in self.links or token.index in self.seen_behind:
                    continue
                if token.low in self.lows:
                    continue
                if token.tag in {"name", "time", "nation"} and any(key in self.passage.where for key in token.keys):
                    continue
                return True
        return False
