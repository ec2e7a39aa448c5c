import { bytes, count, say } from "./text.js";
import { element } from "./dom.js";

const WIDTH = 240, HEIGHT = 58, GAP = 18, BETWEEN = 70;
/** Records that wait, in seconds of reading, from which on a source counts as held up. */
const MANY_SECONDS = 10;
/** The share of time in which something is held up by what is behind it, from which on that is told, and from which on it is marked. */
const SOME = 0.05, MUCH = 0.5;

const heldUp = share => share >= SOME ? ` – ${say("heldUp")} ${Math.round(share * 100)} %` : "";

function box(x, y, title, lines, slow) {
  const shown = title.length > 29 ? `${title.slice(0, 28)}…` : title;
  return element("svg:g", {}, element("svg:title", {}, [title, ...lines].join("\n")),
    element("svg:rect", { x, y, width: WIDTH, height: HEIGHT, rx: 6, class: slow ? "slow" : null }),
    element("svg:text", { x: x + 10, y: y + 19, "font-weight": 600 }, shown),
    lines.map((line, i) => element("svg:text", { x: x + 10, y: y + 35 + 15 * i, class: "soft" }, line)));
}

const edge = (x1, y1, x2, y2) => element("svg:path", { d: `M${x1},${y1} C${(x1 + x2) / 2},${y1} ${(x1 + x2) / 2},${y2} ${x2},${y2}`, "marker-end": "url(#arrow)" });

const ARROW = () => element("svg:defs", {}, element("svg:marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto" },
  element("svg:path", { d: "M0,0 L8,4 L0,8 z", style: "fill:var(--axis)" })));

/** Sources, the stages of each result in their order, and the results, with what moves between them. */
export function graph(pipeline) {
  const { sources, sinks, operators } = pipeline.run;
  const chains = sinks.map(sink => operators.filter(operator => operator.sink === sink.name));
  const columns = 2 + Math.max(0, ...chains.map(chain => chain.length));
  const tall = Math.max(sources.length, sinks.length, 1);
  const height = tall * (HEIGHT + GAP) + GAP;
  const width = columns * (WIDTH + BETWEEN) - BETWEEN + 20;
  const xOf = column => 10 + column * (WIDTH + BETWEEN);
  const yOf = (index, many) => (height - many * (HEIGHT + GAP) + GAP) / 2 + index * (HEIGHT + GAP);
  const drawn = [ARROW()];
  sources.forEach((source, i) => {
    const lag = source.lanes.reduce((sum, lane) => sum + lane.lag, 0);
    const slow = lag > MANY_SECONDS * Math.max(1, source.rowsPerSecond);
    const y = yOf(i, sources.length);
    sinks.forEach((sink, k) => drawn.push(edge(xOf(0) + WIDTH, y + HEIGHT / 2, xOf(chains[k].length > 0 ? 1 : columns - 1), yOf(k, sinks.length) + HEIGHT / 2)));
    drawn.push(box(xOf(0), y, source.table, [`${count(source.rowsPerSecond)} ${say("readPerSecond")}`, `${say("lag")} ${count(lag)}${slow ? ` – ${say("back")}` : ""}${heldUp(source.backPressure)}`], slow || source.backPressure >= MUCH));
  });
  sinks.forEach((sink, i) => {
    const y = yOf(i, sinks.length);
    chains[i].forEach((operator, k) => {
      drawn.push(edge(xOf(k + 1) + WIDTH, y + HEIGHT / 2, xOf(k + 1 === chains[i].length ? columns - 1 : k + 2), y + HEIGHT / 2),
        box(xOf(k + 1), y, `${say(operator.kind)}: ${operator.columns.join(", ")}`, [`${count(operator.rowsPerSecond)} ${say("rows")} / s`, `${say("state")} ${bytes(operator.stateBytes)}${heldUp(operator.backPressure)}`], operator.backPressure >= MUCH));
    });
    const open = pipeline.run.breakers.some(breaker => breaker.role === "sink" && breaker.table === sink.name && breaker.state !== "closed");
    drawn.push(box(xOf(columns - 1), y, sink.name, [`${count(sink.rowsPerSecond)} ${say("shownPerSecond")}`, `${count(sink.added)} + ${count(sink.revised)} − ${count(sink.removed)}${open ? ` – ${say("breakerOpen")}` : ""}`], open));
  });
  return element("svg:svg", { class: "graph", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": say("graph") }, drawn);
}
