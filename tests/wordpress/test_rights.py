"""Who may do what: signing, asking, the settings and the key."""

import json

import pytest
from playwright.sync_api import expect

from tests.extension.answers import problem
from tests.extension.loopback import json_answer
from tests.wordpress.conftest import PARAGRAPH, SENTENCE
from tests.wordpress.desk import Desk
from tests.wordpress.service import Service
from tests.wordpress.site import Site

pytestmark = pytest.mark.wordpress


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
    editor.sidebar.get_by_label("Who made the claim").fill("A minister")
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
        "title": "Reviewed",
        "language": "en",
        "claimant": {"name": "A minister"},
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
    author.rest("/veridict/v1/verdicts", "POST", {"claim": "Two\nlines."})
    assert [asked.body for asked in service.server.asked] == [{"claim": SENTENCE}, {"claim": "Two lines."}]


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
    admin.goto("/wp-admin/options-general.php?page=veridict")
    page = admin.page
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
        assert "vk_new_key" not in admin.page.content()
    admin.goto("/wp-admin/options-general.php?page=veridict")
    assert "vk_new_key" not in json.dumps(admin.rest("/wp/v2/settings"))
    page = admin.page
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
