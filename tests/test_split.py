"""Sentences: offsets, boilerplate, quotations, and texts nobody meant to send."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.split import LONGEST_SENTENCE, sentence_hash, split

_PIECES = st.sampled_from(
    [
        *["He left. ", "She said “Go. Now,” and left. ", "\n\n", "\n", "\r\n", "  ", "Dr. No. ", "___", "“", "”", '"'],
        *["é", "𝔘", "\u2028", "CARACAS, Venezuela (AP) — ", " date 2026-01-08 ", "By Ann Lee", "Copyright 2026 X."],
        *["…", "他来了。", "\t", "U.S. "],
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=40).map("".join))


@given(TEXTS)
@example("“Never closed. Not at all. ")
@example(" date 2026-01-08  date 2026-01-08 ")
def test_offsets_index_back_into_the_text(text: str) -> None:
    """Every sentence is the stretch of the stored text that its offsets name, in order, without overlap."""
    end = 0
    for sentence in split(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert sentence.start >= end
        assert sentence.is_evidence is (sentence.reason == "")
        end = sentence.end


@given(TEXTS)
def test_nothing_of_the_text_is_lost(text: str) -> None:
    """Every character that is not white space stands in a sentence."""
    found = "".join(sentence.text for sentence in split(text))
    assert "".join(found.split()) == "".join(text.split())


def _evidence(text: str) -> list[str]:
    return [sentence.text for sentence in split(text) if sentence.is_evidence]


def _reasons(text: str) -> dict[str, str]:
    return {sentence.text: sentence.reason for sentence in split(text) if sentence.reason}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He met Gov. Smith at 5 p.m. Monday. It rained.", ["He met Gov. Smith at 5 p.m. Monday.", "It rained."]),
        ("By Dec. 29, 2025, U.S. forces stayed. None left.", ["By Dec. 29, 2025, U.S. forces stayed.", "None left."]),
        ("“Stop!” he said. She left.", ["“Stop!” he said.", "She left."]),
        ("“We hope. We wait,” he said. She left.", ["“We hope. We wait,” he said.", "She left."]),
        ('"I know. Ask her," he said. "Go."', ['"I know. Ask her," he said.', '"Go."']),
        ("“It never closes. He left. She left.", ["“It never closes.", "He left.", "She left."]),
        ("One line.\nAnother line.\n\nA third.", ["One line.", "Another line.", "A third."]),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    """Abbreviations do not end a sentence, quotations keep theirs together, lines are paragraphs."""
    assert _evidence(text) == sentences


def test_wrapped_lines_are_one_paragraph() -> None:
    """A block of lines of one width was wrapped; a sentence in it may cross a line's end."""
    text = (
        "The ferry between the islands will sail again on Monday after repairs\n"
        "that took the yard two weeks longer than planned, the company said on\n"
        "Friday. It will make six trips a day.\n\nThe fare is unchanged."
    )
    assert len(_evidence(text)) == 3
    assert "repairs\nthat took" in _evidence(text)[0]


def test_a_long_quotation_is_cut_into_its_sentences() -> None:
    """Only quotations short enough to be judged as one stay whole."""
    text = "“" + "We have waited for a very long time indeed. " * 12 + "We go,” he said."
    assert len(_evidence(text)) == 13


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        ("___", "separator"),
        ("Copyright 2026 The Associated Press. All rights reserved.", "copyright"),
        ("© 2026 Harbour Post", "copyright"),
        ("Follow AP's coverage of Latin America at https://apnews.com/hub/latin-america", "promotion"),
        ("Sign up for our morning newsletter.", "promotion"),
        ("Read more: The ferry that never sailed", "promotion"),
        ("Mayor Ann Lee, left, opens the bridge on Friday. (AP Photo/Jo Doe)", "caption"),
        ("FILE - The bridge, seen in May.", "caption"),
        ("The castle, top, stands above the town on Thursday.", "caption"),
        ("· The Gleaner", "credit"),
        ("By Ann Lee and Jo Doe", "byline"),
        ("Published January 8, 2026 at 5:00 PM", "stamp"),
        ("Families wait outside prisons", "heading"),
        ("‘A bargaining chip’", "heading"),
        ("What happens next?", "heading"),
        ("Reporting by Jo Doe; editing by Ann Lee.", "credit"),
        ("Ann Lee in Paris contributed to this report.", "credit"),
        ("Doe reported from Mexico City.", "credit"),
        ("Doe writes for the Associated Press.", "credit"),
        ("(Reuters)", "credit"),
    ],
)
def test_boilerplate_is_kept_and_is_no_evidence(paragraph: str, reason: str) -> None:
    """What is not reporting stays in the text with its reason."""
    text = f"The bridge is open again. It was shut for a year.\n\n{paragraph}"
    assert set(_reasons(text).values()) == {reason}
    assert len(_evidence(text)) == 2


