import { duration, count, say } from "./text.js";
import { element, grid, saveFile } from "./dom.js";
import { ask, query } from "./api.js";
import { liveChart } from "./chart.js";

const MOST_SHOWN = 1000;
const MOST_KEPT = 100000;
const EXAMPLE = "SELECT 1 + 1 AS two";

/** Types are not in JSON; what a column's values look like decides how it is shown. */
function columnsOf(rows) {
  return Object.keys(rows[0] ?? {}).map(name => {
    const value = rows.find(row => row[name] !== null)?.[name];
    const isTime = typeof value === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value);
    return { name, type: typeof value === "number" ? "DOUBLE" : isTime ? "TIMESTAMP" : "VARCHAR" };
  });
}

export function queryView(parameters) {
  const editor = element("textarea", { class: "sql", id: "sql", spellcheck: "false", autocapitalize: "off" });
  editor.value = parameters.get("sql") ?? sessionStorage.getItem("sql") ?? EXAMPLE;
  const said = element("p", { class: "notice bad", role: "alert", hidden: true });
  const note = element("p", { class: "notice", role: "status", hidden: true });
  const status = element("p", { role: "status" });
  const answer = element("div", { id: "answer" });
  const run = element("button", { type: "button", onclick: () => start(editor.value) }, say("run"));
  const explain = element("button", { type: "button", onclick: () => start(`EXPLAIN ${editor.value}`) }, say("explain"));
  const cancel = element("button", { type: "button", disabled: true, onclick: () => running?.abort() }, say("cancel"));
  const picks = { chart: element("button", { type: "button", onclick: () => draw(true) }, say("chart")), grid: element("button", { type: "button", onclick: () => draw(false) }, say("grid")) };
  const format = element("select", { "aria-label": say("download") }, ["csv", "json", "jsonl", "arrow", "parquet"].map(name => element("option", {}, name)));
  const download = element("button", { type: "button", onclick: () => save() }, say("download"));
  let running = null, rows = [], total = 0, chart = null;

  editor.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); start(editor.value); }
    if (event.key === "Escape") { running?.abort(); }
  });

  function fail(failure) {
    said.textContent = failure.line ? `${failure.message} (${say("place", failure.line, failure.column)})` : failure.message;
    said.hidden = false;
    if (failure.line) { select(failure.line, failure.column); }
  }

  /** Puts the caret where the query is wrong. */
  function select(line, column) {
    const before = editor.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    editor.focus();
    editor.setSelectionRange(before + column - 1, before + column);
  }

  async function start(sql) {
    running?.abort();
    const own = running = new AbortController();
    sessionStorage.setItem("sql", editor.value);
    said.hidden = note.hidden = true;
    rows = [];
    total = 0;
    run.disabled = explain.disabled = true;
    cancel.disabled = false;
    const begun = performance.now();
    try {
      const text = await query(sql, {
        signal: own.signal,
        onNote(text) { note.textContent = text; note.hidden = false; },
        onRows(more) {
          total += more.length;
          if (rows.length < MOST_KEPT) { rows = rows.concat(more); }
          status.textContent = say("took", count(total), duration((performance.now() - begun) / 1000));
        },
      });
      if (text !== null) { answer.replaceChildren(element("pre", { tabindex: "0" }, text)); status.textContent = ""; return; }
      status.textContent = say("took", count(total), duration((performance.now() - begun) / 1000));
      draw(false);
    } catch (failure) {
      if (!own.signal.aborted) { answer.replaceChildren(); status.textContent = ""; fail(failure); }
    } finally {
      if (running === own) {
        run.disabled = explain.disabled = false;
        cancel.disabled = true;
        running = null;
      }
    }
  }

  function draw(asChart) {
    chart?.close();
    chart = null;
    const columns = columnsOf(rows);
    const time = columns.find(column => column.type === "TIMESTAMP");
    const value = columns.find(column => column.type === "DOUBLE" && column.name !== "device_id") ?? columns.find(column => column.type === "DOUBLE");
    Object.entries(picks).forEach(([name, button]) => button.setAttribute("aria-pressed", (name === "chart") === asChart));
    if (asChart && (!time || !value)) { answer.replaceChildren(element("p", { class: "notice" }, say("noChart"))); return; }
    if (asChart) {
      const by = columns.find(column => column.type === "VARCHAR") ?? columns.find(column => column !== value && column.type === "DOUBLE" && /id$/.test(column.name));
      chart = liveChart(value.name);
      answer.replaceChildren(chart.root);
      chart.draw(rows, time.name, value.name, by?.name ?? "");
      return;
    }
    answer.replaceChildren(rows.length === 0 ? element("p", {}, say("nothing")) : grid(columns, rows, MOST_SHOWN),
      ...(total > MOST_SHOWN ? [element("p", {}, say("tooMany", count(MOST_SHOWN), count(total)))] : []));
  }

  async function save() {
    said.hidden = true;
    try {
      const sent = await ask(`/v1/query?format=${format.value}`, { method: "POST", body: editor.value, headers: { "Content-Type": "text/plain" } });
      saveFile(`answer.${format.value}`, sent.headers.get("Content-Type"), await sent.blob());
    } catch (failure) { fail(failure); }
  }

  const root = element("section", { "aria-labelledby": "here" }, element("h2", { id: "here" }, say("query")),
    element("label", { for: "sql", class: "unseen" }, say("sql")), editor,
    element("div", { class: "bar" }, run, explain, cancel, element("span", { class: "soft" }, say("sqlHint")), picks.grid, picks.chart, format, download),
    said, note, status, answer);
  if (parameters.has("sql")) { start(editor.value); }
  return { root, close() { running?.abort(); chart?.close(); } };
}
