"""The comparator as a whole: target, features, and laws that hold for any two texts."""

import json
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.compare import FEATURES, Comparison, compare
from app.evidence import Relation

PASSAGE = (
    "The Spanish government announced on Thursday the release of five Spanish citizens in Caracas, among them "
    "the lawyer Rocío San Miguel, less than a week after Nicolás Maduro was captured."
)
WORDS = st.sampled_from(
    "The a five no not never 12 1,200 percent $4 million Maduro Spain Spanish freed arrested rose fell said denied of "
    "by in on Thursday January 8 2026 half dozen people soldiers brother, and but which who was were to from “ ” ( ) "
    "; - U.S. Jr. 's n't twenty-one third more than".split()
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join))
DAYS = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2035, 12, 31)))


def disagreements(found: Comparison) -> list[str]:
    """Give the reasons of what disagrees."""
    return [each.why for each in found.findings if each.relation is Relation.DISAGREES]


@given(TEXTS, TEXTS, TEXTS, TEXTS, DAYS)
@settings(max_examples=150, deadline=None)
def test_spans_index_back_and_nothing_raises(
    claim: str, passage: str, context: str, title: str, published: date | None
) -> None:
    """Whatever the texts, every span is a stretch of its text and every feature a finite number."""
    found = compare(claim, passage, context=context, title=title, published=published)
    for each in found.findings:
        assert claim[each.claim.start : each.claim.end] == each.claim.text
        assert each.passage is None or passage[each.passage.start : each.passage.end] == each.passage.text
        assert each.why
    assert tuple(found.features) == FEATURES
    assert json.loads(json.dumps(found.features)) == found.features


@given(TEXTS, DAYS)
@settings(max_examples=150, deadline=None)
def test_a_text_agrees_with_itself(text: str, published: date | None) -> None:
    """Nothing contradicts itself."""
    assert disagreements(compare(text, text, published=published)) == []


@given(st.lists(WORDS, max_size=15), st.lists(WORDS, max_size=15))
@settings(max_examples=80, deadline=None)
def test_white_space_does_not_matter(claim: list[str], passage: list[str]) -> None:
    """Twice the space between the words gives the same relations."""
    one = compare(" ".join(claim), " ".join(passage))
    two = compare("  ".join(claim) + " ", "\n" + "  ".join(passage))
    assert [(each.kind, each.relation) for each in one.findings] == [
        (each.kind, each.relation) for each in two.findings
    ]
    assert one.features == two.features


@pytest.mark.parametrize(
    "claim",
    [
        "Five Spaniards freed",
        "five spaniards freed",
        "Spain said five of its citizens had been released",
        "Rocío San Miguel was released",
        "Maduro was captured",
        "The Spanish government announced the release on January 8",
        "At least four Spaniards were released in Caracas",
    ],
)
def test_what_the_passage_says_gets_no_disagreement(claim: str) -> None:
    """A supported claim is not told that it is wrong."""
    assert disagreements(compare(claim, PASSAGE, published=date(2026, 1, 8))) == []


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Two Spaniards freed", "the claim says Two, the passage says five"),
        ("The Spanish government announced on Monday the release of five citizens",
         "the claim says Monday, the passage says Thursday"),
        ("The Italian government announced on Thursday the release of five citizens in Caracas",
         "the claim says Italian, the passage says Spanish"),
    ],
)  # fmt: skip
def test_a_disagreement_says_why_in_plain_words(claim: str, why: str) -> None:
    """An editor reads what the claim says and what the passage says."""
    assert why in disagreements(compare(claim, PASSAGE, published=date(2026, 1, 8)))


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Miguel Moreno and Ernesto Gorbe were released",
         "While Rodríguez confirmed the releases, he provided no specific details regarding the number of detainees."),
        ("Five Spaniards freed", "The group said that there were 863 people detained for political reasons."),
        ("863 people were detained for political reasons",
         "Despite the tumultuous 2024 election, in which the government said it detained 2,000 people, it denies it."),
        ("Maduro was not captured", "His brother was detained in 2021 on charges of trying to overthrow Maduro."),
        ("More than 900 people are detained", "date 2026-01-08 Venezuela said it frees people who are detained."),
        ("Five Spaniards freed", "Families waited outside the prison, about 25 miles from Caracas."),
        ("863 people were detained", "The government said it detained 2,000 people in 2024."),
        ("The releases were the first since Maduro was deposed", "Venezuelan authorities have freed prisoners before."),
        ("Alfredo Romero is director of the Penal Forum", "Alfredo Romero, president of Foro Penal, praised it."),
    ],
)  # fmt: skip
def test_another_sentence_of_the_story_does_not_contradict(claim: str, passage: str) -> None:
    """The same people, place and words with another number are no contradiction."""
    assert disagreements(compare(claim, passage, published=date(2026, 1, 8))) == []


def test_target_tells_the_story_from_another() -> None:
    """The target is high where names and event are shared, low where nothing is."""
    near = compare("Five Spaniards freed in Caracas", PASSAGE).features["target"]
    far = compare("Five Spaniards freed in Caracas", "The marathon in Oslo was won by a Kenyan runner.").features[
        "target"
    ]
    assert near > 0.9
    assert far < 0.2


def test_features_are_between_25_and_40_and_named_once() -> None:
    """The fitted model reads a fixed tuple of names."""
    assert 25 <= len(FEATURES) <= 40
    assert len(set(FEATURES)) == len(FEATURES)


def test_empty_texts_give_no_findings_but_every_feature() -> None:
    """Nothing against nothing has every feature and no detail."""
    found = compare("", "")
    assert all(each.kind == "target" for each in found.findings)
    assert tuple(found.features) == FEATURES


def test_a_warm_pair_takes_a_fraction_of_a_millisecond() -> None:
    """A claim against a dozen passages read before stays far below the networks' time (ten times the aim, for CI)."""
    passages = [f"{PASSAGE} The {number} others were not named." for number in range(12)]
    for passage in passages:
        compare("Five Spaniards freed in Caracas", passage)
    best = min(_time("Five Spaniards freed in Caracas", passages) for _ in range(10))
    assert best / len(passages) < 3e-3


def _time(claim: str, passages: list[str]) -> float:
    start = perf_counter()
    for passage in passages:
        compare(claim, passage)
    return perf_counter() - start
