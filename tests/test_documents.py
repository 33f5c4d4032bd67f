"""ninjs documents, feeds and pages, read into submissions."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.documents import read_feed, read_ninjs, read_page
from app.errors import InvalidInput
from app.fetch import Document

NINJS: dict[str, Any] = {
    "uri": "https://wire.example/items/42",
    "standard": {"name": "ninjs", "version": "3.0"},
    "type": "text",
    "contentcreated": "2026-01-12T09:00:00Z",
    "language": "en-GB",
    "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Bridge in Bellmouth reopens"}],
    "bylines": [{"value": "Una Petch"}],
    "bodies": [{"contenttype": "text/html", "value": "<p>The bridge reopened on Monday.</p><p>It had been shut.</p>"}],
    "infosources": [
        {"role": "publisher", "name": "Bellmouth Courier"},
        {"role": "infosrole:agency", "name": "Meridian Press Agency"},
    ],
}
PAGE = """<html><head><title>Bridge reopens</title><meta property="og:site_name" content="Bellmouth Courier">
<meta property="article:published_time" content="2026-01-12"></head><body><nav>Home News</nav><article>
<h1>Bridge reopens</h1><p>The bridge in Bellmouth reopened on Monday after eleven months
of repairs, the council said.</p>
<p>Traffic had been led over the old ford, which was flooded four times in that time and closed for nine days.</p>
</article><footer>All rights reserved</footer></body></html>"""
RSS = """<rss version="2.0"><channel><title>Courier</title><link>https://news.example</link><description>d</description>
<item><title>One</title><link>https://news.example/1</link><pubDate>Mon, 12 Jan 2026 09:30:00 GMT</pubDate></item>
<item><title>None</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><id>urn:x</id><updated>2026-01-12T09:00:00Z</updated>
<entry><title>Two</title><id>urn:y</id><link href="https://news.example/2"/><updated>2026-01-12T10:00:00Z</updated></entry></feed>"""


def document(content: str, kind: str) -> Document:
    return Document("https://news.example/page", kind, content.encode())


def test_ninjs_3() -> None:
    """Headline, body, byline, publisher, agency, time and address are read from where the standard puts them."""
    found = read_ninjs(NINJS)
    assert found.title == "Bridge in Bellmouth reopens"
    assert found.text.split() == ["The", "bridge", "reopened", "on", "Monday.", "It", "had", "been", "shut."]
    assert (found.publisher, found.agency, found.author) == ("Bellmouth Courier", "Meridian Press Agency", "Una Petch")
    assert found.published_at == datetime(2026, 1, 12, 9, tzinfo=UTC)
    assert (found.url, found.language) == ("https://wire.example/items/42", "en")


def test_ninjs_2_prefers_plain_text() -> None:
    """A plain body goes before one in HTML, and the copyright holder stands in for a publisher."""
    older = NINJS | {
        "standard": {"name": "ninjs", "version": "2.1"},
        "uri": "urn:42",
        "infosources": [],
        "copyrightholder": "Bellmouth Courier",
        "bodies": [*NINJS["bodies"], {"contenttype": "text/plain", "value": "Plain words."}],
    }
    found = read_ninjs(older)
    assert (found.text, found.publisher, found.url, found.agency) == ("Plain words.", "Bellmouth Courier", None, None)


@pytest.mark.parametrize("missing", ["headlines", "bodies", "infosources", "contentcreated"])
def test_ninjs_says_what_is_missing(missing: str) -> None:
    """A document without one of the needed parts is refused by the name of the part."""
    with pytest.raises(InvalidInput, match="missing"):
        read_ninjs({name: value for name, value in NINJS.items() if name != missing})


def test_ninjs_pictures_are_no_articles() -> None:
    """Other types than text are refused."""
    with pytest.raises(InvalidInput, match="picture"):
        read_ninjs(NINJS | {"type": "picture"})


def test_feeds() -> None:
    """RSS and Atom give addresses with their times; an entry without an address is passed over."""
    assert read_feed(document(RSS, "application/rss+xml")) == [
        ("https://news.example/1", datetime(2026, 1, 12, 9, 30, tzinfo=UTC))
    ]
    assert read_feed(document(ATOM, "application/atom+xml")) == [
        ("https://news.example/2", datetime(2026, 1, 12, 10, tzinfo=UTC))
    ]
    with pytest.raises(InvalidInput, match="neither"):
        read_feed(document("<html><body>no feed</body></html>", "text/html"))


def test_pages() -> None:
    """A page gives its article without navigation and footer; the feed's hour is kept where the days agree."""
    found = read_page(document(PAGE, "text/html"), datetime(2026, 1, 12, 9, 30, tzinfo=UTC))
    assert "reopened on Monday" in found.text
    assert "rights reserved" not in found.text
    assert (found.title, found.publisher) == ("Bridge reopens", "Bellmouth Courier")
    assert found.published_at == datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
    with pytest.raises(InvalidInput, match="no article"):
        read_page(document("<html><body></body></html>", "text/html"))
