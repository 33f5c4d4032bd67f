"""A headless Chromium with the extension in it, and hands on its real side panel."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Worker, expect

CLIENTS = Path(__file__).parent.parent.parent / "clients"
EXTENSION = CLIENTS / "browser-extension"
AXE = CLIENTS / "node_modules" / "axe-core" / "axe.min.js"
# the browser's own question to the reader cannot be answered without a screen: the tests' copy has these from the start
GRANTED = ["http://127.0.0.1/*", "http://localhost/*"]
PATIENCE_MS = 30_000  # a busy machine is no failure
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=DisableLoadExtensionCommandLineSwitch",
    "--remote-debugging-port=0",
    "--window-size=1280,900",
]


def granted_copy(folder: Path) -> Path:
    """Copy the extension, with leave to talk to loopback.

    Args:
        folder: Where to put it.

    Returns:
        The copy's folder.
    """
    copy = folder / "extension"
    shutil.copytree(EXTENSION, copy)
    manifest = copy / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"host_permissions": GRANTED}))
    return copy


@dataclass
class Chromium:
    """A Chromium that the extension was loaded into."""

    context: BrowserContext
    worker: Worker
    profile: Path
    playwright: Playwright
    panel: Page | None = None

    @property
    def home(self) -> str:
        """Address of the extension, with a slash at its end."""
        return f"chrome-extension://{self.worker.url.split('/')[2]}/"

    def settings(self, address: str, key: str = "") -> None:
        """Set the service's address and key, as the options page does."""
        self.worker.evaluate("settings => chrome.storage.local.set({settings})", {"address": address, "key": key})

    def visit(self, address: str) -> Page:
        """Open a page in a tab of its own, in front."""
        page = self.context.new_page()
        page.goto(address)
        page.bring_to_front()
        return page

    def open_panel(self) -> Page:
        """Open the side panel of the window and take hold of it; it stays open and follows the tab in front."""
        if self.panel is None or self.panel.is_closed():
            front = self.context.new_page()
            front.goto(f"{self.home}options.html")
            # stands for the press of the toolbar's button, which has no handle for a test
            front.evaluate("chrome.windows.getCurrent().then(({id}) => chrome.sidePanel.open({windowId: id}))")
            self.panel = self._find_panel()
            front.close()
        return self.panel

    def _find_panel(self) -> Page:
        """A side panel is no tab: only the browser's debugging port lists it."""
        port = (self.profile / "DevToolsActivePort").read_text().split()[0]
        for _attempt in range(20):
            browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            found = [page for page in browser.contexts[0].pages if page.url == f"{self.home}side.html"]
            if found:
                return found[0]
            browser.close()
            self.context.pages[0].wait_for_timeout(250)
        raise AssertionError("the side panel did not open")

    def menu(self, entry: str, text: str = "") -> None:
        """Choose an entry of the context menu on the page in front; the menu itself is drawn by the desktop."""
        self.worker.evaluate(
            "([entry, text]) => chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => "
            "chrome.contextMenus.onClicked.dispatch({menuItemId: entry, selectionText: text}, tab))",
            [entry, text],
        )

    def shortcut(self, command: str) -> None:
        """Press a keyboard shortcut, as the browser reports it to the extension."""
        self.worker.evaluate(
            "command => chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => "
            "chrome.commands.onCommand.dispatch(command, tab))",
            command,
        )


@contextmanager
def chromium(playwright: Playwright, profile: Path, extension: Path) -> Iterator[Chromium]:
    """Run Chromium with an extension.

    Args:
        playwright: What drives it.
        profile: An empty folder.
        extension: The extension's folder.
    """
    expect.set_options(timeout=PATIENCE_MS)
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path="/usr/bin/chromium",
        headless=False,  # the argument above is the mode that has extensions
        args=[*ARGUMENTS, f"--load-extension={extension}", f"--disable-extensions-except={extension}"],
        ignore_default_args=["--disable-extensions"],
        no_viewport=True,
    )
    try:
        workers = context.service_workers
        worker = workers[0] if workers else context.wait_for_event("serviceworker")
        yield Chromium(context, worker, profile, playwright)
    finally:
        context.close()


def select(page: Page, selector: str) -> str:
    """Select the text of an element, as dragging over it does.

    Returns:
        The text that is selected.
    """
    text: str = page.evaluate(
        "at => { getSelection().selectAllChildren(document.querySelector(at)); return `${getSelection()}` }",
        selector,
    )
    return text


def axe(page: Page) -> list[dict[str, Any]]:
    """Look for what keeps people out.

    Returns:
        What axe found, a line for each rule broken and where.
    """
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(({violations}) => violations)")
    return [{"id": broken["id"], "at": [node["html"] for node in broken["nodes"]]} for broken in found]