@pytest.mark.parametrize(
    "paragraph",
    [
        "NATO — the alliance — did not answer.",
        "Copyright law was changed in parliament on Friday.",
        "Follow the money, the prosecutor said.",
        "“We will stay,” she said.",
        "He said:",
        "- Five people were freed on Thursday",
        "The photo was taken by a neighbour, police said.",
        "Smith reported from Gaza for a decade before he was killed, his editor said.\n\nA.\n\nB.\n\nC.\n\nD.",
    ],
)
def test_reporting_is_not_taken_for_boilerplate(paragraph: str) -> None:
    """A sentence that only looks a little like boilerplate counts as reporting."""
    text = f"The bridge is open again.\n\n{paragraph}"
    assert paragraph.splitlines()[0] in _evidence(text)


@pytest.mark.parametrize(
    ("text", "first", "reason"),
    [
        ("CARACAS, Venezuela — The gates opened.", "The gates opened.", "dateline"),
        ("GUATIRE, Venezuela (AP) — The gates opened.", "The gates opened.", "dateline"),
        ("LONDON, Jan 8 (Reuters) - The gates opened.", "The gates opened.", "dateline"),
        ("LONDON — The gates opened.", "The gates opened.", "dateline"),
        (" date 2026-01-08 The gates opened.", "The gates opened.", "stamp"),
    ],
)
def test_a_passage_begins_after_dateline_and_stamp(text: str, first: str, reason: str) -> None:
    """The place and the date before the first sentence are not part of what may be cited."""
    assert _evidence(text) == [first]
    assert set(_reasons(text).values()) == {reason}


def test_a_text_of_headings_is_evidence() -> None:
    """A short note without a full stop is still what the newsroom published."""
    assert _evidence("Five Spaniards freed") == ["Five Spaniards freed"]


def test_the_same_words_in_other_type_have_the_same_hash() -> None:
    """Quotes, dashes, case and white space are the typesetter's; a word or an accent is not."""
    assert sentence_hash("“Good  news” – he said") == sentence_hash('"good news" - He said')
    assert sentence_hash("five freed") != sentence_hash("four freed")
    assert sentence_hash("Durán left.") != sentence_hash("Duran left.")


@pytest.mark.parametrize(
    "unit",
    [
        "The man said he was there. ",
        "a",
        "a. ",
        '"',
        "“",
        "\n",
        "word ",
        "(",
        "A\n",
        "date 2026-01-08 ",
        "“a. ",
        "___\n",
    ],
)
def test_a_long_text_takes_linear_time(unit: str) -> None:
    """A tenth of the longest text allowed is split in seconds whatever is in it, and no sentence is endless."""
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    before = time.process_time()
    found = split(text)
    assert time.process_time() - before < 10
    assert max((len(sentence.text) for sentence in found), default=0) <= LONGEST_SENTENCE


def test_the_real_articles(originals: dict[str, str]) -> None:
    """In the five articles as they were published, exactly what is not reporting is marked."""
    marked = {name: [reason for _, reason in _reasons(text).items()] for name, text in originals.items()}
    assert marked["000"] == ["stamp"]
    assert marked["001"] == ["heading"]
    assert marked["002"] == ["dateline", "separator", "credit", "promotion", "copyright"]
    assert marked["003"] == ["stamp", "caption", "heading", "heading", "heading", "credit", "credit"]
    assert marked["004"] == ["caption", "heading", "credit", "dateline", "promotion", "promotion"]
    assert [len(_evidence(text)) for text in originals.values()] == [14, 12, 13, 27, 8]
