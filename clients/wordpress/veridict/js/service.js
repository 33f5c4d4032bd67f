/**
 * The plugin's own REST routes, as the editor asks them; the service's address and key stay on the server.
 */
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
export function askVerdict(claim, post, signal) {
  return apiFetch({ path: "/veridict/v1/verdicts", method: "POST", data: withPost({ claim }, post), signal });
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
  await readEvents(response.body, (event, data) => {
    ended ||= event === "summary";
    onEvent(event, data);
  });
  if (!ended) throw Object.assign(new Error("cut off"), { data: { problem: { kind: "cut_off" } } });
}

/** @param {object} data @param {number | null} post @returns {object} */
function withPost(data, post) {
  return post === null ? data : { ...data, post };
}

/** Tell a whole answer as the events that it would have been. */
function replay(answer, onEvent) {
  onEvent("start", answer);
  for (const claim of answer.claims) onEvent("verdict", claim);
  onEvent("summary", answer.summary);
}

/**
 * Read a stream of server-sent events (WHATWG HTML, 9.2.6, as far as the service uses it).
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(event: string, data: object) => void} onEvent
 * @returns {Promise<void>}
 */
async function readEvents(stream, onEvent) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const [event, data] = [field(part, "event"), field(part, "data")];
      if (data !== "") onEvent(event || "message", JSON.parse(data));
    }
  }
}

/** @param {string} part @param {string} name @returns {string} The field's lines. */
function field(part, name) {
  return part
    .split("\n")
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ""))
    .join("\n");
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
  const read = fault instanceof Response ? await fault.json().catch(() => ({})) : fault;
  if (read?.data?.problem) return read.data.problem;
  return { status: read?.data?.status, title: read?.code, detail: read?.message };
}
