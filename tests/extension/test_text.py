"""The text of a page and the way back into its DOM: the script that does it, alone in a page; and the pure modules."""

import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.extension.browser import EXTENSION, Chromium

pytestmark = pytest.mark.browser

INLINE = ["b", "i", "span", "a href=#", "ruby", "mark"]
BLOCKS = ["p", "div", "h2", "li", "blockquote", "td"]
WORDS = [
    "five",
    "freed",
    "caf\u00e9",
    "\N{GRINNING FACE}",
    "\u4e94\u4eba",
    "co\N{SOFT HYPHEN}op",
    "e\u0301t\u00e9",
    "no\N{NO-BREAK SPACE}one",
    "&amp;",
]
NOISE = [
    "<!-- words -->",
    "<script>words()</script>",
    "<span hidden>words</span>",
    "<wbr>",
    "\n\t ",
    "<sup><a href=#>[1]</a></sup>",
]
GATHER = """limit => {
  const page = globalThis.veridictPage;
  globalThis.found = page.gather(page.findRoot(document), limit);
  return {text: found.text, cut: found.cut};
}"""
LOCATE = """([start, end]) => {
  const page = globalThis.veridictPage;
  const units = page.unitsOf(found.text);
  const places = page.locate(found.runs, units(start), units(end));
  return places.map(({node, start, end}) => node.data.slice(start, end)).join("");
}"""


@pytest.fixture
def blank(browser: Chromium) -> Iterator[Page]:
    """A page with nothing in it but the script."""
    opened = browser.context.new_page()
    opened.evaluate((EXTENSION / "page" / "text.js").read_text())
    yield opened
    opened.close()


def gathered(page: Page, html: str, limit: int = 200_000) -> dict[str, Any]:
    """Put a body into the page and gather its text."""
    page.evaluate("html => { document.body.innerHTML = html }", html)
    found: dict[str, Any] = page.evaluate(GATHER, limit)
    return found


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One  <b>t</b>wo\n three.</p><p>Four.</p>", "One two three.\n\nFour."),
        ("<div>One.<br>Two.<br><br>Three.</div>", "One.\nTwo.\n\nThree."),
        ("<p>Fr<b>ee</b>d <i> now</i> .</p>", "Freed now ."),
        ("<ul><li>One.<li>Two.</ul>", "One.\n\nTwo."),
        ("<table><tr><td>One</td><td>Two</td></tr></table>", "One\n\nTwo"),
        ("<p>co&shy;op\N{ZERO WIDTH SPACE}s</p>", "coops"),
        ("<p>a&nbsp;b</p>", "a b"),
        ("<p>Freed.<sup><a href=#n>12</a></sup> <sup>[3]</sup>E = mc<sup>2</sup></p>", "Freed. E = mc2"),
        ("<nav>Menu</nav><aside>More</aside><p>Text</p><footer>End</footer>", "Text"),
        ("<div role=navigation>Menu</div><button>Go</button><textarea>Mine</textarea><p>Text</p>", "Text"),
        ("<p style='visibility:hidden'>No <b style='visibility:visible'>yes</b></p>", "yes"),
        ("<header><h1>Title</h1></header><article><p>Text.</p></article>", "Text."),
        (
            "<main><article>Short one.</article><article>Short two.</article><p>Text.</p></main>",
            "Short one.\n\nShort two.\n\nText.",
        ),
        ("<svg><text>Chart</text></svg><p>Text</p>", "Text"),
        ("<div style='display:contents'>One <span>two</span></div>", "One two"),
    ],
)
def test_text_is_what_a_reader_reads(blank: Page, html: str, text: str) -> None:
    """White space is folded, blocks are parted, and what is no text of the page is left out."""
    assert gathered(blank, html)["text"] == text


def test_a_long_page_ends_at_a_whole_block(blank: Page) -> None:
    """The text that is sent keeps the service's limit, and never ends within a sentence."""
    assert gathered(blank, "<p>One.</p><p>Two.</p><p>Three.</p>", 14) == {"text": "One.\n\nTwo.", "cut": True}


def test_a_half_character_is_made_whole(blank: Page) -> None:
    """A text that is no valid Unicode is sent as one that is, of the same length."""
    blank.evaluate("document.body.textContent = 'a\\ud800b'")
    assert blank.evaluate(GATHER, 100)["text"] == "a\N{REPLACEMENT CHARACTER}b"


def tree(draw: random.Random, depth: int = 0) -> str:
    """Draw a tree of elements, with text cut anywhere and noise between."""
    parts = []
    for _ in range(draw.randint(1, 5)):
        kind = draw.random()
        if kind < 0.5 or depth > 4:
            parts.append(draw.choice(WORDS) + draw.choice([" ", "", ". ", "  "]))
        elif kind < 0.65:
            parts.append(draw.choice(NOISE))
        else:
            tag = draw.choice(BLOCKS if kind < 0.8 and depth < 3 else INLINE)
            parts.append(f"<{tag}>{tree(draw, depth + 1)}</{tag.split()[0]}>")
    return "".join(parts)


def bare(text: str) -> str:
    """Take out white space and what is invisible."""
    return re.sub(r"[\s\u00ad]", "", text)


@pytest.mark.parametrize("seed", range(25))
def test_every_stretch_is_found_in_the_dom(blank: Page, seed: int) -> None:
    """Whatever the tree, the DOM holds at the place of a stretch exactly that stretch."""
    draw = random.Random(seed)
    text = gathered(blank, tree(draw))["text"]
    assert not re.search(r"  |\n{3}|^\s|\s$|words", text)
    for _ in range(12):
        start, end = sorted(draw.choices(range(len(text) + 1), k=2))
        assert bare(blank.evaluate(LOCATE, [start, end])) == bare(text[start:end])


def test_pure_modules() -> None:
    """The words, the reading of answers, the stream and the service's client pass their own tests in node."""
    tests = sorted(str(path) for path in Path(__file__).parent.glob("*.test.mjs"))
    done = subprocess.run(["node", "--test", *tests], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
