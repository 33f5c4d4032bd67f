/** What the panel shows for one tab, and the one check that may be under way for it. */
import { keepAnswer, loadAnswer } from "./asks.js";
import { SentenceList } from "./list.js";
import { element, renderProblem, renderVerdict, renderWaiting } from "./panel/panel.js";
import { readVerdict } from "./panel/shape.js";
import { plural, problemWords, verdictWords } from "./panel/words.js";
import { Service, ServiceProblem } from "./service.js";
import { askToReach, loadSettings, mayReach } from "./settings.js";
import { PageCheck } from "./tabs.js";

const LEAST_CHARS = 3; // of a claim, by the wire contract
const MOST_CHARS = 1000;
const MOST_TITLE_CHARS = 300;
const KEEP_AFTER_MS = 300;

export class TabView {
  /**
   * @param {number} tabId
   * @param {object} options
   * @param {Document} options.document
   * @param {(text: string) => void} options.announce Says something to a screen reader.
   */
  constructor(tabId, { document, announce }) {
    this.tabId = tabId;
    this.document = document;
    this.announce = announce;
    this.root = element(document, "div", { class: "side-view" });
    /** @type {AbortController | null} */
    this.running = null;
    /** @type {SentenceList | null} */
    this.list = null;
    /** @type {PageCheck | null} */
    this.page = null;
    // an answer kept by another version is no loss
    this.restored = this.restore().catch(() => undefined);
  }

  /** Do what was asked. @param {import("./asks.js").Ask} ask */
  async take(ask) {
    if (ask.kind === "show") return this.list?.open(ask.index ?? -1);
    if (ask.kind === "page") return this.checkPage();
    return this.checkSelection(ask.text ?? null);
  }

  /** @param {string | null} selected */
  async checkSelection(selected) {
    if (selected === null) return this.fail({ kind: "no_page" });
    const text = selected.replace(/[\u0000-\u001f\u007f\s]+/g, " ").trim().toWellFormed();
    if (text === "") return this.fail({ kind: "no_text" });
    if ([...text].length < LEAST_CHARS) return this.fail({ kind: "too_short" });
    if ([...text].length > MOST_CHARS) return this.run("Checking the passage", (service, signal) => this.checkText(service, signal, { text: selected.toWellFormed(), all: true }));
    return this.run("Checking", async (service, signal) => {
      const verdict = await service.checkClaim(text, signal);
      this.showVerdict(verdict);
      void keepAnswer(this.tabId, { kind: "verdict", verdict });
    }, text);
  }

  async checkPage() {
    await this.run("Checking the page", async (service, signal) => {
      const page = new PageCheck(this.tabId);
      const found = await page.gather();
      if (found === null) throw new ServiceProblem({ kind: "no_page" });
      if (found.text === "") throw new ServiceProblem({ kind: "no_words" });
      this.page = page;
      await this.checkText(service, signal, { text: found.text, title: found.title.slice(0, MOST_TITLE_CHARS).toWellFormed() || undefined }, page, found.cut);
    });
  }

  /** Check a text sentence by sentence. */
  async checkText(service, signal, asked, page = null, cut = false) {
    const list = new SentenceList(this.document, {
      onJump: page ? async (index) => (await page.tell({ type: "jump", index })) || list.detach() : null,
      onClear: page ? () => this.clearPage(page, list) : null,
    });
    const keep = later(() => keepAnswer(this.tabId, { kind: "list", pageId: page?.id ?? null, cut, ...list.state() }));
    const handlers = {
      onStart: (start) => {
        this.list = list;
        list.start(start, { cut, onCancel: () => this.running?.abort() });
        this.put(list.root);
        void page?.tell({ type: "mark", claims: start.claims });
        this.announce(`Checking ${plural(start.claims.length, "sentence")}.`);
      },
      onVerdict: (claim) => {
        list.setVerdict(claim);
        void page?.tell({ type: "update", index: claim.index, state: claim.verdict.verdict });
        keep();
      },
      onProblem: (index, problem) => {
        list.setProblem(index, problem);
        void page?.tell({ type: "update", index, state: "failed" });
        keep();
      },
    };
    try {
      await service.checkText(asked, handlers, signal);
      this.announce(list.finish());
    } catch (fault) {
      if (this.list !== list || !(fault instanceof ServiceProblem)) throw fault;
      for (const index of list.giveUp(fault.problem)) void page?.tell({ type: "update", index, state: "failed" });
      list.notice(this.problem(fault.problem, () => (page ? this.checkPage() : this.checkSelection(asked.text))));
    }
    keep();
  }

