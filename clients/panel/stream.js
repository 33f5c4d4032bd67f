/** Server-sent events from a body, as the WHATWG HTML standard reads them (section 9.2.6). */

/**
 * Read the events of a stream, in order.
 *
 * An event without its closing blank line is dropped: it has broken off.
 *
 * @param {ReadableStream<Uint8Array>} body UTF-8.
 * @returns {AsyncGenerator<{event: string, data: string, id: string}>}
 */
export async function* readEvents(body) {
  let event = blank();
  for await (const line of readLines(body)) {
    if (line === "") {
      if (event.data.length > 0) yield { event: event.name || "message", data: event.data.join("\n"), id: event.id };
      event = blank();
    } else {
      takeField(event, line);
    }
  }
}

/** @returns {{name: string, data: string[], id: string}} */
function blank() {
  return { name: "", data: [], id: "" };
}

/** @param {{name: string, data: string[], id: string}} event @param {string} line */
function takeField(event, line) {
  const colon = line.indexOf(":");
  if (colon === 0) return; // a comment, sent to keep the connection open
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (field === "event") event.name = value;
  else if (field === "data") event.data.push(value);
  else if (field === "id") event.id = value;
}

/** Lines end with LF, CR or CRLF, and a CRLF may be cut in two. @returns {AsyncGenerator<string>} */
async function* readLines(body) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let held = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      held += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = held.split(done ? /\r\n|\n|\r/ : /\r\n|\n|\r(?=.)/s);
      held = lines.pop() ?? "";
      yield* lines;
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
