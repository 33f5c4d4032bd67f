"""Claim and premise -> token ids, the one layout that training and serving share.

`[CLS] claim [SEP] sentence [SEP] background [SEP]`, token types 0, 1, 0: the middle segment is the one
the network judges, the last only helps to read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from app.errors import StartRefused

MAX_TOKENS = 192
MAX_CLAIM_TOKENS = 64
MAX_SENTENCE_TOKENS = 96
_CLS, _SEP = "[CLS]", "[SEP]"


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with the premise it is judged against."""

    claim: str
    sentence: str
    background: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One pair as the network reads it: ids and token types, both of the same length, no padding."""

    ids: list[int]
    types: list[int]


class PairTokenizer:
    """Lay pairs out as token ids with the WordPiece vocabulary of the network.

    Args:
        path: The `tokenizer.json` beside the weights.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.encode_special_tokens = True  # "[SEP]" in a claim is text, not a separator
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cls = self._id_of(_CLS)
        self._sep = self._id_of(_SEP)

    def __call__(self, pairs: Sequence[Pair]) -> list[Tokens]:
        """Tokenise pairs, in order; a part that is too long loses its end, the background first."""
        texts = [text for pair in pairs for text in (pair.claim, pair.sentence, pair.background)]
        ids = [found.ids for found in self._tokenizer.encode_batch(texts, add_special_tokens=False)]
        return [self._lay_out(*ids[start : start + 3]) for start in range(0, len(ids), 3)]

    def _id_of(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise StartRefused(f"the network's vocabulary lacks {token}")
        return found

    def _lay_out(self, claim: list[int], sentence: list[int], behind: list[int]) -> Tokens:
        first = [self._cls, *claim[:MAX_CLAIM_TOKENS], self._sep]
        second = [*sentence[:MAX_SENTENCE_TOKENS], self._sep]
        room = MAX_TOKENS - len(first) - len(second) - 1
        third = [*behind[:room], self._sep] if behind else []
        return Tokens(first + second + third, [0] * len(first) + [1] * len(second) + [0] * len(third))
