"""What generators make must be what its label says: a property of each, over invented news."""

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pairs import Pair
from training.examples import LABELS, NOT_SUPPORTED, Example, WrittenArticle, WrittenClaim
from training.generate import GENERATORS, SHARE, generated_mix, is_fit
from training.generators.lexicon import ANTONYMS
from training.generators.names import people_of
from training.generators.numbers import all_values, plain_numbers, spelled
from training.generators.pool import Pool, capitalised, names_of, opened, pool_of, premise_text, without_days
from training.generators.roles import read_deed
from training.generators.verbs import BASE, PAST
from training.mix import evened, met_elsewhere

ROWS = [
    ("Five aid workers were freed", "Five aid workers were freed on Monday (March 3), the ministry said."),
    ("The court jailed 12 smugglers for six months", "The court jailed 12 smugglers for six months, not a year."),
    ("The mine employs 1,450 people.", "The mine at Korsby employs 1,450 people and has run at a loss since 2019."),
    ("The bridge cost €4.5 million", "The bridge, opened in 2011, cost €4.5 million."),
    ("The vote was held on Thursday", "The vote was held on Thursday (June 5), a day late."),
    ("The museum opened in 1987.", "The museum opened in 1987 and closed a wing in 2004."),
    ("The trial began on 9 July", "The trial began on 9 July in Oslo."),
    ("Maria Lindqvist was elected mayor", "Maria Lindqvist was elected mayor of Korsby by 17 votes."),
    ("Norway sold the ferry to Chile.", "Norway sold the ferry to Chile for 20 million kroner."),
    ("Anna Berg sued Peter Holm", "Anna Berg sued Peter Holm over the boundary wall on Tuesday (May 6)."),
    ("The minister did not sign the treaty", "The minister did not sign the treaty, his spokesman said."),
    ("The pilot has not been named.", "The pilot has not been named by the airline."),
    ("The army rescued two miners", "The army rescued two miners from the shaft at dawn."),
    ("Two miners were rescued by the army", "Two miners were rescued by the army at dawn."),
    ("The union was founded by Karl Weber in 1921.", "The union was founded by Karl Weber in 1921."),
    ("The company bought the brewery", "The company bought the brewery in March after a long dispute."),
    ("Prices rose by 3 percent in April", "Prices rose by 3 percent in April, less than in March."),
    ("The higher bid came from the council", "The higher bid came from the council, not from the bank."),
    ("The police have found the stolen paintings in a barn", "The police have found the stolen paintings in a barn."),
    ("Half of the 24 voters stayed away", "Half of the 24 voters stayed away; the others voted yes."),
    ("Julia Ortega won the race for a second year", "Julia Ortega won the race for a second year, not Rosa Pinto."),
    ("Rosa Pinto praised Julia Ortega.", "Rosa Pinto praised Julia Ortega. The race was held in Madrid."),
    ("The mayor resigned", "The mayor, who had denied the affair, resigned on Friday after a vote in the council."),
    ("The ferry sank", "On Monday (June 2), the ferry, a gift of the king, sank off Korsby, taking two cars along."),
    ("The school reopened", "The school (founded in 1904) reopened on Tuesday, the council said."),
]  # fmt: skip
EXAMPLES = [Example(Pair(claim, sentence), "supports", "newsroom") for claim, sentence in ROWS]
STRANGERS = (
    "A whale was seen off the northern cape last winter.",
    "The orchestra will tour seven cities with a new conductor.",
    "Farmers complain that the reservoir has been empty since spring.",
)
POOL = pool_of(STRANGERS, people_of(sentence for _, sentence in ROWS))
unhurried = settings(deadline=None)  # the first run of a generator compiles its patterns
seeds = st.integers(0, 2**32).map(Random)
examples = st.sampled_from(EXAMPLES)
counts = st.integers(3, 99) | st.integers(101, 999) | st.integers(2_101, 90_000)


def freed(count: int) -> Example:
    """An example with one number, written in words up to twenty."""
    number = spelled(count) if count <= 20 else f"{count:,}"
    return Example(
        Pair(f"The rebels freed {number} prisoners", f"The rebels freed {number} prisoners on Monday."), "supports", ""
    )


def made(kind: str, example: Example, rng: Random, pool: Pool = POOL) -> Example | None:
    """Run one generator."""
    return GENERATORS[kind](example, rng, pool)


@pytest.mark.parametrize("kind", list(GENERATORS))
def test_each_generator_applies_somewhere(kind: str) -> None:
    """No generator is so strict that it makes nothing of the invented news."""
    found = [made(kind, example, Random(seed)) for seed in range(5) for example in EXAMPLES]
    assert any(found)
    assert {one.label for one in found if one} <= {*LABELS, NOT_SUPPORTED}


