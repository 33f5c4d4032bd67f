"""Citing in the editor: notes, links, the footnotes of newer WordPresses."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.wordpress.conftest import OTHER, SENTENCE
from tests.wordpress.desk import Desk
from tests.wordpress.service import Service

pytestmark = pytest.mark.wordpress


def test_a_citation_becomes_a_numbered_note(editor: Desk, service: Service) -> None:
    """Notes are numbered in reading order, carry outlet, link, date and quote, and lead back to their sentence."""
    editor.write("Home", SENTENCE, OTHER)
    editor.press("Check this sentence")
    editor.press("Insert citation from The Harbour Post")
    editor.select(SENTENCE)
    editor.press("Check this sentence")
    expect(editor.verdict.locator(".vd-claim")).to_have_text(SENTENCE)
    editor.press("Insert citation from The Harbour Post")
    content = editor.content()
    first, second = re.findall(
        r'<sup class="veridict-ref"><a [^>]*href="#veridict-note-(\w+)"[^>]*>\[(\d)\]</a></sup></p>', content
    )
    assert (first[1], second[1]) == ("1", "2")
    notes = re.findall(r'<p class="veridict-note" id="veridict-note-(\w+)">\[(\d)\] (.*)</p>', content)
    assert {(number, written) for number, written, _ in notes} == {first, second}
    assert "The Harbour Post, " in notes[0][2]
    assert '<a href="http://127.0.0.1/post/1#:~:text=Five">Five hostages come home</a>, July 3, 2024' in notes[0][2]
    assert "“Five Spaniards were freed on Tuesday.”" in notes[0][2]
    assert content.count("Sources</h2>") == 1
    assert service.asked("POST /v1/verdicts")[1].body == {"claim": SENTENCE}


def test_a_citation_becomes_a_link(editor: Desk, service: Service) -> None:
    """As a link a citation lies on the checked sentence alone and leads to the cited one."""
    editor.write("Home", f"They landed late. {SENTENCE}")
    editor.press("Check this sentence")
    editor.press("Citations")
    editor.sidebar.get_by_label("Link on the sentence").check()
    editor.press("Insert citation from The Harbour Post")
    assert f'late. <a href="http://127.0.0.1/post/1#:~:text=Five">{SENTENCE}</a></p>' in editor.content()
    assert service.asked("POST /v1/articles") == []


def test_a_sentence_that_changed_is_not_cited(editor: Desk, service: Service) -> None:
    """A citation for words that are no longer in the draft is refused with a reason, and nothing is inserted."""
    editor.write("Home", SENTENCE)
    editor.press("Check this sentence")
    expect(editor.verdict).to_be_visible()
    editor.page.evaluate(
        "const [{clientId}] = wp.data.select('core/block-editor').getBlocks();"
        "wp.data.dispatch('core/block-editor').updateBlockAttributes(clientId, {content: 'Six came.'});"
    )
    editor.press("Insert citation from The Harbour Post")
    expect(editor.sidebar.get_by_text("has changed since it was checked")).to_be_visible()
    assert "veridict-ref" not in editor.content()
    assert len(service.server.asked) == 1


def test_wordpress_footnotes_are_used_where_there_are_any(editor: Desk, service: Service) -> None:
    """With the footnotes of WordPress 6.3, imitated here in the page, a citation is one of them, with its words."""
    editor.write("Home", SENTENCE)
    editor.page.evaluate(
        "wp.blocks.registerBlockType('core/footnotes', {apiVersion: 2, title: 'Footnotes', category: 'text',"
        " edit: () => null, save: () => null}); wp.data.dispatch('core/editor').editPost({meta: {footnotes: ''}});"
    )
    editor.press("Check this sentence")
    editor.press("Insert citation from The Harbour Post")
    content = editor.content()
    (reference,) = re.findall(r'<sup [^>]*data-fn="([\w-]+)"[^>]*><a [^>]*href="#\1"', content)
    assert content.count("<!-- wp:footnotes /-->") == 1
    (note,) = json.loads(editor.page.evaluate("wp.data.select('core/editor').getEditedPostAttribute('meta').footnotes"))
    assert note["id"] == reference
    assert "“Five Spaniards were freed on Tuesday.”" in note["content"]
    assert len(service.server.asked) == 1
