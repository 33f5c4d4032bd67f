/** The sentences of a page or a passage, each with its verdict as it comes in. */
import { button, element, renderProblem, renderVerdict } from "./panel/panel.js";
import { VERDICTS, plural, verdictWords } from "./panel/words.js";

const WAITING = { symbol: "…", label: "Being checked" };
const FAILED = { symbol: "!", label: "Could not be checked" };

let serial = 0;

export class SentenceList {
  /**
   * @param {Document} document
   * @param {object} options
   * @param {((index: number) => void) | null} options.onJump Gives each sentence a "Show in page" button.
   * @param {(() => void) | null} options.onClear Gives the list a "Remove marks" button.
   */
  constructor(document, { onJump, onClear }) {
    this.document = document;
    this.onJump = onJump;
    this.onClear = onClear;
    this.finished = false;
    this.root = element(document, "section", { class: "side-sentences", "aria-label": "Checked sentences" });
    this.head = element(document, "div", { class: "side-list-head" });
    this.rows = element(document, "ol", { class: "side-list" });
    /** @type {Map<number, {place: object, row: HTMLElement, opener: HTMLElement, state: HTMLElement, body: HTMLElement, claim: any, problem: any}>} */
    this.entries = new Map();
  }

  /**
   * Show the sentences that are being checked.
   *
   * @param {{claims: object[]}} start
   * @param {{cut: boolean, onCancel: () => void}} options `cut`: the text was too long to be sent whole.
   */
  start({ claims }, { cut, onCancel }) {
    this.progress = element(this.document, "progress", { max: String(claims.length || 1), value: "0", "aria-label": "Sentences checked" });
    this.count = element(this.document, "p", { class: "side-count" });
    this.notes = element(this.document, "div", { class: "side-notes" });
    this.cancel = button("Cancel", onCancel, this.document);
    this.head.append(element(this.document, "h2", {}, "Sentences"), this.notes, this.progress, this.count, this.cancel);
    if (cut) this.note("The page is longer than can be checked at once: this is its first part.");
    claims.forEach((place) => this.addRow(place));
    this.root.append(this.head, this.rows);
    this.tally();
  }

  /** @param {any} place */
  addRow(place) {
    const id = `side-row-${(serial += 1)}`;
    const state = element(this.document, "span", { class: "side-state" });
    const opener = element(this.document, "button", { type: "button", "aria-expanded": "false", "aria-controls": id, disabled: "" }, state, place.text);
    const body = element(this.document, "div", { class: "side-body", id, hidden: "" });
    const row = element(this.document, "li", { class: "side-row", "data-index": String(place.index) }, element(this.document, "h3", {}, opener), body);
    opener.addEventListener("click", () => this.toggle(place.index));
    this.entries.set(place.index, { place, row, opener, state, body, claim: null, problem: null });
    this.rows.append(row);
    this.setState(place.index, "pending", WAITING);
  }

  /** @param {number} index @param {string} name @param {{symbol: string, label: string}} words */
  setState(index, name, { symbol, label }) {
    const { row, state, opener } = this.entries.get(index);
    row.dataset.state = name;
    state.replaceChildren(element(this.document, "span", { "aria-hidden": "true" }, symbol), label, element(this.document, "span", { class: "side-unseen" }, ": "));
    opener.toggleAttribute("disabled", name === "pending");
  }

  /** @param {any} claim A checked sentence of the wire contract. */
  setVerdict(claim) {
    if (!this.entries.has(claim.index)) this.addRow(claim);
    const entry = this.entries.get(claim.index);
    entry.claim = claim;
    this.setState(claim.index, claim.verdict.verdict, verdictWords(claim.verdict));
    this.fill(entry, renderVerdict(claim.verdict, { document: this.document, heading: "h3", showClaim: false }));
    this.tally();
  }

  /** @param {number} index @param {import("./panel/words.js").Problem} problem */
  setProblem(index, problem) {
    const entry = this.entries.get(index);
    if (!entry) return;
    entry.problem = problem;
    this.setState(index, "failed", FAILED);
    const shown = renderProblem(problem, { document: this.document });
    shown.removeAttribute("role"); // one line of many: the list says how many failed
    this.fill(entry, shown);
    this.tally();
  }

