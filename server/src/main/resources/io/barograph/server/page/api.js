// What the service is asked. Errors are its own words, with the place in the query where there is one.
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? `HTTP ${status}`);
    this.status = status;
    this.line = document.line;
    this.column = document.column;
  }
}

const token = () => sessionStorage.getItem("token");

export function useToken(given) { sessionStorage.setItem("token", given); }

export async function ask(path, options = {}) {
  const headers = new Headers(options.headers);
  if (token()) { headers.set("Authorization", `Bearer ${token()}`); }
  const answer = await fetch(path, { ...options, headers });
  if (!answer.ok) {
    const isProblem = (answer.headers.get("Content-Type") ?? "").includes("json");
    throw new Problem(answer.status, isProblem ? await answer.json() : {});
  }
  return answer;
}

export const json = async (path, options) => (await ask(path, options)).json();

export const act = (pipeline, what) => ask(`/v1/pipelines/${encodeURIComponent(pipeline)}/${what}`, { method: "POST" });

/**
 * Rows of a query, one by one as they come: calls back with batches of objects, and at the end, where all was read, with what there is to
 * know of the answer. Reads on for as long as it is told that more are wanted. Gives the text of what has no rows, else null.
 */
export async function query(sql, { signal, onRows, onNotes }) {
  const answer = await ask("/v1/query?notes=last", { method: "POST", body: sql, headers: { Accept: "application/x-ndjson", "Content-Type": "text/plain" }, signal });
  // What is known before the rows is not missed where no more of them are wanted; the last line says all.
  const early = answer.headers.get("Barograph-Note");
  if (early) { onNotes?.([early]); }
  if ((answer.headers.get("Content-Type") ?? "").startsWith("text/plain")) { return answer.text(); }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let last = [];
  for (;;) {
    const { value, done } = await reader.read().catch(failure => {
      if (last.length > 0) { onRows(last); }
      throw failure;
    });
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop();
    const rows = last.concat(lines.filter(line => line !== "").map(line => JSON.parse(line)));
    // The last line of all is none of the rows: it holds the notes.
    last = rows.splice(-1);
    const isEnough = rows.length > 0 && onRows(rows) === false;
    if (isEnough) { await reader.cancel(); return null; }
    if (done) { onNotes?.(last[0]?.notes ?? []); return null; }
  }
}

/**
 * Follows server-sent events until the signal says otherwise, and comes again when the connection breaks. EventSource sends no
 * Authorization header, so a token needs fetch.
 */
export async function follow(path, { signal, onEvent, onState }) {
  for (let pause = 500; !signal.aborted; pause = Math.min(pause * 2, 10000)) {
    try {
      const answer = await ask(path, { headers: { Accept: "text/event-stream" }, signal });
      onState(true);
      pause = 500;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) { break; }
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        for (const event of events) {
          const name = /^event: (.*)$/m.exec(event)?.[1];
          const data = event.split("\n").filter(line => line.startsWith("data: ")).map(line => line.slice(6)).join("\n");
          if (name) { onEvent(name, JSON.parse(data)); }
        }
      }
    } catch (failure) {
      if (signal.aborted) { return; }
      if (failure instanceof Problem && failure.status < 500 && failure.status !== 429) { throw failure; }
    }
    onState(false);
    await new Promise(resolve => setTimeout(resolve, pause));
  }
}