@unhurried
@given(counts, seeds)
def test_changed_number_is_not_in_the_premise(count: int, rng: Random) -> None:
    """One number is another, the new one stands nowhere in the premise, and the pair refutes."""
    before = freed(count)
    after = made("number_changed", before, rng)
    assert after is not None
    assert after.label == "refutes"
    assert after.pair.sentence == before.pair.sentence
    new = all_values(after.pair.claim) - all_values(before.pair.claim)
    assert len(new) == 1
    assert not new & all_values(premise_text(after))


@unhurried
@given(counts, seeds)
def test_hedge_is_labelled_by_arithmetic(count: int, rng: Random) -> None:
    """The hedged bound holds for the number of the premise exactly where the pair supports."""
    after = made("hedged", freed(count), rng)
    assert after is not None
    match = re.search(r"(at least|more than|fewer than|about) (.+?) prisoners", after.pair.claim)
    assert match is not None
    (bound,) = all_values(match[2])
    holds = {
        "at least": count >= bound,
        "more than": count > bound,
        "fewer than": count < bound,
        "about": abs(count - bound) <= count / 20,
    }[match[1]]
    assert after.label == ("supports" if holds else "refutes")


@unhurried
@given(st.integers(2, 99), seeds)
def test_number_said_otherwise_is_the_same_number(count: int, rng: Random) -> None:
    """Words for digits and digits for words keep the value, and the pair supports."""
    before = freed(count)
    after = made("said_otherwise", before, rng)
    assert after is not None
    assert after.label == "supports"
    assert after.pair.claim != before.pair.claim
    dozens = {"half a dozen": 6, "a dozen": 12, "two dozen": 24, "three dozen": 36}
    said = re.search(r"freed (.+) prisoners", after.pair.claim)
    assert said is not None
    assert (dozens.get(said[1]) or max(all_values(said[1]))) == count


def test_number_in_a_name_a_date_or_a_range_is_left_alone() -> None:
    """Only numbers that count something are found."""
    assert plain_numbers("In June 2023 Boeing 737 crews met on 9 July at 6:12 a.m. in Room 12") == []
    assert plain_numbers("Between 12 and 15 people, at least five, some 70, 3-year-old") == []
    assert [number.value for number in plain_numbers("Four of 1,200 voters paid $3.5 million")] == [4, 1200, 3.5]


@unhurried
@given(examples, seeds)
def test_changed_date_is_not_in_the_premise(example: Example, rng: Random) -> None:
    """The new weekday, month, day or year stands nowhere in the premise, and the pair refutes."""
    after = made("date_changed", example, rng)
    if after:
        assert after.label == "refutes"
        words = set(re.findall(r"\w+", after.pair.claim)) - set(re.findall(r"\w+", example.pair.claim))
        assert len(words) == 1
        assert not words & set(re.findall(r"\w+", premise_text(after)))


@unhurried
@given(examples, seeds)
def test_swapped_name_is_new_to_the_premise(example: Example, rng: Random) -> None:
    """The claim loses a name that the premise has and gains one that it lacks: not supported."""
    after = made("name_swapped", example, rng)
    if after:
        assert after.label == NOT_SUPPORTED
        gone = capitalised(example.pair.claim) - capitalised(after.pair.claim)
        new = capitalised(after.pair.claim) - capitalised(example.pair.claim)
        assert gone
        assert new
        assert gone <= capitalised(premise_text(example))
        assert not new & capitalised(premise_text(example))


@unhurried
@given(examples, seeds)
def test_swapped_roles_keep_every_word(example: Example, rng: Random) -> None:
    """Two names change places: the same words in another order, never supported."""
    after = made("roles_swapped", example, rng)
    if after:
        assert after.label in {"refutes", NOT_SUPPORTED}
        assert after.pair.claim != example.pair.claim
        assert Counter(re.findall(r"\w+", after.pair.claim)) == Counter(re.findall(r"\w+", example.pair.claim))


@unhurried
@given(examples, seeds)
def test_negated_claim_denies_itself(example: Example, rng: Random) -> None:
    """One "not" is put in; taking it out again gives the claim back."""
    after = made("negated", example, rng)
    if after:
        assert after.label == "refutes"
        assert after.pair.claim.split().count("not") == 1
        plain = re.sub(r"did not (\w+)", lambda match: PAST[match[1]], after.pair.claim).replace(" not ", " ")
        assert plain == example.pair.claim


@unhurried
@given(st.sampled_from(sorted(BASE)), seeds)
def test_negation_and_its_removal_are_inverse(past: str, rng: Random) -> None:
    """A simple claim that is denied and then affirmed is the claim again, whatever its verb."""
    claim = f"The council {past} the plan"
    denied = made("negated", Example(Pair(claim, claim), "supports", ""), rng)
    if denied:
        affirmed = made("affirmed", denied, rng)
        assert affirmed is not None
        assert PAST[BASE[past]] in affirmed.pair.claim


