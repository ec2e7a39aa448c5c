import { say } from "./text.js";
import { element, grid } from "./dom.js";
import { follow } from "./api.js";
import { liveChart } from "./chart.js";

/** Frames a second at which what has come is drawn, however often it comes. */
const DRAW_MILLIS = 100;
const MOST_KEPT = 20000;

const isTime = column => column.type === "TIMESTAMP" || column.type === "DATE";
const isNumber = column => /^(BIGINT|INTEGER|DOUBLE|REAL|DECIMAL)/.test(column.type);
const isText = column => column.type === "VARCHAR" || column.type === "BIGINT" || column.type === "BOOLEAN";

/** Rows as the service tells of them: by key where there is one, else by all their values. */
class Rows {
  constructor(state) {
    this.columns = state.columns;
    this.key = state.key;
    this.rows = new Map();
    state.rows.forEach(row => this.put(row));
  }
  id(row) { return JSON.stringify(this.key ? this.key.map(name => row[name]) : row); }
  put(row) {
    const id = this.id(row);
    this.rows.delete(id);
    this.rows.set(id, row);
    if (this.rows.size > MOST_KEPT) { this.rows.delete(this.rows.keys().next().value); }
  }
  change({ added, removed }) {
    removed.forEach(row => this.rows.delete(this.id(row)));
    added.forEach(row => this.put(row));
  }
  list() { return [...this.rows.values()]; }
}

/** The last row of each series. */
function lastOf(rows, time, by) {
  const last = new Map();
  for (const row of rows) {
    const series = by ? row[by] : "";
    const before = last.get(series);
    if (!before || !(row[time] < before[time])) { last.set(series, row); }
  }
  return [...last.values()].sort((one, other) => String(one[by] ?? "").localeCompare(String(other[by] ?? ""), undefined, { numeric: true }));
}

/** One result of a pipeline, followed as it changes. */
export function resultView(pipeline, sink) {
  const stop = new AbortController();
  const body = element("div", {});
  const note = element("p", { role: "status" });
  const picks = { time: element("select"), value: element("select"), by: element("select"), filter: element("input", { type: "search", size: 12 }) };
  const modes = ["chart", "last", "grid"];
  const buttons = modes.map(mode => element("button", { type: "button", onclick: () => show(mode) }, say(mode)));
  const labelled = name => element("label", {}, `${say(name)} `, picks[name]);
  const root = element("section", { "aria-label": sink, "data-sink": sink }, element("div", { class: "bar" }, element("strong", {}, sink), buttons,
    labelled("value"), labelled("time"), labelled("by"), labelled("filter")), body, note);
  let rows = null, mode = "chart", chart = null, dirty = false, timer = 0, lastDrawn = 0;

  Object.values(picks).forEach(pick => pick.addEventListener("input", () => { chart?.close(); chart = null; mark(); }));

  function show(chosen) {
    mode = chosen;
    chart?.close();
    chart = null;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", modes[i] === mode));
    mark();
  }

  function fill(pick, columns, optional) {
    pick.replaceChildren(...(optional ? [element("option", { value: "" }, "–")] : []), ...columns.map(column => element("option", { value: column.name }, column.name)));
  }

  function begin(state) {
    const before = rows && JSON.stringify(rows.columns);
    rows = new Rows(state);
    if (before !== JSON.stringify(rows.columns)) {
      const times = rows.columns.filter(isTime);
      const key = rows.key ?? [];
      const values = rows.columns.filter(column => isNumber(column) && !key.includes(column.name));
      const names = rows.columns.filter(column => isText(column) && (key.includes(column.name) || column.type === "VARCHAR"));
      fill(picks.time, times, false);
      fill(picks.value, values.length > 0 ? values : rows.columns.filter(isNumber), false);
      fill(picks.by, names.length > 0 ? names : rows.columns.filter(isText), true);
      if (names.length > 0) { picks.by.value = names[0].name; }
      const doubles = values.find(column => column.type === "DOUBLE");
      if (doubles) { picks.value.value = doubles.name; }
      if (times.length === 0 || picks.value.value === "") { mode = "grid"; }
      show(mode);
    }
    mark();
  }

  function mark() {
    dirty = true;
    if (timer === 0) { timer = setTimeout(() => requestAnimationFrame(draw), Math.max(0, DRAW_MILLIS - (performance.now() - lastDrawn))); }
  }

  function draw() {
    timer = 0;
    lastDrawn = performance.now();
    if (!dirty || !rows || stop.signal.aborted) { return; }
    dirty = false;
    const wanted = picks.filter.value.trim();
    const by = picks.by.value;
    const chosen = wanted === "" ? rows.list() : rows.list().filter(row => by === "" || String(row[by]).includes(wanted));
    if (mode === "chart" && picks.time.value !== "" && picks.value.value !== "") {
      if (!chart) { chart = liveChart(picks.value.value); body.replaceChildren(chart.root); }
      const told = chart.draw(chosen, picks.time.value, picks.value.value, by);
      note.textContent = told;
    } else {
      const shown = mode === "last" && picks.time.value !== "" ? lastOf(chosen, picks.time.value, by) : chosen.reverse();
      body.replaceChildren(grid(rows.columns, shown, 500));
      note.textContent = shown.length > 500 ? say("tooMany", 500, shown.length) : mode === "chart" ? say("noChart") : "";
    }
    root.dataset.rows = rows.rows.size;
    root.dataset.drawn = Number(root.dataset.drawn ?? 0) + 1;
  }

  follow(`/v1/pipelines/${encodeURIComponent(pipeline)}/results?sink=${encodeURIComponent(sink)}`, {
    signal: stop.signal,
    onState: () => {},
    onEvent(name, data) {
      if (name === "state") { begin(data); }
      else if (name === "changes" && rows) { rows.change(data); mark(); }
      else if (name === "missed") { note.textContent = say("missed", data.events); }
    },
  }).catch(failure => { note.textContent = failure.message; });

  return {
    root,
    name: sink,
    rows: () => rows,
    picture: () => chart?.picture() ?? null,
    close() { stop.abort(); clearTimeout(timer); chart?.close(); },
  };
}
