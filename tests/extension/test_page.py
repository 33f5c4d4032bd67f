"""A whole page: read, streamed, marked, and found again."""

import re
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.extension.answers import problem, verdict
from tests.extension.browser import Chromium, axe
from tests.extension.loopback import Answer, Asked, Server, event, page_answer, stream_answer

pytestmark = pytest.mark.browser

ARTICLE = """
<nav><a href=/>Home of all the news.</a></nav>
<main><h1>Five freed</h1>
<p id=one>Five <b>Spaniards</b> were <em>fr<i>ee</i>d</em> on&nbsp;Tuesday,
   offi&shy;cials \N{GRINNING FACE} said.<sup><a href=#n>[1]</a></sup>
   The <a href=/talks>talks went on for weeks.</a> Nobody paid.</p>
<p style="display:flex">A ransom was paid.</p>
<p hidden>Hidden words.</p><script>"Not words."</script>
</main><footer>All rights reserved.</footer>"""
SENTENCES = [
    "Five Spaniards were freed on Tuesday, officials \N{GRINNING FACE} said.",
    "The talks went on for weeks.",
    "Nobody paid.",
    "A ransom was paid.",
]
LABELS = ["supported", "refuted", "conflicting", "not_enough_evidence"]


def claims_of(text: str) -> list[dict[str, Any]]:
    """Find the sentences in a text as the service does: offsets in code points."""
    found = re.finditer(r"[^\s.][^.\n]*\.", text)
    return [{"index": n, "start": m.start(), "end": m.end(), "text": m.group()} for n, m in enumerate(found)]


def checked(asked: Asked, labels: Sequence[str] = LABELS) -> Iterator[str]:
    """Give the events of a page check, with the labels in turn."""
    claims = claims_of(asked.body["text"])
    yield event("start", {"sentences": len(claims) + 1, "checked": len(claims), "claims": claims})
    for claim in claims:
        answer = verdict(claim["text"], labels[claim["index"] % len(labels)])
        yield event("verdict", claim | {"checkworthiness": 0.9, "verdict": answer}, claim["index"] + 1)
    yield event("summary", {"supported": 1, "refuted": 1, "conflicting": 1, "not_enough_evidence": 1, "ms": 5})


@pytest.fixture
def page(browser: Chromium, site: Server, service: Server) -> Iterator[Page]:
    """An article with everything in it that makes marking hard; the service checks every sentence of it."""
    site.respond = lambda _asked: page_answer(f"<style>body {{ margin-bottom: 3000px }}</style>{ARTICLE}")
    service.respond = lambda asked: stream_answer([*checked(asked)])
    opened = browser.visit(f"{site.address}/article")
    yield opened
    opened.close()


def marked(page: Page, label: str) -> str:
    """Give the text that is highlighted with a label, white space folded."""
    text: str = page.evaluate("name => [...(CSS.highlights.get(name) ?? [])].map(String).join('')", f"veridict-{label}")
    return re.sub(r"\s+", " ", text.replace("\N{SOFT HYPHEN}", ""))


def finished(panel: Page) -> None:
    """Wait until a page is checked."""
    expect(panel.get_by_role("button", name="Remove marks")).to_be_visible()


def test_each_sentence_is_marked_where_it_stands(browser: Chromium, page: Page, panel: Page, service: Server) -> None:
    """The marks fit the sentences, however they are spread over elements, and the panel lists them in order."""
    browser.menu("check-page")
    finished(panel)
    for label, sentence in zip(LABELS, SENTENCES, strict=True):
        assert marked(page, label) == sentence
    rows = panel.locator(".side-row")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text(f"Supported: {SENTENCES[0]}")
    expect(panel.locator(".side-count")).to_have_text(
        "4 sentences checked: 1 supported, 1 refuted, 1 conflicting, 1 not enough evidence."
    )
    sent = service.asked[0]
    assert sent.body == {"text": f"Five freed\n\n{' '.join(SENTENCES[:3])}\n\n{SENTENCES[3]}", "title": "A page"}
    assert sent.headers["Accept"] == "text/event-stream"


@pytest.mark.usefixtures("service")
def test_marked_page_and_list_keep_nobody_out(browser: Chromium, page: Page, panel: Page) -> None:
    """Axe finds nothing in the marked page nor in the list, each mark has a name, and none stands in a link."""
    browser.menu("check-page")
    finished(panel)
    names = ["Veridict: Supported", "Veridict: Refuted", "Veridict: Conflicting"]
    for name in names:
        expect(page.get_by_role("button", name=name)).to_be_visible()
    assert page.locator("a veridict-mark").count() == 0
    # the text of a flex box is not divided, since its pieces would become boxes
    assert page.locator("veridict-mark").count() == 3
    assert axe(page) == []
    panel.locator(".side-row h3 button").first.press("Enter")
    assert axe(panel) == []


