"""An editor's desk: a headless Chromium, logged in, that writes, checks and publishes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.wordpress.site import PASSWORD, Site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE_MS = 120_000  # a network is being trained beside these tests now and then


@dataclass
class Desk:
    """One user's browser window."""

    site: Site
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    def goto(self, path: str) -> None:
        """Open a page of the site in a new tab, in place of the old one, whose unsaved draft nobody is asked about."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda fault: self.faults.append(f"error in the page: {fault}"))
        self.page.on("request", lambda request: self.faults.extend(_abroad(request.url)))
        self.page.goto(self.site.url + path)

    def edit(self, post: int) -> None:
        """Open a post in the editor, with the sidebar."""
        self.goto(f"/wp-admin/post.php?post={post}&action=edit")
        self._ready()

    def write(self, title: str, *paragraphs: str) -> None:
        """Begin a post and type into it, with the sidebar open."""
        self.goto("/wp-admin/post-new.php")
        self._ready()
        self.page.locator(".editor-post-title__input").click()
        self.page.keyboard.type(title)
        for paragraph in paragraphs:
            self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(paragraph)

    def _ready(self) -> None:
        self.page.wait_for_function("window.wp?.data?.select('veridict')")
        expect(self.page.locator(".editor-post-title__input")).to_be_visible()
        if not self.sidebar.is_visible():
            self.page.get_by_role("button", name="Veridict", exact=True).click()
        expect(self.sidebar).to_be_visible()

    @property
    def sidebar(self) -> Locator:
        """The plugin's sidebar."""
        return self.page.locator(".veridict-sidebar")

    @property
    def verdict(self) -> Locator:
        """The verdict on the sentence at hand."""
        return self.sidebar.locator(".veridict-sentence .vd-verdict")

    def press(self, name: str) -> None:
        """Press a button of the sidebar."""
        self.sidebar.get_by_role("button", name=name, exact=True).click()

    def select(self, text: str) -> None:
        """Select words of a paragraph, as dragging over them does."""
        self.page.evaluate(
            """text => {
              const { select, dispatch } = wp.data;
              for (const { clientId, attributes } of select('core/block-editor').getBlocks()) {
                const at = wp.richText.create({ html: String(attributes.content ?? '') }).text.indexOf(text);
                if (at < 0) continue;
                return dispatch('core/block-editor').selectionChange(clientId, 'content', at, at + text.length);
              }
              throw new Error('not in the draft: ' + text);
            }""",
            text,
        )

    def replace(self, old: str, new: str) -> None:
        """Type other words over some of a paragraph's."""
        self.select(old)
        self.page.keyboard.type(new)

    def content(self) -> str:
        """The draft as WordPress would store it."""
        written: str = self.page.evaluate("wp.data.select('core/editor').getEditedPostContent()")
        return written

    def publish(self) -> int:
        """Publish the post; returns its id."""
        self.page.locator(".editor-post-publish-panel__toggle").click()
        self.page.locator(".editor-post-publish-button").click()
        expect(self.page.locator(".post-publish-panel__postpublish")).to_be_visible()
        self.page.locator(".editor-post-publish-panel__header button").click()
        post: int = self.page.evaluate("wp.data.select('core/editor').getCurrentPostId()")
        return post

    def update(self) -> None:
        """Save a published post."""
        self.page.locator(".editor-post-publish-button").click()
        expect(self.page.locator(".components-snackbar", has_text="updated")).to_be_visible()

    def rest(self, path: str, method: str = "GET", data: object = None) -> dict[str, Any]:
        """Ask a REST route as this user's browser does; the error where it is one."""
        answer: dict[str, Any] = self.page.evaluate(
            "([path, method, data]) => wp.apiFetch({path, method, data: data ?? undefined}).catch((fault) => fault)",
            [path, method, data],
        )
        return answer


def seat(browser: Browser, site: Site, user: str) -> Desk:
    """Log a user in.

    Returns:
        The user's desk; what goes wrong in the page, or asks another host, is noted in its `faults`.
    """
    context: BrowserContext = browser.new_context(viewport={"width": 1360, "height": 960})
    context.set_default_timeout(PATIENCE_MS)
    desk = Desk(site, context, context.new_page())
    desk.goto("/wp-login.php")
    desk.page.fill("#user_login", user)
    desk.page.fill("#user_pass", PASSWORD)
    desk.page.click("#wp-submit")
    desk.page.wait_for_url("**/wp-admin/**")
    return desk


def _abroad(url: str) -> list[str]:
    return [] if url.startswith(("http://127.0.0.1:", "data:", "blob:")) else [f"asked another host: {url}"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium that can reach loopback alone."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
