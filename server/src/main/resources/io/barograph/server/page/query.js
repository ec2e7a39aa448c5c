import { duration, count, say } from "./text.js";
import { element, grid, saveFile } from "./dom.js";
import { ask, query } from "./api.js";
import { chartWidth, liveChart } from "./chart.js";
import { chartPicks } from "./picks.js";

const MOST_SHOWN = 1000;

/** Rows that are counted to the end; of more the service is asked no further. */
const MOST_COUNTED = 100000;
const EXAMPLE = "SELECT 1 + 1 AS two";

/** Types are not in JSON; what a column's values look like decides how it is shown. */
function columnsOf(rows) {
  return Object.keys(rows[0] ?? {}).map(name => {
    const values = rows.map(row => row[name]).filter(value => value !== null);
    const isTime = typeof values[0] === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(values[0]);
    const number = values.every(Number.isInteger) ? "BIGINT" : "DOUBLE";
    return { name, type: typeof values[0] === "number" ? number : isTime ? "TIMESTAMP" : "VARCHAR" };
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
  const modes = { chart: element("button", { type: "button", onclick: () => draw() }, say("chart")), grid: element("button", { type: "button", onclick: () => isListed ? list() : start(asked || editor.value) }, say("grid")) };
  const choices = element("div", { class: "bar", hidden: true });
  const format = element("select", { "aria-label": say("download") }, ["csv", "json", "jsonl", "arrow", "parquet"].map(name => element("option", {}, name)));
  const download = element("button", { type: "button", onclick: () => save() }, say("download"));
  let running = null, rows = [], total = 0, chart = null, asked = "", isListed = false, picks = null;

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

  /** Runs something that can be cancelled, and that the next one ends. */
  async function during(work) {
    running?.abort();
    const own = running = new AbortController();
    said.hidden = note.hidden = true;
    run.disabled = explain.disabled = true;
    cancel.disabled = false;
    const begun = performance.now();
    const took = rows => { status.textContent = say("took", count(rows), duration((performance.now() - begun) / 1000)); };
    try {
      await work(own.signal, took);
    } catch (failure) {
      if (!own.signal.aborted) { status.textContent = ""; fail(failure); }
    } finally {
      if (running === own) {
        run.disabled = explain.disabled = false;
        cancel.disabled = true;
        running = null;
      }
    }
  }

  /** Forgets the answer before. */
  function begin(sql) {
    sessionStorage.setItem("sql", editor.value);
    asked = sql;
    isListed = false;
    rows = [];
    total = 0;
    picks = chartPicks(() => draw());
    choices.replaceChildren(...picks.labels);
    clear();
  }

  function start(sql) {
    begin(sql);
    return during(async (signal, took) => {
      const text = await query(sql, {
        signal,
        onNotes: tellAll,
        onRows(more) {
          total += more.length;
          rows = rows.concat(more.slice(0, MOST_SHOWN - rows.length));
          took(total);
          return total < MOST_COUNTED;
        },
      }).catch(failure => {
        // What has begun ends without a word of the service where it gives no more.
        if (signal.aborted || total === 0) { throw failure; }
        tell(say("cutOff", count(total)));
        return null;
      });
      if (text !== null) { answer.replaceChildren(element("pre", { tabindex: "0" }, text)); status.textContent = ""; return; }
      took(total);
      isListed = true;
      list();
    });
  }

  function tellAll(notes) { if (notes.length > 0) { tell(notes.join("\n")); } }

  function tell(text) { note.textContent = text; note.hidden = false; }

  function clear() {
    chart?.close();
    chart = null;
    answer.replaceChildren();
  }

  function press(mode) {
    Object.entries(modes).forEach(([name, button]) => button.setAttribute("aria-pressed", name === mode));
    choices.hidden = mode !== "chart";
  }

  /** Has the service draw all rows of the answer, of which there may be more than a page can hold. */
  function draw() {
    if (asked !== editor.value) { begin(editor.value); }
    press("chart");
    return during(async (signal, took) => {
      const sent = await ask(`/v1/query?${picks.wanted(chartWidth(answer))}`, { method: "POST", body: asked, headers: { "Content-Type": "text/plain" }, signal }).catch(failure => {
        if (!picks.isOffered()) { picks.offer(columnsOf(rows), null); }
        throw failure;
      });
      const picture = await sent.json();
      tellAll(picture.notes);
      took(picture.total);
      picks.offer(picture.columns, picture);
      clear();
      if (!picture.lines) { answer.replaceChildren(element("p", { class: "notice" }, say("noChart"))); return; }
      chart = liveChart(picture.value);
      answer.replaceChildren(chart.root);
      const shown = chart.show(picture);
      if (shown) { answer.append(element("p", {}, shown)); }
    });
  }

  function list() {
    press("grid");
    clear();
    answer.replaceChildren(rows.length === 0 ? element("p", {}, say("nothing")) : grid(columnsOf(rows), rows, MOST_SHOWN),
      ...(total > MOST_SHOWN ? [element("p", {}, say(total < MOST_COUNTED ? "tooMany" : "tooManyAndMore", count(MOST_SHOWN), count(total)))] : []));
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
    element("div", { class: "bar" }, run, explain, cancel, element("span", { class: "soft" }, say("sqlHint")), modes.grid, modes.chart, format, download),
    choices, said, note, status, answer);
  if (parameters.has("sql")) { start(editor.value); }
  return { root, close() { running?.abort(); chart?.close(); } };
}
