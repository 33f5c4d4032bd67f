"""Quantities: a number counts only against the number of the same thing."""

import pytest

from app.comparator.quantities import Quantity, read_quantities
from app.comparator.wording import analyse
from app.compare import compare
from app.evidence import Relation

AGREES, DISAGREES, MISSING = Relation.AGREES, Relation.DISAGREES, Relation.MISSING

# claim, passage, the quantity of the claim, how it stands
PAIRS = [
    # the same number in other clothes
    ("Five Spaniards freed", "Madrid said five Spanish citizens had been freed in Caracas.", "Five", AGREES),
    ("five spaniards freed", "The release of five Spanish citizens was announced on Thursday.", "five", AGREES),
    ("Twelve miners were rescued", "Rescuers brought 12 miners to the surface.", "Twelve", AGREES),
    ("A dozen miners were rescued", "Twelve miners were rescued from the shaft.", "A dozen", AGREES),
    ("Half a dozen nurses were freed", "Six nurses were freed at the border.", "Half a dozen", AGREES),
    ("Twenty-one sailors drowned", "The sinking drowned 21 sailors.", "Twenty-one", AGREES),
    ("1,200 soldiers crossed the river", "Twelve hundred soldiers crossed the river at night.", "1,200", AGREES),
    ("The fire destroyed 1.2 million trees", "In all 1,204,000 trees were destroyed by the fire.",
     "1.2 million", AGREES),
    ("A third of the workers will be laid off", "The firm is laying off 33.3 percent of its workers.",
     "A third", AGREES),
    ("Half of the members voted", "Fifty percent of the members voted.", "Half", AGREES),
    ("The tunnel is 10 kilometres long", "The tunnel, 6.2 miles long, cost a fortune.", "10 kilometres", AGREES),
    ("The talks lasted two weeks", "The talks lasted 14 days.", "two weeks", AGREES),
    ("The ship carried 863 people", "There were 863 individuals on the ship, which carried them to Sfax.",
     "863", AGREES),
    # hedges
    ("At least 800 people are detained", "The group counted 863 people detained in the country.",
     "At least 800", AGREES),
    ("More than 900 people are detained", "The group counted 863 people detained in the country.",
     "More than 900", DISAGREES),
    ("About 860 people are detained", "The group counted 863 people detained in the country.", "About 860", AGREES),
    ("Fewer than 900 people are detained", "The group counted 863 people detained in the country.",
     "Fewer than 900", AGREES),
    ("Fewer than 800 people are detained", "The group counted 863 people detained in the country.",
     "Fewer than 800", DISAGREES),
    ("Nearly 900 people are detained", "The group counted 863 people detained in the country.", "Nearly 900", AGREES),
    ("Up to 900 people are detained", "The group counted 863 people detained in the country.", "Up to 900", AGREES),
    ("No more than 500 people are detained", "The group counted 863 people detained in the country.",
     "No more than 500", DISAGREES),
    ("Only 86 people are detained", "The group counted 863 people detained in the country.", "86", DISAGREES),
    ("Between 60 and 70 people were aboard the boat", "There were 65 people aboard the boat.", "60 and 70", AGREES),
    ("Between 60 and 70 people were aboard the boat", "There were 95 people aboard the boat.", "60 and 70", DISAGREES),
    ("Fifty people were arrested in Riga", "More than 50 people were arrested in Riga.", "Fifty", MISSING),
    ("863 people were arrested in Riga", "More than 800 people were arrested in Riga.", "863", MISSING),
    ("Dozens of houses burned in Almora", "Some 45 houses burned in Almora.", "Dozens", AGREES),
    ("Thousands marched in Riga on Sunday", "About 4,000 people marched in Riga on Sunday.", "Thousands", AGREES),
    # another number of the same thing
    ("Two Spaniards were freed", "Five Spanish citizens were freed on Thursday.", "Two", DISAGREES),
    ("Four journalists were freed in Caracas", "Five journalists were freed in Caracas.", "Four", DISAGREES),
    ("Fourteen bodies were recovered from the lake",
     "Divers recovered two bodies from the lake and 14 others remained missing.", "Fourteen", DISAGREES),
    ("The vessel was licensed to carry 87 passengers",
     "The vessel, which left with nine crew, was licensed to carry 60 passengers.", "87", DISAGREES),
    ("Kusinero opened 341 restaurants last year", "Kusinero opened 431 restaurants last year.", "341", DISAGREES),
    ("Nineteen ballots failed to produce a speaker", "Nine ballots failed to produce a speaker.",
     "Nineteen", DISAGREES),
    ("The court fined the pensioner 500 euros", "The court fined the pensioner 300 euros on Wednesday.",
     "500 euros", DISAGREES),
    ("Hail will cost the insurer 42 million francs", "Hail will cost the insurer about 420 million francs.",
     "42 million francs", DISAGREES),
    ("Arabica has gained 52 percent this year", "Arabica has gained 25 percent this year.", "52 percent", DISAGREES),
    ("Costs rose to 900 euros from 1,200", "Costs rose to 1,200 euros from 900 euros.", "900 euros", DISAGREES),
    ("The strike lasted nine weeks", "The strike lasted nine months.", "nine weeks", DISAGREES),
    ("Three of the five wings were emptied at the weekend", "Two of the five wings were emptied at the weekend.",
     "Three", DISAGREES),
    ("Holders may stay in Ghana without a visa for up to 30 days",
     "Holders may stay in Ghana without a visa for up to 90 days.", "up to 30 days", DISAGREES),
    ("She won her first gold of the championships", "She won her third gold of the championships.", "first", DISAGREES),
    ("Two people were killed in the bombing in Quetta", "Nine people were killed in the bombing in Quetta.",
     "Two", DISAGREES),
    # ages, each of the one whose it is
    ("Kowal is 41", "Anna Kowal, 31, gave the prize to her grandmother.", "41", DISAGREES),
    ("Anna Kowal, aged 31, is a novelist", "The 31-year-old novelist Kowal gave it back.", "31", AGREES),
    ("The 41-year-old novelist Kowal won", "Anna Kowal (31) took the prize.", "41-year-old", DISAGREES),
    ("Kowal, 41, won the prize", "Jan Rot, 31, had won the prize before Kowal did.", "41", MISSING),
    # some number somewhere differs: not the same thing
    ("863 people are detained", "Twenty people were killed in the riots.", "863", MISSING),
    ("Five Spaniards were freed", "Two Italian citizens were freed as well.", "Five", MISSING),
    ("Five doctors were freed", "Two trucks were freed from the mud.", "Five", MISSING),
    ("Eighteen soldiers were handed over", "A release in 2021 of 40 soldiers led to a truce.", "Eighteen", MISSING),
    ("The bridge has 12 arches", "The bridge is 300 metres long.", "12", MISSING),
    ("Six nurses were freed", "The six-week strike ended in Oslo.", "Six", MISSING),
    ("Two of the victims were children", "Five victims were buried on Sunday.", "Two", MISSING),
    ("The two sides freed 300 prisoners in total", "Each side freed 150 prisoners.", "300", MISSING),
    ("There were 96 people on the ferry", "The ferry left with 87 passengers and nine crew.", "96", MISSING),
    ("She had three children", "He was born in 1953 in Porto.", "three", MISSING),
    ("Four people were hurt", "Highway 4 was closed.", "Four", MISSING),
    ("The jury has not heard 16 of the 60 witnesses", "The jury has heard 44 of 60 witnesses.", "16", MISSING),
    ("The nine women were fined 702,000 tenge", "The nine women were each fined 78,000 tenge.", "702,000", MISSING),
    ("She was jailed for a year and four months", "A court jailed her for 16 months.", "four months", MISSING),
    ("He retired at 48", "A retired driver of 69 claimed the prize.", "48", MISSING),
    ("Five men were arrested", "Five other men were arrested in 2019.", "Five", AGREES),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "text", "expected"), PAIRS)
