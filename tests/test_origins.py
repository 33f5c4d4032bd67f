"""What goes back to one source: declared, measured, unknown; and what must not be swallowed."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import Basis, Origin
from app.origins import Link, Wording, canonical, decide, declared, fingerprints, kinship, wording
from app.split import split

STORY = """Venezuela began on Thursday to free a "significant number" of prisoners, the head of its legislature said.
Jorge Rodríguez called it a gesture to "seek peace" and gave neither names nor a figure.
Spain's government said that five Spanish citizens had been freed and would fly home from Caracas soon.
Alfredo Romero, the director of Penal Forum, called the releases "good news" for the families of the detained.
"We will verify each and every one of these releases," Romero wrote on social media late on Thursday.
The group had counted 863 people held "for political reasons" at the end of December.
The government denies that it holds "political prisoners" and says the detainees plotted against Maduro."""

REWRITE = """A "significant number" of inmates can go home, according to the speaker of parliament in Caracas.
Five of those who left their cells are Spaniards, Madrid announced, and diplomats are arranging their flight.
Officials insist that there are no "political prisoners" in the country at all.
Penal Forum, which had 863 people on its list for "political reasons", speaks of "good news" after long years.
"We will verify each and every one of these releases," its director Alfredo Romero wrote.
The head of its legislature said it was all done to "seek peace" with the country's opponents."""

INDEPENDENT = """Our correspondent saw four men walk out of the Helicoide shortly after noon, and spoke to two of them.
They had been held for three years, one said, without a trial or a lawyer of his own choosing.
Rodríguez announced on television the release of a "significant number" of prisoners as a gesture to "seek peace".
A guard at the gate told this newspaper that forty more were being readied to leave before nightfall.
Alfredo Romero of Penal Forum told us by telephone that he had eleven names and expected more by morning.
Five Spanish citizens are free, the Spanish embassy confirmed to us, and are lodged in a hotel in Caracas."""

SPEECH_A = """The president spoke for an hour before a full house on Tuesday night.
"We shall rebuild every bridge that this storm has taken from us," she said to long applause.
"Nobody who lost a home will spend the winter in a tent," she promised.
She put the damage at 40 million and asked parliament for "patience" until the engineers report.
"The dams will be higher, and they will be paid for by all of us," she said."""

SPEECH_B = """Opposition leaders left the chamber while the president was still at the lectern.
"Nobody who lost a home will spend the winter in a tent," she had told them minutes before.
Her critics called the pledge hollow, since no contract has been signed with any builder.
"We shall rebuild every bridge that this storm has taken from us," the president insisted.
She gave no date. "The dams will be higher, and they will be paid for by all of us," she added,
and she asked for "patience"."""


def _worded(text: str) -> Wording:
    return wording([sentence.text for sentence in split(text) if sentence.is_evidence])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("GUATIRE, Venezuela (AP) — Gates opened.", "Associated Press"),
        ("LONDON, Jan 8 (Reuters) - Gates opened.", "Reuters"),
        (
            "Gates opened.\n\nDelacroix writes for the Associated Press. AP writer Jo Doe contributed.",
            "Associated Press",
        ),
        ("Gates opened.\nCopyright 2026 The Associated Press. All rights reserved.", "Associated Press"),
        ("Gates opened.\n© 2026 AFP", "Agence France-Presse"),
        ("Gates opened.\nCopyright 2026 Meridian Press Agency. All rights reserved.", "Meridian Press Agency"),
        ("PARIS (Meridian Press Agency) — Gates opened.", "Meridian Press Agency"),
        ("A relative waits. (AP Photo/Jo Doe)Jo Doe\n\nGates opened.", None),
        ("A relative waits. (Jo Doe/Reuters)\n\nGates opened.", None),
        ("Gates opened.\n© 2026 The Harbour Post", None),
        ("PARIS (France) — Gates opened.", None),
        ("Gates opened, the Associated Press reported.", None),
        ("He writes for the school paper.", None),
    ],
)
def test_what_a_text_declares(text: str, name: str | None) -> None:
    """A dateline, a credit line or an agency's copyright declare; a photo's credit and a quotation do not."""
    assert declared(text) == name


def test_metadata_declares() -> None:
    """The agency field wins over the text, an author who is an agency counts, spellings are one."""
    assert declared("PARIS (AP) — Gates opened.", agency="reuters") == "Reuters"
    assert declared("Gates opened.", author="Jo Doe, Associated Press") == "Associated Press"
    assert declared("Gates opened.", author="Jo Doe") is None
    assert declared("Gates opened.", agency="  ") is None
    assert canonical("The AP") == canonical("associated press") == ("Associated Press", "associated press")
    assert canonical("Café  Wire") == ("Café Wire", "cafe wire")


