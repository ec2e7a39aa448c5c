import { say } from "./text.js";
import { element, grid } from "./dom.js";
import { follow, json } from "./api.js";
import { chartWidth, liveChart } from "./chart.js";
import { chartPicks } from "./picks.js";

/** From one drawing of rows to the next, however often they come; pictures come as often as they are to be drawn. */
const DRAW_MILLIS = 100;
const MOST_KEPT = 20000;

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

/** One result of a pipeline, followed as it changes: as a picture as wide as its chart, or as rows. */
export function resultView(pipeline, sink) {
  const address = `/v1/pipelines/${encodeURIComponent(pipeline)}/results?sink=${encodeURIComponent(sink)}`;
  const body = element("div", {});
  const note = element("p", { role: "status" });
  const picks = chartPicks(() => { listen(); mark(); });
  const modes = ["chart", "last", "grid"];
  const buttons = modes.map(mode => element("button", { type: "button", onclick: () => show(mode) }, say(mode)));
  const root = element("section", { "aria-label": sink, "data-sink": sink }, element("div", { class: "bar" }, element("strong", {}, sink), buttons, picks.labels), body, note);
  let stop = new AbortController(), asked = "";
  let rows = null, picture = null, mode = "chart", chart = null, dirty = false, timer = 0, lastDrawn = 0, closed = false;

  const wish = () => mode === "chart" ? `${picks.wanted(chartWidth(body))}` : "rows";
  const resize = new ResizeObserver(() => listen());
  resize.observe(body);

  function show(chosen) {
    mode = chosen;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", modes[i] === mode));
    if (mode !== "chart") { chart?.close(); chart = null; }
    listen();
    mark();
  }

  /** Follows what is looked at now, where that is something else than before. */
  function listen() {
    if (body.clientWidth === 0) { return; }
    if (asked === wish()) { return; }
    asked = wish();
    stop.abort();
    const own = stop = new AbortController();
    follow(mode === "chart" ? `${address}&${asked}` : address, {
      signal: own.signal,
      onState: () => {},
      onEvent(name, data) {
        if (own.signal.aborted) { return; }
        if (name === "chart") { picture = data; offer(data, data); }
        else if (name === "state") { rows = new Rows(data); offer(data, null); }
        else if (name === "changes" && rows) { rows.change(data); }
        else if (name === "missed") { note.textContent = say("missed", data.events); }
        mark();
      },
    }).catch(failure => { note.textContent = failure.message; });
  }

  /** Offers the columns that there are; what is chosen then is what is followed already. */
  function offer(state, drawn) {
    if (!picks.offer(state.columns, drawn)) { return; }
    if (drawn && !drawn.lines) { show("grid"); }
    else { asked = wish(); }
  }

  function mark() {
    dirty = true;
    if (timer !== 0) { return; }
    const pause = mode === "chart" ? 0 : Math.max(0, DRAW_MILLIS - (performance.now() - lastDrawn));
    timer = setTimeout(() => requestAnimationFrame(draw), pause);
  }

  function drawChart() {
    if (picture.problem || !picture.lines) { note.textContent = picture.problem ?? (picture.columns.length > 0 ? say("noChart") : ""); return; }
    if (picture.lines.length === 0 && picture.marks.length === 0) {
      note.textContent = say(picture.total === 0 ? "nothingYet" : "nothing");
      chart?.close();
      chart = null;
      body.replaceChildren();
      return;
    }
    if (!chart) { chart = liveChart(picture.value); body.replaceChildren(chart.root); }
    note.textContent = chart.show(picture);
  }

  function drawRows() {
    const wanted = picks.only();
    const by = picks.by();
    const chosen = wanted === "" ? rows.list() : rows.list().filter(row => by === "" || String(row[by]).includes(wanted));
    const shown = mode === "last" && picks.time() !== "" ? lastOf(chosen, picks.time(), by) : chosen.reverse();
    body.replaceChildren(grid(rows.columns, shown, 500));
    note.textContent = shown.length > 500 ? say("tooMany", 500, shown.length) : "";
  }

  function draw() {
    timer = 0;
    lastDrawn = performance.now();
    if (!dirty || closed) { return; }
    dirty = false;
    if (mode === "chart" && picture) { drawChart(); }
    else if (mode !== "chart" && rows) { drawRows(); }
    root.dataset.drawn = Number(root.dataset.drawn ?? 0) + 1;
  }

  show(mode);

  return {
    root,
    name: sink,
    /** The latest rows, fetched: a chart needs none. */
    rows: async () => (await json(address, { headers: { Accept: "application/json" } })).results[0],
    picture: () => chart?.picture() ?? null,
    close() { closed = true; resize.disconnect(); stop.abort(); clearTimeout(timer); chart?.close(); },
  };
}