def test_a_number_counts_against_that_of_the_same_thing(
    claim: str, passage: str, text: str, expected: Relation
) -> None:
    """Each pair gives the relation that an editor would see, for the quantity named."""
    found = [each for each in compare(claim, passage).findings if each.kind == "quantity"]
    mine = [each for each in found if each.claim.text.casefold().endswith(text.casefold())]
    assert [each.relation for each in mine] == [expected], found


def _read(text: str) -> Quantity:
    found = read_quantities(analyse(text))
    assert len(found) == 1, found
    return found[0]


# text, low, high, dimension
READINGS = [
    ("1,200 soldiers", 1200, 1200, "count"),
    ("863 people", 863, 863, "count"),
    ("one hundred and five horses", 105, 105, "count"),
    ("two thousand three hundred votes", 2300, 2300, "count"),
    ("a million voters", 1e6, 1e6, "count"),
    ("three dozen eggs", 36, 36, "count"),
    ("no survivors", 0, 0, "count"),
    ("nobody survived", 0, 0, "count"),
    ("none of the passengers", 0, 0, "count"),
    ("two-thirds of the members", 2 / 3, 2 / 3, "share"),
    ("18 percent", 0.18, 0.18, "share"),
    ("18 per cent", 0.18, 0.18, "share"),
    ("most of the members", 0.5001, 1, "share"),
    ("one in ten lockers", 0.1, 0.1, "share"),
    ("nine out of ten votes", 0.9, 0.9, "share"),
    ("the thirty-fourth day", 34, 34, "ordinal"),
    ("the 21st victim", 21, 21, "ordinal"),
    ("a third term", 3, 3, "ordinal"),
    ("$4.5m", 4.5e6, 4.5e6, "dollar"),
    ("€1.2 billion", 1.2e9, 1.2e9, "euro"),
    ("420 million francs", 4.2e8, 4.2e8, "franc"),
    ("a 63-year-old man", 63, 63, "age"),
    ("aged 5", 5, 5, "age"),
    ("10 miles", 16093.4, 16093.4, "length"),
    ("five tonnes", 5000, 5000, "mass"),
    ("five weeks", 35, 35, "time"),
    ("5-10 people", 5, 10, "count"),
    ("5 to 10 people", 5, 10, "count"),
    ("at most 20 ministers", 0, 20, "count"),
    ("a couple of cars", 2, 2, "count"),
]


