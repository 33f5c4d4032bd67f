"""What the panel says when there is no verdict: the service is away, refuses, is slow, or is not Veridict."""

import socket

import pytest
from playwright.sync_api import Page, expect

from tests.extension.answers import problem, verdict
from tests.extension.browser import Chromium, axe
from tests.extension.conftest import SENTENCE
from tests.extension.loopback import Answer, Server, json_answer, page_answer, serving

pytestmark = pytest.mark.browser

HTML = Answer(["<h1>Welcome to the router</h1>"], type="text/html")
REFUSALS = {
    "no key": (json_answer(problem("unauthenticated", 401), 401), "The service wants a key", "Settings"),
    "wrong key": (
        json_answer(problem("forbidden", 403, "this key has not the scope verdicts"), 403),
        "this key has not the scope verdicts",
        "Settings",
    ),
    "too many": (
        json_answer(problem("too-many-requests", 429), 429, Retry_After="30"),
        "The service asks you to wait 30 seconds.",
        "Try again",
    ),
    "busy": (
        json_answer(problem("overloaded", 503), 503, Retry_After="2"),
        "this says nothing about the claim. Try again in 2 seconds.",
        "Try again",
    ),
    "broken": (json_answer(problem("internal", 500), 500), "The service could not check this", "Try again"),
    "not a claim": (
        json_answer(problem("invalid-input", 422, "body.claim: too odd"), 422),
        "body.claim: too odd",
        None,
    ),
    "a gateway": (Answer(["<h1>Bad gateway</h1>"], 502, "text/html"), "The service could not check this", "Try again"),
    "a web site": (HTML, "What answered does not speak like Veridict (not JSON)", "Settings"),
    "not found": (
        Answer(["<h1>Not found</h1>"], 404, "text/html"),
        "does not speak like Veridict (HTTP 404)",
        "Settings",
    ),
    "half an answer": (
        json_answer({"claim": "x"}),
        "does not speak like Veridict (no known verdict in it)",
        "Settings",
    ),
    "a new label": (json_answer(verdict("x") | {"verdict": "TRUE"}), "does not speak like Veridict", "Settings"),
    "a redirect": (
        Answer([], 307, headers={"Location": "http://127.0.0.1:9/"}),
        "sends us to another address",
        "Settings",
    ),
    "broken off": (Answer(['{"claim":'], announced=1_000), "The service does not answer", "Try again"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_said_in_words(browser: Chromium, panel: Page, service: Server, case: str) -> None:
    """Each way to be refused has its own words and its own next step, and none looks like a verdict."""
    answer, words, step = REFUSALS[case]
    service.respond = lambda _asked: answer
    browser.menu("check-selection", SENTENCE)
    alert = panel.get_by_role("alert")
    expect(alert).to_contain_text(words)
    if step:
        expect(alert.get_by_role("button", name=step)).to_be_visible()
    expect(panel.get_by_role("article")).to_have_count(0)
    assert axe(panel) == []


@pytest.mark.parametrize("case", ["no key", "too many", "a web site"])
def test_a_page_check_is_refused_in_the_same_words(
    browser: Chromium, page: Page, panel: Page, service: Server, case: str
) -> None:
    """A page check that is refused says so, and leaves no mark in the page."""
    answer, words, _step = REFUSALS[case]
    service.respond = lambda _asked: answer
    browser.menu("check-page")
    expect(panel.get_by_role("alert")).to_contain_text(words)
    assert page.locator("veridict-mark").count() == 0


def test_a_service_that_is_away_is_tried_again(browser: Chromium, panel: Page) -> None:
    """Nothing listening is said with the address; after the service has come up, "Try again" gives the verdict."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    browser.settings(f"http://127.0.0.1:{port}")
    browser.menu("check-selection", SENTENCE)
    expect(panel.get_by_role("alert")).to_contain_text(f"Nothing answers at http://127.0.0.1:{port}.")
    with serving(lambda asked: json_answer(verdict(asked.body["claim"])), port):
        panel.get_by_role("button", name="Try again").click()
        expect(panel.get_by_role("article", name=SENTENCE)).to_be_visible()


def test_a_slow_service_can_be_stopped(browser: Chromium, panel: Page, service: Server) -> None:
    """After two seconds the panel says that it is still working; Cancel ends the request and says so."""
    service.respond = lambda _asked: Answer([" "] * 600, waits_s=[0.1] * 600)
    panel.emulate_media(reduced_motion="reduce")
    browser.menu("check-selection", SENTENCE)
    waiting = panel.locator(".vd-waiting")
    expect(waiting.get_by_role("status")).to_have_text("Still working. Checking")
    assert waiting.locator(".vd-spinner").evaluate("spinner => getComputedStyle(spinner).animationName") == "none"
    assert axe(panel) == []
    waiting.get_by_role("button", name="Cancel").press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text("You stopped this check.")
    assert service.broken_off.wait(30)
    panel.emulate_media(reduced_motion="null")


@pytest.mark.parametrize(("text", "words"), [("  \n ", "Nothing selected"), ("No", "Too short to check")])
def test_too_little_is_not_sent(browser: Chromium, panel: Page, service: Server, text: str, words: str) -> None:
    """A selection that is no claim is refused on the spot."""
    browser.menu("check-selection", text)
    expect(panel.get_by_role("alert")).to_contain_text(words)
    assert service.asked == []


@pytest.mark.usefixtures("service")
def test_a_page_that_is_closed_to_extensions_says_so(browser: Chromium, panel: Page) -> None:
    """Where the browser lets no extension in, the panel says what to do."""
    page = browser.visit("chrome://version")
    panel.get_by_role("button", name="Check this page").click()
    expect(panel.get_by_role("alert")).to_contain_text("This page cannot be read")
    panel.get_by_role("button", name="Check selection").click()
    expect(panel.get_by_role("alert")).to_contain_text("This page cannot be read")
    page.close()


def test_a_page_without_text_says_so(browser: Chromium, site: Server, panel: Page, service: Server) -> None:
    """A page of pictures is not sent."""
    site.respond = lambda _asked: page_answer("<main><button>Play</button></main>")
    page = browser.visit(f"{site.address}/pictures")
    panel.get_by_role("button", name="Check this page").click()
    expect(panel.get_by_role("alert")).to_contain_text("This page has no text that can be read.")
    assert service.asked == []
    page.close()
