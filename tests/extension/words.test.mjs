// The words of the panel: pure functions, run by node's own test runner.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  VERDICTS, basisWords, confidenceWords, dateWords, gapWords, originName, originWords, problemWords, secondsWords, stabilityWords, verdictWords,
} from "../../clients/panel/words.js";
import { safeLink } from "../../clients/panel/panel.js";
import { Unreadable, readProblem, readStart, readVerdict } from "../../clients/panel/shape.js";

const article = (publisher) => ({ id: publisher, publisher });
const cited = (publisher, ...reprints) => ({ article: article(publisher), reprints: reprints.map(article) });
const origin = (basis, id = "o", name = null, articles = []) => ({ id, name, basis, articles });

test("every verdict has words and a symbol of its own", () => {
  const symbols = Object.values(VERDICTS).map(({ symbol }) => symbol);
  assert.equal(new Set(symbols).size, 4);
  assert.equal(verdictWords({ verdict: "refuted" }).label, "Refuted");
  assert.throws(() => verdictWords({ verdict: "toString" }), RangeError);
});

test("each kind of don't know says that it is no refutation", () => {
  assert.match(gapWords("not_covered").text, /does not make it false/);
  assert.match(gapWords("silent").text, /none of them decides/);
  assert.match(gapWords("after_archive").text, /later than the newest article/);
  assert.equal(gapWords(null), null);
  assert.equal(gapWords("constructor"), null);
});

test("five copies of one story are five outlets and one source", () => {
  const verdict = { origins: [origin("declared")], citations: [cited("A", "B", "C"), cited("D", "E", "A")] };
  assert.equal(originWords(verdict), "5 outlets, 1 source");
  const more = { ...verdict, origins: [origin("declared", "o", null, ["A", "F"])] };
  assert.equal(originWords(more), "at least 5 outlets, 1 source");
});

test("a source that is not known is never counted as an independent one", () => {
  assert.equal(originWords({ origins: [origin("unknown")], citations: [cited("A")] }), "1 outlet, source not known");
  const mixed = { origins: [origin("measured"), origin("unknown")], citations: [cited("A"), cited("B")] };
  assert.equal(originWords(mixed), "2 outlets, 1 known source, 1 not known");
  assert.equal(originWords({ origins: [], citations: [] }), "");
});

test("an origin is named with how it was found", () => {
  assert.equal(originName(origin("declared", "o", "Reuters")), "Reuters");
  assert.equal(originName(origin("measured")), "one common source");
  assert.equal(originName(origin("unknown")), "not known");
  assert.match(basisWords(origin("measured")), /comparing the texts/);
});

test("stability names the source that a verdict rests on", () => {
  const verdict = (flips, number) => ({ origins: [origin("declared", "a", "AP")], stability: { flips_without: flips, origins_to_flip: number } });
  assert.equal(stabilityWords(verdict(["a"], 1)), "Rests on one source: without AP it would be different.");
  assert.equal(stabilityWords(verdict([], 3)), "It would take 3 sources less to change this.");
  assert.equal(stabilityWords(verdict([], null)), "");
});

test("every problem has words, whatever it is", () => {
  for (const kind of ["away", "denied", "unreadable", "cut_off", "stopped", "no_text", "too_short", "no_page", "no_words"]) {
    const words = problemWords({ kind });
    assert.ok(words.title && words.text, kind);
  }
  for (const status of [400, 401, 403, 404, 413, 418, 421, 422, 429, 500, 503]) assert.ok(problemWords({ status }).title);
  assert.equal(problemWords({ status: 429, retry_after_s: 30 }).text, "The service asks you to wait 30 seconds.");
  assert.match(problemWords({ status: 503, retry_after_s: 1 }).text, /says nothing about the claim. Try again in 1 second\./);
  assert.ok(problemWords({}).title);
});

test("numbers and dates are written for a reader", () => {
  assert.equal(secondsWords(0.2), "1 second");
  assert.equal(secondsWords(150), "3 minutes");
  assert.equal(confidenceWords(0.999), "over 99 % sure");
  assert.equal(confidenceWords(0.914), "91 % sure");
  assert.equal(dateWords("2024-07-03T23:59:00Z"), "3 July 2024");
  assert.equal(dateWords("yesterday"), "yesterday");
});

test("only http and https are linked", () => {
  assert.equal(safeLink("https://a.example/x#:~:text=b"), "https://a.example/x#:~:text=b");
  for (const bad of ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "/relative", "", null]) assert.equal(safeLink(bad), null);
});

test("an answer with a part missing is unreadable, and says which", () => {
  const good = {
    claim: "c", verdict: "supported", gap: null, confidence: 0.9, summary: "s", origins: [], citations: [], as_of: "2024-01-01T00:00:00Z",
    stability: { flips_without: [], origins_to_flip: null }, archive: { articles: 1, revision: "1" },
  };
  assert.equal(readVerdict(good), good);
  for (const field of Object.keys(good)) assert.throws(() => readVerdict({ ...good, [field]: undefined }), Unreadable, field);
  for (const bad of [null, 3, "x", [], { ...good, verdict: "TRUE" }, { ...good, citations: [{}] }, { ...good, origins: [null] }]) {
    assert.throws(() => readVerdict(bad), Unreadable);
  }
  assert.throws(() => readStart({ checked: 1, claims: [{ index: 0, start: 5, end: 5, text: "x" }] }), Unreadable);
});

test("a problem is read from whatever came with the refusal", () => {
  assert.deepEqual(readProblem({ status: 403, detail: "no", extra: 1 }, 400), { status: 403, detail: "no" });
  assert.deepEqual(readProblem("<html>", 502), { status: 502 });
  assert.deepEqual(readProblem({ status: "x", title: 4 }, 500), { status: 500 });
});
