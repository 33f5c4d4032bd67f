"""Times: dates of the same event, weekdays and relative days resolved against the day of publication."""

from datetime import date

import pytest

from app.comparator.times import read_times
from app.comparator.wording import analyse
from app.compare import compare
from app.evidence import Relation

AGREES, DISAGREES, MISSING = Relation.AGREES, Relation.DISAGREES, Relation.MISSING
PUBLISHED = date(2026, 1, 8)  # a Thursday

# claim, passage, relations of the dates of the claim in order
PAIRS = [
    ("The prisoners were released on 8 January", "The prisoners were released on Thursday.", [AGREES]),
    ("The prisoners were released on January 8, 2026", "The prisoners were released on Thursday.", [AGREES]),
    ("The prisoners were released in January", "The prisoners were released on 8 January.", [AGREES]),
    ("The prisoners were released in January 2026", "The prisoners were released on Jan. 8, 2026.", [AGREES]),
    ("The prisoners were released in 2026", "The prisoners were released on 8 January 2026.", [AGREES]),
    ("The prisoners were released on Thursday", "The prisoners were released on January 8.", [AGREES]),
    ("The prisoners were released yesterday", "The prisoners were released on Wednesday.", [AGREES]),
    ("The prisoners were released on Tuesday", "The prisoners were released on Thursday.", [DISAGREES]),
    ("The prisoners were released on 9 January", "The prisoners were released on Thursday.", [DISAGREES]),
    ("The prisoners were released in March", "The prisoners were released on 8 January.", [DISAGREES]),
    ("The prisoners were released on 8 January 2025", "The prisoners were released on 8 January 2026.", [DISAGREES]),
    ("The deed was dated 2008", "The deed was dated 2018.", [DISAGREES]),
    ("The bank manager was murdered in 2009", "He hangs for the 2019 murder of a bank manager.", [DISAGREES]),
    ("The group counted 863 detainees in late December 2025",
     "As of Dec. 29, 2025, the group counted 863 detainees.", [AGREES]),
    ("The group counted 863 detainees on 29 December", "In late December 2025 the group counted 863 detainees.",
     [MISSING]),
    ("Prado was sworn in as mayor on 15 November", "Prado was sworn in as mayor on 1 December.", [DISAGREES]),
    ("The trial is due to start on 1 June", "The trial is due to start on 1 September.", [DISAGREES]),
    ("The talks are on Friday", "The talks are on Monday.", [MISSING]),  # one word in common is too few
    ("Parliament resumes the session on Friday", "Parliament resumes the session on Monday.", [DISAGREES]),
    ("The prisoners were released on the 8th of January", "The prisoners were released on 2026-01-08.", [AGREES]),
    ("The ministry spoke of talks last week", "The ministry spoke of talks on 30 December.", [AGREES]),
    ("The grid failed shortly before midnight in Lagos", "The grid failed at 11.29 a.m. in Lagos.", [DISAGREES]),
    ("The ferry left San Idro in the morning", "The ferry left San Idro at 9:30 a.m. sharp.", [AGREES]),
    ("The ferry left San Idro at noon", "The ferry left San Idro at dawn.", [DISAGREES]),
    # another event, or not the same kind of time
    ("The prisoners were released on Tuesday", "Maduro was captured on Saturday.", [MISSING]),
    ("Water was restored on Saturday", "Power was restored on Friday.", [MISSING]),
    ("The minister resigned in May", "The ministry said on Wednesday that the minister had resigned.", [MISSING]),
    ("Launches resumed in July", "There were no launches in June.", [MISSING]),
    ("The second convoy arrived on Friday", "A convoy arrived in the town on Thursday.", [MISSING]),
    ("Deliveries end by 2028", "Deliveries start in 2027.", [MISSING]),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "expected"), PAIRS)
def test_dates_count_for_the_same_event(claim: str, passage: str, expected: list[Relation]) -> None:
    """Each pair gives the relations of the claim's dates that an editor would see."""
    found = [each for each in compare(claim, passage, published=PUBLISHED).findings if each.kind == "date"]
    assert [each.relation for each in found] == expected, found


def test_a_date_in_the_sentence_before_agrees_without_a_span() -> None:
    """A time that only the context gives agrees, and names no place in the passage."""
    found = compare(
        "The boat sank on Sunday", "Nineteen bodies were recovered.", context="The boat sank on Sunday.",
        published=PUBLISHED,
    ).findings  # fmt: skip
    dates = [each for each in found if each.kind == "date"]
    assert [(each.relation, each.passage) for each in dates] == [(AGREES, None)]


def test_without_a_day_of_publication_weekdays_are_compared_by_name() -> None:
    """Monday is not Friday, whenever the article appeared; Monday against a date cannot be told."""
    other = compare("The council met the union on Monday", "The council met the union on Friday.")
    dated = compare("The council met the union on Monday", "The council met the union on 3 March.")
    assert [each.relation for each in other.findings if each.kind == "date"] == [DISAGREES]
    assert [each.relation for each in dated.findings if each.kind == "date"] == [MISSING]


# text, and its year, month and day
READINGS: list[tuple[str, tuple[int | None, int | None, int | None]]] = [
    ("on January 8, 2026", (2026, 1, 8)),
    ("on Jan. 8", (None, 1, 8)),
    ("on 8 January 2026", (2026, 1, 8)),
    ("on 8th January", (None, 1, 8)),
    ("on the 8th of January", (None, 1, 8)),
    ("on 2026-01-08", (2026, 1, 8)),
    ("in December 2025", (2025, 12, None)),
    ("in May", (None, 5, None)),
    ("since 1998", (1998, None, None)),
    ("last month", (2025, 12, None)),
    ("next year", (2027, None, None)),
    ("yesterday", (2026, 1, 7)),
    ("tomorrow", (2026, 1, 9)),
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_times_are_read(text: str, expected: tuple[int | None, int | None, int | None]) -> None:
    """Every usual form of a date gives its year, month and day."""
    (time,) = read_times(analyse(text), PUBLISHED)
    assert (time.year, time.month, time.day) == expected


@pytest.mark.parametrize("text", ["they may go", "the march went on", "2,000 people", "31 people", "3.5 percent"])
def test_other_words_and_numbers_are_no_times(text: str) -> None:
    """May and March as verbs and nouns, and plain numbers, are not dates."""
    assert read_times(analyse(text), PUBLISHED) == ()