@unhurried
@given(examples, seeds)
def test_affirmed_claim_has_no_negation(example: Example, rng: Random) -> None:
    """The one negation is gone and the pair refutes."""
    after = made("affirmed", example, rng)
    if after:
        assert after.label == "refutes"
        assert re.search(r"\bnot\b|n't\b", example.pair.claim)
        assert not re.search(r"\bnot\b|n't\b", after.pair.claim)


@unhurried
@given(examples, seeds)
def test_antonym_is_one_word_of_the_table(example: Example, rng: Random) -> None:
    """One word is exchanged for its opposite, which the premise does not have: refutes."""
    after = made("antonym", example, rng)
    if after:
        assert after.label == "refutes"
        old, new = example.pair.claim.split(), after.pair.claim.split()
        changed = {(one, two) for one, two in zip(old, new, strict=True) if one != two} - {("a", "an"), ("an", "a")}
        assert len(changed) == 1
        one, two = (word.strip(".,") for word in changed.pop())
        assert {f"{one} {two}", f"{two} {one}"} & {pair.strip() for pair in ANTONYMS.split("|")}
        assert two not in premise_text(after).split()


@unhurried
@given(examples, seeds)
def test_headline_only_drops_words(example: Example, rng: Random) -> None:
    """A headline has no word that the claim lacks, none of the articles, and the claim's label."""
    after = made("headline", example, rng)
    if after:
        assert after.label == example.label
        old = example.pair.claim.casefold().rstrip(".").split()
        new = after.pair.claim.casefold().split()
        assert not Counter(new) - Counter(old)
        assert len(new) < len(old)


@unhurried
@given(examples, seeds)
def test_reported_speech_is_labelled_by_who_said_what(example: Example, rng: Random) -> None:
    """Denied or open is neutral for the claim itself; the saying is judged by speaker and verb."""
    after = made("reported", example, rng)
    if after:
        speaker = re.match(r"(.+?) (?:denied|could|dismissed|rejected|doubted|would|refused|questioned|said|ann|told)",
                           after.pair.sentence)  # fmt: skip
        assert speaker is not None
        framed = rf"(?:according to )?{re.escape(speaker[1])}(?:,| said| denied)"
        same = re.match(framed, after.pair.claim, re.IGNORECASE)
        denied = not re.search(r" (?:said|announced|told reporters) that", after.pair.sentence)
        if after.pair.claim == example.pair.claim:
            assert (after.label, denied) == ("neutral", True)
        elif not same:
            assert after.label == "neutral"
        else:
            assert after.label == ("supports" if denied == (" denied that " in after.pair.claim) else "refutes")


@unhurried
@given(examples, seeds)
def test_surrounding_keeps_claim_label_and_evidence(example: Example, rng: Random) -> None:
    """The evidence stands whole between sentences of other stories; claim and label stay."""
    after = made("surrounded", example, rng)
    if after:
        assert (after.label, after.pair.claim) == (example.label, example.pair.claim)
        assert after.pair.sentence.replace(example.pair.sentence, "").strip() in STRANGERS


@unhurried
@given(examples, seeds)
def test_stranger_shares_no_name(example: Example, rng: Random) -> None:
    """The claim meets a sentence of another story, without its names and background: neutral."""
    after = made("stranger", example, rng)
    if after:
        assert after.label == "neutral"
        assert after.pair.sentence in STRANGERS
        assert after.pair.background == ""
        assert not names_of(after.pair.sentence) & names_of(premise_text(example))


@unhurried
@given(examples, seeds)
def test_verbatim_claim_stands_in_the_evidence(example: Example, rng: Random) -> None:
    """A claim in the evidence's own words supports."""
    after = made("verbatim", example, rng)
    if after:
        assert after.label == "supports"
        assert after.pair.claim in without_days(example.pair.sentence)


@unhurried
@given(examples, seeds)
def test_clause_is_cut_out_of_one_sentence(example: Example, rng: Random) -> None:
    """What is left when parts are cut out has the words of the evidence in their order, fewer of them: supports."""
    after = made("clause", example, rng)
    if after:
        whole = iter(re.findall(r"\w+", without_days(example.pair.sentence).casefold()))
        left = re.findall(r"\w+", after.pair.claim.casefold())
        assert after.label == "supports"
        assert all(word in whole for word in left)  # each is found behind the one before it
        assert len(left) < len(re.findall(r"\w+", without_days(example.pair.sentence)))


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor would resign, his deputy said.",
        "The fund paid nothing unless the bank agreed, the court found.",
        'The minister, who denies it, called the report "invented" on Friday.',
        "Neither the pilot nor the owner was heard, the judge said.",
    ],
)
def test_no_clause_is_cut_where_the_rest_could_say_more(sentence: str) -> None:
    """A condition, a denial or a quotation may be what makes a sentence true: nothing is cut out of it."""
    example = Example(Pair("Anything", sentence), "supports", "newsroom")
    assert not any(made("clause", example, Random(seed)) for seed in range(40))


