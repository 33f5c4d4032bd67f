"""HTML -> text: what a reader reads is there, in order, and nothing else; hostile markup costs little."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.markup import readable


def _text(html: str) -> str:
    return readable(html).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("<p>Five were freed.<p>One was not.", "Five were freed.\n\nOne was not."),
        ("<p>Five <b>Span</b>iards\n  were&nbsp;freed</p>", "Five Spaniards were freed"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<ul><li>a</li> <li>b</li></ul>c", "a\n\nb\n\nc"),
        ("AT&amp;T &lt;p&gt; caf&eacute; \U0001f600", "AT&T <p> café \U0001f600"),
        ("in\u00advis\u200bible\x07 words", "invisible words"),
        ("a<script>if (a<b) c('</p>')</script>b<style>p{}</style>", "ab"),
        ("<nav>Home</nav><p>Text.</p><footer>About</footer><aside>More</aside>", "Text."),
        ("<p hidden>a</p><p aria-hidden=true>b</p><p style='display: none'>c</p><p>d</p>", "d"),
        ("<div role=navigation>Home</div>Text", "Text"),
        ("said<sup><a href='#1'>1</a></sup> so<sup>[2]</sup>. 10<sup>6</sup> men", "said so. 106 men"),
        ("<table><tr><td>a<td>b</table>", "a\n\nb"),
        ("<!-- no --><p>yes</p><![CDATA[no]]><?no?>", "yes"),
        ("<select><option>a</select><textarea>b</textarea><button>c</button><p>d", "d"),
        ("<p>a</p></div></body></html><p>b</p>", "a\n\nb"),
    ],
)
def test_text(html: str, text: str) -> None:
    """Blocks are parted by an empty line, white space is folded, furniture is left out."""
    assert _text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("top<main>middle<article>inner</article></main>end", "inner"),
        ("top<main>middle</main>end", "middle"),
        ("top<div role=main><p>a</p><div>b</div></div>end", "a\n\nb"),
        ("<article>short</article><article>a much longer <article>reply</article></article>", "a much longer\n\nreply"),
        ("<article>one</article><article>two</article><article>six</article>", "one\n\ntwo\n\nsix"),
        ("<nav><article>menu</article></nav><p>text", "text"),
    ],
)
def test_article(html: str, text: str) -> None:
    """The text is that of the one article, else of the main part, else of everything."""
    assert _text(html) == text


def test_title_and_language() -> None:
    """The page's own title and language are given, and the title is no part of the text."""
    page = readable("<html lang='en-GB'><title> Five\n freed </title><svg><title>icon</title></svg><p>Text.")
    assert (page.text, page.title, page.language) == ("Text.", "Five freed", "en-GB")
    assert readable("<html lang='<x>'><p>Text.").language == ""


@given(st.lists(st.text(string.ascii_letters + "äß€😀", min_size=1, max_size=8), min_size=1, max_size=30), st.randoms())
def test_every_word_is_there(words: list[str], random: st.DrawFn) -> None:
    """However words are wrapped in elements, all are there, in order."""
    tags = ["p", "div", "b", "li", "td", "blockquote", "span", "h2", "unknown-element"]
    html = "".join(f"<{tag}>{word}</{tag}> " for word in words for tag in [random.choice(tags)])  # type: ignore[attr-defined]
    assert _text(html).split() == words


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 400 + "</i>" * 50_000,
        "<p>x" * 50_000,
        "<p <" * 50_000,
        "<!--" * 50_000,
        "&amp" * 50_000,
        "<a b='" * 50_000,
        "<a " + " ".join(f"a{number}=b" for number in range(20_000)) + ">",
    ],
)
def test_hostile(html: str) -> None:
    """Markup made to be slow is read in time in proportion to its length."""
    began = time.process_time()
    readable(html)
    assert time.process_time() - began < 2.0


def test_too_deep() -> None:
    """Elements too deep in each other are refused at once: beyond that, time would grow with the square."""
    with pytest.raises(InvalidInput):
        readable("<div>" * 100_000 + "x")
