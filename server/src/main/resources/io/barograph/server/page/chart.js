import { moment, say } from "./text.js";
import { element } from "./dom.js";
import { anomalyMarks } from "./marks.js";

const PALETTE = 8;
const DASHES = [[], [6, 3], [2, 2]];

/** Times on an axis, in UTC as the data has them: of ticks less than a day apart the date stands beneath the first of each day. */
function ticks(seconds, step) {
  let day = "";
  return seconds.map(second => {
    const iso = new Date(Math.round(second * 1000)).toISOString();
    const date = iso.slice(0, 10);
    if (step >= 86400) { return date; }
    const time = iso.slice(11, step >= 60 ? 16 : step >= 1 ? 19 : 23);
    const text = date === day ? time : `${time}\n${date}`;
    day = date;
    return text;
  });
}

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Widths are asked for in steps, so that who drags a window asks seldom, and clients share pictures. */
const WIDTH_STEP = 50;

/** How many pixels wide a chart in an element is. */
export const chartWidth = body => Math.max(1, Math.ceil(body.clientWidth * devicePixelRatio / WIDTH_STEP)) * WIDTH_STEP;

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

/** A chart that can be drawn again as rows change; uPlot, a script of its own, draws it. */
export function liveChart(title) {
  const drawing = element("div", { role: "img", "aria-label": title });
  const marks = anomalyMarks();
  const root = element("div", { class: "chart" }, drawing, marks.over, marks.why, marks.below);
  // Where something is, is known when uPlot has drawn, which it does after it was told.
  let plot = null, shape = "", placeMarks = () => {};
  const resize = new ResizeObserver(() => plot?.setSize({ width: root.clientWidth, height: 300 }));
  resize.observe(root);

  function build(names, isBand) {
    const series = [{ label: `${say("time")} (UTC)`, value: (_, second) => second === null ? "–" : moment(new Date(second * 1000).toISOString()) }];
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
      width: Math.max(200, root.clientWidth), height: 300, series, bands, axes: [{ ...axis, space: 80, values: (_, seconds, __, ___, step) => ticks(seconds, step), label: "UTC", labelSize: 18, labelFont: "11px system-ui" }, { ...axis, size: 70 }],
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
    /** Draws what the service has chosen of the rows: few points that draw the same; gives what is to be said of it. */
    show(picture) {
      const seconds = millis => (picture.from + millis) / 1000;
      const list = (times, values) => ({ times: times.map(seconds), values });
      const lists = picture.lines.map(line => list(line.times, line.values));
      if (picture.band) { lists.push(list(picture.band.times, picture.band.least), list(picture.band.times, picture.band.most)); }
      const told = picture.marks.map(mark => ({ ...mark, at: moment(new Date(picture.from + mark.time).toISOString()) }));
      const hasEvents = picture.columns.some(column => column.name === "event");
      placeMarks = () => marks.draw(told, picture.anomalies, hasEvents, mark => place(seconds(mark.time), mark.value));
      paint(picture.lines.map(line => line.name || picture.value), picture.band !== null, merge(lists));
      return picture.band ? say("lines", picture.lines.length, picture.all) : "";
    },
    picture: () => plot ? plot.ctx.canvas.toDataURL("image/png") : null,
    close() { resize.disconnect(); plot?.destroy(); plot = null; },
  };
}