  fill({ body, place }, shown) {
    body.replaceChildren(shown);
    if (!this.onJump) return;
    const jump = button("Show in page", () => this.onJump?.(place.index), this.document);
    jump.classList.add("side-jump");
    body.prepend(element(this.document, "p", {}, jump));
  }

  /** Say how far it is. */
  tally() {
    const done = [...this.entries.values()].filter(({ claim, problem }) => claim || problem).length;
    this.progress.value = done;
    this.count.textContent = this.finished ? this.counts() : `${done} of ${plural(this.entries.size, "sentence")} checked`;
  }

  /** @returns {string} "40 sentences checked: 20 supported, 3 refuted, 17 not enough evidence." */
  counts() {
    const states = [...this.entries.values()].map(({ row }) => row.dataset.state);
    const parts = Object.entries({ ...VERDICTS, failed: FAILED })
      .map(([name, { label }]) => ({ label: label.toLowerCase(), count: states.filter((state) => state === name).length }))
      .filter(({ count }) => count > 0)
      .map(({ label, count }) => `${count} ${label}`);
    if (parts.length === 0) return "No sentence here states something that can be checked.";
    return `${plural(this.entries.size, "sentence")} checked: ${parts.join(", ")}.`;
  }

  /** Everything is there. @returns {string} The counts, to be announced. */
  finish() {
    this.finished = true;
    this.progress.remove();
    this.cancel.remove();
    if (this.onClear) {
      this.clear = button("Remove marks", () => this.onClear?.(), this.document);
      this.head.append(element(this.document, "p", {}, this.clear));
    }
    this.tally();
    return this.counts();
  }

  /**
   * Nothing more will come.
   *
   * @param {import("./panel/words.js").Problem} problem Why.
   * @returns {number[]} The sentences left unchecked, now marked as failed.
   */
  giveUp(problem) {
    const open = [...this.entries].filter(([, { claim, problem }]) => !claim && !problem).map(([index]) => index);
    for (const index of open) this.setProblem(index, problem);
    this.finish();
    return open;
  }

  /** @param {string} text */
  note(text) {
    this.notes.append(element(this.document, "p", { class: "side-note" }, text));
  }

  /** @param {HTMLElement} shown Put above the sentences. */
  notice(shown) {
    this.notes.prepend(shown);
  }

  /** The page that was checked has gone, or its marks have. */
  detach() {
    if (!this.onJump) return;
    this.onJump = null;
    this.onClear = null;
    this.clear?.remove();
    this.rows.querySelectorAll(".side-jump").forEach((jump) => jump.parentElement?.remove());
    this.note("The marks are no longer in the page.");
  }

  /** @param {number} index Open a sentence and put the focus on it. */
  open(index) {
    const entry = this.entries.get(index);
    if (!entry) return;
    if (entry.body.hidden && (entry.claim || entry.problem)) this.toggle(index);
    entry.row.scrollIntoView({ block: "start" });
    entry.opener.focus({ preventScroll: true });
  }

  /** @param {number} index */
  toggle(index) {
    const { body, opener } = this.entries.get(index);
    body.hidden = !body.hidden;
    opener.setAttribute("aria-expanded", String(!body.hidden));
  }

  /** @returns {{finished: boolean, entries: object[]}} For `restore`. */
  state() {
    return { finished: this.finished, entries: [...this.entries.values()].map(({ place, claim, problem }) => ({ place, claim, problem })) };
  }

  /** @param {any} kept From `state`. */
  restore({ entries, cut }) {
    this.start({ claims: entries.map(({ place }) => place) }, { cut, onCancel: () => undefined });
    for (const { place, claim, problem } of entries) {
      if (claim) this.setVerdict(claim);
      if (problem) this.setProblem(place.index, problem);
    }
    this.giveUp({ kind: "cut_off" });
  }
}
