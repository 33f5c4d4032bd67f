/** The Veridict service over HTTP: a claim in, a verdict out; a text in, a stream of verdicts out. */
import { Unreadable, readClaim, readPlace, readProblem, readStart, readVerdict } from "./panel/shape.js";
import { readEvents } from "./panel/stream.js";

/** What kept an answer away; `problem` is for `problemWords`. */
export class ServiceProblem extends Error {
  /** @param {import("./panel/words.js").Problem} problem */
  constructor(problem) {
    super(problem.kind ?? problem.title ?? `HTTP ${problem.status}`);
    this.problem = problem;
  }
}

export class Service {
  /**
   * @param {{address: string, key: string}} settings
   * @param {typeof fetch} [send] Another `fetch`, for tests.
   */
  constructor({ address, key }, send = (...sent) => fetch(...sent)) {
    this.address = address;
    this.key = key;
    this.send = send;
  }

  /**
   * Check one claim.
   *
   * @param {string} claim
   * @param {AbortSignal} [signal]
   * @returns {Promise<object>} VerdictOut.
   * @throws {ServiceProblem}
   */
  async checkClaim(claim, signal) {
    return this.guard(async () => {
      const answer = await this.post("/v1/verdicts", { claim }, "application/json", signal);
      return readVerdict(await readJson(answer));
    });
  }

  /**
   * Check the sentences of a text; the handlers are called as the answer streams in.
   *
   * @param {{text: string, title?: string, all?: boolean}} asked
   * @param {object} handlers
   * @param {(start: {checked: number, claims: object[]}) => void} handlers.onStart Once, before all others.
   * @param {(claim: object) => void} handlers.onVerdict
   * @param {(index: number, problem: import("./panel/words.js").Problem) => void} handlers.onProblem One sentence failed.
   * @param {AbortSignal} [signal] Stops the work in the service too.
   * @throws {ServiceProblem} Before the first event, or in the middle.
   */
  async checkText(asked, handlers, signal) {
    await this.guard(async () => {
      const answer = await this.post("/v1/checks", asked, "text/event-stream", signal);
      if (isType(answer, "text/event-stream")) await readStream(answer.body, handlers);
      else readWhole(await readJson(answer), handlers);
    });
  }

  /** @returns {Promise<Response>} A good one. @throws {ServiceProblem} */
  async post(path, body, accept, signal) {
    const headers = { Accept: accept, "Content-Type": "application/json" };
    if (this.key) headers.Authorization = `Bearer ${this.key}`;
    const answer = await this.send(this.address + path, {
      method: "POST", headers, body: JSON.stringify(body), signal,
      credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
      redirect: "manual", // the key and the text are for this address, not for where it points
    });
    if (answer.type === "opaqueredirect") throw new Unreadable("it sends us to another address");
    if (!answer.ok) throw new ServiceProblem(await this.readRefusal(answer));
    return answer;
  }

  /** @param {Response} answer @returns {Promise<import("./panel/words.js").Problem>} */
  async readRefusal(answer) {
    const body = await answer.json().catch(() => null);
    const spoken = body !== null && isType(answer, "application/problem+json");
    if (!spoken && answer.status < 500 && ![401, 403, 413, 429].includes(answer.status)) throw new Unreadable(`HTTP ${answer.status}`);
    const problem = readProblem(body, answer.status);
    return { ...problem, retry_after_s: retryAfter(answer.headers.get("Retry-After"), Date.now()), address: this.address };
  }

  /** Turn whatever goes wrong into a problem that has words. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async guard(work) {
    try {
      return await work();
    } catch (fault) {
      if (fault instanceof ServiceProblem) throw fault;
      if (fault instanceof Unreadable) throw new ServiceProblem({ kind: "unreadable", detail: fault.message, address: this.address });
      if (fault.name === "AbortError") throw new ServiceProblem({ kind: "stopped" });
      if (fault instanceof TypeError) throw new ServiceProblem({ kind: "away", address: this.address });
      throw fault;
    }
  }
}

/** @param {Response} answer @param {string} type @returns {boolean} */
function isType(answer, type) {
  return (answer.headers.get("Content-Type") ?? "").split(";")[0].trim().toLowerCase() === type;
}

/** @param {Response} answer @returns {Promise<any>} @throws {Unreadable} */
async function readJson(answer) {
  return parse(await answer.text());
}

/** @param {string} text @returns {any} @throws {Unreadable} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable("not JSON");
  }
}

/** @throws {ServiceProblem} It ended without its summary. @throws {Unreadable} */
async function readStream(body, { onStart, onVerdict, onProblem }) {
  try {
    for await (const { event, data } of readEvents(body)) {
      const value = parse(data);
      if (event === "start") onStart(readStart(value));
      else if (event === "verdict") onVerdict(readClaim(value));
      else if (event === "problem") onProblem(value.index, readProblem(value.problem, 500));
      else if (event === "summary") return;
    }
  } catch (fault) {
    // the body of an answer that had begun fails with a TypeError when the connection is lost
    if (!(fault instanceof TypeError)) throw fault;
  }
  throw new ServiceProblem({ kind: "cut_off" });
}

/** The same answer in one piece, from a service that does not stream. @throws {Unreadable} */
function readWhole(value, { onStart, onVerdict }) {
  if (!Array.isArray(value?.claims)) throw new Unreadable("no claims in it");
  onStart(readStart({ sentences: value.sentences, checked: value.claims.length, claims: value.claims.map(readPlace) }));
  for (const claim of value.claims) onVerdict(readClaim(claim));
}

/**
 * Read a Retry-After header (RFC 9110, section 10.2.3): seconds, or a date.
 *
 * @param {string | null} header
 * @param {number} now Milliseconds since 1970.
 * @returns {number | null} Seconds from now.
 */
export function retryAfter(header, now) {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}
