/**
 * The readable text of a page, and the way back from its offsets to the DOM.
 *
 * The scripts in this folder run inside pages, where modules cannot be loaded without opening them to
 * every page: each adds its part to `globalThis.veridictPage` and none imports or exports.
 */
(() => {
  const SKIPPED = new Set([
    "AREA", "ASIDE", "AUDIO", "BUTTON", "CANVAS", "DATALIST", "DIALOG", "EMBED", "FOOTER", "HEAD", "IFRAME", "IMG", "INPUT", "LINK",
    "MAP", "MATH", "METER", "NAV", "NOSCRIPT", "OBJECT", "OPTION", "PICTURE", "PROGRESS", "RP", "RT", "SCRIPT", "SELECT", "STYLE",
    "SVG", "TEMPLATE", "TEXTAREA", "VERIDICT-MARK", "VIDEO",
  ]);
  const SKIPPED_ROLES = new Set(["navigation", "search", "menu", "menubar", "toolbar", "contentinfo", "dialog"]);
  const DROPPED = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\u2060\ufeff]/; // invisible: they would cut words in two

  /**
   * A stretch of the text that stands in one text node: `text.slice(start, end)` is
   * `node.data.slice(offset, offset + end - start)`, but for white space, which is a blank in the text.
   * All are in UTF-16 code units.
   *
   * @typedef {{start: number, end: number, node: Text, offset: number}} Run
   */

  /** Collects the text of a tree: white space folded as a reader sees it, blocks parted by an empty line. */
  class Gatherer {
    /** @param {number} limit Code units after which it looks no further. */
    constructor(limit) {
      this.limit = limit;
      this.text = "";
      /** @type {Run[]} */
      this.runs = [];
      this.gap = ""; // what parts the text so far from what comes next
    }

    /** @param {Element} element */
    visit(element) {
      if (SKIPPED.has(element.tagName.toUpperCase()) || SKIPPED_ROLES.has(element.getAttribute("role") ?? "")) return;
      if (this.text.length > this.limit || isNote(element)) return;
      const style = getComputedStyle(element);
      if (style.display === "none") return;
      if (element.tagName === "BR") {
        this.part(this.gap === "\n" ? "\n\n" : "\n");
        return;
      }
      const block = !/^(inline|contents|ruby)/.test(style.display);
      if (block) this.part("\n\n");
      const shown = style.visibility === "visible";
      for (const child of element.childNodes) {
        if (child.nodeType === Node.ELEMENT_NODE) this.visit(/** @type {Element} */ (child));
        else if (child.nodeType === Node.TEXT_NODE && shown) this.take(/** @type {Text} */ (child));
      }
      if (block) this.part("\n\n");
    }

    /** @param {string} gap The longer of two gaps counts. */
    part(gap) {
      if (this.text !== "" && gap.length > this.gap.length - (this.gap === " " ? 1 : 0)) this.gap = gap;
    }

    /** @param {Text} node */
    take(node) {
      const { data } = node;
      for (let at = 0; at < data.length; at += 1) {
        const unit = data[at];
        if (DROPPED.test(unit)) continue;
        if (/\s/.test(unit)) this.blank(node, at);
        else this.add(unit, node, at);
      }
    }

    /** White space counts once, and not at all at the start of a block. */
    blank(node, at) {
      if (this.text === "" || this.gap !== "") return;
      this.gap = " ";
      this.blankAt = { node, at };
    }

    add(unit, node, at) {
      if (this.gap === " " && this.blankAt) this.push(" ", this.blankAt.node, this.blankAt.at);
      else this.text += this.gap;
      this.gap = "";
      this.push(unit, node, at);
    }

    push(unit, node, at) {
      const last = this.runs.at(-1);
      const start = this.text.length;
      this.text += unit;
      if (last && last.node === node && last.end === start && last.offset + (last.end - last.start) === at) last.end += 1;
      else this.runs.push({ start, end: start + 1, node, offset: at });
    }
  }

  /** Footnote marks stand in the middle of sentences and are no words of theirs. @param {Element} element */
  function isNote(element) {
    return element.tagName === "SUP" && (element.querySelector("a") !== null || /^\s*\[/.test(element.textContent ?? ""));
  }

  /**
   * Choose the part of a page that is its text: the one article, or the main part, or everything.
   *
   * @param {Document} document
   * @returns {Element}
   */
  function findRoot(document) {
    const articles = [...document.querySelectorAll("article")].filter((article) => !article.parentElement?.closest("article"));
    const lengths = articles.map((article) => (article.textContent ?? "").length);
    const longest = Math.max(0, ...lengths);
    const all = lengths.reduce((sum, length) => sum + length, 0);
    // a page of many teasers has many articles, none of which is the page
    if (longest > 0 && longest * 2 > all) return articles[lengths.indexOf(longest)];
    return document.querySelector("main, [role=main]") ?? document.body;
  }

  /**
   * Gather the text of an element.
   *
   * @param {Element} root
   * @param {number} limit Most code units taken; a longer text ends at the last whole block before it.
   * @returns {{text: string, runs: Run[], cut: boolean}} `cut` when there was more.
   */
  function gather(root, limit) {
    const gatherer = new Gatherer(limit);
    gatherer.visit(root);
    const text = gatherer.text.toWellFormed();
    if (text.length <= limit) return { text, runs: gatherer.runs, cut: false };
    const block = text.lastIndexOf("\n\n", limit);
    return { text: text.slice(0, block > 0 ? block : limit).toWellFormed(), runs: gatherer.runs, cut: true };
  }

  /**
   * Turn offsets in code points, as the service counts, into UTF-16 code units, as the DOM does.
   *
   * @param {string} text
   * @returns {(points: number) => number}
   */
  function unitsOf(text) {
    const units = new Uint32Array(text.length + 1);
    let points = 0;
    let at = 0;
    for (const point of text) {
      units[points] = at;
      points += 1;
      at += point.length;
    }
    units.fill(at, points);
    return (count) => units[Math.min(count, text.length)];
  }

  /**
   * Find a stretch of the text in the DOM: one range in each text node that it runs through.
   *
   * @param {Run[]} runs In the order of the text.
   * @param {number} start UTF-16 code units.
   * @param {number} end
   * @returns {{node: Text, start: number, end: number}[]} Offsets into `node.data`.
   */
  function locate(runs, start, end) {
    const found = [];
    for (let index = firstAfter(runs, start); index < runs.length && runs[index].start < end; index += 1) {
      const run = runs[index];
      const from = run.offset + Math.max(0, start - run.start);
      const to = run.offset + Math.min(run.end, end) - run.start;
      const last = found.at(-1);
      if (last && last.node === run.node) last.end = to;
      else found.push({ node: run.node, start: from, end: to });
    }
    return found;
  }

  /** The first run that ends after `start`, by halving. @param {Run[]} runs @param {number} start @returns {number} */
  function firstAfter(runs, start) {
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle].end > start) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  globalThis.veridictPage = { ...globalThis.veridictPage, findRoot, gather, locate, unitsOf };
})();
