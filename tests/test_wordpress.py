"""The WordPress plugin as an editor uses it: a real WordPress, a real Chromium, a stand-in of the service."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.extension.answers import problem
from tests.extension.browser import AXE
from tests.extension.loopback import Answer, Asked, Server, event, json_answer, serving, stream_answer
from tests.wordpress.desk import Desk, chromium, seat
from tests.wordpress.service import StandIn, claims_of
from tests.wordpress.site import Site, running_site

pytestmark = pytest.mark.wordpress

KEY = "vk_this_is_the_secret_of_the_test"
SENTENCE = "Five Spaniards were freed on Tuesday."
OTHER = "The minister met them in Madrid 😀 at noon."
NOTE = '<!-- wp:{kind} {{"className":"veridict-note"}} --><p class="veridict-note">{words}</p><!-- /wp:{kind} -->'
PARAGRAPH = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One WordPress for all tests here."""
    with running_site() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with chromium() as running:
        yield running


@dataclass
class Service:
    """The stand-in and the server that it answers from."""

    stand_in: StandIn
    server: Server

    def asked(self, request: str) -> list[Asked]:
        """What it was asked of one kind, "POST /v1/articles" for example."""
        return [asked for asked in self.server.asked if f"{asked.method} {asked.path.split('?')[0]}" == request]


@pytest.fixture
def service(site: Site) -> Iterator[Service]:
    """The service's stand-in; the plugin is set to it."""
    stand_in = StandIn()
    with serving(stand_in.respond) as server:
        site.settings(server.address, KEY)
        yield Service(stand_in, server)


@pytest.fixture(scope="module")
def desks(browser: Browser, site: Site) -> Iterator[dict[str, Desk]]:
    """Everybody's desk."""
    seated = {user: seat(browser, site, user) for user in ("admin", "editor", "author", "subscriber")}
    yield seated
    for desk in seated.values():
        desk.page.context.close()


@pytest.fixture
def editor(desks: dict[str, Desk], site: Site) -> Iterator[Desk]:
    """The editor's desk; nothing may have gone wrong in the page or in PHP, or have left for another host."""
    yield desks["editor"]
    assert desks["editor"].faults == []
    assert site.complaints() == []


@pytest.fixture
def admin(desks: dict[str, Desk], site: Site) -> Iterator[Desk]:
    """The administrator's desk, under the same conditions."""
    yield desks["admin"]
    assert desks["admin"].faults == []
    assert site.complaints() == []


def test_the_sentence_at_the_caret_is_checked(editor: Desk, service: Service) -> None:
    """The sentence that the caret stands in is shown, checked through the plugin, and answered by the shared panel."""
    editor.write("Home", f"They landed late. {SENTENCE}")
    expect(editor.sidebar.locator(".veridict-selected")).to_have_text(SENTENCE)
    editor.press("Check this sentence")
    expect(editor.verdict).to_contain_text("Supported")
    expect(editor.verdict.locator(".vd-counts")).to_have_text("3 outlets, 1 source")
    asked = service.asked("POST /v1/verdicts")[0]
    assert asked.body == {"claim": SENTENCE}
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


def test_selected_words_are_checked_rather_than_the_sentence(editor: Desk, service: Service) -> None:
    """A selection within a sentence is what is asked, without the blanks at its ends."""
    editor.write("Home", SENTENCE)
    editor.select("Five Spaniards were freed ")
    editor.press("Check this sentence")
    expect(editor.verdict).to_be_visible()
    assert service.asked("POST /v1/verdicts")[0].body == {"claim": "Five Spaniards were freed"}


def test_the_keyboard_checks_the_sentence(editor: Desk, service: Service) -> None:
    """Shift, Alt and V in a paragraph check the sentence there and open the sidebar."""
    editor.write("Home", SENTENCE)
    editor.page.get_by_role("button", name="Close plugin").click()
    expect(editor.sidebar).to_be_hidden()
    editor.page.locator("p.wp-block-paragraph, [data-type='core/paragraph']").first.click()
    editor.page.keyboard.press("Shift+Alt+v")
    expect(editor.verdict).to_contain_text("Supported")
    assert service.asked("POST /v1/verdicts")[0].body == {"claim": SENTENCE}


