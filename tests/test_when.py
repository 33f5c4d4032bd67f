"""A claim about a time after the newest article is told apart from one that the archive is silent on."""

from datetime import UTC, datetime

import pytest

from app.when import names_later_time

NEWEST = datetime(2026, 1, 8, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "claim",
    [
        "Venezuela held an election in 2027",
        "Prisoners were freed on 9 January 2026",
        "Prisoners were freed on January 20",
        "Prisoners were freed on Jan. 12, 2026",
        "More releases followed in March 2026",
        "More releases followed in February",
        "The releases went on until 2026-02-01",
        "More prisoners will be freed tomorrow",
        "An election will be held next year",
    ],
)
def test_later(claim: str) -> None:
    """A day, month or year that begins after the newest article is later."""
    assert names_later_time(claim, NEWEST)


@pytest.mark.parametrize(
    "claim",
    [
        "five Spaniards freed",
        "Prisoners were freed on Thursday",
        "Prisoners were freed on Monday",
        "Prisoners were freed on 8 January 2026",
        "Prisoners were freed in January",
        "Venezuela held an election in 2024",
        "Venezuela releases prisoners in 2026",
        "863 people were detained as of December 29",
        "The government detained 2,030 people",
        "2050 prisoners were freed",
        "Prisoners were freed yesterday",
        "",
    ],
)
def test_not_later(claim: str) -> None:
    """The newest article's own day, what lies before it, a bare weekday and a mere number are not later."""
    assert not names_later_time(claim, NEWEST)


def test_empty_archive() -> None:
    """Nothing is after an archive that has no article."""
    assert not names_later_time("Venezuela held an election in 2027", None)
