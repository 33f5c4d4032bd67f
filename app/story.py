"""Vectors of claims and of a story's sentences, made to meet: what is asked with, and what the archive keeps.

A sentence of a story leaves much to what stands around it: "Two of them came from Bilbao" says neither who nor
when. So its vector leans towards the sentence before it and towards the story as a whole, and a claim that names
what the sentence leaves unsaid finds it all the same. How far they lean, and in which directions, is fitted to
claims and the sentences that decide them (`training.fit_adapter`); an encoder that nothing was fitted for leans by
two plain numbers.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.weights import read_section

Floats = NDArray[np.float32]

ADAPTER = "adapter.npz"
MAPS = ("claim", "own", "before", "whole")
PLAIN_BEFORE = 0.2  # of the vector of the sentence before, where nothing is fitted
PLAIN_WHOLE = 0.5  # of the mean of all
_PLAIN = "story-1"  # to be changed with the two


@dataclass(frozen=True, slots=True)
class Adapter:
    """Four linear maps over the vectors of one encoder, float32 [dimension, dimension], applied to rows.

    `claim` is applied to a claim; `own`, `before` and `whole` to a sentence, the one before it and the mean of its
    story, which are added up. Results have unit length. `revision` names the vectors that come out of it: only those
    of one name are compared.
    """

    revision: str
    claim: Floats
    own: Floats
    before: Floats
    whole: Floats

    def claims(self, vectors: Floats) -> Floats:
        """Turn claims' vectors into those that are searched for: float32 [n, dimension], of unit length."""
        # row by row: many at once differ in their last bits, and a page must not differ from a single claim
        return _unit(np.stack([row @ self.claim for row in vectors]), vectors) if len(vectors) else vectors

    def in_story(self, sentences: Floats) -> Floats:
        """Turn one story's vectors into those that the archive keeps.

        Args:
            sentences: float32 [n, dimension], of unit length, in the order of the text.

        Returns:
            float32 [n, dimension], of unit length, in the same order.
        """
        if not len(sentences):
            return sentences
        before, whole = surroundings(sentences)
        return _unit(sentences @ self.own + before @ self.before + whole @ self.whole, sentences)


def surroundings(sentences: Floats) -> tuple[Floats, Floats]:
    """Give the vector of the sentence before each one (zeros before the first) and the mean of all.

    Args:
        sentences: float32 [n, dimension], the sentences of one story, at least one.

    Returns:
        float32 [n, dimension] and [1, dimension].
    """
    before = np.zeros_like(sentences)
    before[1:] = sentences[:-1]
    return before, sentences.mean(axis=0, keepdims=True)


def plain_adapter(encoder_revision: str, dimension: int) -> Adapter:
    """Give the adapter of an encoder that nothing was fitted for: claims stay, sentences lean by two numbers."""
    same = np.eye(dimension, dtype=np.float32)
    revision = f"{encoder_revision}/{_PLAIN}"
    return Adapter(revision, same, same, np.float32(PLAIN_BEFORE) * same, np.float32(PLAIN_WHOLE) * same)


def load_adapter(folder: Path, encoder_revision: str, dimension: int) -> Adapter:
    """Read the fitted adapter, or make the plain one for another encoder than it was fitted for.

    Raises:
        StartRefused: The manifest has no part `adapter`, or its file is not the one shipped.
    """
    section = read_section(folder, "adapter")
    if section.facts.get("encoder") != encoder_revision:
        return plain_adapter(encoder_revision, dimension)
    with np.load(folder / ADAPTER, allow_pickle=False) as held:
        maps = {name: held[name].astype(np.float32) for name in MAPS}
    return Adapter(f"{encoder_revision}/{section.revision}", **maps)


def _unit(vectors: Floats, otherwise: Floats) -> Floats:
    """Scale rows to unit length; one whose parts cancel out has no direction, and stays as it was `otherwise`."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.where(lengths > 0, vectors / np.where(lengths > 0, lengths, 1), otherwise), dtype=np.float32)
