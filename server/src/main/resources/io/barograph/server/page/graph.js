import { bytes, count, say } from "./text.js";
import { element } from "./dom.js";

const NARROW = 240, WIDE = 340, HEIGHT = 58, GAP = 18, BETWEEN = 70;
/** Pixels of a letter of a title; less than this part of its size a graph is not drawn, but scrolls. */
const LETTER = 7, LEAST_SCALE = 0.85;
/** Records that wait, in seconds of reading, from which on a source counts as held up. */
const MANY_SECONDS = 10;
/** The share of time in which something is held up by what is behind it, from which on that is told, and from which on it is marked. */
const SOME = 0.05, MUCH = 0.5;

const heldUp = share => share >= SOME ? ` – ${say("heldUp")} ${Math.round(share * 100)} %` : "";

function box(x, y, width, title, lines, slow) {
  const most = Math.floor((width - 20) / LETTER);
  const shown = title.length > most ? `${title.slice(0, most - 1)}…` : title;
  return element("svg:g", {}, element("svg:title", {}, [title, ...lines].join("\n")),
    element("svg:rect", { x, y, width, height: HEIGHT, rx: 6, class: slow ? "slow" : null }),
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
  const titleOf = operator => `${say(operator.kind)}: ${operator.columns.join(", ")}`;
  const longest = Math.max(0, ...operators.map(operator => titleOf(operator).length), ...sources.map(source => source.table.length), ...sinks.map(sink => sink.name.length));
  const boxWidth = Math.min(WIDE, Math.max(NARROW, 20 + LETTER * longest));
  const columns = 2 + Math.max(0, ...chains.map(chain => chain.length));
  const tall = Math.max(sources.length, sinks.length, 1);
  const height = tall * (HEIGHT + GAP) + GAP;
  const width = columns * (boxWidth + BETWEEN) - BETWEEN + 20;
  const xOf = column => 10 + column * (boxWidth + BETWEEN);
  const yOf = (index, many) => (height - many * (HEIGHT + GAP) + GAP) / 2 + index * (HEIGHT + GAP);
  const drawn = [ARROW()];
  sources.forEach((source, i) => {
    const lag = source.lanes.reduce((sum, lane) => sum + lane.lag, 0);
    const slow = lag > MANY_SECONDS * Math.max(1, source.rowsPerSecond);
    const y = yOf(i, sources.length);
    sinks.forEach((sink, k) => drawn.push(edge(xOf(0) + boxWidth, y + HEIGHT / 2, xOf(chains[k].length > 0 ? 1 : columns - 1), yOf(k, sinks.length) + HEIGHT / 2)));
    drawn.push(box(xOf(0), y, boxWidth, source.table, [`${count(source.rowsPerSecond)} ${say("readPerSecond")}`, `${say("lag")} ${count(lag)}${slow ? ` – ${say("back")}` : ""}${heldUp(source.backPressure)}`], slow || source.backPressure >= MUCH));
  });
  sinks.forEach((sink, i) => {
    const y = yOf(i, sinks.length);
    chains[i].forEach((operator, k) => {
      drawn.push(edge(xOf(k + 1) + boxWidth, y + HEIGHT / 2, xOf(k + 1 === chains[i].length ? columns - 1 : k + 2), y + HEIGHT / 2),
        box(xOf(k + 1), y, boxWidth, titleOf(operator), [`${count(operator.rowsPerSecond)} ${say("rowsPerSecond")}`, `${say("state")} ${bytes(operator.stateBytes)}${heldUp(operator.backPressure)}`], operator.backPressure >= MUCH));
    });
    const open = pipeline.run.breakers.some(breaker => breaker.role === "sink" && breaker.table === sink.name && breaker.state !== "closed");
    drawn.push(box(xOf(columns - 1), y, boxWidth, sink.name, [`${count(sink.rowsPerSecond)} ${say("shownPerSecond")}`, `${say("changes", count(sink.added), count(sink.revised), count(sink.removed))}${open ? ` – ${say("breakerOpen")}` : ""}`], open));
  });
  return element("svg:svg", { class: "graph", viewBox: `0 0 ${width} ${height}`, style: `max-width:${width}px;min-width:${Math.round(width * LEAST_SCALE)}px`, role: "img", "aria-label": say("graph") }, drawn);
}
