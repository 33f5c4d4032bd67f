"""Names: accents, initials, surnames, titles, acronyms, demonyms and the archive's own aliases."""

import pytest

from app.comparator.aliases import learn_aliases
from app.comparator.names import read_names, same_name
from app.comparator.wording import analyse
from app.compare import Aliases, compare
from app.evidence import Relation

AGREES, DISAGREES, MISSING = Relation.AGREES, Relation.DISAGREES, Relation.MISSING

# claim, passage, relations of the names of the claim in order
PAIRS = [
    ("Nicolas Maduro was captured", "Former President Nicolás Maduro was captured by U.S. forces.", [AGREES]),
    ("Rodríguez announced the releases", "Jorge Rodríguez announced the releases on television.", [AGREES]),
    ("J. Rodríguez announced the releases", "Jorge Rodríguez announced the releases on television.", [AGREES]),
    ("President Maduro was captured", "Nicolás Maduro was captured at night.", [AGREES]),
    ("The UN welcomed the deal", "The United Nations welcomed the deal.", [AGREES]),
    ("The United Nations welcomed the deal", "The U.N. welcomed the deal.", [AGREES]),
    ("The AP reported the release", "The Associated Press reported the release.", [AGREES]),
    ("Spain welcomed the release", "The Spanish government welcomed the release.", [AGREES]),
    ("Spaniards were freed", "Five Spanish citizens were freed.", [AGREES]),
    ("The African Union sent monitors", "The AU sent monitors to the border.", [AGREES]),
    ("maduro captured", "Nicolás Maduro was captured by U.S. forces.", [AGREES]),
    ("rocío san miguel among freed", "The group includes the lawyer Rocío San Miguel.", [AGREES]),
    ("Delcy Rodríguez announced the releases on television",
     "Jorge Rodríguez announced the releases on television.", [DISAGREES]),
    ("Anke Petersen lost part of her lung in March", "Elke Petersen lost part of her lung in March.", [DISAGREES]),
    ("Trump was captured", "Nicolás Maduro was captured by soldiers.", [MISSING]),
    ("Miguel Moreno was released", "Rocío San Miguel was released on Thursday.", [MISSING]),
    ("The trial took place in Swansea", "The trial took place in Cardiff.", [DISAGREES]),
    ("The trial was in Swansea", "The appeal was heard in Cardiff.", [MISSING]),
    ("The bananas in the container were shipped from Colombia",
     "The bananas in the container were shipped from Ecuador.", [DISAGREES]),
    ("Norway gave two Iranian diplomats a week to leave", "Sweden gave two Iranian diplomats a week to leave.",
     [DISAGREES, AGREES]),
    ("Director Alfredo Romero praised the release", "Director Luisa Baduel praised the release.", [DISAGREES]),
    ("Foreign Minister Albares confirmed the group", "Foreign Minister José Manuel Albares confirmed the group.",
     [AGREES]),
    ("The Senate approved the bill in Bogotá", "The Senate approved the bill in Bogota.", [AGREES, AGREES]),
    ("Prosecutors charged Figueira with treason", "Duarte Figueira was charged with treason.", [AGREES]),
    ("Prosecutors charged two men", "Two men were charged by prosecutors.", []),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "expected"), PAIRS)
def test_names_are_found_in_other_forms(claim: str, passage: str, expected: list[Relation]) -> None:
    """Each pair gives the relations of the claim's names that an editor would see."""
    found = [each for each in compare(claim, passage).findings if each.kind == "name"]
    assert [each.relation for each in found] == expected, found


def test_a_name_known_from_the_headline_is_not_missing() -> None:
    """Headline and sentence before count for names, without a span in the passage."""
    found = compare("Maduro was captured", "He was captured at night.", title="Maduro captured by U.S. forces").findings
    names = [(each.relation, each.passage) for each in found if each.kind == "name"]
    assert names == [(AGREES, None)]


def test_aliases_of_the_archive_make_two_names_one() -> None:
    """Penal Forum is Foro Penal once the archive has taught it."""
    aliases = learn_aliases(["Alfredo Romero of the Penal Forum spoke.", "Foro Penal counted 863 detainees."])
    claim, passage = "The Penal Forum counted 863 detainees", "Foro Penal counted 863 detainees."
    before = [each.relation for each in compare(claim, passage).findings if each.kind == "name"]
    after = [each.relation for each in compare(claim, passage, aliases=aliases).findings if each.kind == "name"]
    assert (before, after) == ([MISSING], [AGREES])


def test_a_name_in_brackets_is_learnt_as_alias() -> None:
    """ "The Kivu Red League (KRL)" teaches the initials, "the Vatican (Rome)" nothing."""
    learnt = learn_aliases(["The Kivu Red League (KRL) met the Vatican (Rome)."])
    assert learnt.of(("krl",)) == learnt.of(("kivu", "red", "league"))
    assert learnt.of(("rome",)) == ("rome",)


def test_aliases_are_hashable_and_empty_by_default() -> None:
    """A map without entries gives every name back."""
    assert Aliases().of(("maduro",)) == ("maduro",)
    assert isinstance(hash(Aliases()), int)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Jorge Rodríguez", "Rodríguez", True),
        ("Jorge Rodríguez", "J. Rodríguez", True),
        ("Jorge Rodríguez", "Delcy Rodríguez", False),
        ("Jorge Rodríguez", "Alfredo Romero", None),
        ("José María Basoa", "María Basoa", True),
        ("University of Rosario", "Rosario", None),
    ],
)
def test_surnames_and_first_names_decide(left: str, right: str, *, expected: bool | None) -> None:
    """One surname with other first names is somebody else; no surname in common says nothing."""
    one, two = (read_names(analyse(f"Yesterday {text} spoke"))[0].parts for text in (left, right))
    assert same_name(one, two, Aliases()) is expected


# text, the names read
READINGS = [
    ("Spanish Foreign Minister José Manuel Albares spoke", ["spanish", "jose manuel albares"]),
    ("Acting President Delcy Rodríguez spoke", ["delcy rodriguez"]),
    ("It was Baptiste de la Tour who spoke", ["baptiste de la tour"]),
    ("Rescuers dug for hours", []),
    ("The army let them go", []),
    ("Talks began in Doha", ["doha"]),
    ("He met Jean-Luc Moreau in New Delhi", ["jean luc moreau", "new delhi"]),
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_names_are_read_without_titles(text: str, expected: list[str]) -> None:
    """Titles and nations come off the front, particles stay, common words at the start are no names."""
    assert [" ".join(name.parts) for name in read_names(analyse(text))] == expected
