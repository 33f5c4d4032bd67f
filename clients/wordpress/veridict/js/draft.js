/**
 * The draft as text: which words of which block, and back from an offset to the place. No DOM, no WordPress.
 *
 * The service counts code points, the editor UTF-16 units; every offset here is in UTF-16 units unless named.
 */

/** Blocks whose text is no prose of the article, or (the classic one) many paragraphs in one rich text. */
const LEFT_OUT = new Set(["core/code", "core/footnotes", "core/freeform", "core/html", "core/shortcode"]);

/** What the plugin itself inserts. */
export const NOTE_CLASS = "veridict-note";

/**
 * @typedef {object} Segment One rich text of a block.
 * @property {string} clientId The block.
 * @property {string} attribute The block's attribute that holds it.
 * @property {string} text
 */

/**
 * @typedef {object} Claim A sentence that was checked.
 * @property {number} start Offset in its segment.
 * @property {number} end
 * @property {string} text
 * @property {object | null} verdict VerdictOut of the wire contract, null until it is there.
 * @property {object | null} problem Why there is none.
 */

/**
 * List the rich texts of a draft in reading order.
 *
 * @param {object[]} blocks Blocks of the editor.
 * @param {object} how
 * @param {(name: string) => object | undefined} how.typeOf A block type by its name.
 * @param {(html: string) => string} how.read Rich text to plain text, one character for one character.
 * @returns {Segment[]}
 */
export function segmentsOf(blocks, how) {
  return blocks.flatMap((block) => {
    if (LEFT_OUT.has(block.name) || classesOf(block).includes(NOTE_CLASS)) return [];
    const own = textAttributes(how.typeOf(block.name))
      .map((attribute) => ({ clientId: block.clientId, attribute, text: how.read(htmlOf(block.attributes[attribute])) }))
      .filter(({ text }) => text.trim() !== "");
    return [...own, ...segmentsOf(block.innerBlocks, how)];
  });
}

/** @returns {string[]} */
function classesOf(block) {
  return (block.attributes.className ?? "").split(" ");
}

/** Rich text is a string of HTML, or since WordPress 6.5 an object that becomes one. @returns {string} */
export function htmlOf(value) {
  return value === undefined || value === null ? "" : String(value);
}

/** @returns {string[]} */
function textAttributes(type) {
  return Object.entries(type?.attributes ?? {})
    .filter(([, schema]) => schema.source === "html" || schema.source === "rich-text")
    .map(([name]) => name);
}

/**
 * Find the place of an offset that was counted in code points.
 *
 * @param {string} text
 * @returns {(points: number) => number} From code points to UTF-16 units of this text.
 */
export function unitsOf(text) {
  if (!/[\uD800-\uDBFF]/.test(text)) return (points) => points;
  const units = [0];
  for (const character of text) units.push(units.at(-1) + character.length);
  return (points) => units[Math.min(points, units.length - 1)];
}

/**
 * Lay texts one after the other for one request, as many as it takes.
 *
 * @param {string[]} texts
 * @param {number} most Characters in all; a text longer than that goes alone and is the service's to refuse.
 * @returns {{text: string, starts: number[], taken: number}} `starts` of each text; `taken` of them.
 */
export function lay(texts, most) {
  const starts = [];
  let text = "";
  for (const next of texts) {
    const start = starts.length === 0 ? 0 : text.length + 2;
    if (starts.length > 0 && start + next.length > most) break;
    starts.push(start);
    text = starts.length === 1 ? next : `${text}\n\n${next}`;
  }
  return { text, starts, taken: starts.length };
}

/**
 * Which of the laid texts holds an offset.
 *
 * @param {number[]} starts From `lay`, not empty.
 * @param {number} offset
 * @returns {number}
 */
export function indexAt(starts, offset) {
  const after = starts.findIndex((start) => start > offset);
  return after === -1 ? starts.length - 1 : after - 1;
}

/**
 * The sentence around an offset.
 *
 * @param {string} text
 * @param {number} offset 0 to the text's length; at a boundary the sentence before it.
 * @param {string} [language]
 * @returns {{start: number, end: number}} Without blanks at its ends.
 */
export function sentenceAt(text, offset, language = "en") {
  let found = { start: 0, end: text.length };
  for (const { index, segment } of new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)) {
    if (index >= offset && index > 0) break;
    found = { start: index, end: index + segment.length };
  }
  return trimmed(text, found.start, found.end);
}

/** @returns {{start: number, end: number}} */
function trimmed(text, start, end) {
  const part = text.slice(start, end);
  return { start: start + (part.length - part.trimStart().length), end: end - (part.length - part.trimEnd().length) };
}

/**
 * What is selected: the selected words, or the sentence that the caret stands in.
 *
 * @param {object} from Start of the selection: clientId, attributeKey, offset.
 * @param {object} to Its end.
 * @param {Segment[]} segments
 * @param {string} [language]
 * @returns {(Segment & {start: number, end: number}) | null} null when there is no text, or more than one paragraph;
 *   `text` is that of the selection.
 */
export function selectionIn(from, to, segments, language) {
  const segment = segments.find(({ clientId, attribute }) => clientId === from.clientId && attribute === from.attributeKey);
  if (!segment || to.clientId !== from.clientId || to.attributeKey !== from.attributeKey) return null;
  const start = Math.min(from.offset, to.offset);
  const end = Math.max(from.offset, to.offset);
  const place = start === end ? sentenceAt(segment.text, start, language) : trimmed(segment.text, start, end);
  const text = segment.text.slice(place.start, place.end);
  return text === "" ? null : { ...segment, ...place, text };
}

/**
 * Find a sentence again after the draft has changed.
 *
 * @param {Segment & {start: number, end: number}} target As it was checked; `text` is that of the sentence.
 * @param {Segment[]} segments As they are now.
 * @returns {(Segment & {start: number, end: number}) | null} null when it is not there any more.
 */
export function findAgain(target, segments) {
  const same = segments.filter(({ clientId, attribute }) => clientId === target.clientId && attribute === target.attribute);
  for (const segment of [...same, ...segments]) {
    const at = segment.text.startsWith(target.text, target.start) ? target.start : segment.text.indexOf(target.text);
    if (at !== -1) return { ...segment, start: at, end: at + target.text.length, text: target.text };
  }
  return null;
}
