/**
 * Marks in a page: each sentence gets a ground and a line of its own through the CSS Custom Highlight API,
 * and a small button behind it that says the verdict and opens it in the panel.
 *
 * Highlights leave the page's elements alone, however a sentence is spread over them. The button stands in
 * the text, where a screen reader and the Tab key meet it after its sentence; its inside is a shadow tree,
 * so that the page's style does not reach it. Where the text is being edited there is no button, since it
 * would become part of what is written.
 */
(() => {
  const STATES = {
    pending: { symbol: "…", label: "Being checked" },
    failed: { symbol: "!", label: "Could not be checked" },
    supported: { symbol: "✓", label: "Supported" },
    refuted: { symbol: "✗", label: "Refuted" },
    conflicting: { symbol: "⇄", label: "Conflicting" },
    not_enough_evidence: { symbol: "?", label: "Not enough evidence" },
  };
  const CSS_TEXT = `
    :host { all: initial; display: inline; user-select: none; }
    button {
      all: unset; box-sizing: border-box; display: inline-grid; place-items: center; cursor: pointer;
      min-inline-size: 24px; block-size: 24px; margin-inline: 3px; border-radius: 12px; vertical-align: middle;
      font: 700 15px/1 system-ui, sans-serif; color: #fff; background: #4a5160; border: 1px solid #fff;
    }
    button[data-state="supported"] { background: #14693a; }
    button[data-state="refuted"] { background: #a8201a; }
    button[data-state="conflicting"] { background: #7a4b00; }
    button:focus-visible { outline: 3px solid #0b57b8; outline-offset: 2px; box-shadow: 0 0 0 7px #fff; }
    @media (forced-colors: active) { button { border-color: ButtonText; } }
    @media print { button { display: none; } }`;

  /** All marks of one check of a page. */
  class Marks {
    /**
     * @param {Document} document
     * @param {(index: number) => void} onShow A reader wants to see the verdict of a sentence.
     */
    constructor(document, onShow) {
      this.document = document;
      this.onShow = onShow;
      /** @type {Map<number, {ranges: Range[], host: HTMLElement | null, state: string}>} */
      this.marks = new Map();
    }

    /**
     * Mark a sentence as being checked.
     *
     * @param {number} index
     * @param {{node: Text, start: number, end: number}[]} places Where it stands, from `locate`.
     */
    add(index, places) {
      const ranges = places.filter(({ node, end }) => node.isConnected && end <= node.length).map((place) => this.range(place));
      if (ranges.length === 0) return;
      const mark = { ranges, host: null, state: "" };
      this.marks.set(index, mark);
      mark.host = this.placeButton(index, ranges[ranges.length - 1]);
      this.update(index, "pending");
    }

    /** @returns {Range} */
    range({ node, start, end }) {
      const range = this.document.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      return range;
    }

    /** Put the button behind the sentence. @returns {HTMLElement | null} */
    placeButton(index, range) {
      const behind = range.cloneRange();
      behind.collapse(false);
      const control = outermost(range.endContainer.parentElement, "a, button, label, summary, [role=button], [role=link]");
      if (control) behind.setStartAfter(control); // a button in a link could not be pressed without following it
      const parent = control ? control.parentElement : range.endContainer.parentElement;
      // in a flex or grid box the pieces of a divided text would become boxes of their own
      if (!parent || parent.isContentEditable || /flex|grid/.test(getComputedStyle(parent).display)) return null;
      const host = this.document.createElement("veridict-mark");
      const shadow = host.attachShadow({ mode: "open" });
      const button = this.document.createElement("button");
      button.type = "button";
      // a click that the page makes up itself opens nothing
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        if (event.isTrusted) this.onShow(index);
      });
      shadow.append(this.style(), button);
      behind.insertNode(host);
      return host;
    }

    /** @returns {HTMLStyleElement} */
    style() {
      const style = this.document.createElement("style");
      style.textContent = CSS_TEXT;
      return style;
    }

    /**
     * Show how it stands with a sentence.
     *
     * @param {number} index
     * @param {string} state A verdict, "pending" or "failed".
     */
    update(index, state) {
      const mark = this.marks.get(index);
      if (!mark || !Object.hasOwn(STATES, state)) return;
      const { symbol, label } = STATES[state];
      mark.ranges.forEach((range) => {
        highlight(mark.state)?.delete(range);
        highlight(state).add(range);
      });
      mark.state = state;
      const button = mark.host?.shadowRoot?.querySelector("button");
      if (!button) return;
      button.dataset.state = state;
      button.textContent = symbol;
      button.setAttribute("aria-label", `Veridict: ${label}`);
      button.title = `${label}. Show why in the panel.`;
    }

    /**
     * Bring a sentence into view and put the focus on its button.
     *
     * @param {number} index
     * @returns {boolean} False when the page no longer has it.
     */
    jump(index) {
      const mark = this.marks.get(index);
      if (!mark || !this.isAlive(mark)) return false;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const target = mark.host ?? mark.ranges[0].startContainer.parentElement;
      target?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
      const current = highlight("current");
      current.clear();
      mark.ranges.forEach((range) => current.add(range));
      mark.host?.shadowRoot?.querySelector("button")?.focus({ preventScroll: true });
      return true;
    }

    /** @returns {boolean} A page that has replaced its text leaves the ranges empty. */
    isAlive({ ranges }) {
      return ranges.some((range) => range.startContainer.isConnected && !range.collapsed);
    }

    /** Take every mark away and leave the page's text as it was. */
    clear() {
      for (const { host } of this.marks.values()) {
        const parent = host?.parentNode;
        host?.remove();
        parent?.normalize();
      }
      this.marks.clear();
      for (const state of [...Object.keys(STATES), "current"]) CSS.highlights.delete(`veridict-${state}`);
    }
  }

  /** @param {Element | null} element @param {string} selector @returns {Element | null} */
  function outermost(element, selector) {
    let found = null;
    for (let at = element?.closest(selector) ?? null; at; at = at.parentElement?.closest(selector) ?? null) found = at;
    return found;
  }

  /** @param {string} state @returns {any} The highlight of a state; made when it is first asked for. */
  function highlight(state) {
    if (state === "") return undefined;
    const name = `veridict-${state}`;
    if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
    return CSS.highlights.get(name);
  }

  globalThis.veridictPage = { ...globalThis.veridictPage, Marks };
})();
