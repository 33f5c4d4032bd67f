/**
 * Rich text to plain text and back, with the reference format that marks where a note belongs.
 */
const { richText } = wp;

/** The format of a reference: `<sup class="veridict-ref">`. */
export const REFERENCE = "veridict/reference";

/**
 * Read a rich text, one character for one: references and pictures become blanks, so that offsets stay.
 *
 * @param {string} html
 * @returns {string}
 */
export function readText(html) {
  const { text, formats } = richText.create({ html });
  const units = text.split("");
  return units.map((unit, index) => (unit === "\uFFFC" || isReference(formats[index]) ? " " : unit)).join("");
}

/** @returns {boolean} */
function isReference(formats) {
  return (formats ?? []).some(({ type }) => type === REFERENCE);
}

/**
 * Put a link on a stretch of a rich text.
 *
 * @param {string} html
 * @param {{start: number, end: number}} place
 * @param {string} url
 * @returns {string} HTML.
 */
export function linked(html, { start, end }, url) {
  const format = { type: "core/link", attributes: { url } };
  return richText.toHTMLString({ value: richText.applyFormat(richText.create({ html }), format, start, end) });
}

/**
 * Insert HTML into a rich text.
 *
 * @param {string} html
 * @param {number} at
 * @param {string} inserted
 * @returns {string} HTML.
 */
export function inserted(html, at, inserted) {
  const value = richText.insert(richText.create({ html }), richText.create({ html: inserted }), at, at);
  return richText.toHTMLString({ value });
}

/** @param {string} text @returns {string} HTML that shows exactly this. */
export function escaped(text) {
  return richText.toHTMLString({ value: richText.create({ text }) });
}