@unhurried
@given(st.lists(st.tuples(st.sampled_from(LABELS), st.integers(0, 4), st.integers(0, 99)), max_size=60), seeds)
def test_evened_pairs_share_as_many_words_whatever_their_label(drawn: list[tuple[str, int, int]], rng: Random) -> None:
    """In each range of words in common there are as many supported as refuted; no neutral pair is lost."""
    words = ["ferry", "bridge", "mayor", "school"]
    pairs = [
        Example(Pair(" ".join(words), " ".join([*words[:shared], f"x{number}"])), label, "articles")
        for label, shared, number in drawn
    ]
    left = evened(pairs, rng)
    assert not Counter(left) - Counter(pairs)
    assert Counter(one for one in pairs if one.label == "neutral") == Counter(
        one for one in left if one.label == "neutral"
    )
    for shared in range(5):
        counted = Counter(one.label for one in left if len(set(words) & set(one.pair.sentence.split())) == shared)
        asked = Counter(label for label, own, _ in drawn if own == shared)
        assert counted["supports"] == counted["refutes"] == min(asked["supports"], asked["refutes"])


@unhurried
@given(examples, seeds)
def test_voice_keeps_and_turning_exchanges_who_did_it(example: Example, rng: Random) -> None:
    """Active and passive tell the same deed and support; turned round, doer and done-to are exchanged: refutes."""
    deed = read_deed(example.pair.claim)
    for kind in ("activated", "passivated", "turned_round"):
        after = made(kind, example, rng)
        if after:
            assert deed is not None
            turned = kind == "turned_round"
            told = read_deed(after.pair.claim)
            if told:
                assert (told.who, told.whom) == ((deed.whom, deed.who) if turned else (deed.who, deed.whom))
            else:
                assert kind == "activated"
                assert after.pair.claim.startswith(f"{opened(deed.who)} {deed.verb} {deed.whom}")
            assert after.label == ("refutes" if turned else "supports")


@unhurried
@given(seeds)
def test_enacted_deed_is_labelled_by_its_people(rng: Random) -> None:
    """The same people in the same roles support, exchanged they refute, with somebody else it is not supported."""
    after = made("enacted", EXAMPLES[0], rng)
    if after:
        claim = read_deed(after.pair.claim)
        told = read_deed(re.sub(r" (?:in|at|on) (?:the |)\w+(?: .*)?\.$", "", after.pair.sentence))
        if claim and told:
            sides = {(told.who, told.whom): "supports", (told.whom, told.who): "refutes"}
            assert after.label == sides.get((claim.who, claim.whom), NOT_SUPPORTED)


def test_claim_beside_another_article_is_neutral() -> None:
    """It meets the nearest sentence of another article, but none as near as what decides it: that may tell the same."""
    told = ["The mayor of Bellmouth opened the bridge", "Rain fell on the harbour"]
    near = ["The mayor of Karden opened a school", "Snow fell on the harbour town"]
    claim = WrittenClaim("The mayor of Bellmouth opened the bridge", "supports", "part", (0,))
    articles = [WrittenArticle("one", sentences=told, claims=[claim]), WrittenArticle("two", sentences=near)]
    (drawn,) = met_elsewhere(articles, Random(8), 10)
    assert (drawn.label, drawn.pair.claim, drawn.pair.sentence) == ("neutral", claim.claim, near[0])
    again = WrittenArticle("three", sentences=[told[0] + "."])
    assert met_elsewhere([*articles, again], Random(8), 10) == []


def test_mix_is_balanced_distinct_and_repeatable() -> None:
    """No kind passes its share, no pair comes twice, and a seed gives the same draw."""
    drawn = generated_mix(EXAMPLES, Random(3), 4)
    assert drawn == generated_mix(EXAMPLES, Random(3), 4)
    assert len({one.pair for one in drawn}) == len(drawn)
    assert {one.source for one in drawn} == {"generated"}
    for kind, number in Counter(one.kind for one in drawn).items():
        assert number <= max(1, int(SHARE.get(kind, 1.0) * 4))


def test_unclean_public_pair_is_left_out() -> None:
    """A claim with a name or number that its evidence lacks is nothing to start from."""
    sure = Example(Pair("Anke Groot is a model.", "Anke Groot is a model who lives in Delft."), "supports", "wikisplit")
    born = Example(Pair("Anke Groot (born 1952) is a model.", sure.pair.sentence), "supports", "wikisplit")
    assert is_fit(sure)
    assert not is_fit(born)
