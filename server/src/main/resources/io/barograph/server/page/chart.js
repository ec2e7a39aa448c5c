import { moment, say } from "./text.js";
import { element } from "./dom.js";
import { anomalyMarks } from "./marks.js";

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

/** Lists of times in their order, with values, as one axis and a column each. A time that a list has twice is there twice. */
function merge(lists) {
  const places = lists.map(() => 0), axis = [], columns = lists.map(() => []);
  const next = () => lists.reduce((least, { times }, i) => places[i] < times.length ? Math.min(least, times[places[i]]) : least, Infinity);
  for (let time = next(); time !== Infinity; time = next()) {
    axis.push(time);
    lists.forEach(({ times, values }, i) => columns[i].push(times[places[i]] === time ? values[places[i]++] : null));
  }
  return [axis, ...columns];
}

/** A chart that is drawn again as rows change; uPlot, a script of its own, draws it. */
export function liveChart(title) {
  const drawing = element("div", { role: "img", "aria-label": title });
  const marks = anomalyMarks();
  const root = element("div", { class: "chart" }, drawing, marks.over, marks.why, marks.below);
  // Where something is, is known when uPlot has drawn, which it does after it was told.
  let plot = null, shape = "", placeMarks = () => {};
  const resize = new ResizeObserver(() => plot?.setSize({ width: root.clientWidth, height: 300 }));
  resize.observe(root);

  function build(names, isBand) {
    const series = [{ label: say("time") }];
    names.forEach((name, i) => series.push({ label: name, stroke: css(`--s${i % PALETTE}`), width: 1.5, dash: DASHES[Math.floor(i / PALETTE) % DASHES.length], spanGaps: true, points: { size: 4 } }));
    const bands = [];
    if (isBand) {
      const edge = { stroke: css("--axis"), width: 1, spanGaps: true, points: { show: false } };
      series.push({ label: "min", ...edge }, { label: "max", ...edge });
      bands.push({ series: [series.length - 1, series.length - 2], fill: `${css("--axis")}33` });
    }
    const axis = { stroke: css("--soft"), grid: { stroke: css("--faint"), width: 1 }, ticks: { stroke: css("--faint"), width: 1 } };
    plot?.destroy();
    plot = new uPlot({
      width: Math.max(200, root.clientWidth), height: 300, series, bands, axes: [axis, { ...axis, size: 70 }],
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"), scales: { x: { time: true } }, hooks: { draw: [() => placeMarks()] },
    }, [[], ...series.slice(1).map(() => [])], drawing);
  }

  /** Draws columns: times, then a line each, and the edges of a band where there is one. */
  function paint(names, isBand, columns) {
    const wanted = JSON.stringify([names, isBand]);
    if (wanted !== shape) { shape = wanted; build(names, isBand); }
    plot.setData(columns);
    root.dataset.points = columns[0].length;
  }

  /** Where a mark is over the plot; one without a value is at its foot. */
  function place(seconds, value) {
    const within = plot.over.getBoundingClientRect(), around = root.getBoundingClientRect();
    const clamp = (place, most) => Math.min(Math.max(place, 0), most);
    const top = value === null ? within.height : plot.valToPos(value, "y");
    return [within.left - around.left + clamp(plot.valToPos(seconds, "x"), within.width), within.top - around.top + clamp(top, within.height)];
  }

  return {
    root,
    /** Draws rows; gives what is to be said of it. */
    draw(rows, time, value, by) {
      const aligned = align(rows, time, value, by);
      const names = aligned.names.slice(0, MOST_LINES);
      const isBand = aligned.names.length > MOST_LINES;
      const data = [aligned.axis, ...names.map(name => Array.from(aligned.axis, at => aligned.series.get(name).get(at) ?? null))];
      paint(names, isBand, isBand ? [...data, ...band(aligned)] : data);
      return isBand ? say("lines", names.length, aligned.names.length) : "";
    },
    /** Draws what the service has chosen of the rows: few points that draw the same; gives what is to be said of it. */
    show(picture) {
      const seconds = millis => (picture.from + millis) / 1000;
      const list = (times, values) => ({ times: times.map(seconds), values });
      const lists = picture.lines.map(line => list(line.times, line.values));
      if (picture.band) { lists.push(list(picture.band.times, picture.band.least), list(picture.band.times, picture.band.most)); }
      const told = picture.marks.map(mark => ({ ...mark, at: moment(new Date(picture.from + mark.time).toISOString()) }));
      placeMarks = () => marks.draw(told, picture.anomalies, mark => place(seconds(mark.time), mark.value));
      paint(picture.lines.map(line => line.name || picture.value), picture.band !== null, merge(lists));
      return picture.band ? say("lines", picture.lines.length, picture.all) : "";
    },
    picture: () => plot ? plot.ctx.canvas.toDataURL("image/png") : null,
    close() { resize.disconnect(); plot?.destroy(); plot = null; },
  };
}