def test_a_citation_becomes_a_numbered_note(editor: Desk, service: Service) -> None:
    """Notes are numbered in reading order, carry outlet, link, date and quote, and lead back to their sentence."""
    editor.write("Home", SENTENCE, OTHER)
    editor.press("Check this sentence")
    editor.press("Insert citation from The Harbour Post")
    editor.select(SENTENCE)
    editor.press("Check this sentence")
    expect(editor.verdict.locator(".vd-claim")).to_have_text(SENTENCE)
    editor.press("Insert citation from The Harbour Post")
    content = editor.content()
    first, second = re.findall(
        r'<sup class="veridict-ref"><a [^>]*href="#veridict-note-(\w+)"[^>]*>\[(\d)\]</a></sup></p>', content
    )
    assert (first[1], second[1]) == ("1", "2")
    notes = re.findall(r'<p class="veridict-note" id="veridict-note-(\w+)">\[(\d)\] (.*)</p>', content)
    assert {(number, written) for number, written, _ in notes} == {first, second}
    assert "The Harbour Post, " in notes[0][2]
    assert '<a href="http://127.0.0.1/post/1#:~:text=Five">Five hostages come home</a>, July 3, 2024' in notes[0][2]
    assert "“Five Spaniards were freed on Tuesday.”" in notes[0][2]
    assert content.count("Sources</h2>") == 1
    assert service.asked("POST /v1/verdicts")[1].body == {"claim": SENTENCE}


def test_a_citation_becomes_a_link(editor: Desk, service: Service) -> None:
    """As a link a citation lies on the checked sentence alone and leads to the cited one."""
    editor.write("Home", f"They landed late. {SENTENCE}")
    editor.press("Check this sentence")
    editor.press("Citations")
    editor.sidebar.get_by_label("Link on the sentence").check()
    editor.press("Insert citation from The Harbour Post")
    assert f'late. <a href="http://127.0.0.1/post/1#:~:text=Five">{SENTENCE}</a></p>' in editor.content()
    assert service.asked("POST /v1/articles") == []


def test_a_sentence_that_changed_is_not_cited(editor: Desk, service: Service) -> None:
    """A citation for words that are no longer in the draft is refused with a reason, and nothing is inserted."""
    editor.write("Home", SENTENCE)
    editor.press("Check this sentence")
    expect(editor.verdict).to_be_visible()
    editor.page.evaluate(
        "const [{clientId}] = wp.data.select('core/block-editor').getBlocks();"
        "wp.data.dispatch('core/block-editor').updateBlockAttributes(clientId, {content: 'Six came.'});"
    )
    editor.press("Insert citation from The Harbour Post")
    expect(editor.sidebar.get_by_text("has changed since it was checked")).to_be_visible()
    assert "veridict-ref" not in editor.content()
    assert len(service.server.asked) == 1


def test_wordpress_footnotes_are_used_where_there_are_any(editor: Desk, service: Service) -> None:
    """With the footnotes of WordPress 6.3, imitated here in the page, a citation is one of them, with its words."""
    editor.write("Home", SENTENCE)
    editor.page.evaluate(
        "wp.blocks.registerBlockType('core/footnotes', {apiVersion: 2, title: 'Footnotes', category: 'text',"
        " edit: () => null, save: () => null}); wp.data.dispatch('core/editor').editPost({meta: {footnotes: ''}});"
    )
    editor.press("Check this sentence")
    editor.press("Insert citation from The Harbour Post")
    content = editor.content()
    (reference,) = re.findall(r'<sup [^>]*data-fn="([\w-]+)"[^>]*><a [^>]*href="#\1"', content)
    assert content.count("<!-- wp:footnotes /-->") == 1
    (note,) = json.loads(editor.page.evaluate("wp.data.select('core/editor').getEditedPostAttribute('meta').footnotes"))
    assert note["id"] == reference
    assert "“Five Spaniards were freed on Tuesday.”" in note["content"]
    assert len(service.server.asked) == 1


