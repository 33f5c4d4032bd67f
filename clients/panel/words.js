/**
 * What the service's answers are called in front of a reader: every word of the panel, and no DOM.
 *
 * The keys of each table are the labels of the wire contract, one name for each everywhere.
 */

/**
 * @typedef {object} Words
 * @property {string} label One to three words.
 * @property {string} symbol One character; it carries the verdict where colour does not reach.
 * @property {string} sentence What the verdict means, for a reader.
 */

/** @type {Record<string, Words>} */
export const VERDICTS = {
  supported: { label: "Supported", symbol: "✓", sentence: "The archive supports this." },
  refuted: { label: "Refuted", symbol: "✗", sentence: "The archive contradicts this." },
  conflicting: { label: "Conflicting", symbol: "⇄", sentence: "The archive holds evidence for this and against it." },
  not_enough_evidence: { label: "Not enough evidence", symbol: "?", sentence: "The archive does not decide this." },
};

/** @type {Record<string, {title: string, text: string}>} */
export const GAPS = {
  not_covered: {
    title: "Not covered",
    text: "The archive has nothing on this. That does not make it false.",
  },
  silent: {
    title: "Covered, but not settled",
    text: "The archive has articles on this, and none of them decides it.",
  },
  after_archive: {
    title: "Too recent for the archive",
    text: "This is about a time later than the newest article in the archive. It may well be true.",
  },
};

/** @type {Record<string, string>} */
const STANCES = { supports: "Supports it", refutes: "Contradicts it", split: "Says both" };

/** @type {Record<string, string>} */
const BASES = {
  declared: "named by an article of it",
  measured: "found by comparing the texts",
  unknown: "nothing says where it comes from",
};

/**
 * Name a verdict.
 *
 * @param {{verdict: string}} verdict VerdictOut of the wire contract.
 * @returns {Words}
 * @throws {RangeError} A label that the contract does not have.
 */
export function verdictWords(verdict) {
  if (!Object.hasOwn(VERDICTS, verdict.verdict)) throw new RangeError(`no such verdict: ${verdict.verdict}`);
  return VERDICTS[verdict.verdict];
}

/**
 * Say which kind of "don't know" a gap is.
 *
 * @param {string | null} gap
 * @returns {{title: string, text: string} | null} null without a gap, or with one from a later contract.
 */
export function gapWords(gap) {
  return gap !== null && Object.hasOwn(GAPS, gap) ? GAPS[gap] : null;
}

/** @param {string} stance @returns {string} */
export function stanceWords(stance) {
  return STANCES[stance] ?? stance;
}

/**
 * Name an origin.
 *
 * @param {{name: string | null, basis: string}} origin
 * @returns {string}
 */
export function originName(origin) {
  return origin.name ?? (origin.basis === "unknown" ? "not known" : "one common source");
}

/**
 * Say how an origin was found.
 *
 * @param {{basis: string}} origin
 * @returns {string}
 */
export function basisWords(origin) {
  return BASES[origin.basis] ?? origin.basis;
}

/**
 * Count outlets and the sources behind them: "3 outlets, 1 source".
 *
 * An origin that is not known is never counted as an independent source.
 *
 * @param {object} verdict VerdictOut of the wire contract.
 * @returns {string} "" when nothing took a side.
 */
export function originWords(verdict) {
  if (verdict.origins.length === 0) return "";
  const known = verdict.origins.filter((origin) => origin.basis !== "unknown").length;
  const unknown = verdict.origins.length - known;
  const outlets = countOutlets(verdict);
  if (unknown === 0) return `${outlets}, ${plural(known, "source")}`;
  if (known === 0) return `${outlets}, source not known`;
  return `${outlets}, ${plural(known, "known source")}, ${unknown} not known`;
}

/** Outlets are named with the citations, and there may be fewer of these than articles. @returns {string} */
function countOutlets({ citations, origins }) {
  const cited = citations.flatMap(({ article, reprints }) => [article, ...reprints]);
  const ids = new Set(cited.map(({ id }) => id));
  const outlets = plural(new Set(cited.map(({ publisher }) => publisher)).size, "outlet");
  return origins.some(({ articles }) => articles.some((id) => !ids.has(id))) ? `at least ${outlets}` : outlets;
}

/**
 * Say how firmly a verdict stands: which single source, taken away, would change it.
 *
 * @param {object} verdict VerdictOut of the wire contract.
 * @returns {string} "" when nothing is to be said.
 */
export function stabilityWords(verdict) {
  const { flips_without: flips, origins_to_flip: number } = verdict.stability;
  if (flips.length > 0) {
    const names = flips.map((id) => verdict.origins.find((origin) => origin.id === id)?.name ?? "one source");
    return `Rests on one source: without ${[...new Set(names)].join(", or without ")} it would be different.`;
  }
  return number !== null && number > 1 ? `It would take ${number} sources less to change this.` : "";
}

