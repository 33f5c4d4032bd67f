"""The WordPress plugin as a newsroom uses it: a real WordPress, a real Chromium, the real service over a real archive.

The picture of the sidebar in the documentation is made here.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.extension.loopback import serving
from tests.extension.newsroom import local_articles, running_service, serve_pages
from tests.wordpress.desk import Desk, chromium, seat
from tests.wordpress.site import Site, running_site

pytestmark = [pytest.mark.wordpress, pytest.mark.real]

PICTURES = Path(__file__).parent.parent / "docs" / "screenshots"
CLAIM = "Spain says that five Spanish citizens were freed in Caracas."
DRAFT = (
    CLAIM,
    "The human rights group Penal Forum had counted 312 people held for political reasons as of December 29, 2025.",
    "The tram network of Lisbon has nineteen lines and carries two million passengers every day.",
)
# what changes from day to day would make every run a new picture
STEADY = ".vd-foot { visibility: hidden }"


@dataclass
class Newsroom:
    """The whole set: editor and administrator at their desks, and the service."""

    site: Site
    editor: Desk
    admin: Desk
    address: str
    key: str

    def ask(self, path: str) -> Any:
        """Ask the service itself."""
        answer = httpx.get(self.address + path, headers={"Authorization": f"Bearer {self.key}"})
        answer.raise_for_status()
        return answer.json()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A WordPress, the service over the default archive, whose articles have addresses on loopback, and a browser."""
    articles, pages = tmp_path_factory.mktemp("articles"), dict[str, str]()
    scopes = ("verdicts", "articles", "reviews")
    with serving(lambda asked: serve_pages(pages, asked)) as outlets, running_site() as site, chromium() as browser:
        pages |= local_articles(outlets.address, articles)
        with running_service(tmp_path_factory.mktemp("database"), articles, None, scopes) as (address, key):
            yield Newsroom(site, seat(browser, site, "editor"), seat(browser, site, "admin"), address, key)


def picture(desk: Desk, name: str) -> None:
    """Take a picture for the documentation."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    desk.page.screenshot(path=PICTURES / f"{name}.png", style=STEADY, animations="disabled", caret="hide")


def test_from_the_draft_to_the_archive(newsroom: Newsroom) -> None:
    """Set the key, check a sentence, cite it, check the draft, publish, correct: each step as a person does it."""
    admin, editor = newsroom.admin, newsroom.editor
    admin.goto("/wp-admin/options-general.php?page=veridict")
    admin.page.fill("#veridict-address", newsroom.address)
    admin.page.fill("#veridict-key", newsroom.key)
    admin.page.click("#submit")
    expect(admin.page.get_by_text("A key is set.")).to_be_visible()
    admin.page.get_by_role("button", name="Test the connection").click()
    expect(admin.page.locator("#veridict-test-result")).to_contain_text("It answers: version")
    assert newsroom.key not in admin.page.content()

    editor.write("Prisoners come home", *DRAFT)
    assert newsroom.key not in editor.page.content()
    editor.select(CLAIM)
    editor.press("Check this sentence")
    expect(editor.verdict.locator(".vd-label")).to_have_text("Supported")
    cited = editor.verdict.locator(".vd-citation").first
    quote = cited.locator(".vd-quote").inner_text()
    assert "five" in quote
    picture(editor, "wordpress-sidebar")
    cited.get_by_role("button").click()
    assert f"“{quote}”" in editor.content()

    editor.press("Check the draft")
    rows = editor.sidebar.locator(".veridict-claim")
    for words, label in [("five Spanish", "supported"), ("312", "refuted"), ("Lisbon", "not_enough_evidence")]:
        expect(rows.filter(has_text=words)).to_have_attribute("data-verdict", label)
    rows.filter(has_text="312").scroll_into_view_if_needed()
    picture(editor, "wordpress-draft")

    before = newsroom.ask("/v1/articles?limit=100")["articles"]
    post = editor.publish()
    expect(editor.sidebar.locator(".veridict-archive-state")).to_have_text("In the archive, version 1.")
    known = {article["id"] for article in before}
    (article,) = [new for new in newsroom.ask("/v1/articles?limit=100")["articles"] if new["id"] not in known]
    assert (article["title"], article["version"]) == ("Prisoners come home", 1)
    assert article["url"] == f"{newsroom.site.url}/prisoners-come-home/"
    assert newsroom.ask(f"/v1/articles/{article['id']}")["text"] == "\n\n".join(DRAFT)

    editor.replace("312 people", "863 people")
    editor.update()
    expect(editor.sidebar.locator(".veridict-archive-state")).to_have_text("In the archive, version 2.")
    corrected = newsroom.ask(f"/v1/articles/{article['id']}")
    assert (corrected["version"], "863 people" in corrected["text"]) == (2, True)
    assert newsroom.site.state(post)["article_id"] == article["id"]


def test_a_signed_review_is_on_the_page(newsroom: Newsroom) -> None:
    """An editor drafts a ClaimReview from a verdict and signs it; machines that read the page find it in its head."""
    editor = newsroom.editor
    editor.write("Were five freed?", CLAIM)
    editor.publish()
    editor.select(CLAIM)
    editor.press("Check this sentence")
    expect(editor.verdict).to_be_visible()
    editor.press("Draft a ClaimReview")
    editor.sidebar.get_by_text("The unsigned JSON-LD").click()
    expect(editor.sidebar.locator(".veridict-jsonld")).to_contain_text('"ClaimReview"')
    editor.sidebar.get_by_label("Rating", exact=True).select_option("5")
    editor.sidebar.get_by_label("I have read the sources").check()
    editor.press("Sign and publish ClaimReview")
    expect(editor.sidebar.locator(".veridict-signed")).to_contain_text("signed by Edda Editor")
    editor.goto("/were-five-freed/")
    printed = json.loads(editor.page.locator("head script.veridict-claimreview").inner_text())
    assert printed["@type"] == "ClaimReview"
    assert printed["claimReviewed"] == CLAIM
    assert (printed["reviewRating"]["ratingValue"], printed["reviewRating"]["alternateName"]) == (5, "True")
    assert printed["author"]["name"] == "Edda Editor"
    assert printed["url"] == f"{newsroom.site.url}/were-five-freed/"


def test_nothing_went_wrong_meanwhile(newsroom: Newsroom) -> None:
    """No error in a page, no request to another host, no complaint of PHP about the plugin, over all of the above."""
    assert newsroom.editor.faults == newsroom.admin.faults == []
    assert newsroom.site.complaints() == []
