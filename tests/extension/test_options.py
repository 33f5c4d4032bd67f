"""The options page, and what the extension may and may not do."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.extension.answers import problem
from tests.extension.browser import CLIENTS, EXTENSION, Chromium, axe, chromium
from tests.extension.conftest import SENTENCE
from tests.extension.loopback import Answer, Asked, Server, json_answer

pytestmark = pytest.mark.browser

ASKED = """answer => {
  chrome.permissions.request = async asked => { window.asked = asked; return answer === "yes" };
}"""


@pytest.fixture
def options(browser: Chromium, service: Server) -> Page:
    """The options page."""
    del service
    return browser.visit(f"{browser.home}options.html")


def test_address_and_key_are_saved_and_tried(
    browser: Chromium, options: Page, service: Server, page: Page, panel: Page
) -> None:
    """Saving asks for that host alone, tries a claim with the key, says what answered, and the panel uses both."""
    options.bring_to_front()
    options.evaluate(ASKED, "yes")
    options.get_by_label("Address of the service").fill(f" 127.0.0.1:{service.port}/ ")
    options.get_by_label("Key", exact=True).fill("vk_secret")
    options.get_by_role("button", name="Save and try it").click()
    expect(options.locator("#said")).to_have_text("Saved, and it works: 40 articles in the archive.")
    assert options.evaluate("asked") == {"origins": ["http://127.0.0.1/*"]}
    assert browser.worker.evaluate("chrome.storage.local.get()") == {
        "settings": {"address": service.address, "key": "vk_secret"}
    }
    options.close()
    page.bring_to_front()
    browser.menu("check-selection", SENTENCE)
    expect(panel.get_by_role("article", name=SENTENCE)).to_be_visible()
    assert [asked.headers["Authorization"] for asked in service.asked] == ["Bearer vk_secret"] * 2


def test_the_key_stays_out_of_sight_and_out_of_pages(browser: Chromium, options: Page, page: Page) -> None:
    """The key is not shown until asked for, and scripts that run in pages cannot read it from the storage."""
    key = options.get_by_label("Key", exact=True)
    expect(key).to_have_attribute("type", "password")
    options.get_by_role("button", name="Show the key").click()
    expect(key).to_have_attribute("type", "text")
    options.close()
    page.bring_to_front()
    read = browser.worker.evaluate(
        "chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => chrome.scripting.executeScript({"
        "target: {tabId: tab.id}, func: () => chrome.storage.local.get().then(() => 'read', fault => String(fault))}))"
    )
    assert "not allowed" in read[0]["result"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "This is not an address"),
        ("ftp://facts.example", "The address begins with http:// or https://"),
        ("https://me:secret@facts.example", "Leave name and password out of the address"),
    ],
)
def test_what_is_no_address_is_refused(options: Page, typed: str, words: str) -> None:
    """A bad address is said beside its field, which takes the focus; nothing is saved or asked."""
    options.evaluate(ASKED, "yes")
    field = options.get_by_label("Address of the service")
    field.fill(typed)
    field.press("Enter")
    expect(options.locator("#address-error")).to_contain_text(words)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert options.evaluate("window.asked === undefined")
    options.close()


def test_a_service_that_refuses_is_said_on_saving(options: Page, service: Server) -> None:
    """A wrong key is found when it is saved, not with the first claim."""
    service.respond = lambda _asked: json_answer(problem("unauthenticated", 401), 401)
    options.get_by_role("button", name="Save and try it").click()
    expect(options.get_by_role("alert")).to_contain_text("The service wants a key")
    options.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_options_page_keeps_nobody_out(browser: Chromium, options: Page, scheme: str) -> None:
    """Axe finds nothing, in light and in dark; the origin to make a key for is named."""
    options.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    expect(options.locator("#origin")).to_have_text(browser.home.removesuffix("/"))
    options.get_by_label("Address of the service").fill("x y")
    options.keyboard.press("Enter")
    assert axe(options) == []
    options.close()


def test_nothing_is_reached_without_leave(playwright: Playwright, tmp_path: Path, site: Server) -> None:
    """As it is shipped the extension may reach no host; the panel says so and offers to ask for this one."""

    def forbidden(_asked: Asked) -> Answer:
        raise AssertionError("reached without leave")

    with chromium(playwright, tmp_path / "profile", EXTENSION) as browser:
        browser.visit(f"{site.address}/news")
        panel = browser.open_panel()
        site.respond = forbidden
        browser.settings(site.address)
        browser.menu("check-selection", SENTENCE)
        alert = panel.get_by_role("alert")
        expect(alert).to_contain_text("Your browser asks before an extension may talk to")
        panel.evaluate(ASKED, "no")
        alert.get_by_role("button", name="Allow").click()
        assert panel.evaluate("asked") == {"origins": ["http://127.0.0.1/*"]}
        panel.get_by_role("button", name="Check this page").click()
        expect(alert).to_contain_text("Your browser asks before an extension may talk to")


def test_the_manifest_asks_for_little() -> None:
    """No host is open from the start, no script runs in pages unasked, and nothing is loaded from outside."""
    manifest = json.loads((EXTENSION / "manifest.json").read_text())
    assert manifest["permissions"] == ["activeTab", "contextMenus", "scripting", "sidePanel", "storage"]
    assert (
        not {"host_permissions", "content_scripts", "web_accessible_resources", "externally_connectable"}
        & manifest.keys()
    )
    policy = manifest["content_security_policy"]["extension_pages"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    for size, icon in manifest["icons"].items():
        width = int.from_bytes((EXTENSION / icon).read_bytes()[16:20])
        assert width == int(size)
    assert (EXTENSION / "panel").resolve() == CLIENTS / "panel"


def test_the_origin_is_the_same_everywhere(browser: Chromium) -> None:
    """The origin that keys are made for does not depend on the folder, and the README names it."""
    assert browser.home.removesuffix("/") in (EXTENSION / "README.md").read_text()