/**
 * @typedef {object} Problem An RFC 9457 problem, or one that the client met itself.
 * @property {string} [kind] Met by the client: away, denied, unreadable, cut_off, stopped, no_text,
 *   too_short, no_page, no_words.
 * @property {number} [status] HTTP status.
 * @property {string} [type] "/problems/SLUG".
 * @property {string} [title]
 * @property {string} [detail]
 * @property {number | null} [retry_after_s] From the Retry-After header, seconds.
 * @property {string} [address] The service that was asked.
 */

/**
 * @typedef {object} ProblemWords
 * @property {string} title
 * @property {string} text
 * @property {boolean} retry Asking again may help.
 * @property {boolean} settings The address or the key is the place to look.
 */

/** @type {Record<string, (problem: Problem) => ProblemWords>} */
const BY_KIND = {
  away: ({ address }) => ({
    title: "The service does not answer",
    text: `Nothing answers at ${address ?? "the address in the settings"}. Is it running, and is the address right?`,
    retry: true,
    settings: true,
  }),
  denied: ({ address }) => ({
    title: "Not allowed to reach the service yet",
    text: `Your browser asks before an extension may talk to ${address ?? "the service"}.`,
    retry: false,
    settings: true,
  }),
  unreadable: ({ detail }) => ({
    title: "The answer could not be read",
    text: `What answered does not speak like Veridict${detail ? ` (${detail})` : ""}. Is the address right?`,
    retry: true,
    settings: true,
  }),
  cut_off: () => ({
    title: "The answer broke off",
    text: "The connection closed before everything was checked.",
    retry: true,
    settings: false,
  }),
  stopped: () => ({ title: "Stopped", text: "You stopped this check.", retry: true, settings: false }),
  no_text: () => ({
    title: "Nothing selected",
    text: "Select a sentence in the page, then check it.",
    retry: false,
    settings: false,
  }),
  too_short: () => ({
    title: "Too short to check",
    text: "Select a whole sentence: at least three characters.",
    retry: false,
    settings: false,
  }),
  no_words: () => ({ title: "Nothing to check", text: "This page has no text that can be read.", retry: true, settings: false }),
  no_page: () => ({
    title: "This page cannot be read",
    text: "The browser keeps extensions out of this page, or has not been told to let Veridict in. "
      + "Press the Veridict button in the toolbar on the page that you want to check.",
    retry: false,
    settings: false,
  }),
};

/** @type {Record<number, (problem: Problem) => ProblemWords>} */
const BY_STATUS = {
  401: () => ({
    title: "The service wants a key",
    text: "The key in the settings is missing, unknown or revoked.",
    retry: false,
    settings: true,
  }),
  403: ({ detail }) => ({
    title: "The service does not let you in",
    text: detail ? `It says: ${detail}.` : "The key may not ask for verdicts, or belongs to another place.",
    retry: false,
    settings: true,
  }),
  413: () => ({
    title: "Too long",
    text: "This is more text than the service takes at once. Select a part of it.",
    retry: false,
    settings: false,
  }),
  422: ({ detail }) => ({
    title: "The service cannot check this",
    text: detail || "Select one sentence that states something.",
    retry: false,
    settings: false,
  }),
  429: ({ retry_after_s: wait }) => ({
    title: "Too many checks for now",
    text: wait ? `The service asks you to wait ${secondsWords(wait)}.` : "The service asks you to wait a little.",
    retry: true,
    settings: false,
  }),
};

/**
 * Say what went wrong and what to do about it.
 *
 * @param {Problem} problem
 * @returns {ProblemWords}
 */
export function problemWords(problem) {
  if (problem.kind && Object.hasOwn(BY_KIND, problem.kind)) return BY_KIND[problem.kind](problem);
  if (problem.status && Object.hasOwn(BY_STATUS, problem.status)) return BY_STATUS[problem.status](problem);
  if (problem.status && problem.status >= 500) {
    const wait = problem.retry_after_s ? ` Try again in ${secondsWords(problem.retry_after_s)}.` : "";
    return {
      title: "The service could not check this",
      text: `Something in it did not work; this says nothing about the claim.${wait}`,
      retry: true,
      settings: false,
    };
  }
  const text = problem.detail || problem.title || "The service gave no reason.";
  return { title: "The service refused", text, retry: false, settings: true };
}

/** @param {number} count @param {string} noun @returns {string} */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @param {number} seconds @returns {string} */
export function secondsWords(seconds) {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 120 ? plural(whole, "second") : plural(Math.ceil(whole / 60), "minute");
}

/**
 * Write a date as a reader does, in UTC as the service keeps it.
 *
 * @param {string} time RFC 3339.
 * @param {string} [language]
 * @returns {string} The text itself when it is no time.
 */
export function dateWords(time, language = "en-GB") {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(date);
}

/** @param {number} probability 0..1. @returns {string} Never "100 %": nothing here is certain. */
export function confidenceWords(probability) {
  const percent = Math.round(probability * 100);
  if (percent >= 100) return "over 99 % sure";
  return percent <= 0 ? "under 1 % sure" : `${percent} % sure`;
}
