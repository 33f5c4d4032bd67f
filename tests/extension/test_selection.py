"""From a selected sentence to the verdict in the side panel."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.extension.answers import citation, origin, verdict
from tests.extension.browser import Chromium, axe, select
from tests.extension.conftest import SENTENCE
from tests.extension.loopback import Answer, Asked, Server, event, json_answer, stream_answer

pytestmark = pytest.mark.browser

LABELS = {
    "supported": ("Supported", "✓"),
    "refuted": ("Refuted", "✗"),
    "conflicting": ("Conflicting", "⇄"),
    "not_enough_evidence": ("Not enough evidence", "?"),
}
GAPS = {
    "not_covered": "The archive has nothing on this. That does not make it false.",
    "silent": "The archive has articles on this, and none of them decides it.",
    "after_archive": "This is about a time later than the newest article",
}


def test_the_menu_checks_what_is_selected(browser: Chromium, page: Page, panel: Page, service: Server) -> None:
    """Selecting a sentence and choosing the menu's entry shows the verdict, the outlets and the one source."""
    browser.menu("check-selection", select(page, "#first"))
    shown = panel.get_by_role("article", name=SENTENCE)
    expect(shown.locator(".vd-label")).to_have_text("Supported")
    expect(shown.locator(".vd-counts")).to_have_text("3 outlets, 1 source")
    expect(shown.locator(".vd-outlet")).to_have_text("The Harbour Post, 3 July 2024")
    expect(shown.get_by_role("blockquote")).to_have_text("Five Spaniards were freed on Tuesday.")
    assert service.asked[0].path == "/v1/verdicts"
    assert service.asked[0].body == {"claim": SENTENCE}
    assert "Authorization" not in service.asked[0].headers


@pytest.mark.usefixtures("service")
def test_the_shortcut_checks_what_is_selected(browser: Chromium, page: Page, panel: Page) -> None:
    """The keyboard shortcut reads the selection out of the page."""
    select(page, "#first")
    browser.shortcut("check-selection")
    expect(panel.get_by_role("article", name=SENTENCE)).to_be_visible()


def test_both_shortcuts_are_free(browser: Chromium) -> None:
    """The browser has taken both suggested shortcuts: none is one of its own."""
    given = browser.worker.evaluate("chrome.commands.getAll()")
    assert {one["name"]: one["shortcut"] for one in given if one["name"].startswith("check-")} == {
        "check-selection": "Alt+Shift+V",
        "check-page": "Alt+Shift+K",
    }


@pytest.mark.usefixtures("service")
def test_the_panel_checks_what_is_selected(page: Page, panel: Page) -> None:
    """The panel's own button does the same, with the keyboard alone."""
    select(page, "#second")
    panel.get_by_role("button", name="Check selection").press("Enter")
    expect(panel.get_by_role("article", name="Nothing was paid.")).to_be_visible()


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_verdict_is_words_and_symbol(
    browser: Chromium, panel: Page, service: Server, label: str, scheme: str
) -> None:
    """Each verdict has a word and a symbol beside its colour, a reader of screens hears it, and axe finds nothing."""
    panel.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    service.respond = lambda asked: json_answer(verdict(asked.body["claim"], label))
    browser.menu("check-selection", SENTENCE)
    words, symbol = LABELS[label]
    expect(panel.locator(".vd-label")).to_have_text(words)
    expect(panel.locator(".vd-badge .vd-symbol")).to_have_text(symbol)
    expect(panel.locator("#said")).to_contain_text(words)
    assert axe(panel) == []
    panel.emulate_media(color_scheme="null", reduced_motion="null")


@pytest.mark.parametrize("gap", GAPS)
def test_dont_know_comes_in_three_kinds(browser: Chromium, panel: Page, service: Server, gap: str) -> None:
    """The panel says which kind of "don't know" it is."""
    service.respond = lambda asked: json_answer(verdict(asked.body["claim"], "not_enough_evidence", gap))
    browser.menu("check-selection", SENTENCE)
    expect(panel.locator(".vd-gap")).to_contain_text(GAPS[gap])


