"""Text fragments land on the quote that they were made for."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fragment import Directive, directive, landing, link_to

TEXT = (
    "Five were freed, the ministry said.\n\n"
    "Relatives waited - some for days, some for weeks - at the gate & the wall. Five were freed, the ministry said.\n\n"
    "Nobody spoke."
)


def _at(quote: str, text: str = TEXT, nth: int = 0) -> tuple[int, int]:
    start = [found.start() for found in re.finditer(re.escape(quote), text)][nth]
    return start, start + len(quote)


def test_short_quote_whole() -> None:
    """A quote of up to 300 characters that stands once is given whole."""
    quote = "Relatives waited - some for days, some for weeks - at the gate & the wall."
    assert directive(TEXT, *_at(quote)) == Directive(start=quote)


def test_encoding() -> None:
    """What has a meaning in a directive is percent-encoded: hyphen, comma, ampersand; so is everything not ASCII."""
    link = link_to("https://a.example/x", "Él pidió a-b, c & d, no más que eso.", 0, 36)
    assert (
        link
        == "https://a.example/x#:~:text=%C3%89l%20pidi%C3%B3%20a%2Db%2C%20c%20%26%20d%2C%20no%20m%C3%A1s%20que%20eso."
    )


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("https://a.example/x", "https://a.example/x#:~:text="),
        ("https://a.example/x?y=1", "https://a.example/x?y=1#:~:text="),
        ("https://a.example/x#part", "https://a.example/x#part:~:text="),
        ("https://a.example/x#:~:text=old", "https://a.example/x#:~:text="),
        ("https://a.example/x#part:~:text=old", "https://a.example/x#part:~:text="),
    ],
)
def test_existing_fragment(url: str, begins: str) -> None:
    """A fragment is kept, a directive is replaced."""
    assert link_to(url, TEXT, *_at("Nobody spoke.")).startswith(begins)


def test_ambiguous_quote_gets_context() -> None:
    """A quote that stands twice gets the words before it, where the first would be found otherwise."""
    quote = "Five were freed, the ministry said."
    assert directive(TEXT, *_at(quote, nth=0)) == Directive(start=quote)
    second = directive(TEXT, *_at(quote, nth=1))
    assert second.prefix
    assert landing(second, TEXT) == _at(quote, nth=1)


def test_lonely_quote_gets_context() -> None:
    """A quote of fewer than 20 characters gets context even where it stands once in the stored text."""
    assert directive(TEXT, *_at("Nobody spoke.")) == Directive(start="Nobody spoke.", prefix="the ministry said.")


def test_long_quote_by_its_ends() -> None:
    """A quote of more than 300 characters is given by its first and last words."""
    quote = "At dawn the families came, " + "and they waited, " * 30 + "until the gate opened at last."
    text = f"Before.\n\n{quote} After."
    made = directive(text, *_at(quote, text))
    assert made == Directive(start="At dawn the", end="opened at last.")
    assert landing(made, text) == _at(quote, text)


def test_line_ends_inside() -> None:
    """White space is matched as browsers show it: in one piece, whatever was stored."""
    text = "One  two\tthree four five six.  Seven."
    start, end = _at("two\tthree four five six.", text)
    assert directive(text, start, end) == Directive(start="two three four five six.")


WORDS = st.lists(st.sampled_from(["five", "Spaniards", "were", "freed", "not", "Ávila", "x-y", "a,b", "&"]), min_size=1)


@given(before=WORDS, quote=WORDS, after=WORDS)
def test_lands_on_the_quote(before: list[str], quote: list[str], after: list[str]) -> None:
    """Where any context tells the quote from what is like it, the link lands on the quote and nowhere else."""
    text = f"Opening line.\n{' '.join(before)} {' '.join(quote)} {' '.join(after)}\nClosing line."
    start = len("Opening line.\n") + len(" ".join(before)) + 1
    end = start + len(" ".join(quote))
    made = directive(text, start, end)
    best = Directive(" ".join(quote), prefix=" ".join(before[-20:]), suffix=" ".join(after[:20]))
    if landing(best, text) == (start, end):
        assert landing(made, text) == (start, end)
    assert unquote(str(made)).count(made.start)