def test_verdicts_fill_in_as_they_come(browser: Chromium, page: Page, panel: Page, service: Server) -> None:
    """All sentences are listed and marked at once; the first verdict shows while the others are out."""
    go_on = threading.Event()

    def respond(asked: Asked) -> Answer:
        def parts() -> Iterator[str]:
            for number, part in enumerate(checked(asked)):
                if number == 2:
                    go_on.wait(60)
                yield part

        return stream_answer(LazyParts(parts()))

    service.respond = respond
    browser.menu("check-page")
    states = panel.locator(".side-row")
    expect(states.nth(0)).to_have_attribute("data-state", "supported")
    expect(states.nth(1)).to_have_attribute("data-state", "pending")
    expect(panel.locator(".side-count")).to_have_text("1 of 4 sentences checked")
    assert marked(page, "supported") == SENTENCES[0]
    assert SENTENCES[1] in marked(page, "pending")
    expect(states.nth(0).get_by_role("button")).to_be_enabled()
    go_on.set()
    finished(panel)
    assert marked(page, "pending") == ""


class LazyParts(list[str]):
    """Parts that are made while they are sent."""

    def __init__(self, parts: Iterator[str]) -> None:
        super().__init__([""] * 10)
        self._parts = parts

    def __iter__(self) -> Iterator[str]:
        return self._parts


@pytest.mark.usefixtures("service")
def test_a_mark_opens_its_sentence_in_the_panel(browser: Chromium, page: Page, panel: Page) -> None:
    """Pressing a mark opens the verdict in the panel; a press that the page makes up does not."""
    browser.menu("check-page")
    finished(panel)
    page.evaluate("document.querySelector('veridict-mark').shadowRoot.querySelector('button').click()")
    page.wait_for_timeout(300)
    expect(panel.get_by_role("article")).to_have_count(0)
    page.get_by_role("button", name="Veridict: Refuted").click()
    expect(panel.get_by_role("article", name=SENTENCES[1])).to_be_visible()
    opener = panel.get_by_role("button", name=SENTENCES[1])
    expect(opener).to_be_focused()
    head = panel.locator(".side-head").evaluate("head => head.getBoundingClientRect().bottom")
    assert opener.evaluate("opener => opener.getBoundingClientRect().top") >= head


@pytest.mark.usefixtures("service")
def test_a_mark_opens_the_panel_again(browser: Chromium, page: Page, panel: Page) -> None:
    """With the panel closed, pressing a mark opens it with the same list, at that sentence."""
    browser.menu("check-page")
    finished(panel)
    page.wait_for_timeout(500)  # the list is kept a moment after its last change
    panel.close()
    page.get_by_role("button", name="Veridict: Conflicting").click()
    again = browser.open_panel()
    expect(again.get_by_role("article", name=SENTENCES[2])).to_be_visible()
    expect(again.locator(".side-row")).to_have_count(4)
    again.get_by_role("button", name="Show in page").first.click()
    expect(page.get_by_role("button", name="Veridict: Conflicting")).to_be_focused()


