/**
 * The answer as DOM: the same panel in the browser extension and in the CMS.
 *
 * Everything that comes from a page or from the service enters as text, never as HTML, and every link
 * is http or https. The stylesheet is panel.css; each class begins with "vd-".
 */
import {
  basisWords, confidenceWords, dateWords, gapWords, originName, originWords, plural, problemWords, stabilityWords, stanceWords, verdictWords,
} from "./words.js";

/** After this long without an answer the reader is told that it is still working, milliseconds. */
export const SLOW_MS = 2000;

let serial = 0;

/**
 * Build an element: attributes, then children; null children are left out.
 *
 * @param {Document} document
 * @param {string} name
 * @param {Record<string, string | null | undefined>} attributes null leaves one out.
 * @param {...(Node | string | null)} children Strings become text.
 * @returns {HTMLElement}
 */
export function element(document, name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/**
 * Let through only what a reader may safely be sent to.
 *
 * @param {string | null} address
 * @returns {string | null} The address, or null unless it is an absolute http or https one.
 */
export function safeLink(address) {
  if (!address) return null;
  try {
    return ["http:", "https:"].includes(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

/**
 * Show a verdict: in words, symbol and colour, with its citations and the sources behind them.
 *
 * @param {object} verdict VerdictOut of the wire contract.
 * @param {object} options
 * @param {Document} options.document
 * @param {(citation: object) => void} [options.onInsert] Gives each citation an "Insert citation" button.
 * @param {string} [options.heading] Element of the claim's heading, default "h2".
 * @param {boolean} [options.showClaim] False where the claim is already on show: it becomes the label alone.
 * @param {string} [options.language] For dates, default "en-GB".
 * @returns {HTMLElement}
 */
export function renderVerdict(verdict, options) {
  const { document, heading = "h2", showClaim = true } = options;
  const words = verdictWords(verdict);
  const id = `vd-claim-${(serial += 1)}`;
  const counts = originWords(verdict);
  const name = showClaim ? { "aria-labelledby": id } : { "aria-label": verdict.claim };
  return element(
    document, "article", { class: "vd-verdict", "data-verdict": verdict.verdict, ...name },
    showClaim ? element(document, heading, { class: "vd-claim", id }, verdict.claim) : null,
    element(
      document, "p", { class: "vd-badge" },
      element(document, "span", { class: "vd-symbol", "aria-hidden": "true" }, words.symbol),
      element(document, "strong", { class: "vd-label" }, words.label),
      element(document, "span", { class: "vd-confidence" }, confidenceWords(verdict.confidence)),
    ),
    renderGap(verdict, document),
    element(document, "p", { class: "vd-summary" }, verdict.summary || words.sentence),
    counts ? element(document, "p", { class: "vd-counts" }, counts) : null,
    renderCitations(verdict, options),
    renderOrigins(verdict, document),
    renderFoot(verdict, options),
  );
}

/** @returns {HTMLElement | null} */
function renderGap(verdict, document) {
  const gap = gapWords(verdict.gap);
  if (!gap) return null;
  return element(
    document, "p", { class: "vd-gap", "data-gap": verdict.gap },
    element(document, "strong", {}, `${gap.title}. `), gap.text,
  );
}

/** @returns {HTMLElement | null} */
function renderCitations(verdict, options) {
  const { document } = options;
  if (verdict.citations.length === 0) return null;
  const id = `vd-citations-${(serial += 1)}`;
  const origins = new Map(verdict.origins.map((origin) => [origin.id, origin]));
  return element(
    document, "section", { class: "vd-citations", "aria-labelledby": id },
    element(document, below(options.heading), { class: "vd-subheading", id }, "What was published"),
    element(
      document, "ol", { class: "vd-citation-list" },
      ...verdict.citations.map((citation) => renderCitation(citation, origins.get(citation.origin), options)),
    ),
  );
}

/** @returns {HTMLElement} */
function renderCitation(citation, origin, { document, onInsert, language }) {
  const { article } = citation;
  const item = element(
    document, "li", { class: "vd-citation", "data-stance": citation.stance },
    element(
      document, "p", { class: "vd-stance" },
      element(document, "span", { class: "vd-symbol", "aria-hidden": "true" }, citation.stance === "supports" ? "✓" : "✗"),
      stanceWords(citation.stance),
    ),
    element(document, "blockquote", { class: "vd-quote" }, citation.quote),
    element(
      document, "p", { class: "vd-outlet" },
      element(document, "strong", {}, article.publisher), ", ",
      element(document, "time", { datetime: article.published_at }, dateWords(article.published_at, language)),
    ),
    renderLink(citation, document),
    origin ? element(document, "p", { class: "vd-origin" }, `Source: ${originName(origin)}`) : null,
    renderReprints(citation.reprints, document),
  );
  if (onInsert) item.append(insertButton(citation, onInsert, document));
  return item;
}

/** The link lands on the sentence itself where the service could make one. @returns {HTMLElement} */
function renderLink(citation, document) {
  const { title, url } = citation.article;
  const link = safeLink(citation.link) ?? safeLink(url);
  return element(
    document, "p", { class: "vd-title" },
    link ? element(document, "a", { class: "vd-link", href: link, target: "_blank", rel: "noopener noreferrer" }, title) : title,
  );
}

/** @returns {HTMLElement | null} */
function renderReprints(reprints, document) {
  if (reprints.length === 0) return null;
  const outlets = reprints.flatMap(({ publisher, url }, index) => {
    const link = safeLink(url);
    const name = link ? element(document, "a", { href: link, target: "_blank", rel: "noopener noreferrer" }, publisher) : publisher;
    return index === 0 ? [name] : [", ", name];
  });
  return element(document, "p", { class: "vd-reprints" }, "The same words also in: ", ...outlets);
}

/** @returns {HTMLElement} */
function insertButton(citation, onInsert, document) {
  const label = `Insert citation from ${citation.article.publisher}`;
  const button = element(document, "button", { type: "button", class: "vd-button vd-insert", "aria-label": label }, "Insert citation");
  button.addEventListener("click", () => onInsert(citation));
  return button;
}

/** @returns {HTMLElement | null} */
function renderOrigins(verdict, document) {
  if (verdict.origins.length === 0) return null;
  const stability = stabilityWords(verdict);
  return element(
    document, "details", { class: "vd-origins" },
    element(document, "summary", {}, "Where it goes back to"),
    element(
      document, "ul", {},
      ...verdict.origins.map((origin) => element(
        document, "li", { "data-stance": origin.stance },
        `${originName(origin)} (${basisWords(origin)}): ${stanceWords(origin.stance).toLowerCase()}, ${plural(origin.articles.length, "article")}`,
      )),
    ),
    stability ? element(document, "p", { class: "vd-stability" }, stability) : null,
  );
}

/** @returns {HTMLElement} */
function renderFoot(verdict, { document, language }) {
  const { articles } = verdict.archive;
  return element(
    document, "p", { class: "vd-foot" },
    `Checked against ${plural(articles, "article")} published up to `,
    element(document, "time", { datetime: verdict.as_of }, dateWords(verdict.as_of, language)), ".",
  );
}

/**
 * Say what went wrong and what can be done about it.
 *
 * @param {import("./words.js").Problem} problem
 * @param {object} options
 * @param {Document} options.document
 * @param {() => void} [options.onRetry] Offered where asking again may help.
 * @param {() => void} [options.onSettings] Offered where address or key are the place to look.
 * @param {[string, () => void][]} [options.actions] More buttons, before those two.
 * @returns {HTMLElement}
 */
export function renderProblem(problem, { document, onRetry, onSettings, actions: more = [] }) {
  const words = problemWords(problem);
  const shown = element(
    document, "div", { class: "vd-problem", role: "alert" },
    element(document, "p", { class: "vd-problem-title" }, element(document, "strong", {}, words.title)),
    element(document, "p", {}, words.text),
  );
  const actions = element(document, "p", { class: "vd-actions" });
  for (const [label, onClick] of more) actions.append(button(label, onClick, document));
  if (words.retry && onRetry) actions.append(button("Try again", onRetry, document));
  if (words.settings && onSettings) actions.append(button("Settings", onSettings, document));
  if (actions.childNodes.length > 0) shown.append(actions);
  return shown;
}

/**
 * Show that a check is under way, and after SLOW_MS that it still is.
 *
 * @param {string} text What is being done.
 * @param {object} options
 * @param {Document} options.document
 * @param {() => void} [options.onCancel] Gives it a "Cancel" button.
 * @returns {HTMLElement & {stop: () => void}} Call `stop` when the answer is there.
 */
export function renderWaiting(text, { document, onCancel }) {
  const said = element(document, "span", { class: "vd-waiting-text", role: "status" }, text);
  const shown = element(document, "div", { class: "vd-waiting" }, element(document, "span", { class: "vd-spinner", "aria-hidden": "true" }), said);
  if (onCancel) shown.append(button("Cancel", onCancel, document));
  const timer = setTimeout(() => {
    said.textContent = `Still working. ${text}`;
    shown.setAttribute("data-slow", "");
  }, SLOW_MS);
  return Object.assign(shown, { stop: () => clearTimeout(timer) });
}

/** @param {string} label @param {() => void} onClick @param {Document} document @returns {HTMLElement} */
export function button(label, onClick, document) {
  const made = element(document, "button", { type: "button", class: "vd-button" }, label);
  made.addEventListener("click", () => onClick());
  return made;
}

/** @param {string} [heading] @returns {string} The heading one level below. */
function below(heading = "h2") {
  return `h${Math.min(6, Number(heading.slice(1)) + 1)}`;
}
