"""The docs pages in a real Chromium: every Execute works, nothing comes from another host, nothing is complained of."""

import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from app.log import open_log
from app.main import create_app
from app.settings import Settings
from tests.real import real_settings
from tests.running import running
from tests.service import fill, key_for, opener

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 60_000
PICTURE = Path(__file__).parent.parent.parent / "docs" / "screenshots" / "docs-page.png"
# Ids, times, durations and this run's port would make every picture a new one.
WITHOUT_CHANCE = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    node.nodeValue = node.nodeValue
      .replace(/(ver|art|org)_[0-9A-Z]{26}/g, "$1_…")
      .replace(/(127\.0\.0\.1|localhost):\d+/g, "localhost:8000")
      .replace(/2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, "…");
  }
}"""
# The parameters, the curl line and the answer are shown; what the page says of other answers is not.
STEADY = """
.responses-table:not(.live-responses-table), .response-col_description h5 + pre { display: none }
.opblock .responses-inner > div > h4 { display: none }
"""
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Watched:
    """A page, and what it should not have done: other hosts it asked, what it complained of."""

    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> "Watched":
        """Begin to listen."""
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("request", lambda request: self._seen(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        return self

    def _seen(self, url: str) -> None:
        if not url.startswith((self.address, f"blob:{self.address}", "data:")):
            self.foreign.append(url)

    def assert_quiet(self) -> None:
        """Check that it asked no other host and complained of nothing."""
        assert self.foreign == []
        assert self.complaints == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, settings: Settings) -> Iterator[Watched]:
    """A page of a service on fakes that runs behind a real port."""
    fill(settings)
    app = create_app(settings, opener=opener(), log=open_log(io.StringIO()))
    with running(app) as address:
        opened = browser.new_page(viewport={"width": 1_200, "height": 1_400})
        yield Watched(opened, address).watch()
        opened.close()


def execute(operation: Locator) -> tuple[str, str]:
    """Press Execute in an operation of Swagger UI; give the status and the answer that it shows."""
    if "is-open" not in (operation.get_attribute("class") or ""):
        operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table .response").first
    answer.wait_for()
    return answer.locator(".response-col_status").inner_text().split()[0], answer.inner_text()


def test_execute_shows_a_verdict(page: Watched) -> None:
    """Press Execute on POST /v1/verdicts, and read `supported` in the page."""
    page.page.goto(f"{page.address}/docs")
    status, shown = execute(page.page.locator("#operations-verdicts-post_verdict"))
    assert status == "200"
    assert '"verdict": "supported"' in shown
    page.assert_quiet()


def authorize(page: Page, key: str) -> None:
    """Give Swagger UI a key, as a person does."""
    page.get_by_role("button", name="Authorize").first.click()
    form = page.locator(".auth-container").first
    form.get_by_role("textbox").fill(key)
    form.get_by_role("button", name="Apply credentials").click()
    page.get_by_role("button", name="Close").first.click()


def test_every_example_works(page: Watched, settings: Settings) -> None:
    """Press Execute on every operation, in the order of the page: each succeeds on its own example."""
    page.page.goto(f"{page.address}/docs")
    authorize(page.page, key_for(settings))
    operations = page.page.locator(".opblock")
    for operation in operations.all():
        status, shown = execute(operation)
        assert status.startswith("2"), shown
    page.assert_quiet()


def test_redoc(page: Watched) -> None:
    """Redoc shows every operation."""
    page.page.goto(f"{page.address}/redoc")
    expect(page.page.get_by_role("heading", name="Check a claim")).to_be_visible()
    expect(page.page.get_by_text("API docs by Redocly")).to_be_visible()
    page.assert_quiet()


def photograph(page: Page, operation: Locator) -> None:
    """Take the README's picture of an executed operation, without what differs from one run to the next."""
    page.evaluate(WITHOUT_CHANCE)
    operation.locator(".opblock-summary-control").scroll_into_view_if_needed()
    operation.screenshot(path=PICTURE, animations="disabled", caret="hide", style=STEADY)


@pytest.mark.real
def test_execute_for_real(browser: Browser) -> None:
    """The same on the shipped networks over the default archive: Execute, and `supported` is in the page."""
    with real_settings() as settings, running(create_app(settings, log=open_log(io.StringIO()))) as address:
        opened = browser.new_page(viewport={"width": 1_200, "height": 1_400})
        watched = Watched(opened, address).watch()
        opened.goto(f"{address}/docs")
        operation = opened.locator("#operations-verdicts-post_verdict")
        status, shown = execute(operation)
        assert status == "200"
        assert '"verdict": "supported"' in shown
        watched.assert_quiet()
        photograph(opened, operation)
