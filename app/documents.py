"""What newsrooms send -> submissions: IPTC ninjs 2 and 3, RSS and Atom, and web pages (no network here).

Source: IPTC ninjs 2.1 and 3.0 schemas; feedparser and trafilatura read feeds and pages.
"""

import calendar
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import trafilatura

from app.archive import Submission
from app.errors import InvalidInput
from app.fetch import Document

_BODIES = ("text/plain", "text/html", "application/xhtml+xml", "")
_AGENCY_ROLES = ("agency", "source", "provider")


def is_ninjs(document: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is a ninjs document rather than an article of this API."""
    return "uri" in document or "bodies" in document or "headlines" in document


def read_ninjs(document: Mapping[str, Any]) -> Submission:
    """Read an IPTC ninjs document of version 2 or 3.

    Args:
        document: The object.

    Returns:
        The article: headline, plain body (made from HTML where only that is there), and what is said of its source.

    Raises:
        InvalidInput: It is no text, or its headline, body, time or publisher is missing.
    """
    if document.get("type", "text") != "text":
        raise InvalidInput(f"ninjs: a document of the type {document.get('type')!r} has no text")
    published = _first_of(document, "contentcreated", "firstcreated", "versioncreated")
    return Submission(
        title=_needed("headlines", _value(document.get("headlines"), ("main", ""))),
        text=_needed("bodies", _body(document.get("bodies"))),
        publisher=_needed("publisher", _publisher(document)),
        published_at=_time(_needed("a time (contentcreated, firstcreated or versioncreated)", published)),
        url=_link(document),
        author=_value(document.get("bylines"), ("",)) or None,
        agency=_source(document, _AGENCY_ROLES),
        language=str(document.get("language") or "en")[:2].lower(),
    )


def _needed(name: str, value: str | None) -> str:
    if not value:
        raise InvalidInput(f"ninjs: {name} is missing")
    return value


def _first_of(document: Mapping[str, Any], *names: str) -> str | None:
    return next((str(document[name]) for name in names if document.get(name)), None)


def _items(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, Sequence) else []


def _value(items: Any, roles: Sequence[str]) -> str:
    """Give the `value` of the first item of the roles in order, else of the first item."""
    found = _items(items)
    ranked = sorted(
        found, key=lambda one: next((at for at, role in enumerate(roles) if one.get("role", "") == role), 99)
    )
    return str(ranked[0].get("value", "")).strip() if ranked else ""


def _body(bodies: Any) -> str | None:
    for kind in _BODIES:
        for one in _items(bodies):
            if str(one.get("contenttype", "")).partition(";")[0] == kind and str(one.get("value", "")).strip():
                value = str(one["value"]).strip()
                return text_of_html(value) if "html" in kind else value
    return None


def _publisher(document: Mapping[str, Any]) -> str | None:
    return (
        _source(document, ("publisher", "distributor"))
        or _first_of(document, "copyrightholder", "provider")
        or _source(document, ("",))
    )


def _source(document: Mapping[str, Any], roles: Sequence[str]) -> str | None:
    for one in _items(document.get("infosources")):
        role = str(one.get("role", "")).rsplit(":", 1)[-1].lower()
        if role in roles and one.get("name"):
            return str(one["name"]).strip()
    return None


def _link(document: Mapping[str, Any]) -> str | None:
    for one in [document.get("uri"), *(item.get("href") for item in _items(document.get("links")))]:
        if isinstance(one, str) and one.startswith(("https://", "http://")):
            return one
    return None


def _time(value: str) -> datetime:
    try:
        time = datetime.fromisoformat(value)
    except ValueError as fault:
        raise InvalidInput(f"{value!r} is not a time") from fault
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def text_of_html(html: str) -> str:
    """Give the text of an HTML fragment, paragraphs apart, without markup."""
    whole = html if "<html" in html.lower() else f"<html><body><article>{html}</article></body></html>"
    return (trafilatura.html2txt(whole, clean=True) or "").strip()


def read_feed(document: Document) -> list[tuple[str, datetime | None]]:
    """List a feed's entries: their addresses, with their times where they say one, in feed order.

    Raises:
        InvalidInput: It is neither RSS nor Atom.
    """
    found = feedparser.parse(io.BytesIO(document.content), response_headers={"content-type": document.media_type})
    if not found.version:
        raise InvalidInput("this is neither RSS nor Atom")
    return [(str(entry.link), _entry_time(entry)) for entry in found.entries if entry.get("link")]


def _entry_time(entry: Mapping[str, Any]) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


def read_page(document: Document, published_at: datetime | None = None) -> Submission:
    """Read the article of a web page.

    Args:
        document: The page.
        published_at: What a feed said of its time, used where the page says none.

    Raises:
        InvalidInput: There is no article on it, or no time of publication.
    """
    page = trafilatura.bare_extraction(document.content, url=document.url, with_metadata=True, include_comments=False)
    held = page if isinstance(page, dict) else page.as_dict() if page is not None else {}
    if not held.get("text") or not held.get("title"):
        raise InvalidInput("there is no article on this page")
    time = _time(held["date"]) if held.get("date") else published_at
    if time is None:
        raise InvalidInput("the page does not say when it was published")
    if published_at is not None and abs((time - published_at).days) <= 1:
        time = published_at  # the feed knows the hour as well
    return Submission(
        title=str(held["title"]).strip(),
        text=str(held["text"]).strip(),
        publisher=str(held.get("sitename") or urlsplit(document.url).hostname),
        published_at=time,
        url=document.url,
        author=held.get("author") or None,
        language=str(held.get("language") or "en")[:2],
    )


def pages_of(feed: Document) -> Iterator[tuple[str, datetime | None]]:
    """Give each entry of a feed once."""
    seen: set[str] = set()
    for url, time in read_feed(feed):
        if url not in seen:
            seen.add(url)
            yield url, time
