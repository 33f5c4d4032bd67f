/**
 * Reading answers: what is not shaped as the wire contract says never reaches the panel.
 *
 * Only what the panel shows is looked at, so that a later field does not break an earlier client.
 */
import { VERDICTS } from "./words.js";

/** An answer that does not speak the contract; `message` names the field. */
export class Unreadable extends Error {}

/** @param {unknown} held @param {string} field @throws {Unreadable} */
function need(held, field) {
  if (!held) throw new Unreadable(`no ${field} in it`);
}

const isText = (/** @type {unknown} */ value) => typeof value === "string";
const isObject = (/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isOneOf = (/** @type {unknown} */ value, /** @type {string[]} */ names) => isText(value) && names.includes(value);

/**
 * Read a VerdictOut.
 *
 * @param {any} value Parsed JSON.
 * @returns {any} The same object.
 * @throws {Unreadable} It is not one.
 */
export function readVerdict(value) {
  need(isObject(value), "verdict");
  need(isText(value.claim), "claim");
  need(isOneOf(value.verdict, Object.keys(VERDICTS)), "known verdict");
  need(value.gap === null || isText(value.gap), "gap");
  need(Number.isFinite(value.confidence), "confidence");
  need(isText(value.summary), "summary");
  need(Array.isArray(value.origins), "origins");
  value.origins.forEach(readOrigin);
  need(Array.isArray(value.citations), "citations");
  value.citations.forEach(readCitation);
  need(isObject(value.stability) && Array.isArray(value.stability.flips_without), "stability");
  need(isObject(value.archive) && Number.isFinite(value.archive.articles), "archive");
  need(isText(value.as_of), "as_of");
  return value;
}

/** @param {any} value @throws {Unreadable} */
function readOrigin(value) {
  need(isObject(value) && isText(value.id), "origin");
  need(value.name === null || isText(value.name), "origin's name");
  need(isText(value.basis) && isText(value.stance) && Array.isArray(value.articles), "origin's basis, stance and articles");
}

/** @param {any} value @throws {Unreadable} */
function readCitation(value) {
  need(isObject(value) && isText(value.quote), "quote");
  need(isOneOf(value.stance, ["supports", "refutes"]), "citation's stance");
  need(value.link === null || isText(value.link), "citation's link");
  const { article } = value;
  need(isObject(article) && isText(article.title) && isText(article.publisher) && isText(article.published_at), "article");
  need(article.url === null || isText(article.url), "article's url");
  need(Array.isArray(value.reprints) && value.reprints.every((reprint) => isObject(reprint) && isText(reprint.publisher)), "reprints");
}

/**
 * Read a sentence of a page check: its place in the text that was sent.
 *
 * @param {any} value
 * @returns {{index: number, start: number, end: number, text: string}} The same object.
 * @throws {Unreadable} It is not one.
 */
export function readPlace(value) {
  need(isObject(value) && Number.isInteger(value.index), "index");
  need(Number.isInteger(value.start) && Number.isInteger(value.end) && value.start < value.end, "offsets");
  need(isText(value.text), "text");
  return value;
}

/**
 * Read a checked sentence: its place and its verdict.
 *
 * @param {any} value
 * @returns {any} The same object.
 * @throws {Unreadable} It is not one.
 */
export function readClaim(value) {
  readPlace(value);
  readVerdict(value.verdict);
  return value;
}

/**
 * Read the start of a page check's stream.
 *
 * @param {any} value
 * @returns {{sentences: number, checked: number, claims: object[]}} The same object.
 * @throws {Unreadable} It is not one.
 */
export function readStart(value) {
  need(isObject(value) && Number.isInteger(value.checked), "checked");
  need(Array.isArray(value.claims), "claims");
  value.claims.forEach(readPlace);
  return value;
}

/**
 * Read an RFC 9457 problem.
 *
 * @param {any} value Parsed JSON, whatever it is.
 * @param {number} status HTTP status, used where the problem names none.
 * @returns {import("./words.js").Problem}
 */
export function readProblem(value, status) {
  const read = { status: isObject(value) && Number.isInteger(value.status) ? value.status : status };
  if (!isObject(value)) return read;
  for (const field of ["type", "title", "detail"]) {
    if (isText(value[field])) Object.assign(read, { [field]: value[field] });
  }
  return read;
}