def test_a_copy_is_kin() -> None:
    """A near copy, shortened and with other accents and quotes, goes back to the same source."""
    copy = "\n".join(STORY.replace('"', "”").replace("í", "i").splitlines()[:5])
    assert kinship(_worded(STORY), _worded(copy)) > 0.8


def test_a_rewrite_is_kin_by_its_quotations() -> None:
    """Most quotations, cut at the same words, betray a rewrite."""
    assert 0 < kinship(_worded(STORY), _worded(REWRITE)) <= 0.25


def test_an_independent_report_is_not_swallowed() -> None:
    """An article about the same event, with the same short quotations from the same broadcast, stays apart."""
    assert kinship(_worded(STORY), _worded(INDEPENDENT)) == 0
    assert kinship(_worded(REWRITE), _worded(INDEPENDENT)) == 0


def test_two_reports_of_one_speech_are_not_swallowed() -> None:
    """Everybody quotes a speech: the same sentences of the speaker do not make one source."""
    assert kinship(_worded(SPEECH_A), _worded(SPEECH_B)) == 0


def test_boilerplate_does_not_join_strangers() -> None:
    """Two articles of one outlet that share only its credit lines and prompts are not kin."""
    foot = "\n___\nFollow AP's coverage of the sea at https://apnews.com/hub/sea\nCopyright 2026 The Harbour Post."
    assert kinship(_worded("The ferry sank." + foot), _worded("The mayor won." + foot)) == 0


@given(st.text(max_size=200), st.text(max_size=200))
def test_kinship_is_symmetric(one: str, other: str) -> None:
    """Which article came first does not matter."""
    assert kinship(_worded(one), _worded(other)) == kinship(_worded(other), _worded(one))
    assert 0 <= kinship(_worded(one), _worded(other)) <= 1


def test_kin_share_a_fingerprint() -> None:
    """What is kin can be found by looking fingerprints up, and they are signed 64-bit numbers."""
    prints = [fingerprints(_worded(text)) for text in (STORY, REWRITE)]
    assert set(prints[0]) & set(prints[1])
    assert all(-(2**63) <= one < 2**63 for one in prints[0])


AP = Origin("org_1", "Associated Press", Basis.DECLARED)
REUTERS = Origin("org_2", "Reuters", Basis.DECLARED)
GROUP = Origin("org_3", None, Basis.MEASURED)
LONER = Origin("org_4", None, Basis.UNKNOWN)


def test_decisions() -> None:
    """Declared wins and names its group, a relative's name is inherited, unknown stays unknown."""
    assert decide(None, []).basis is Basis.UNKNOWN
    assert decide("Reuters", [Link(AP, 0.9), Link(GROUP, 0.5)]).merge == ("org_3",)
    joined = decide(None, [Link(GROUP, 0.9), Link(AP, 0.3), Link(LONER, 0.3)])
    assert (joined.join, joined.merge, joined.basis) == (AP, ("org_3", "org_4"), Basis.MEASURED)
    assert decide(None, [Link(LONER, 0.4)]).join == LONER


def test_two_names_stay_two_origins() -> None:
    """An article akin to two agencies goes to the nearer one and merges neither."""
    decision = decide(None, [Link(AP, 0.4), Link(REUTERS, 0.9)])
    assert (decision.join, decision.merge) == (REUTERS, ())


@given(st.permutations([Link(AP, 0.3), Link(REUTERS, 0.3), Link(GROUP, 0.9), Link(LONER, 0.3)]))
def test_the_order_of_links_does_not_matter(links: list[Link]) -> None:
    """The same relatives in any order give the same decision."""
    assert decide(None, links) == decide(None, sorted(links, key=lambda link: link.origin.id))


def test_the_real_articles_hang_together(originals: dict[str, str]) -> None:
    """Three of the five declare the agency; the others are kin to one that does, whatever comes first."""
    assert {name: declared(text) for name, text in originals.items()} == {
        "000": None,
        "001": None,
        "002": "Associated Press",
        "003": "Associated Press",
        "004": "Associated Press",
    }
    worded = {name: _worded(text) for name, text in originals.items()}
    kin = {pair for pair in permutations(originals, 2) if kinship(worded[pair[0]], worded[pair[1]]) > 0}
    assert {("000", "002"), ("000", "003"), ("001", "002"), ("001", "003"), ("003", "004")} <= kin
