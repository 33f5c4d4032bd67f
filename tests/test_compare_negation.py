"""Negation, denial and opposites: yes and no to the same thing."""

import pytest

from app.comparator.polarity import polarity
from app.comparator.wording import analyse
from app.compare import compare
from app.evidence import Relation

AGREES, DISAGREES = Relation.AGREES, Relation.DISAGREES

# claim, passage, relation of the negation finding, None if there is none
PAIRS = [
    ("The prisoners were freed", "The prisoners were not freed.", DISAGREES),
    ("The prisoners were not freed", "The prisoners were freed on Thursday.", DISAGREES),
    ("The prisoners were not freed", "The prisoners weren't freed.", AGREES),
    ("The prisoners were never freed", "The prisoners were released on Thursday.", DISAGREES),
    ("Leon joined the lawsuit", "Leon has not joined the lawsuit.", DISAGREES),
    ("The court overturned the sentence", "The court upheld the sentence on Tuesday.", DISAGREES),
    ("Exports rose in July", "Exports fell in July.", DISAGREES),
    ("The council rejected the plan", "The council approved the plan by seven votes.", DISAGREES),
    ("The council did not approve the plan", "The council rejected the plan.", AGREES),
    ("The airport is closed", "The airport is open again.", DISAGREES),
    ("The skipper was acquitted of gross negligence",
     "A jury found the skipper guilty of gross negligence.", DISAGREES),
    ("Figueira was convicted of treason", "A court acquitted Duarte Figueira of treason.", DISAGREES),
    ("All the climbers survived the fall", "All the climbers died in the fall.", DISAGREES),
    ("Mwansa admitted the theft", "Sergeant Mwansa denied the theft.", DISAGREES),
    ("The ministry confirmed the report", "The ministry denied the report.", DISAGREES),
    ("The minister signed the treaty", "The minister refused to sign the treaty.", DISAGREES),
    ("The minister paid the fine", "The minister failed to pay the fine.", DISAGREES),
    ("The union called off the strike", "The union did not call off the strike.", DISAGREES),
    ("Nobody was charged with the theft", "Two men were charged with the theft.", DISAGREES),
    ("The rescuers found the boy", "The rescuers have yet to find the boy.", DISAGREES),
    ("The nephew contested the will", "The nephew will not contest the will.", DISAGREES),
    ("The bank won the lawsuit in Oslo", "The bank lost the lawsuit in Oslo.", DISAGREES),
    ("The army opened the border crossing", "The army closed the border crossing.", DISAGREES),
    ("The judges were in the minority", "The judges were in the majority.", DISAGREES),
    ("Sea temperatures were 3.1 degrees below average off Waikoura",
     "Sea temperatures were 3.1 degrees above average off Waikoura.", DISAGREES),
    ("Households will pay 4.9 percent less council tax",
     "Households will pay 4.9 percent more council tax.", DISAGREES),
    ("The institute understated the soot level", "The institute said it had overstated the soot level.", DISAGREES),
    # not the same, or both the same
    ("The convoy had been held for weeks", "The convoy was freed on Tuesday.", None),
    ("The upper house must vote", "The lower house voted. The upper house must vote by March.", None),
    ("No pupil died", "Rumours that a pupil had died were false.", None),
    ("The prisoners were freed", "The prisoners were freed on Thursday.", None),
    ("The prisoners were freed", "The journalists were not paid.", None),
    ("The mine will reopen in spring", "The mine was closed in autumn.", None),
    ("The guard was not prosecuted", "The driver was prosecuted.", None),
    ("Not only nurses were freed", "Nurses were freed on Thursday.", None),
    ("Two of the five members did not sign", "The members signed the decision.", None),
    ("The trial will not begin until May", "The trial will begin in May.", None),
    ("Seven climbers were allowed to leave", "Seven climbers held since April were allowed to leave.", None),
    ("Rodríguez gave no number", "Rodríguez did not specify how many people would be released.", None),
    ("The government holds political prisoners", "The government denies that there are political prisoners.", None),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "expected"), PAIRS)
def test_yes_and_no_to_the_same_thing_disagree(claim: str, passage: str, expected: Relation | None) -> None:
    """Each pair gives the relation of what it says and denies that an editor would see."""
    found = {each.relation for each in compare(claim, passage).findings if each.kind == "negation"}
    assert found == (set() if expected is None else {expected})


# text, word, sign
SIGNS = [
    ("He did not pay the fine", "pay", -1),
    ("He paid the fine", "paid", 1),
    ("He never paid the fine", "paid", -1),
    ("He failed to pay the fine", "pay", -1),
    ("He failed to pay the fine", "failed", 1),
    ("He did not fail to pay the fine", "pay", 1),
    ("Nobody paid the fine", "paid", -1),
    ("No fine was paid", "paid", -1),
    ("He denied that he had paid", "paid", -1),
    ("He left without paying", "paying", -1),
    ("Not only nurses paid", "paid", 1),
    ("He has yet to pay", "pay", -1),
    ("They forbade him to pay", "pay", -1),
    ("He will not pay until Monday", "pay", 0),
    ("He was treated as a thief, not a guest", "treated", 0),
]


@pytest.mark.parametrize(("text", "word", "sign"), SIGNS)
def test_negation_reaches_its_verb(text: str, word: str, sign: int) -> None:
    """Each word is said, denied, or left open, within its clause."""
    analysis = analyse(text)
    token = next(each for each in analysis.tokens if each.text == word)
    assert polarity(analysis)[token.at] == sign