def test_the_draft_is_checked_as_it_streams(editor: Desk, service: Service) -> None:
    """The first verdict is there while the others are still being checked; each finds its own sentence."""
    service.stand_in.pause_s = 1.0
    editor.write("Home", f"{OTHER} {SENTENCE}", "It rained 😀 all day.")
    editor.press("Check the draft")
    claims = editor.sidebar.locator(".veridict-claim")
    expect(editor.sidebar.locator(".veridict-claim[data-verdict=supported]")).to_have_count(1)
    expect(editor.sidebar.get_by_text("1 of 3 sentences checked.")).to_be_visible()
    expect(editor.sidebar.locator(".veridict-counts")).to_have_text("3 sentences to check, 3 supported")
    claims.nth(2).get_by_role("button").first.click()
    assert editor.page.evaluate("getSelection().toString()") == "It rained 😀 all day."
    assert service.asked("POST /v1/checks")[0].body == {
        "text": f"{OTHER} {SENTENCE}\n\nIt rained 😀 all day.",
        "title": "Home",
    }


def test_only_what_changed_is_checked_while_writing(editor: Desk, service: Service) -> None:
    """With the switch on, a pause in writing checks the new paragraphs, and none twice."""
    editor.write("Home", SENTENCE)
    switch = editor.sidebar.get_by_label("Check while I write")
    switch.check()
    expect(editor.sidebar.locator(".veridict-counts")).to_have_text("1 sentence to check, 1 supported")
    editor.page.locator("[data-type='core/paragraph']").last.click()
    editor.page.keyboard.press("End")
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.type("A new one is here.")
    expect(editor.sidebar.locator(".veridict-counts")).to_have_text("2 sentences to check, 2 supported")
    switch.uncheck()
    assert [asked.body["text"] for asked in service.asked("POST /v1/checks")] == [SENTENCE, "A new one is here."]


def test_stopping_a_check_stops_the_service(editor: Desk, service: Service) -> None:
    """Cancel ends the request all the way: the service's connection is closed, and what was found stays."""
    service.stand_in.pause_s = 1.0
    editor.write("Home", " ".join(f"Sentence number {number} is here." for number in range(12)))
    editor.press("Check the draft")
    expect(editor.sidebar.locator(".veridict-claim[data-verdict=supported]")).not_to_have_count(0)
    editor.press("Cancel")
    expect(editor.sidebar.locator(".veridict-draft .vd-problem")).to_contain_text("Stopped")
    assert service.server.broken_off.wait(10)
    expect(editor.sidebar.locator(".veridict-claim[data-verdict=supported]")).not_to_have_count(0)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (json_answer(problem("network-failed", 503), 503, Retry_After="7"), "Try again in 7 seconds"),
        (json_answer(problem("unauthenticated", 401), 401), "The service wants a key"),
        (json_answer(problem("too-many-requests", 429), 429, Retry_After="3"), "wait 3 seconds"),
        (json_answer(problem("invalid-input", 422, "One claim at a time."), 422), "One claim at a time."),
        (Answer(["<h1>It works!</h1>"], type="text/html"), "does not speak like Veridict"),
        (json_answer({"claim": "x", "verdict": "maybe"}), "does not speak like Veridict"),
    ],
)
def test_a_failure_is_told_in_words(editor: Desk, service: Service, answer: Answer, words: str) -> None:
    """What the service could not do is said as such, for a sentence and for a draft, and never shown as a verdict."""
    service.stand_in.instead = {"POST /v1/verdicts": answer, "POST /v1/checks": answer}
    editor.write("Home", SENTENCE)
    editor.press("Check this sentence")
    expect(editor.sidebar.locator(".veridict-sentence .vd-problem")).to_contain_text(words)
    editor.press("Check the draft")
    expect(editor.sidebar.locator(".veridict-draft .vd-problem")).to_be_visible()
    expect(editor.sidebar.locator(".vd-verdict")).to_have_count(0)