def test_sources_and_stability_are_told(browser: Chromium, panel: Page, service: Server) -> None:
    """The origins are named with how they were found, and what the verdict rests on."""
    known, unknown = origin(id="org_0"), origin("refutes", id="org_1", name=None, basis="unknown", articles=["art_9"])
    service.respond = lambda asked: json_answer(verdict(asked.body["claim"], "conflicting", origins=[known, unknown]))
    browser.menu("check-selection", SENTENCE)
    panel.get_by_text("Where it goes back to").click()
    told = panel.locator(".vd-origins")
    expect(told.get_by_role("listitem")).to_have_text(
        [
            "Associated Press (named by an article of it): supports it, 3 articles",
            "not known (nothing says where it comes from): contradicts it, 1 article",
        ]
    )
    expect(told).to_contain_text("without Associated Press it would be different")


def test_hostile_text_stays_text(browser: Chromium, panel: Page, service: Server) -> None:
    """Neither the page's text nor the archive's becomes part of the panel, and only web addresses are linked."""
    bad = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    cited = citation(bad, title=bad, publisher=bad, url="javascript:document.title='owned'")
    cited |= {
        "link": "javascript:1",
        "origin": "org_0",
        "reprints": [{"id": "a", "publisher": bad, "url": "data:text/html,x"}],
    }
    service.respond = lambda asked: json_answer(
        verdict(asked.body["claim"], citations=[cited], summary=bad, origins=[origin(id="org_0", name=bad)])
    )
    browser.menu("check-selection", bad)
    shown = panel.get_by_role("article")
    expect(shown.locator(".vd-claim")).to_have_text(bad)
    expect(shown.get_by_role("blockquote")).to_have_text(bad)
    assert panel.locator("main img, main script, main a").count() == 0
    assert panel.title() == "Veridict"


def test_a_long_selection_is_checked_sentence_by_sentence(browser: Chromium, panel: Page, service: Server) -> None:
    """More than one claim's length is checked as a text, every sentence of it."""
    claim = {"index": 0, "start": 0, "end": 17, "text": "Nothing was paid."}
    answer = claim | {"checkworthiness": 0.2, "verdict": verdict("Nothing was paid.", "refuted")}
    start = {"sentences": 60, "checked": 1, "claims": [claim]}
    service.respond = lambda _asked: stream_answer(
        [event("start", start), event("verdict", answer), event("summary", {})]
    )
    text = "Nothing was paid. " * 60
    browser.menu("check-selection", text)
    expect(panel.locator(".side-row")).to_have_count(1)
    expect(panel.locator(".side-count")).to_have_text("1 sentence checked: 1 refuted.")
    expect(panel.get_by_role("button", name="Show in page")).to_have_count(0)
    assert service.asked[0].body == {"text": text, "all": True}


@pytest.mark.usefixtures("service")
def test_each_tab_has_its_own_view(browser: Chromium, site: Server, page: Page, panel: Page) -> None:
    """Changing the tab changes what the panel shows, and back."""
    browser.menu("check-selection", SENTENCE)
    expect(panel.get_by_role("article", name=SENTENCE)).to_be_visible()
    other = browser.visit(f"{site.address}/other")
    expect(panel.get_by_role("article")).to_have_count(0)
    expect(panel.get_by_text("Select a sentence in the page")).to_be_visible()
    other.close()
    page.bring_to_front()
    expect(panel.get_by_role("article", name=SENTENCE)).to_be_visible()


@pytest.mark.usefixtures("service")
def test_a_window_serves_where_there_is_no_side_panel(browser: Chromium, page: Page) -> None:
    """In a browser without side panels the same panel, in a window of its own, stays with the tab that it is for."""
    tab = browser.worker.evaluate("chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => tab.id)")
    select(page, "#first")
    window = browser.visit(f"{browser.home}side.html?tab={tab}")
    window.get_by_role("button", name="Check selection").click()
    expect(window.get_by_role("article", name=SENTENCE)).to_be_visible()
    window.close()


def test_a_later_check_takes_the_place_of_a_slow_one(
    browser: Chromium, page: Page, panel: Page, service: Server
) -> None:
    """The answer to an earlier question never covers the answer to a later one, and its connection is closed."""

    def slow(asked: Asked) -> Answer:
        return Answer([json.dumps(verdict(asked.body["claim"]))], waits_s=[1.5])

    quick = service.respond
    service.respond = slow
    browser.menu("check-selection", SENTENCE)
    expect(panel.locator(".vd-waiting")).to_be_visible()
    service.respond = quick
    browser.menu("check-selection", "Nothing was paid.")
    expect(panel.get_by_role("article", name="Nothing was paid.")).to_be_visible()
    page.wait_for_timeout(1800)
    expect(panel.get_by_role("article", name="Nothing was paid.")).to_be_visible()
    expect(panel.get_by_role("article")).to_have_count(1)
