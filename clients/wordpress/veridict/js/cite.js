/**
 * Citations into the draft: a link on the sentence, or a note with the quote and a reference behind the sentence.
 *
 * WordPress has footnotes of its own since 6.3; before, notes are paragraphs under a heading "Sources".
 */
import { findAgain, htmlOf, NOTE_CLASS } from "./draft.js";
import { safeLink } from "./panel/panel.js";
import { dateWords } from "./panel/words.js";
import { draftSegments } from "./store.js";
import { escaped, inserted, linked } from "./text.js";

const { blocks, data } = wp;
const { __, sprintf } = wp.i18n;

/** @typedef {import("./draft.js").Segment & {start: number, end: number}} Target The sentence that was checked. */

/**
 * Cite for a sentence.
 *
 * @param {Target} target
 * @param {object} citation Citation of the wire contract.
 * @param {"note" | "link"} form
 * @returns {string} "" when it is done, else why not.
 */
export function cite(target, citation, form) {
  const place = findAgain(target, draftSegments());
  if (place === null) return __("The sentence has changed since it was checked. Check it again.", "veridict");
  const address = addressOf(citation);
  if (form === "link" && address === null) return __("This article has no address to link to. Insert it as a note.", "veridict");
  if (form === "link") change(place, (html) => linked(html, place, address));
  else if (hasFootnotes()) addFootnote(place, citation);
  else addNote(place, citation);
  return "";
}

/** @returns {string | null} */
function addressOf(citation) {
  return safeLink(citation.link) ?? safeLink(citation.article.url);
}

/** @param {Target} place @param {(html: string) => string} how */
function change({ clientId, attribute }, how) {
  const { [attribute]: value } = data.select("core/block-editor").getBlockAttributes(clientId);
  data.dispatch("core/block-editor").updateBlockAttributes(clientId, { [attribute]: how(htmlOf(value)) });
}

/** The words of a note: outlet, title, date, quote. @returns {string} HTML. */
function noteContent(citation) {
  const { publisher, title, published_at: date } = citation.article;
  const address = addressOf(citation);
  const name = address === null ? escaped(title) : `<a href="${attributeText(address)}">${escaped(title)}</a>`;
  const day = dateWords(date, document.documentElement.lang || "en-GB");
  /* translators: 1: outlet, 2: title of the article, 3: date, 4: quote. */
  return sprintf(__("%1$s, %2$s, %3$s: “%4$s”", "veridict"), escaped(publisher), name, escaped(day), escaped(citation.quote));
}

/** @param {string} text @returns {string} */
function attributeText(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** @returns {string} Eight hexadecimal digits. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Target} place @param {object} citation */
function addNote(place, citation) {
  const id = newId();
  const reference = `<sup class="veridict-ref"><a href="#veridict-note-${id}" id="veridict-ref-${id}">[0]</a></sup>`;
  const back = `<a href="#veridict-ref-${id}" class="veridict-back">↩</a>`;
  change(place, (html) => inserted(html, place.end, reference));
  const note = blocks.createBlock("core/paragraph", {
    content: `[0] ${noteContent(citation)} ${back}`,
    anchor: `veridict-note-${id}`,
    className: NOTE_CLASS,
  });
  const { getBlocks } = data.select("core/block-editor");
  const index = getBlocks().findLastIndex(isNote);
  const added = index === -1 ? [notesHeading(), note] : [note];
  data.dispatch("core/block-editor").insertBlocks(added, index === -1 ? getBlocks().length : index + 1, "", false);
  number();
}

/** @returns {boolean} */
function isNote({ attributes }) {
  return (attributes.className ?? "").split(" ").includes(NOTE_CLASS);
}

/** @returns {object} A block. */
function notesHeading() {
  return blocks.createBlock("core/heading", { content: escaped(__("Sources", "veridict")), level: 2, className: NOTE_CLASS });
}

/** Number references in reading order, and their notes like them. */
function number() {
  const { getBlocks, getBlockAttributes } = data.select("core/block-editor");
  const numbers = new Map();
  for (const segment of draftSegments()) {
    const html = htmlOf(getBlockAttributes(segment.clientId)[segment.attribute]);
    renumber(segment, html, 'a[id^="veridict-ref-"]', (link) => {
      const id = link.id.slice("veridict-ref-".length);
      numbers.set(id, numbers.get(id) ?? numbers.size + 1);
      link.textContent = `[${numbers.get(id)}]`;
    });
  }
  for (const { clientId, attributes } of getBlocks().filter(isNote)) {
    const own = numbers.get((attributes.anchor ?? "").slice("veridict-note-".length));
    const html = htmlOf(attributes.content);
    if (own !== undefined) replace({ clientId, attribute: "content" }, html, html.replace(/^\[\d+\]/, `[${own}]`));
  }
}

/** @param {{clientId: string, attribute: string}} place @param {string} html */
function renumber(place, html, selector, each) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // A template's content is inert: nothing in it loads or runs.
  holder.content.querySelectorAll(selector).forEach(each);
  replace(place, html, holder.innerHTML);
}

/** @param {{clientId: string, attribute: string}} place */
function replace({ clientId, attribute }, before, after) {
  if (before !== after) data.dispatch("core/block-editor").updateBlockAttributes(clientId, { [attribute]: after });
}

/** @returns {boolean} Whether WordPress keeps footnotes for this post. */
function hasFootnotes() {
  const meta = data.select("core/editor").getEditedPostAttribute("meta") ?? {};
  return blocks.getBlockType("core/footnotes") !== undefined && meta.footnotes !== undefined;
}

/** As the editor's own button does it, with the words filled in. @param {Target} place @param {object} citation */
function addFootnote(place, citation) {
  const id = crypto.randomUUID();
  const reference = `<sup data-fn="${id}" class="fn"><a href="#${id}" id="${id}-link">*</a></sup>`;
  const { getBlocks } = data.select("core/block-editor");
  if (!getBlocks().some(({ name }) => name === "core/footnotes")) {
    data.dispatch("core/block-editor").insertBlocks([blocks.createBlock("core/footnotes")], getBlocks().length, "", false);
  }
  change(place, (html) => inserted(html, place.end, reference));
  const meta = data.select("core/editor").getEditedPostAttribute("meta");
  const others = JSON.parse(meta.footnotes || "[]").filter((note) => note.id !== id);
  const footnotes = JSON.stringify([...others, { id, content: noteContent(citation) }]);
  data.dispatch("core/editor").editPost({ meta: { ...meta, footnotes } });
}