def test_a_service_that_is_away_is_told_in_words(editor: Desk, service: Service, site: Site) -> None:
    """Nothing at the address: the panel says so, offers another try, and the next try finds the service again."""
    site.settings("http://127.0.0.1:9", KEY)
    editor.write("Home", SENTENCE)
    editor.press("Check this sentence")
    expect(editor.sidebar.locator(".vd-problem")).to_contain_text("The service does not answer")
    site.settings(service.server.address, KEY)
    editor.press("Try again")
    expect(editor.verdict).to_contain_text("Supported")


def test_a_stream_that_breaks_off_keeps_what_came(editor: Desk, service: Service) -> None:
    """A stream without its summary shows the verdicts that arrived and says that the rest is missing."""
    claims = claims_of(f"{SENTENCE} {OTHER}")
    parts = [event("start", {"sentences": 2, "checked": 2, "claims": claims})]
    service.stand_in.instead["POST /v1/checks"] = stream_answer([*parts, "event: verdict\nda"])
    editor.write("Home", f"{SENTENCE} {OTHER}")
    editor.press("Check the draft")
    expect(editor.sidebar.locator(".veridict-draft .vd-problem")).to_contain_text("The answer broke off")
    expect(editor.sidebar.locator(".veridict-claim")).to_have_count(2)


def test_a_published_post_goes_into_the_archive(editor: Desk, service: Service, site: Site) -> None:
    """Publishing sends the article's own words, updating sends a new version, and saving it unchanged sends nothing."""
    editor.write("Home at <last>", SENTENCE)
    editor.press("Check this sentence")
    editor.press("Insert citation from The Harbour Post")
    post = editor.publish()
    expect(editor.sidebar.locator(".veridict-archive-state")).to_have_text("In the archive, version 1.")
    sent = service.asked("POST /v1/articles")[0].body
    assert sent["text"] == SENTENCE
    assert (sent["title"], sent["publisher"], sent["author"], sent["agency"]) == (
        "Home at <last>",
        "The Test Courier",
        "Edda Editor",
        None,
    )
    assert sent["url"] == f"{site.url}/home-at/"
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


def test_a_claimreview_is_signed_by_an_editor_alone(
    editor: Desk, service: Service, site: Site, desks: dict[str, Desk]
) -> None:
    """Nothing is reviewed until an editor of a published post chooses, confirms and signs; then the page carries it."""
    service.stand_in.document = {"claimReviewed": "</script><script>alert(1)</script>"}
    editor.write("Reviewed", SENTENCE)
    editor.press("Check this sentence")
    editor.press("Draft a ClaimReview")
    sign = editor.sidebar.get_by_role("button", name="Sign and publish ClaimReview")
    expect(editor.sidebar.get_by_text("Publish the post first").first).to_be_visible()
    post = editor.publish()
    expect(sign).to_be_disabled()
    editor.sidebar.get_by_label("Rating", exact=True).select_option("5")
    expect(sign).to_be_disabled()
    editor.sidebar.get_by_label("I have read the sources and sign this as Edda Editor.").check()
    assert service.asked("POST /v1/reviews") == []
    sign.click()
    expect(editor.sidebar.locator(".veridict-signed")).to_contain_text("True, signed by Edda Editor")
    body = service.asked("POST /v1/reviews")[0].body
    assert body == {
        "verdict_id": "ver_01J0000000000000000000000A",
        "author": {"name": "Edda Editor"},
        "publisher": {"name": "The Test Courier", "url": f"{site.url}/"},
        "claim_reviewed": SENTENCE,
        "rating": 5,
        "rating_label": "True",
        "url": f"{site.url}/reviewed/",
    }

    reader = editor.page.context.browser
    assert reader is not None
    public = reader.new_context().new_page()
    public.goto(f"{site.url}/reviewed/")
    printed = public.locator("head script.veridict-claimreview")
    assert json.loads(printed.inner_text()) == service.stand_in.document | {"@type": "ClaimReview", "signed": True}
    author = desks["author"]
    author.goto("/wp-admin/post-new.php")
    refused = author.rest(f"/veridict/v1/posts/{post}/reviews/rev_1", "DELETE")
    assert refused["data"]["status"] == 403
    editor.press("Take it off the post")
    expect(editor.sidebar.locator(".veridict-signed")).to_have_count(0)
    public.reload()
    expect(printed).to_have_count(0)
    public.context.close()


