"""The browser extension as a reader uses it: its real side panel, the real service over a real archive.

The pictures of the extension in the documentation are made here.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.extension.browser import Chromium, axe, chromium, granted_copy, select
from tests.extension.loopback import serving
from tests.extension.newsroom import local_articles, running_service, serve_pages

pytestmark = [pytest.mark.browser, pytest.mark.real]

PICTURES = Path(__file__).parent.parent / "docs" / "screenshots"
CLAIM = "Spain says that five Spanish citizens were freed in Caracas."
POST = f"""
<style>
  body {{ font: 19px/1.7 Georgia, serif; margin: 2em auto; max-width: 32em; padding: 0 1em }}
  h1 {{ line-height: 1.25 }}
</style>
<main>
  <h1>Prisoners come home from Venezuela</h1>
  <p id=claim>{CLAIM}</p>
  <p>The <b>human rights</b> group Penal Forum had counted <em>863</em> people held for political reasons.
     Penal Forum had counted 312 people held for political reasons as of December 29, 2025.</p>
  <p>The tram network of Lisbon has nineteen lines and carries two million passengers every day.</p>
</main>"""
# what changes from day to day would make every run a new picture
STEADY = ".vd-foot { visibility: hidden }"
MAGENTA = """async source => {
  const image = await createImageBitmap(await (await fetch(source)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let found = 0;
  for (let at = 0; at < data.length; at += 4) found += data[at] > 240 && data[at + 1] < 20 && data[at + 2] > 240;
  return found / (image.width * image.height);
}"""


@dataclass
class Scene:
    """A reader's page in front, the side panel beside it."""

    browser: Chromium
    page: Page
    panel: Page


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The whole set: a site with a post and the newsroom's articles, the service over these, and the browser."""
    articles, pages = tmp_path_factory.mktemp("articles"), {"/post": POST}
    with serving(lambda asked: serve_pages(pages, asked)) as site, sync_playwright() as playwright:
        pages |= local_articles(site.address, articles)
        extension = granted_copy(tmp_path_factory.mktemp("copy"))
        with (
            chromium(playwright, tmp_path_factory.mktemp("profile"), extension) as browser,
            running_service(tmp_path_factory.mktemp("database"), articles, browser.home[:-1]) as (address, key),
        ):
            browser.settings(address, key)
            page = browser.visit(f"{site.address}/post")
            panel = browser.open_panel()
            page.bring_to_front()
            yield Scene(browser, page, panel)


def highlighted(page: Page, sentence: str) -> float:
    """Give the part of a sentence's lines, 0 to 1, that has the colour of the browser's own highlight."""
    box = page.evaluate(
        """sentence => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(sentence);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + sentence.length);
            const { x, y, width, height } = range.getClientRects()[0];
            return { x, y, width, height };
          }
        }""",
        sentence,
    )
    picture = base64.b64encode(page.screenshot(clip=box)).decode()
    share: float = page.evaluate(MAGENTA, f"data:image/png;base64,{picture}")
    return share


def picture(page: Page, name: str, scheme: str = "light") -> None:
    """Take a picture for the documentation."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", style=STEADY, animations="disabled", caret="hide")
    page.emulate_media(color_scheme="null", reduced_motion="null")


def picture_of_both(scene: Scene, name: str) -> None:
    """Take a picture of the page with the side panel beside it, as they stand in the window."""
    shots = [page.screenshot(style=STEADY, animations="disabled", caret="hide") for page in (scene.page, scene.panel)]
    images = "".join(f"<img src=data:image/png;base64,{base64.b64encode(shot).decode()}>" for shot in shots)
    sheet = scene.browser.context.new_page()
    sheet.set_content(f"<div style='display: inline-flex; gap: 1px; background: #9aa0ac'>{images}</div>")
    PICTURES.mkdir(parents=True, exist_ok=True)
    sheet.locator("div").screenshot(path=PICTURES / f"{name}.png")
    sheet.close()
    scene.page.bring_to_front()


def test_select_check_read_and_follow_the_citation(scene: Scene) -> None:
    """A reader selects a sentence, checks it, reads the verdict, and lands on the cited sentence, highlighted."""
    scene.browser.menu("check-selection", select(scene.page, "#claim"))
    shown = scene.panel.get_by_role("article", name=CLAIM)
    expect(shown.locator(".vd-label")).to_have_text("Supported")
    expect(shown.locator(".vd-counts")).to_have_text(re.compile(r"^\d outlets?, "))
    cited = shown.locator(".vd-citation").first
    quote = cited.locator(".vd-quote").inner_text()
    assert "five" in quote
    assert axe(scene.panel) == []
    picture(scene.panel, "extension-panel")
    picture(scene.panel, "extension-panel-dark", "dark")

    with scene.browser.context.expect_page() as opened:
        cited.get_by_role("link").first.click()
    article = opened.value
    article.wait_for_load_state("load")
    lines = article.get_by_text(quote)
    expect(lines).to_be_in_viewport()
    assert article.evaluate("scrollY") > 100
    assert highlighted(article, quote) > 0.5
    article.close()


def test_a_page_is_marked_sentence_by_sentence(scene: Scene) -> None:
    """A reader checks the page: what the archive supports, contradicts and does not have is marked as such."""
    scene.page.bring_to_front()
    scene.page.evaluate("getSelection().removeAllRanges()")
    scene.browser.menu("check-page")
    expect(scene.panel.get_by_role("button", name="Remove marks")).to_be_visible()
    rows = scene.panel.locator(".side-row")
    for words, label in [
        ("five Spanish", "Supported"),
        ("863", "Supported"),
        ("312", "Refuted"),
        ("Lisbon", "Not enough"),
    ]:
        expect(rows.filter(has_text=words).first).to_contain_text(label)
    assert axe(scene.page) == []
    assert axe(scene.panel) == []
    scene.page.get_by_role("button", name="Veridict: Refuted").click()
    refuted = scene.panel.get_by_role("article", name=re.compile("312"))
    expect(refuted.get_by_role("blockquote").first).to_contain_text("863")
    picture_of_both(scene, "extension-page")
