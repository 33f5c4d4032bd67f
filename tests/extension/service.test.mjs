// The client of the service and its reader of event streams, with answers handed in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hostPattern, isExposed, readAddress } from "../../clients/browser-extension/settings.js";
import { Service, ServiceProblem, retryAfter } from "../../clients/browser-extension/service.js";
import { readEvents } from "../../clients/panel/stream.js";

const VERDICT = {
  claim: "c", verdict: "supported", gap: null, confidence: 0.9, summary: "s", origins: [], citations: [], as_of: "2024-01-01T00:00:00Z",
  stability: { flips_without: [], origins_to_flip: null }, archive: { articles: 1, revision: "1" },
};
const PLACE = { index: 0, start: 0, end: 1, text: "c" };
const SETTINGS = { address: "http://127.0.0.1:1", key: "" };

/** A stream that comes in pieces of so many bytes. */
function inPieces(text, size) {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

async function eventsOf(text, size) {
  const found = [];
  for await (const event of readEvents(inPieces(text, size))) found.push(event);
  return found;
}

test("a stream gives the same events however it is cut", async () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = [": hello", "event: verdict", "id: 7", "data: ä\u{1F600}", "data:b", "", "data: x", "", ""].join(end);
    const wanted = [{ event: "verdict", data: "ä\u{1F600}\nb", id: "7" }, { event: "message", data: "x", id: "" }];
    for (const size of [1, 2, 3, 5, 1000]) assert.deepEqual(await eventsOf(text, size), wanted, `${JSON.stringify(end)} ${size}`);
  }
});

test("an event that has broken off is dropped", async () => {
  assert.deepEqual(await eventsOf("data: a\n\ndata: half", 4), [{ event: "message", data: "a", id: "" }]);
});

const problemOf = (work) => assert.rejects(work, ServiceProblem).then(() => work.catch((fault) => fault.problem));
const answering = (body, init) => new Service(SETTINGS, async () => new Response(body, init));

test("the key travels in one header, to the address alone", async () => {
  let sent;
  const service = new Service({ address: "http://127.0.0.1:1", key: "k" }, async (...given) => {
    sent = given;
    return Response.json(VERDICT);
  });
  await service.checkClaim("c");
  assert.equal(sent[0], "http://127.0.0.1:1/v1/verdicts");
  assert.equal(sent[1].headers.Authorization, "Bearer k");
  assert.equal(sent[1].redirect, "manual");
  assert.equal(sent[1].credentials, "omit");
});

test("what does not speak the contract is unreadable, not an answer", async () => {
  assert.equal((await problemOf(answering("<html>", { headers: { "Content-Type": "text/html" } }).checkClaim("c"))).kind, "unreadable");
  assert.equal((await problemOf(answering("<html>", { status: 404 }).checkClaim("c"))).kind, "unreadable");
  assert.equal((await problemOf(answering('{"verdict":"TRUE"}').checkClaim("c"))).kind, "unreadable");
});

test("a refusal keeps its status, its words and its time to wait", async () => {
  const headers = { "Content-Type": "application/problem+json", "Retry-After": "30" };
  const refusal = await problemOf(answering(JSON.stringify({ status: 429, detail: "d" }), { status: 429, headers }).checkClaim("c"));
  assert.equal(refusal.status, 429);
  assert.equal(refusal.retry_after_s, 30);
  assert.equal((await problemOf(answering("gateway", { status: 502 }).checkClaim("c"))).status, 502);
});

test("a service that is away, and a check that was stopped, are told apart", async () => {
  const failing = (fault) => new Service(SETTINGS, async () => Promise.reject(fault));
  assert.equal((await problemOf(failing(new TypeError("Failed to fetch")).checkClaim("c"))).kind, "away");
  assert.equal((await problemOf(failing(new DOMException("", "AbortError")).checkClaim("c"))).kind, "stopped");
});

/** Check a text against a stream; gives what the handlers heard. */
async function heard(text, type = "text/event-stream") {
  const calls = [];
  const handlers = {
    onStart: ({ claims }) => calls.push(["start", claims.length]),
    onVerdict: ({ index }) => calls.push(["verdict", index]),
    onProblem: (index, problem) => calls.push(["problem", index, problem.status]),
  };
  const fault = await answering(text, { headers: { "Content-Type": type } }).checkText({ text: "c" }, handlers).catch((caught) => caught);
  return { calls, problem: fault?.problem };
}

const said = (event, data) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const START = said("start", { sentences: 1, checked: 1, claims: [PLACE] });

test("a page's verdicts are handed on in the order in which they come", async () => {
  const { calls, problem } = await heard(
    START + said("verdict", { ...PLACE, verdict: VERDICT }) + said("problem", { index: 1, problem: { status: 503 } }) + said("summary", {}),
  );
  assert.deepEqual(calls, [["start", 1], ["verdict", 0], ["problem", 1, 503]]);
  assert.equal(problem, undefined);
});

test("a stream without its summary has broken off", async () => {
  assert.equal((await heard(START)).problem.kind, "cut_off");
});

test("a page's answer in one piece is taken too", async () => {
  const whole = { sentences: 1, checked: 1, claims: [{ ...PLACE, verdict: VERDICT }], summary: {} };
  assert.deepEqual((await heard(JSON.stringify(whole), "application/json")).calls, [["start", 1], ["verdict", 0]]);
  assert.equal((await heard("{}", "application/json")).problem.kind, "unreadable");
  assert.equal((await heard("data: {\n\n")).problem.kind, "unreadable");
});

test("Retry-After is seconds or a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  assert.equal(retryAfter("12", now), 12);
  assert.equal(retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now), 30);
  assert.equal(retryAfter("soon", now), null);
  assert.equal(retryAfter(null, now), null);
});

test("an address is read as people type it, and refused with words", () => {
  assert.equal(readAddress(" 127.0.0.1:8000/ "), "http://127.0.0.1:8000");
  assert.equal(readAddress("https://Facts.Example/veridict/"), "https://facts.example/veridict");
  for (const bad of ["", "http://", "ftp://a.example", "https://a:b@c.example", "javascript:alert(1)"]) {
    assert.throws(() => readAddress(bad), RangeError, bad);
  }
});

test("leave is asked for one host, and only a remote host without TLS exposes the key", () => {
  assert.equal(hostPattern("http://127.0.0.1:8000"), "http://127.0.0.1/*");
  assert.equal(hostPattern("https://facts.example/veridict"), "https://facts.example/*");
  for (const safe of ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000", "https://facts.example"]) assert.ok(!isExposed(safe));
  assert.ok(isExposed("http://facts.example"));
});
