/**
 * The plugin's own REST routes, as the editor asks them; the service's address and key stay on the server.
 */
import { readClaim, readStart, readVerdict, Unreadable } from "./panel/shape.js";
import { readEvents } from "./panel/stream.js";

const { apiFetch } = wp;

/**
 * @typedef {import("./panel/words.js").Problem} Problem
 */

/**
 * Check one claim.
 *
 * @param {string} claim
 * @param {number | null} post
 * @param {AbortSignal} signal
 * @returns {Promise<object>} VerdictOut of the wire contract.
 */
export async function askVerdict(claim, post, signal) {
  return readVerdict(await apiFetch({ path: "/veridict/v1/verdicts", method: "POST", data: withPost({ claim }, post), signal }));
}

/**
 * Check a text, sentence by sentence.
 *
 * @param {{text: string, title: string}} draft
 * @param {number | null} post
 * @param {AbortSignal} signal
 * @param {(event: string, data: object) => void} onEvent start, verdict, problem, summary: as they come, or all at the
 *   end from a server that cannot stream.
 * @returns {Promise<void>}
 */
export async function askCheck(draft, post, signal, onEvent) {
  const response = await apiFetch({
    path: "/veridict/v1/checks",
    method: "POST",
    data: withPost(draft, post),
    headers: { Accept: "text/event-stream" },
    parse: false,
    signal,
  });
  if (!(response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
    replay(await response.json(), onEvent);
    return;
  }
  let ended = false;
  for await (const { event, data } of readEvents(response.body)) {
    onEvent(event, read(event, JSON.parse(data)));
    ended ||= event === "summary";
  }
  if (!ended) throw Object.assign(new Error("cut off"), { data: { problem: { kind: "cut_off" } } });
}

/** @param {string} event @param {object} sent @returns {object} The same. @throws {Unreadable} It is not shaped like it. */
function read(event, sent) {
  if (event === "start") return readStart(sent);
  return event === "verdict" ? readClaim(sent) : sent;
}

/** @param {object} data @param {number | null} post @returns {object} */
function withPost(data, post) {
  return post === null ? data : { ...data, post };
}

/** Tell a whole answer as the events that it would have been. */
function replay(answer, onEvent) {
  onEvent("start", read("start", answer));
  for (const claim of answer.claims) onEvent("verdict", read("verdict", claim));
  onEvent("summary", answer.summary);
}

/** @param {number} post @returns {Promise<object>} Where the post stands: archive, reviews. */
export function askPost(post) {
  return apiFetch({ path: `/veridict/v1/posts/${post}` });
}

/** @param {number} post @returns {Promise<object>} */
export function sendPost(post) {
  return apiFetch({ path: `/veridict/v1/posts/${post}/send`, method: "POST" });
}

/** @param {number} post @param {string} verdict Id. @returns {Promise<object>} The unsigned ClaimReview. */
export function askDraft(post, verdict) {
  return apiFetch({ path: `/veridict/v1/posts/${post}/claimreview?verdict_id=${encodeURIComponent(verdict)}` });
}

/** @param {number} post @param {object} form @returns {Promise<object>} */
export function signReview(post, form) {
  return apiFetch({ path: `/veridict/v1/posts/${post}/reviews`, method: "POST", data: form });
}

/** @param {number} post @param {string} review Id. @returns {Promise<object>} */
export function removeReview(post, review) {
  return apiFetch({ path: `/veridict/v1/posts/${post}/reviews/${encodeURIComponent(review)}`, method: "DELETE" });
}

/**
 * What went wrong, as the panel says it.
 *
 * @param {unknown} fault Thrown by one of the functions above.
 * @returns {Promise<Problem>}
 */
export async function problemOf(fault) {
  if (fault instanceof DOMException && fault.name === "AbortError") return { kind: "stopped" };
  if (fault instanceof Unreadable || fault instanceof SyntaxError) return { kind: "unreadable", detail: fault.message };
  const told = fault instanceof Response ? await fault.json().catch(() => ({})) : fault;
  if (told?.data?.problem) return told.data.problem;
  return { status: told?.data?.status, title: told?.code, detail: told?.message };
}