  /**
   * Run one check, in place of the one before it, and show what goes wrong.
   *
   * @param {string} text What is being done.
   * @param {(service: Service, signal: AbortSignal) => Promise<void>} work
   * @param {string} [asked] Shown while the reader waits.
   */
  async run(text, work, asked = "") {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.list = null;
    const waiting = renderWaiting(text, { document: this.document, onCancel: () => running.abort() });
    this.put(asked ? element(this.document, "p", { class: "side-asked" }, asked) : null, waiting);
    const again = () => this.run(text, work, asked);
    try {
      const settings = await loadSettings();
      if (!(await mayReach(settings.address))) this.askLeave(settings.address, again);
      else await work(new Service(settings), running.signal);
    } catch (fault) {
      // a check that another one took the place of has nothing more to say
      if (this.running === running) this.fail(fault instanceof ServiceProblem ? fault.problem : { detail: String(fault) }, again);
    } finally {
      waiting.stop();
    }
  }

  /** The browser asks the reader before it lets us talk to the service. */
  askLeave(address, again) {
    const allow = async () => (await askToReach(address)) && again();
    this.put(this.problem({ kind: "denied", address }, again, [["Allow", allow]]));
  }

  /** @param {import("./panel/words.js").Problem} problem @param {() => void} [again] */
  fail(problem, again) {
    this.put(this.problem(problem, again));
  }

  /** @returns {HTMLElement} */
  problem(problem, again, actions = []) {
    this.announce(problemWords(problem).title);
    return renderProblem(problem, {
      document: this.document, onRetry: again, onSettings: () => void chrome.runtime.openOptionsPage(), actions,
    });
  }

  showVerdict(verdict) {
    this.put(renderVerdict(verdict, { document: this.document }));
    const words = verdictWords(verdict);
    this.announce(`${words.label}. ${verdict.summary}`);
  }

  /** @param {...(Node | null)} nodes */
  put(...nodes) {
    this.root.replaceChildren(...nodes.filter((node) => node !== null));
  }

  clearPage(page, list) {
    this.running?.abort();
    void page.tell({ type: "clear" });
    list.detach();
  }

  /** The tab has loaded something: is it still the page that was checked? */
  async lookAfterPage() {
    const { page, list } = this;
    if (!page || (await page.tell({ type: "alive" })) || this.page !== page) return;
    this.page = null;
    if (this.running && list && !list.finished) this.running.abort();
    list?.detach();
  }

  /** Show the last answer of this tab again, or how to begin. */
  async restore() {
    this.put(element(
      this.document, "p", { class: "side-hint" },
      "Select a sentence in the page and check it against what has been published, or check the whole page.",
    ));
    const answer = await loadAnswer(this.tabId);
    if (answer?.kind === "verdict") this.put(renderVerdict(readVerdict(answer.verdict), { document: this.document }));
    if (answer?.kind !== "list") return;
    const page = answer.pageId ? new PageCheck(this.tabId, answer.pageId) : null;
    const alive = page && (await page.tell({ type: "alive" }));
    const list = new SentenceList(this.document, {
      onJump: alive ? async (index) => (await page.tell({ type: "jump", index })) || list.detach() : null,
      onClear: alive ? () => this.clearPage(page, list) : null,
    });
    list.restore(answer);
    if (!answer.finished) list.notice(this.problem({ kind: "cut_off" }, () => this.checkPage()));
    this.list = list;
    this.page = alive ? page : null;
    this.put(list.root);
  }

  /** The tab is gone. */
  close() {
    this.running?.abort();
  }
}

/** Do something a little later, once for many calls. @param {() => void} work @returns {() => void} */
function later(work) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, KEEP_AFTER_MS);
  };
}