def test_an_author_may_check_but_not_sign(desks: dict[str, Desk], service: Service) -> None:
    """Who may not sign is not offered to; the rest of the sidebar works."""
    author = desks["author"]
    author.write("Mine", SENTENCE)
    author.press("Check this sentence")
    expect(author.verdict).to_contain_text("Supported")
    expect(author.sidebar.get_by_role("button", name="Draft a ClaimReview")).to_have_count(0)
    assert len(service.server.asked) == 1


def test_the_routes_are_closed_to_others(desks: dict[str, Desk], service: Service, site: Site) -> None:
    """No login, another's post, no confirmation, too long a claim: refused before the service is asked."""
    post = site.add_post("Another's", PARAGRAPH.format(SENTENCE))
    nobody = desks["author"].page.context.browser
    assert nobody is not None
    stranger = nobody.new_context()
    answer = stranger.request.post(f"{site.url}/wp-json/veridict/v1/verdicts", data={"claim": SENTENCE})
    assert answer.status == 401
    stranger.close()
    forged = desks["editor"].page.context.request.post(
        f"{site.url}/wp-json/veridict/v1/verdicts", data={"claim": SENTENCE}
    )
    assert forged.status == 401  # the login's cookie without the nonce: a hostile page's request
    desks["author"].goto("/wp-admin/post-new.php")
    author = desks["author"].rest
    assert author("/veridict/v1/verdicts", "POST", {"claim": SENTENCE, "post": post})["data"]["status"] == 403
    assert author(f"/veridict/v1/posts/{post}")["data"]["status"] == 403
    assert author("/veridict/v1/status")["data"]["status"] == 403
    assert author("/veridict/v1/verdicts", "POST", {"claim": "x" * 1001})["data"]["status"] == 400
    desks["editor"].goto("/wp-admin/post-new.php")
    unsure = {"verdict_id": "v", "claim_reviewed": SENTENCE, "rating": 5, "rating_label": "True", "confirmed": False}
    assert desks["editor"].rest(f"/veridict/v1/posts/{post}/reviews", "POST", unsure)["data"]["status"] == 400
    desks["subscriber"].goto("/wp-admin/profile.php")
    assert desks["subscriber"].page.evaluate("typeof window.veridictEditor") == "undefined"
    assert service.server.asked == []


def test_the_key_is_kept_and_never_shown(admin: Desk, service: Service, site: Site) -> None:
    """A key is stored, said to be there, kept when the field is empty, forgotten when told; no page has it."""
    page = admin.page
    admin.goto("/wp-admin/options-general.php?page=veridict")
    page.fill("#veridict-key", "vk_new_key_of_the_form")
    page.fill("#veridict-publisher", "Courier & Sons")
    page.click("#submit")
    expect(page.get_by_text("A key is set.")).to_be_visible()
    expect(page.locator("#veridict-key")).to_have_value("")
    page.click("#submit")
    assert site.php("return Veridict\\Options\\key();") == "vk_new_key_of_the_form"
    assert site.php("return Veridict\\Options\\publisher();") == "Courier & Sons"
    page.get_by_role("button", name="Test the connection").click()
    expect(page.locator("#veridict-test-result")).to_have_text("It answers: version 0.0.1.")
    assert service.asked("GET /version")[0].headers["Authorization"] == "Bearer vk_new_key_of_the_form"
    for path in ("options-general.php?page=veridict", "options.php", "post-new.php", "plugins.php"):
        admin.goto(f"/wp-admin/{path}")
        assert "vk_new_key" not in page.content()
    assert "vk_new_key" not in json.dumps(admin.rest("/wp/v2/settings"))
    admin.goto("/wp-admin/options-general.php?page=veridict")
    page.get_by_label("Forget the key").check()
    page.click("#submit")
    expect(page.get_by_text("No key is set")).to_be_visible()


