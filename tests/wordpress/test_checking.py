"""Checking in the editor: the sentence at hand, the draft as it streams, and what is said when it fails."""

from threading import Semaphore

import pytest
from playwright.sync_api import expect

from tests.extension.answers import problem
from tests.extension.browser import AXE
from tests.extension.loopback import Answer, event, json_answer, stream_answer
from tests.wordpress.conftest import KEY, OTHER, SENTENCE
from tests.wordpress.desk import Desk
from tests.wordpress.service import Service, claims_of
from tests.wordpress.site import Site

pytestmark = pytest.mark.wordpress


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


def test_the_draft_is_checked_as_it_streams(editor: Desk, service: Service) -> None:
    """The first verdict is there while the others are still being checked; each finds its own sentence."""
    service.stand_in.gate = gate = Semaphore(2)  # the start and the first verdict
    editor.write("Home", f"{OTHER} {SENTENCE}", "It rained 😀 all day.")
    editor.press("Check the draft")
    claims = editor.sidebar.locator(".veridict-claim")
    expect(editor.sidebar.locator(".veridict-claim[data-verdict=supported]")).to_have_count(1)
    expect(editor.sidebar.get_by_text("1 of 3 sentences checked.")).to_be_visible()
    gate.release(5)
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
    editor.write("Home", " ".join(f"Sentence number {number} is here." for number in range(60)))
    editor.press("Check the draft")
    expect(editor.sidebar.locator(".veridict-claim[data-verdict=supported]")).not_to_have_count(0)
    editor.press("Cancel")
    expect(editor.sidebar.locator(".veridict-draft .vd-problem")).to_contain_text("Stopped")
    assert service.server.broken_off.wait(10)
    expect(editor.sidebar.locator(".veridict-claim[data-verdict=supported]")).not_to_have_count(0)


def test_a_failure_is_told_in_words(editor: Desk, service: Service) -> None:
    """What the service could not do is said as such, for a sentence and for a draft, and never shown as a verdict."""
    failures = [
        (json_answer(problem("network-failed", 503), 503, Retry_After="7"), "Try again in 7 seconds"),
        (json_answer(problem("unauthenticated", 401), 401), "The service wants a key"),
        (json_answer(problem("too-many-requests", 429), 429, Retry_After="3"), "wait 3 seconds"),
        (json_answer(problem("invalid-input", 422, "One claim at a time."), 422), "One claim at a time."),
        (Answer(["<h1>It works!</h1>"], type="text/html"), "does not speak like Veridict"),
    ]
    editor.write("Home", SENTENCE)
    for answer, words in failures:
        service.stand_in.instead = {"POST /v1/verdicts": answer, "POST /v1/checks": answer}
        editor.press("Check this sentence")
        expect(editor.sidebar.locator(".veridict-sentence .vd-problem")).to_contain_text(words)
        editor.press("Check the draft")
        expect(editor.sidebar.locator(".veridict-draft .vd-problem")).to_contain_text(words)
    service.stand_in.instead = {"POST /v1/verdicts": json_answer({"claim": SENTENCE, "verdict": "maybe"})}
    editor.press("Check this sentence")
    expect(editor.sidebar.locator(".veridict-sentence .vd-problem")).to_contain_text("no known verdict")
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
