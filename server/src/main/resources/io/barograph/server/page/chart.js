import { say } from "./text.js";
import { element } from "./dom.js";

/** Lines that eyes can tell apart; of more series these are drawn, and a band for all. */
const MOST_LINES = 8;
const PALETTE = 8;
const DASHES = [[], [6, 3], [2, 2]];

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Seconds since 1970 of a time as the service writes it, which is UTC. */
const secondsOf = text => Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`) / 1000;

/** Rows of objects as columns: a sorted time axis, and a value or null at each for every series. */
function align(rows, time, value, by) {
  const series = new Map();
  const times = new Set();
  for (const row of rows) {
    const at = row[time] === null ? NaN : secondsOf(row[time]);
    const number = row[value] === null ? null : Number(row[value]);
    if (Number.isNaN(at) || number === null || Number.isNaN(number)) { continue; }
    const name = by ? String(row[by]) : value;
    let points = series.get(name);
    if (!points) { series.set(name, points = new Map()); }
    points.set(at, number);
    times.add(at);
  }
  const axis = Float64Array.from(times).sort();
  const names = [...series.keys()].sort((one, other) => one.localeCompare(other, undefined, { numeric: true }));
  return { axis, names, series };
}

/** The least and the greatest of all series at each time. */
function band({ axis, series }) {
  const least = new Array(axis.length).fill(null), most = new Array(axis.length).fill(null);
  const places = new Map(Array.from(axis, (at, i) => [at, i]));
  for (const points of series.values()) {
    for (const [at, number] of points) {
      const i = places.get(at);
      if (least[i] === null || number < least[i]) { least[i] = number; }
      if (most[i] === null || number > most[i]) { most[i] = number; }
    }
  }
  return [least, most];
}

/** A chart that is drawn again as rows change; uPlot, a script of its own, draws it. */
export function liveChart(title) {
  const root = element("div", { class: "chart", role: "img", "aria-label": title });
  let plot = null, shape = "";
  const resize = new ResizeObserver(() => plot?.setSize({ width: root.clientWidth, height: 300 }));
  resize.observe(root);

  function build(names, isBand) {
    const series = [{ label: say("time") }];
    names.forEach((name, i) => series.push({ label: name, stroke: css(`--s${i % PALETTE}`), width: 1.5, dash: DASHES[Math.floor(i / PALETTE) % DASHES.length], spanGaps: true, points: { size: 4 } }));
    const bands = [];
    if (isBand) {
      series.push({ label: "min", stroke: css("--axis"), width: 1, points: { show: false } }, { label: "max", stroke: css("--axis"), width: 1, points: { show: false } });
      bands.push({ series: [series.length - 1, series.length - 2], fill: `${css("--axis")}33` });
    }
    const axis = { stroke: css("--soft"), grid: { stroke: css("--faint"), width: 1 }, ticks: { stroke: css("--faint"), width: 1 } };
    plot?.destroy();
    plot = new uPlot({
      width: Math.max(200, root.clientWidth), height: 300, series, bands, axes: [axis, { ...axis, size: 70 }],
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"), scales: { x: { time: true } },
    }, [[], ...series.slice(1).map(() => [])], root);
  }

  return {
    root,
    /** Draws rows; gives what is to be said of it. */
    draw(rows, time, value, by) {
      const aligned = align(rows, time, value, by);
      const names = aligned.names.slice(0, MOST_LINES);
      const isBand = aligned.names.length > MOST_LINES;
      const wanted = JSON.stringify([names, isBand]);
      if (wanted !== shape) { shape = wanted; build(names, isBand); }
      const data = [aligned.axis, ...names.map(name => Array.from(aligned.axis, at => aligned.series.get(name).get(at) ?? null))];
      plot.setData(isBand ? [...data, ...band(aligned)] : data);
      root.dataset.points = aligned.axis.length;
      return isBand ? say("lines", names.length, aligned.names.length) : "";
    },
    picture: () => plot ? plot.ctx.canvas.toDataURL("image/png") : null,
    close() { resize.disconnect(); plot?.destroy(); plot = null; },
  };
}