@pytest.mark.usefixtures("service")
def test_a_sentence_is_found_in_the_page(browser: Chromium, page: Page, panel: Page) -> None:
    """ "Show in page" brings the sentence into view and puts the focus on its mark."""
    page.evaluate("scrollTo(0, 2500)")
    browser.menu("check-page")
    finished(panel)
    panel.get_by_role("button", name=SENTENCES[2]).click()
    panel.get_by_role("button", name="Show in page").click()
    expect(page.locator("#one")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Veridict: Conflicting")).to_be_focused()
    assert marked(page, "current") == SENTENCES[2]


@pytest.mark.usefixtures("service")
def test_removing_the_marks_leaves_the_page_as_it_was(browser: Chromium, page: Page, panel: Page) -> None:
    """Marks change no element of the page, and go without a trace; checking twice marks once."""
    count = (
        "() => { const w = document.createTreeWalker(document.body); let n = 0; while (w.nextNode()) n++; return n }"
    )
    before, nodes = page.inner_html("body"), page.evaluate(count)
    browser.menu("check-page")
    finished(panel)
    panel.get_by_role("button", name="Check this page").click()
    finished(panel)
    assert page.locator("veridict-mark").count() == 3
    panel.get_by_role("button", name="Remove marks").click()
    expect(page.locator("veridict-mark")).to_have_count(0)
    assert page.inner_html("body") == before
    assert page.evaluate(count) == nodes
    assert marked(page, "refuted") == ""
    expect(panel.get_by_text("The marks are no longer in the page.")).to_be_visible()


def test_leaving_the_page_stops_the_work(
    browser: Chromium, site: Server, page: Page, panel: Page, service: Server
) -> None:
    """When the reader goes elsewhere the request is ended, and the list says that its page is gone."""
    service.respond = lambda asked: stream_answer(
        [*checked(asked)][:2] + [": still here\n\n"] * 600, [0, 0] + [0.1] * 600
    )
    browser.menu("check-page")
    expect(panel.locator(".side-row").first).to_have_attribute("data-state", "supported")
    page.goto(f"{site.address}/elsewhere")
    expect(panel.get_by_text("The marks are no longer in the page.")).to_be_visible()
    assert service.broken_off.wait(30)


def test_a_reader_can_stop_a_page(browser: Chromium, panel: Page, service: Server) -> None:
    """Cancel ends the request; what was checked stays, the rest says that it was not."""
    service.respond = lambda asked: stream_answer(
        [*checked(asked)][:2] + [": still here\n\n"] * 600, [0, 0] + [0.1] * 600
    )
    browser.menu("check-page")
    expect(panel.locator(".side-row").first).to_have_attribute("data-state", "supported")
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_role("alert")).to_contain_text("You stopped this check.")
    expect(panel.locator(".side-count")).to_contain_text("could not be checked")
    panel.locator(".side-row h3 button").last.click()
    expect(panel.locator(".side-row").last).to_contain_text("You stopped this check.")
    assert service.broken_off.wait(30)


def test_a_failure_of_one_sentence_is_its_own(browser: Chromium, page: Page, panel: Page, service: Server) -> None:
    """A sentence that could not be checked says so, is no verdict, and the others are not touched."""

    def respond(asked: Asked) -> Answer:
        events = [*checked(asked)]
        events[1] = event("problem", {"index": 0, "problem": problem("network-failed", 503)})
        return stream_answer(events)

    service.respond = respond
    browser.menu("check-page")
    finished(panel)
    expect(panel.locator(".side-row").first).to_contain_text("Could not be checked")
    panel.locator(".side-row h3 button").first.click()
    expect(panel.locator(".vd-problem")).to_contain_text("this says nothing about the claim")
    assert marked(page, "failed") == SENTENCES[0]
    assert marked(page, "refuted") == SENTENCES[1]


def test_a_stream_that_breaks_off_is_said(browser: Chromium, panel: Page, service: Server) -> None:
    """What did arrive stays; the panel says that the rest did not, and can try again."""
    service.respond = lambda asked: stream_answer(
        [*[*checked(asked)][:3], ": still here\n\n"], [0, 0, 0, 0.5], announced=1_000_000
    )
    browser.menu("check-page")
    expect(panel.get_by_role("alert")).to_contain_text("The answer broke off")
    expect(panel.locator(".side-row").nth(1)).to_have_attribute("data-state", "refuted")
    service.respond = lambda asked: stream_answer([*checked(asked)])
    panel.get_by_role("button", name="Try again").click()
    expect(panel.locator(".side-count")).to_have_text(
        "4 sentences checked: 1 supported, 1 refuted, 1 conflicting, 1 not enough evidence."
    )


@pytest.mark.usefixtures("service")
def test_a_strict_page_is_marked_too(browser: Chromium, site: Server, panel: Page) -> None:
    """A page whose own policy forbids every style and script gets the same marks, in their own colours."""
    policy = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    site.respond = lambda _asked: Answer(
        ["<!doctype html><main><p>Nobody paid.</p></main>"],
        type="text/html",
        headers={"Content-Security-Policy": policy},
    )
    page = browser.visit(f"{site.address}/strict")
    browser.menu("check-page")
    finished(panel)
    mark = page.get_by_role("button", name="Veridict: Supported")
    assert mark.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgb(20, 105, 58)"
    page.close()


@pytest.mark.usefixtures("service")
def test_text_that_is_being_written_is_left_alone(browser: Chromium, site: Server, panel: Page) -> None:
    """In an editor sentences are highlighted, and nothing is put into what is being written."""
    site.respond = lambda _asked: page_answer("<main><div contenteditable><p>Nobody paid.</p></div></main>")
    page = browser.visit(f"{site.address}/editor")
    browser.menu("check-page")
    finished(panel)
    assert marked(page, "supported") == "Nobody paid."
    assert page.inner_html("[contenteditable]") == "<p>Nobody paid.</p>"
    page.close()
