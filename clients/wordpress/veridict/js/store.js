/**
 * The sidebar's state as a WordPress data store, and the checks that fill it.
 */
import { indexAt, lay, segmentsOf, unitsOf } from "./draft.js";
import { askCheck, askPost, askVerdict, problemOf } from "./service.js";
import { readText } from "./text.js";

const { data, blocks } = wp;

export const STORE = "veridict";

/** Characters of one page check, below the service's limit. */
const TEXT_MAX = 200_000;

const EMPTY = {
  sentence: { status: "none", target: null, verdict: null, problem: null },
  draft: { status: "none", done: 0, total: 0, problem: null },
  known: {}, // text of a segment -> its Claims
  post: { archive: null, reviews: [] },
};

/** @type {Record<string, AbortController | null>} */
const running = { sentence: null, draft: null };

/** @param {object} state @param {{type: string, part: string, value: object}} action @returns {object} */
function reducer(state = EMPTY, action) {
  return action.type === "SET" ? { ...state, [action.part]: { ...state[action.part], ...action.value } } : state;
}

const actions = {
  /** @param {string} part @param {object} value */
  set: (part, value) => ({ type: "SET", part, value }),

  /** Check one sentence. @param {object} target From `selectionIn`. */
  checkSentence: (target) => async ({ dispatch }) => {
    const stop = restart("sentence");
    dispatch.set("sentence", { status: "waiting", target, verdict: null, problem: null });
    try {
      dispatch.set("sentence", { status: "done", verdict: await askVerdict(target.text, postId(), stop.signal) });
    } catch (fault) {
      if (running.sentence === stop) dispatch.set("sentence", { status: "failed", problem: await problemOf(fault) });
    }
  },

  /** Check what of the draft was not checked yet; `again` checks all of it. @param {{again?: boolean}} how */
  checkDraft: ({ again = false } = {}) => async ({ dispatch, select }) => {
    const stop = restart("draft");
    const texts = [...new Set(draftSegments().map(({ text }) => text))];
    let left = again ? texts : texts.filter((text) => !select.isKnown(text));
    dispatch.set("draft", { status: left.length > 0 ? "waiting" : "done", done: 0, total: 0, problem: null });
    try {
      while (left.length > 0) {
        const { taken } = await checkTexts(left, stop.signal, { dispatch, select });
        left = left.slice(taken);
      }
      dispatch.set("draft", { status: "done" });
    } catch (fault) {
      if (running.draft === stop) dispatch.set("draft", { status: "failed", problem: await problemOf(fault) });
    }
  },

  /** @param {"sentence" | "draft"} part */
  stop: (part) => () => {
    running[part]?.abort();
  },

  /** Ask where the post stands. */
  refreshPost: () => async ({ dispatch }) => {
    if (postId() !== null) dispatch.set("post", await askPost(postId()));
  },
};

const selectors = {
  sentence: (state) => state.sentence,
  draft: (state) => state.draft,
  post: (state) => state.post,
  known: (state) => state.known,
  isKnown: (state, text) => state.known[text] !== undefined && state.known[text].every(({ verdict }) => verdict !== null),
};

/** Only one check of a kind at a time: the newer one stops the older. @returns {AbortController} */
function restart(part) {
  running[part]?.abort();
  running[part] = new AbortController();
  return running[part];
}

/** Check as many texts as one request takes. @returns {Promise<{taken: number}>} */
async function checkTexts(texts, signal, { dispatch, select }) {
  const { text, starts, taken } = lay(texts, TEXT_MAX);
  const units = unitsOf(text);
  const claims = new Map();
  const publish = () => {
    const found = Object.fromEntries(texts.slice(0, taken).map((each) => [each, []]));
    for (const { at, claim } of claims.values()) found[texts[at]].push(claim);
    dispatch.set("known", found);
  };
  const take = ({ index, start, end, text: words, verdict = null, problem = null }) => {
    const old = claims.get(index);
    const at = old?.at ?? indexAt(starts, units(start));
    const place = old?.claim ?? { start: units(start) - starts[at], end: units(end) - starts[at], text: words };
    claims.set(index, { at, claim: { ...place, verdict, problem } });
  };
  await askCheck({ text, title: title() }, postId(), signal, (event, sent) => {
    if (signal.aborted) return;
    if (event === "start") sent.claims.forEach(({ index, start, end, text: words }) => take({ index, start, end, text: words }));
    if (event === "verdict" || event === "problem") {
      take(sent);
      dispatch.set("draft", { done: select.draft().done + 1 });
    }
    if (event === "start") dispatch.set("draft", { done: 0, total: sent.claims.length });
    if (event !== "summary") publish();
  });
  return { taken };
}

/** @returns {import("./draft.js").Segment[]} The draft as it is now. */
export function draftSegments() {
  return segmentsOf(data.select("core/block-editor").getBlocks(), { typeOf: blocks.getBlockType, read: readText });
}

/** @returns {string} */
function title() {
  return data.select("core/editor").getEditedPostAttribute("title") ?? "";
}

/** @returns {number | null} */
export function postId() {
  return data.select("core/editor").getCurrentPostId() ?? null;
}

data.register(data.createReduxStore(STORE, { reducer, actions, selectors }));
