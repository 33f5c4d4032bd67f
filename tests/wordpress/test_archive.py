"""Posts on their way into the archive: sent, sent again, taken out."""

import re

import pytest
from playwright.sync_api import expect

from tests.extension.answers import problem
from tests.extension.loopback import json_answer
from tests.wordpress.conftest import NOTE, PARAGRAPH, SENTENCE
from tests.wordpress.desk import Desk
from tests.wordpress.service import Service
from tests.wordpress.site import Site

pytestmark = pytest.mark.wordpress


def test_a_published_post_goes_into_the_archive(editor: Desk, service: Service, site: Site) -> None:
    """Publishing sends the article's own words, updating sends a new version, and saving it unchanged sends nothing."""
    editor.write("Home & away", SENTENCE)
    editor.press("Check this sentence")
    editor.press("Insert citation from The Harbour Post")
    post = editor.publish()
    expect(editor.sidebar.locator(".veridict-archive-state")).to_have_text("In the archive, version 1.")
    sent = service.asked("POST /v1/articles")[0].body
    assert sent["text"] == SENTENCE
    assert (sent["title"], sent["publisher"], sent["author"], sent["agency"]) == (
        "Home & away",
        "The Test Courier",
        "Edda Editor",
        None,
    )
    assert sent["url"] == f"{site.url}/home-away/"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", sent["published_at"])
    assert sent["language"] == "en"

    editor.sidebar.get_by_label("News agency").fill("EFE")
    editor.page.locator("[data-type='core/paragraph']").first.click()
    editor.page.keyboard.press("Control+Home")
    editor.page.keyboard.type("Corrected. ")
    editor.update()
    expect(editor.sidebar.locator(".veridict-archive-state")).to_have_text("In the archive, version 2.")
    again = service.asked("POST /v1/articles")[1].body
    assert (again["text"], again["url"], again["agency"]) == (f"Corrected. {SENTENCE}", sent["url"], "EFE")
    site.php(f"return wp_update_post( array( 'ID' => {post} ) );")
    assert len(service.asked("POST /v1/articles")) == 2


def test_a_failure_to_send_is_told_and_mended(editor: Desk, service: Service, site: Site) -> None:
    """The editor reads why the archive did not take the post; wp-cron sends it when the service is back."""
    service.stand_in.instead["POST /v1/articles"] = json_answer(problem("database-failed", 503), 503)
    editor.write("Later", SENTENCE)
    post = editor.publish()
    expect(editor.page.locator(".components-notice", has_text="Not in the archive yet")).to_be_visible()
    assert site.state(post)["state"] == "waiting"
    assert site.pass_time("veridict_send") == 1
    assert site.state(post)["tries"] == 2
    service.stand_in.instead.clear()
    assert site.pass_time("veridict_send") == 1
    assert site.state(post)["state"] == "sent"
    assert site.pass_time("veridict_send") == 0


def test_send_now_ends_the_waiting(editor: Desk, service: Service, site: Site) -> None:
    """The button in the notice sends at once, and the notice goes away."""
    service.stand_in.instead["POST /v1/articles"] = json_answer(problem("overloaded", 503), 503)
    editor.write("Sooner", SENTENCE)
    editor.publish()
    notice = editor.page.locator(".components-notice", has_text="Not in the archive yet")
    expect(notice).to_be_visible()
    service.stand_in.instead.clear()
    notice.get_by_role("button", name="Send it now").click()
    expect(notice).to_have_count(0)
    expect(editor.sidebar.locator(".veridict-archive-state")).to_have_text("In the archive, version 1.")
    assert site.pass_time("veridict_send") == 0


def test_a_refused_post_is_not_sent_again(service: Service, site: Site) -> None:
    """What the archive refuses for its words waits for a person; what it refuses for the key is tried again."""
    service.stand_in.instead["POST /v1/articles"] = json_answer(problem("invalid-input", 422, "text: too short"), 422)
    refused = site.add_post("Refused", PARAGRAPH.format(SENTENCE), "publish")
    assert (site.state(refused)["state"], site.state(refused)["problem"]) == ("refused", "text: too short")
    assert site.pass_time("veridict_send") == 0
    service.stand_in.instead["POST /v1/articles"] = json_answer(problem("forbidden", 403), 403)
    waiting = site.add_post("Waiting", PARAGRAPH.format(SENTENCE), "publish")
    assert site.state(waiting)["state"] == "waiting"
    assert site.php("return Veridict\\Backlog\\stuck();") == [waiting, refused]
    service.stand_in.instead.clear()
    site.pass_time("veridict_send")


def test_a_withdrawn_post_leaves_the_archive(service: Service, site: Site) -> None:
    """Trashing, hiding behind a password or deleting a post takes its article out, even if the service was away."""
    for number, change in enumerate(
        (
            "wp_trash_post( {} )",
            "wp_update_post( array( 'ID' => {}, 'post_password' => 'x' ) )",
            "wp_delete_post( {}, true )",
        )
    ):
        post = site.add_post(f"Withdrawn {number}", PARAGRAPH.format(SENTENCE), "publish")
        assert len(service.stand_in.articles) == 1
        service.server.respond = lambda _asked: json_answer(problem("database-failed", 503), 503)
        site.php(f"return (bool) {change.format(post)};")
        service.server.respond = service.stand_in.respond
        assert site.pass_time("veridict_withdraw") == 1
        assert service.stand_in.articles == {}


def test_a_post_that_moves_is_one_article(service: Service, site: Site) -> None:
    """A new address is a new article to the archive; the one at the old address is taken out."""
    post = site.add_post("Moves", PARAGRAPH.format(SENTENCE), "publish")
    site.php(f"return wp_update_post( array( 'ID' => {post}, 'post_name' => 'moved' ) );")
    assert [article["url"] for article in service.stand_in.articles.values()] == [f"{site.url}/moved/"]


def test_the_words_sent_are_the_article_s_own(site: Site) -> None:
    """Notes, code, lists of other posts and markup stay behind; paragraphs stay apart, entities are read."""
    content = "\n\n".join(
        [
            PARAGRAPH.format('One &amp; <em>two</em>.<sup class="veridict-ref"><a href="#n" id="r">[1]</a></sup>'),
            "<!-- wp:list --><ul><!-- wp:list-item --><li>First</li><!-- /wp:list-item --></ul><!-- /wp:list -->",
            f"<!-- wp:quote --><blockquote>{PARAGRAPH.format('Said')}</blockquote><!-- /wp:quote -->",
            "<!-- wp:html --><script>alert(1)</script><!-- /wp:html -->",
            "<!-- wp:latest-posts /-->",
            NOTE.format(kind="heading", words="Sources"),
            f"<!-- wp:group --><div>{NOTE.format(kind='paragraph', words='[1] Quoted.')}</div><!-- /wp:group -->",
            "Classic words\n\nin two paragraphs",
        ]
    )
    text = site.php(f"return Veridict\\Article\\text( <<<'POST'\n{content}\nPOST );")
    assert text == "One & two.\n\nFirst\n\nSaid\n\nClassic words\n\nin two paragraphs"