def test_a_key_does_not_travel_in_the_open(admin: Desk, service: Service, site: Site) -> None:
    """An unencrypted address on another machine is refused in words, and so is one that is none."""
    for address in ("http://archive.example.com", "http://127.0.0.1.example.com"):
        admin.goto("/wp-admin/options-general.php?page=veridict")
        admin.page.fill("#veridict-address", address)
        admin.page.click("#submit")
        expect(admin.page.locator("#setting-error-address")).to_contain_text("unencrypted")
    assert site.php("return Veridict\\Options\\address();") == service.server.address


def test_an_editor_cannot_see_the_settings(desks: dict[str, Desk], service: Service) -> None:
    """The settings are the administrators'."""
    desks["editor"].goto("/wp-admin/options-general.php?page=veridict")
    expect(desks["editor"].page.get_by_text("you are not allowed")).to_be_visible()
    assert service.server.asked == []


def test_axe_finds_nothing_in_the_sidebar(editor: Desk, service: Service) -> None:
    """The sidebar with a verdict, a list of claims and a review's form keeps nobody out."""
    editor.write("Home", SENTENCE, OTHER)
    editor.press("Check this sentence")
    editor.press("Draft a ClaimReview")
    editor.press("Check the draft")
    expect(editor.sidebar.locator(".veridict-counts")).to_contain_text("2 supported")
    editor.page.evaluate(AXE.read_text())
    found = editor.page.evaluate(
        "axe.run('.veridict-sidebar').then(({violations}) => "
        "violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]))"
    )
    assert found == []
    assert len(service.server.asked) == 2


def test_offsets_are_read_in_code_points(editor: Desk, site: Site) -> None:
    """The pure functions agree with Python on every offset, characters beyond the first plane among them."""
    editor.goto("/wp-admin/profile.php")
    texts = ["plain", "", "a😀b", "😀", "𝔘𝔫𝔦 and ß", "e\u0301😀😀x"]
    got = editor.page.evaluate(
        "([url, texts]) => import(url).then(({unitsOf}) => texts.map((text) => {"
        " const units = unitsOf(text); const length = [...text].length + 1;"
        " return Array.from({length}, (_, points) => text.slice(0, units(points))); }))",
        [f"{site.url}/wp-content/plugins/veridict/js/draft.js", texts],
    )
    assert got == [[text[:points] for points in range(len(text) + 1)] for text in texts]


def test_uninstalling_takes_everything_along(service: Service, site: Site) -> None:
    """Options with the key, fields of posts and events that were set are gone; the posts' own words stay."""
    service.stand_in.instead["POST /v1/articles"] = json_answer(problem("overloaded", 503), 503)
    post = site.add_post("Stays", PARAGRAPH.format(SENTENCE), "publish")
    site.php("define( 'WP_UNINSTALL_PLUGIN', true ); require WP_PLUGIN_DIR . '/veridict/uninstall.php';")
    options = site.php("return array_keys( wp_load_alloptions() );")
    assert [name for name in options if "veridict" in name] == []
    assert site.php("return get_option( 'veridict_secret' );") is False
    assert [name for name in site.php(f"return get_post_meta( {post} );") if "veridict" in name] == []
    assert site.php(f"return wp_next_scheduled( 'veridict_send', array( {post} ) );") is False
    assert site.php(f"return get_post( {post} )->post_title;") == "Stays"
