"""A sentence's vector in its story: what the archive keeps, and searches (pure).

A sentence of a story leaves much to what stands around it: "Two of them came from Bilbao" says neither who nor
when. So its vector leans towards the sentence before it and towards the story as a whole, and a claim that names
what the sentence leaves unsaid finds it all the same.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BEFORE = 0.2  # of the vector of the sentence before
WHOLE = 0.5  # of the mean of all
_LAYOUT = "story-1"  # to be changed with whatever changes the numbers below


def in_story(sentences: Floats) -> Floats:
    """Let the vectors of one story's sentences lean towards the one before and towards all of them.

    Args:
        sentences: float32 [n, dimension], of unit length, in the order of the text.

    Returns:
        float32 [n, dimension], of unit length, in the same order; a story of one sentence keeps its vector.
    """
    if not len(sentences):
        return sentences
    before = np.zeros_like(sentences)
    before[1:] = sentences[:-1]
    leaning = sentences + BEFORE * before + WHOLE * sentences.mean(axis=0)
    lengths = np.linalg.norm(leaning, axis=1, keepdims=True)
    # a vector that the others cancel out has no direction of its own left
    return np.asarray(np.where(lengths > 0, leaning / np.where(lengths > 0, lengths, 1), sentences), dtype=np.float32)


def stored_revision(encoder_revision: str) -> str:
    """Name the vectors that the archive makes of an encoder's: only those of one name are compared."""
    return f"{encoder_revision}/{_LAYOUT}"