@pytest.mark.parametrize(("text", "low", "high", "dimension"), READINGS)
def test_quantities_are_read_as_intervals(text: str, low: float, high: float, dimension: str) -> None:
    """Digits, words, shares, money, ages and measures become an interval in one dimension."""
    found = _read(text)
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)
    assert found.dimension == dimension


@pytest.mark.parametrize(
    "text",
    [
        "in 2024", "on 8 January", "January 8, 2026", "at 9:30", "at 11.29 a.m.", "the A321 jet", "Shirvan-4 sank",
        "since 1998", "a 1938 portrait", "no longer open", "Camp 12 burned",
    ],
)  # fmt: skip
def test_years_dates_clocks_and_names_are_no_counts(text: str) -> None:
    """What only looks like a number of things is not read as one."""
    assert [each for each in read_quantities(analyse(text)) if each.dimension == "count"] == []


@pytest.mark.parametrize(
    ("text", "open_low", "open_high"),
    [("at least 20 men", False, True), ("more than 20 men", True, True), ("fewer than 20 men", True, True)],
)
def test_hedges_open_the_interval_on_the_right_side(text: str, open_low: bool, open_high: bool) -> None:  # noqa: FBT001
    """ "At least 20" includes 20, "more than 20" and "fewer than 20" do not."""
    found = _read(text)
    if open_high and found.high == float("inf"):
        assert (found.low > 20) == open_low
    else:
        assert found.high < 20
