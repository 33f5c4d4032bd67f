"""Many claims at once: groups that fill a batch, verdicts as claims alone get them, work that can be stopped."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlmodel import Session

from app.batch import check_many, encode_all, groups
from app.batching import BATCH_ROWS
from app.check import check
from app.evidence import Question
from app.page import PageQuestion, check_page, outline
from app.resources import Resources
from app.settings import Settings
from tests.api.conftest import settings_for
from tests.fakes import FakeEncoder
from tests.service import fill, opener

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """Settings of a service whose archive has three articles."""
    held = settings_for(migrated_file, tmp_path)
    fill(held)
    return held


@given(st.integers(0, 300), st.integers(1, 100))
def test_groups(count: int, candidates: int) -> None:
    """Every question is in one group, in order; the first is alone, the others fill a batch and no more."""
    found = list(groups(count, candidates))
    assert [index for group in found for index in group] == list(range(count))
    assert all(len(group) == 1 for group in found[:1])
    assert all(len(group) * candidates <= BATCH_ROWS or len(group) == 1 for group in found)


def test_together_as_alone(settings: Settings) -> None:
    """Claims checked together get the verdicts that they get alone."""
    claims = [
        "five Spaniards freed",
        "whales sing",
        "five Spaniards were not freed",
        "the bridge reopened on Monday",
    ] * 4
    with opener()(settings) as resources:
        questions = [Question(claim, NOW) for claim in claims]
        outcomes = sorted(check_many(resources, questions, encode_all(resources, claims)), key=lambda one: one.index)
        with Session(resources.engine) as session:
            alone = [check(session, resources, question) for question in questions]
    assert [one.index for one in outcomes] == list(range(len(claims)))
    for outcome, single in zip(outcomes, alone, strict=True):
        assert outcome.verdict is not None
        assert (outcome.verdict.weighed, outcome.verdict.citations) == (single.weighed, single.citations)


def test_closing_stops(settings: Settings) -> None:
    """An iterator that is closed after its first outcome stores little more than that one."""
    claims = [f"five Spaniards freed on day {number}" for number in range(100)]
    with opener()(settings) as resources:
        stored = _count(resources)
        outcomes = check_many(resources, [Question(claim, NOW) for claim in claims], encode_all(resources, claims))
        next(outcomes)
        outcomes.close()
        assert _count(resources) - stored < 50


def _count(resources: Resources) -> int:
    with resources.engine.connect() as connection:
        found: int = connection.exec_driver_sql("SELECT count(*) FROM verdict").scalar_one()
        return found


def test_nothing_to_encode(settings: Settings) -> None:
    """No texts have no vectors, of the right width."""
    with opener()(settings) as resources:
        assert encode_all(resources, []).shape == (0, 384)
        many = [f"text {number}" for number in range(70)]
        assert np.array_equal(encode_all(resources, many), resources.encoder.encode(many))


def test_outline_of_anything(settings: Settings) -> None:
    """Whatever the text is, what is to be checked in it stands where the offsets say, in order, as a claim may be."""
    with opener()(settings) as resources:

        @given(
            st.lists(st.sampled_from(["Five were freed. ", "\n\n", "“", "”", "No. ", "\x00"]) | st.text()).map("".join)
        )
        @limits(deadline=None, max_examples=60)
        def holds(text: str) -> None:
            found = outline(resources, PageQuestion(text, NOW, everything=True))
            assert [claim.index for claim in found.claims] == list(range(len(found.claims)))
            assert len(found.vectors) == len(found.claims)
            end = 0
            for claim in found.claims:
                assert end <= claim.start < claim.end <= len(text)
                assert text[claim.start : claim.end] == claim.text
                assert 3 <= len(claim.claim) <= 1_000
                assert not any(unicodedata.category(letter) == "Cc" for letter in claim.claim)
                end = claim.end

        holds()


def test_page_uses_the_sentences_vectors(settings: Settings) -> None:
    """A page's sentences are encoded once: the vectors that say what is worth checking find the passages too."""
    text = "Five Spaniards were freed in Caracas. The bridge in Bellmouth reopened on Monday."
    with opener()(settings) as resources:
        encoder = _Counting()
        counted = replace(resources, encoder=encoder)
        found = outline(counted, PageQuestion(text, NOW))
        outcomes = list(check_page(counted, PageQuestion(text, NOW), found))
    assert [one.verdict is not None for one in outcomes] == [True, True]
    assert encoder.texts == ["Five Spaniards were freed in Caracas.", "The bridge in Bellmouth reopened on Monday."]


class _Counting(FakeEncoder):
    """Remembers what it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode, and remember."""
        self.texts += texts
        return super().encode(texts)
