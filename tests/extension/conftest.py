"""Fixtures of the extension's tests: one Chromium for all, a tab, a site and a stand-in of the service for each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from tests.extension.answers import verdict
from tests.extension.browser import Chromium, chromium, granted_copy
from tests.extension.loopback import Server, json_answer, page_answer, serving

SENTENCE = "Five Spaniards were freed on Tuesday."
PAGE = f"<main><h1>News</h1><p id=first>{SENTENCE}</p><p id=second>Nothing was paid.</p></main>"


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers; for this folder alone, since its event loop runs as long as it does."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One Chromium for all tests; each test has a tab of its own."""
    with chromium(
        playwright, tmp_path_factory.mktemp("profile"), granted_copy(tmp_path_factory.mktemp("copy"))
    ) as started:
        yield started


@pytest.fixture
def site() -> Iterator[Server]:
    """Pages on loopback; all have the same text until a test says otherwise."""
    with serving(lambda _asked: page_answer(PAGE)) as server:
        yield server


@pytest.fixture
def service(browser: Chromium) -> Iterator[Server]:
    """The service's stand-in, which supports every claim until a test says otherwise; the extension is set to it."""
    with serving(lambda asked: json_answer(verdict(asked.body["claim"]))) as server:
        browser.settings(server.address)
        yield server


@pytest.fixture
def page(browser: Chromium, site: Server) -> Iterator[Page]:
    """The page that is being read, its tab in front."""
    opened = browser.visit(f"{site.address}/news")
    yield opened
    opened.close()


@pytest.fixture
def panel(browser: Chromium, page: Page) -> Page:
    """The side panel, on the page that is being read."""
    opened = browser.open_panel()
    page.bring_to_front()
    return opened
